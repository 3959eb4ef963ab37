#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_lanes_avx512.hpp"

namespace moe::cpu::streaming {

namespace {

/** Each shift by a nibble brings one k to where the table is indexed: the even four, then the odd.
 */
struct Step {
  __m512 table = _mm512_loadu_ps(kE2m1Values.data());

  template <int kTokens>
  [[gnu::always_inline]] void multiply(__m512i words0, __m512i words1, const void* const* tokens,
                                       int64_t k, Products<kTokens>& products) const {
#pragma GCC unroll 8
    for (unsigned nibble = 0; nibble < 8; ++nibble) {
      const __m512 weights0 = _mm512_permutexvar_ps(_mm512_srli_epi32(words0, 4 * nibble), table);
      const __m512 weights1 = _mm512_permutexvar_ps(_mm512_srli_epi32(words1, 4 * nibble), table);
      const int64_t place = k + nibble % 4 * 2 + nibble / 4;
#pragma GCC unroll 8
      for (int token = 0; token < kTokens; ++token) {
        const __m512 x = _mm512_set1_ps(static_cast<const float*>(tokens[token])[place]);
        auto& product = products[token][nibble % kChains<kTokens>];
        product[0] = _mm512_fmadd_ps(weights0, x, product[0]);
        product[1] = _mm512_fmadd_ps(weights1, x, product[1]);
      }
    }
  }
};

template <int kTokens>
struct Tile {
  static constexpr auto run = run_avx512_tile<Step, kTokens>;
};

}  // namespace

const InnerKernels kAvx512 = {{nullptr, true},
                              {{run_row_lanes<Tile, 2>, 32, 2}, {run_row_lanes<Tile, 6>, 32, 6}}};

}  // namespace moe::cpu::streaming
