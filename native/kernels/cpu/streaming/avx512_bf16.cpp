#include <cstring>

#include "kernels/cpu/bf16_codes.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_lanes_avx512.hpp"

namespace moe::cpu::streaming {

namespace {

/** Each shift by a nibble brings the pair (2j, 2j+1) of the eight k to where the table is indexed.
 */
struct Step {
  static constexpr int kActivationBytes = sizeof(uint16_t);
  __m512i table = _mm512_load_si512(kBf16OfCode);

  /** Two k of 32 rows, and shifts the next two down. @param x [kTokens] pairs of bf16 */
  template <int kTokens>
  [[gnu::always_inline]] void multiply_pair(__m512i& words0, __m512i& words1, const uint8_t* x,
                                            Products<kTokens>& products, int chain) const {
    const auto weights0 = (__m512bh)_mm512_permutexvar_epi16(words0, table);
    const auto weights1 = (__m512bh)_mm512_permutexvar_epi16(words1, table);
    words0 = _mm512_srli_epi16(words0, 4);
    words1 = _mm512_srli_epi16(words1, 4);
#pragma GCC unroll 12
    for (int token = 0; token < kTokens; ++token) {
      int32_t pair;
      std::memcpy(&pair, x + token * sizeof pair, sizeof pair);
      const auto both = (__m512bh)_mm512_set1_epi32(pair);
      auto& product = products[token][chain];
      product[0] = _mm512_dpbf16_ps(product[0], weights0, both);
      product[1] = _mm512_dpbf16_ps(product[1], weights1, both);
    }
  }

  template <int kTokens>
  [[gnu::always_inline]] void multiply(__m512i words0, __m512i words1, const uint8_t* x,
                                       Products<kTokens>& products) const {
    constexpr int kPairsBytes = kTokens * 2 * kActivationBytes;
    if constexpr (kTokens <= kUnrolledTokens) {
#pragma GCC unroll 4
      for (int pair = 0; pair < 4; ++pair) {
        multiply_pair<kTokens>(words0, words1, x + pair * kPairsBytes, products,
                               pair % kChains<kTokens>);
      }
    } else {
      // Rolled up: given all four at once, the compiler decodes ahead and spills sums for it.
#pragma GCC unroll 1
      for (int pair = 0; pair < 4; ++pair) {
        multiply_pair<kTokens>(words0, words1, x + pair * kPairsBytes, products, 0);
      }
    }
  }
};

template <int kTokens>
struct RegisterTile {
  static constexpr auto run = run_avx512_tile<Step, kTokens>;
};

template <int kTokens>
constexpr InnerKernel kTile = {run_row_lanes<RegisterTile, kTokens, Step::kActivationBytes>, 32,
                               kTokens};

}  // namespace

const InnerKernels kAvx512Bf16 = {{nullptr, false, Placement::kTokensInnermost},
                                  {kTile<2>, kTile<6>, kTile<8>, kTile<12>}};

}  // namespace moe::cpu::streaming
