#include <cstring>

#include "kernels/cpu/bf16_codes.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_lanes_avx512.hpp"

namespace moe::cpu::streaming {

namespace {

/** Two neighbouring activations in every lane. */
[[gnu::always_inline]] inline __m512bh broadcast_pair(const uint16_t* x) {
  int32_t pair;
  std::memcpy(&pair, x, sizeof pair);
  return (__m512bh)_mm512_set1_epi32(pair);
}

/** Each shift by a nibble brings the pair (2j, 2j+1) of the eight k to where the table is indexed.
 */
struct Step {
  __m512i table = _mm512_load_si512(kBf16OfCode);

  template <int kTokens>
  [[gnu::always_inline]] void multiply(__m512i words0, __m512i words1, const void* const* tokens,
                                       int64_t k, Products<kTokens>& products) const {
#pragma GCC unroll 4
    for (unsigned pair = 0; pair < 4; ++pair) {
      const auto weights0 =
          (__m512bh)_mm512_permutexvar_epi16(_mm512_srli_epi16(words0, 4 * pair), table);
      const auto weights1 =
          (__m512bh)_mm512_permutexvar_epi16(_mm512_srli_epi16(words1, 4 * pair), table);
#pragma GCC unroll 8
      for (int token = 0; token < kTokens; ++token) {
        const __m512bh both =
            broadcast_pair(static_cast<const uint16_t*>(tokens[token]) + k + pair * 2);
        auto& product = products[token][pair % kChains<kTokens>];
        product[0] = _mm512_dpbf16_ps(product[0], weights0, both);
        product[1] = _mm512_dpbf16_ps(product[1], weights1, both);
      }
    }
  }
};

template <int kTokens>
struct Tile {
  static constexpr auto run = run_avx512_tile<Step, kTokens>;
};

}  // namespace

const InnerKernels kAvx512Bf16 = {{nullptr, false},
                                  {{run_row_lanes<Tile, 2>, 32, 2},
                                   {run_row_lanes<Tile, 4>, 32, 4},
                                   {run_row_lanes<Tile, 6>, 32, 6}}};

}  // namespace moe::cpu::streaming
