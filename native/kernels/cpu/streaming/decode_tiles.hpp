#pragma once
/**
 * Records of the streaming layout as tiles of bf16 weights with their scales folded in, for tile
 * instructions. Include only in files compiled for AVX-512.
 */
#include <immintrin.h>

#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/streaming/folding.hpp"
#include "kernels/cpu/streaming/layout.hpp"

namespace moe::cpu::streaming {

/** A tile: 32 k of 16 rows as bf16 [16 pairs of k, 16 rows, 2]. */
static constexpr int64_t kTileBytes = 1024;

/** A record is four tiles, [group of 32 k, half of the rows]. */
static constexpr int64_t kRecordTileBytes = 4 * kTileBytes;

/** The stream is fetched into the L2 cache from afar, into the L1 cache shortly before its use. */
static constexpr int kFarPrefetchBytes = 16384;
static constexpr int kNearPrefetchBytes = 1024;

/**
 * bf16 of a code with the largest scale that is folded; smaller ones are subtracted from the
 * exponent. Zeros of both signs are 0, from which subtraction with saturation takes nothing.
 */
static constexpr uint16_t lifted_weight(int code) {
  constexpr int kLift = kLargestFoldedCode - 127 + kFoldedExponent;
  constexpr int kMagnitudes[8] = {0,        126 << 7,      127 << 7, 127 << 7 | 64,
                                  128 << 7, 128 << 7 | 64, 129 << 7, 129 << 7 | 64};
  const int magnitude = kMagnitudes[code % 8];
  const int sign = code < 8 ? 0 : 0x8000;
  return static_cast<uint16_t>(magnitude == 0 ? 0 : sign | (magnitude + (kLift << 7)));
}

[[gnu::always_inline]] static inline void prefetch_stream(const uint8_t* line) {
  _mm_prefetch(reinterpret_cast<const char*>(line + kFarPrefetchBytes), _MM_HINT_T1);
  _mm_prefetch(reinterpret_cast<const char*>(line + kNearPrefetchBytes), _MM_HINT_T0);
}

/** What is subtracted from the exponents of 16 rows: both halves of a row's word. */
[[gnu::always_inline]] static inline __m512i exponent_deficits(const uint8_t* codes) {
  const __m512i rows =
      _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)));
  const __m512i deficits =
      _mm512_slli_epi32(_mm512_sub_epi32(_mm512_set1_epi32(kLargestFoldedCode), rows), 7);
  return _mm512_or_si512(deficits, _mm512_slli_epi32(deficits, 16));
}

#if defined(__AVX512VBMI__)

/**
 * Bytes of bf16 by 6-bit indices, which a line's nibbles become once each byte's upper half is 2: a
 * byte from its lowest bit up is 32 + code, from the bit below it 2 * code.
 */
struct ByteTable {
  alignas(64) uint8_t bytes[64] = {};
  alignas(64) uint8_t bits[2][64] = {};  // where each index begins: nibbles 0 (and 1), 2 (and 3)

  constexpr ByteTable() {
    for (int code = 0; code < 16; ++code) {
      bytes[32 + code] = static_cast<uint8_t>(lifted_weight(code) & 0xff);
      bytes[2 * code] = static_cast<uint8_t>(lifted_weight(code) >> 8);
    }
    for (int byte = 0; byte < 64; ++byte) {
      const int nibble = byte % 8 / 2 * 16 - byte % 2;
      bits[0][byte] = static_cast<uint8_t>((nibble + 64) % 64);
      bits[1][byte] = static_cast<uint8_t>((nibble + 8) % 64);
    }
  }
};
static constexpr ByteTable kByteTable{};

/**
 * Four rows of a tile from a line of words. Look-ups of bytes are one instruction where those of
 * 16 bits are three. Three of four indices are gathered on one port, the fourth by a shift on the
 * other: that kept both busy (Emerald Rapids, L1 cache: 55 ns a record; four of four gathered 75,
 * two 91, look-ups of 16 bits 85).
 */
