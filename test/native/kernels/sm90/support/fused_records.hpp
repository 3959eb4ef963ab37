#pragma once
/** The records of `fused` written out from their definition, independently of the library's own
 * packing. */
#include <array>
#include <cstdlib>

#include "kernels/sm90/support/gemm_problem.hpp"

namespace moe::test {

/** Row of the weights at row `row` of the records: up and gate alternate by eight when paired. */
inline int fused_row(int row, int rows, bool paired) {
  return paired ? row / 16 * 8 + row % 8 + (row % 16 >= 8 ? rows / 2 : 0) : row;
}

/** One expert's natural weights in the order of the rows of the records; nothing beyond them. */
struct FusedExpert {
  const GemmProblem& problem;
  int expert;
  bool paired;

  bool has(int row, int k) const { return row < problem.rows && k < problem.k; }
  size_t natural(int row) const {
    return static_cast<size_t>(expert * problem.rows + fused_row(row, problem.rows, paired));
  }
  int code(int row, int k) const {
    if (!has(row, k)) return 0;
    const uint8_t byte = problem.weights[natural(row) * static_cast<size_t>(problem.k / 2) +
                                         static_cast<size_t>(k / 2)];
    return k % 2 == 0 ? byte & 15 : byte >> 4;
  }
};

/** The codes of a word: 0 and 1 of rows g and g + 8 at k and k + 1, 2 and 3 of both at k + 8 and k
 * + 9. */
struct FusedCodes {
  int even[4], odd[4];
};

/**
 * [E, pairs of 128 rows, ceil(K/128), record of the pair] records; see fused/record.hpp.
 * @param num_scale_words  of a record
 * @param word_of  FusedCodes to the word
 * @param scale_word_of  expert, first row and k of the record, number of the word
 */
template <class WordOf, class ScaleWordOf>
std::vector<uint8_t> write_records(const GemmProblem& problem, bool paired, int num_scale_words,
                                   WordOf&& word_of, ScaleWordOf&& scale_word_of) {
  const int down = (problem.rows + 127) / 128, across = (problem.k + 127) / 128;
  std::vector<uint8_t> out;
  const auto put = [&](uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(word >> shift));
  };
  const auto put_record = [&](const FusedExpert& expert, int record, int k_tile) {
    for (int item = 0; item < 4 * 2 * 2 * 32 * 4; ++item) {
      const int step = item % 4, lane = item / 4 % 32, block = item / 128 % 2;
      const int half = item / 256 % 2, warp = item / 512;
      const int row = record * 128 + warp * 32 + block * 16 + lane / 4;
      const int k = k_tile * 128 + half * 64 + step * 16 + lane % 4 * 2;
      FusedCodes codes{};
      for (int c = 0; c < 4; ++c) {
        codes.even[c] = expert.code(row + c % 2 * 8, k + c / 2 * 8);
        codes.odd[c] = expert.code(row + c % 2 * 8, k + c / 2 * 8 + 1);
      }
      put(word_of(codes));
    }
    for (int item = 0; item < num_scale_words; ++item) {
      put(scale_word_of(expert, record * 128, k_tile * 128, item));
    }
  };
  for (int e = 0; e < problem.num_experts(); ++e) {
    for (int pair = 0; pair < down; pair += 2) {
      for (int k_tile = 0; k_tile < across; ++k_tile) {
        for (int record = pair; record < std::min(pair + 2, down); ++record) {
          put_record({problem, e, paired}, record, k_tile);
        }
      }
    }
  }
  return out;
}

/** The bits of a word whose sum modulo 2 is cell `cell` of code `code`, even k; odd k 16 bits on,
 * modulo 32. Cells: sign 15, exponent 8 and 7, mantissa 6 of a copy, or of the sum of two copies,
 * of the word, rotated to the left by this many bits. */
inline uint32_t bits_of_cell(int code, int cell, bool is_odd) {
  constexpr int kCells[4] = {15, 8, 7, 6};
  constexpr int kCopies[4][2] = {{0, -1}, {12, -1}, {2, 6}, {2, 8}};
  uint32_t bits = 0;
  for (const int rotation : kCopies[code]) {
    if (rotation >= 0) bits ^= 1u << (kCells[cell] + (is_odd ? 16 : 0) - rotation + 32) % 32;
  }
  return bits;
}

/** For each cell, in the order of `spread_word`, the word that has it and no other: the inverse of
 * bits_of_cell, by elimination. */
