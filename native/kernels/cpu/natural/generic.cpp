#include <bit>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/k_lanes.hpp"
#include "kernels/cpu/natural/decoder_base.hpp"

namespace moe::cpu::natural {

namespace {

struct Mxfp4 : Mxfp4Scales {
  /** Twice a magnitude is a small integer: 0, 1, 2, 3, 4, 6, 8, 12. */
  [[gnu::always_inline]] static float to_float(int code) {
    const int em = code & 7;
    const int exponent = em >> 1;
    const int mantissa = em & 1;
    const int doubled = exponent == 0 ? mantissa : (2 + mantissa) << (exponent - 1);
    const float magnitude = 0.5f * static_cast<float>(doubled);
    return (code & 8) != 0 ? -magnitude : magnitude;
  }
};

struct Int4 : Int4Scales {
  [[gnu::always_inline]] static float to_float(int code) {
    return static_cast<float>(int4_value(code));
  }
};

template <class Format>
struct Decoder : DecoderBase<Format> {
  using DecoderBase<Format>::DecoderBase;
  using Activation = float;
  using Accumulator = float;
  struct Unit {
    float weights[kBlockK];  // in natural order
    float scales[2];
  };

  static Accumulator zero() { return 0.0f; }
  static float sum_lanes(Accumulator sum) { return sum; }

  Unit load(int64_t row, int64_t block) const {
    const uint8_t* const bytes = this->block_values(row, block);
    Unit unit;
    for (int k = 0; k < kBlockK; k += 2) {
      unit.weights[k] = Format::to_float(bytes[k / 2] & 15);
      unit.weights[k + 1] = Format::to_float(bytes[k / 2] >> 4);
    }
    unit.scales[0] = std::bit_cast<float>(this->scale_bits(row, block, 0));
    unit.scales[1] = std::bit_cast<float>(this->scale_bits(row, block, 1));
    return unit;
  }

  static Accumulator accumulate(Accumulator sum, const Unit& unit, int, const float* x) {
    for (int group = 0; group < 2; ++group) {
      float products = 0.0f;
      for (int k = 32 * group; k < 32 * (group + 1); ++k) {
        products += unit.weights[k] * x[k];
      }
      sum += products * unit.scales[group];
    }
    return sum;
  }
};

}  // namespace

const InnerKernels kGeneric = {{nullptr, true}, {{run_k_lanes<Decoder<Mxfp4>, 1, 4>, 1, 4}}};
const InnerKernels kGenericInt4 = {{nullptr, true}, {{run_k_lanes<Decoder<Int4>, 1, 4>, 1, 4}}};

}  // namespace moe::cpu::natural