[[gnu::always_inline]] static inline void decode_line(__m512i words, __m512i deficits,
                                                      uint8_t* tile_rows) {
  constexpr int kSelect = 0xea;  // (a & b) | c
  constexpr int kBlend = 0xca;   // a ? b : c
  const __m512i nibbles = _mm512_set1_epi8(0x0f);
  const __m512i two = _mm512_set1_epi8(0x20);
  const __m512i low_bytes = _mm512_set1_epi16(0x00ff);
  const __m512i table = _mm512_load_si512(kByteTable.bytes);
  const __m512i low = _mm512_load_si512(kByteTable.bits[0]);
  const __m512i high = _mm512_load_si512(kByteTable.bits[1]);
  const __m512i even = _mm512_ternarylogic_epi32(words, nibbles, two, kSelect);
  const __m512i odd = _mm512_ternarylogic_epi32(_mm512_srli_epi16(words, 4), nibbles, two, kSelect);
  const __m512i indices[4] = {
      _mm512_ternarylogic_epi32(low_bytes, even, _mm512_slli_epi16(even, 9), kBlend),
      _mm512_multishift_epi64_epi8(low, odd), _mm512_multishift_epi64_epi8(high, even),
      _mm512_multishift_epi64_epi8(high, odd)};
#pragma GCC unroll 4
  for (int pair = 0; pair < 4; ++pair) {
    const __m512i weights = _mm512_permutexvar_epi8(indices[pair], table);
    _mm512_store_si512(tile_rows + pair * 64, _mm512_subs_epu16(weights, deficits));
  }
}

#else

/** Weights twice: a 5-bit index may carry the next nibble's lowest bit. */
struct WordTable {
  alignas(64) uint16_t words[32] = {};

  constexpr WordTable() {
    for (int code = 0; code < 32; ++code) {
      words[code] = lifted_weight(code % 16);
    }
  }
};
static constexpr WordTable kWordTable{};

/** Four rows of a tile from a line of words: each shift brings up the next pair of k. */
[[gnu::always_inline]] static inline void decode_line(__m512i words, __m512i deficits,
                                                      uint8_t* tile_rows) {
  const __m512i table = _mm512_load_si512(kWordTable.words);
#pragma GCC unroll 4
  for (int pair = 0; pair < 4; ++pair) {
    const __m512i weights = _mm512_permutexvar_epi16(words, table);
    _mm512_store_si512(tile_rows + pair * 64, _mm512_subs_epu16(weights, deficits));
    words = _mm512_srli_epi16(words, 4);
  }
}

#endif

/** @param tiles [group, half], 64-byte aligned */
[[gnu::always_inline]] static inline void decode_record(const uint8_t* record, uint8_t* tiles) {
  prefetch_stream(record + kScaleOffset);
  for (int group = 0; group < 2; ++group) {
    for (int half = 0; half < 2; ++half) {
      const __m512i deficits =
          exponent_deficits(record + kScaleOffset + group * kMxfp4Group + half * 16);
      uint8_t* const tile = tiles + (group * 2 + half) * kTileBytes;
#pragma GCC unroll 4
      for (int q = 0; q < 4; ++q) {
        const uint8_t* const line = record + (group * 8 + q * 2 + half) * 64;
        prefetch_stream(line);
        decode_line(_mm512_loadu_si512(line), deficits, tile + q * 256);
      }
    }
  }
}

/** The largest distance of a scale code from kSmallestFoldedCode, by lanes; below it counts as far.
 */
[[gnu::always_inline]] static inline __m512i farthest_code(const uint8_t* record,
                                                           __m512i farthest) {
  const __m512i codes = _mm512_loadu_si512(record + kScaleOffset);
  return _mm512_max_epu8(farthest, _mm512_sub_epi8(codes, _mm512_set1_epi8(kSmallestFoldedCode)));
}

[[gnu::always_inline]] static inline bool codes_are_folded(__m512i farthest) {
  constexpr int kSpan = kLargestFoldedCode - kSmallestFoldedCode;
  return _mm512_cmpgt_epu8_mask(farthest, _mm512_set1_epi8(kSpan)) == 0;
}

}  // namespace moe::cpu::streaming