inline std::array<uint32_t, 32> words_of_cells() {
  std::array<uint32_t, 32> left{}, words{};
  for (int i = 0; i < 32; ++i) {
    left[static_cast<size_t>(i)] = bits_of_cell(i / 8, i / 2 % 4, i % 2 != 0);
    words[static_cast<size_t>(i)] = 1u << i;
  }
  for (size_t bit = 0; bit < 32; ++bit) {
    size_t pivot = bit;
    while (pivot < 32 && (left[pivot] >> bit & 1) == 0) ++pivot;
    if (pivot == 32) std::abort();  // no word has these cells: the definition above is wrong
    std::swap(left[bit], left[pivot]);
    std::swap(words[bit], words[pivot]);
    for (size_t row = 0; row < 32; ++row) {
      if (row == bit || (left[row] >> bit & 1) == 0) continue;
      left[row] ^= left[bit];
      words[row] ^= words[bit];
    }
  }
  // words[bit] now says of which cells a bit of the word is the sum.
  std::array<uint32_t, 32> of_cell{};
  for (size_t bit = 0; bit < 32; ++bit) {
    for (size_t cell = 0; cell < 32; ++cell) of_cell[cell] |= (words[bit] >> cell & 1) << bit;
  }
  return of_cell;
}

inline uint32_t spread_word(const FusedCodes& codes) {
  static const std::array<uint32_t, 32> of_cell = words_of_cells();
  uint32_t word = 0;
  for (int i = 0; i < 32; ++i) {
    const int code = (i % 2 == 0 ? codes.even : codes.odd)[i / 8];
    if (code >> (3 - i / 2 % 4) & 1) word ^= of_cell[static_cast<size_t>(i)];
  }
  return word;
}

/** Tokens are multiplied by 2^this, and scales raised by as much less. */
inline constexpr int kTokenRaise = 64;

/** Records of mxfp4: bits spread, then words of four raised scales, each byte rotated right by one
 * bit; those of rows 8 apart together. */
inline std::vector<uint8_t> pack_fused(const GemmProblem& problem, int raise, bool paired) {
  return write_records(
      problem, paired, 128, spread_word,
      [&](const FusedExpert& expert, int first_row, int first_k, int item) {
        const int row = first_row + item / 32 * 32 + item % 4 * 8 + item / 4 % 8;
        uint32_t word = 0;
        for (int group = 0; group < 4; ++group) {
          const int k = first_k + group * 32;
          if (!expert.has(row, k)) continue;
          const uint8_t code =
              raised(problem.scales[expert.natural(row) * static_cast<size_t>(problem.k / 32) +
                                    static_cast<size_t>(k / 32)],
                     raise);
          word |= uint32_t{static_cast<uint8_t>(code >> 1 | code << 7)} << 8 * group;
        }
        return word;
      });
}

/** The lowest bit of code 0 to 3 of even k, of which the higher ones follow modulo 32; odd k 16
 * bits on. */
inline constexpr int kInt4Places[4] = {7, 3, 31, 27};

/** Eight more than the codes' values, so 0 to 15. */
inline uint32_t int4_word(const FusedCodes& codes) {
  uint32_t word = 0;
  const auto put = [&](int code, int place) {
    const int number = (code < 8 ? code : code - 16) + 8;
    for (int bit = 0; bit < 4; ++bit) {
      word |= static_cast<uint32_t>(number >> bit & 1) << (place + bit) % 32;
    }
  };
  for (int c = 0; c < 4; ++c) {
    put(codes.even[c], kInt4Places[c]);
    put(codes.odd[c], kInt4Places[c] + 16);
  }
  return word;
}

/** Records of int4: then words of two bf16 scales, of rows g and g + 8; those of the four m16 of a
 * warp together. */
inline std::vector<uint8_t> pack_fused_int4(const GemmProblem& problem, bool paired) {
  return write_records(
      problem, paired, 64, int4_word,
      [&](const FusedExpert& expert, int first_row, int first_k, int item) {
        uint32_t word = 0;
        for (int upper = 0; upper < 2; ++upper) {
          const int row = first_row + item / 32 * 64 + item % 4 * 16 + item / 4 % 8 + upper * 8;
          if (!expert.has(row, first_k)) continue;
          const size_t at = (expert.natural(row) * static_cast<size_t>(problem.k / 128) +
                             static_cast<size_t>(first_k / 128)) *
                            2;
          const int bits = problem.scales[at] | problem.scales[at + 1] << 8;
          word |= static_cast<uint32_t>(bits) << 16 * upper;
        }
        return word;
      });
}

}  // namespace moe::test
