#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/interleaved/layout.hpp"
#include "kernels/cpu/k_lanes.hpp"

namespace moe::cpu::interleaved {

namespace {

/** k offsets within a step of the nibble pairs (0,1), (2,3), (4,5), (6,7), from 2t. */
constexpr int kNibbleK[4] = {0, 1, 8, 9};

struct Decoder : DecoderBase {
  using DecoderBase::DecoderBase;
  using Activation = float;
  using Accumulator = float;
  struct Unit {
    float weights[2][kBlockK];  // [row of the pair][k]
    float scales[2][2];         // [row of the pair][group of 32]
  };

  static Accumulator zero() { return 0.0f; }
  static float sum_lanes(Accumulator sum) { return sum; }

  Unit load(int64_t unit, int64_t block) const {
    Unit result;
    for (int step = 0; step < 4; ++step) {
      const uint8_t* const words = line(unit, block, step % 2) + 16 * (step / 2);
      for (int t = 0; t < 4; ++t) {
        for (int nibble = 0; nibble < 8; ++nibble) {
          const int code = words[4 * t + nibble / 2] >> (nibble % 2 * 4) & 15;
          const int k = 16 * step + 2 * t + kNibbleK[nibble / 2];
          result.weights[nibble % 2][k] = kE2m1Values[static_cast<size_t>(code)];
        }
      }
    }
    for (int row = 0; row < 2; ++row) {
      const uint8_t* const s = block_scales(unit, block, row);
      result.scales[row][0] = ue8m0_to_float(s[0]);
      result.scales[row][1] = ue8m0_to_float(s[1]);
    }
    return result;
  }

  static Accumulator accumulate(Accumulator sum, const Unit& unit, int row, const float* x) {
    for (int group = 0; group < 2; ++group) {
      float products = 0.0f;
      for (int k = 32 * group; k < 32 * (group + 1); ++k) {
        products += unit.weights[row][k] * x[k];
      }
      sum += products * unit.scales[row][group];
    }
    return sum;
  }
};

}  // namespace

const InnerKernels kGeneric = {{nullptr, true}, {{run_k_lanes<Decoder, 1, 4>, 2, 4}}};

}  // namespace moe::cpu::interleaved
