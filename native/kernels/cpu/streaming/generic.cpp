#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_lanes.hpp"

namespace moe::cpu::streaming {

namespace {

template <int kTokens>
struct Tile {
  static void run(const uint8_t* record, int64_t records, const uint8_t* x, float* out, bool adds) {
    const float* activations = reinterpret_cast<const float*>(x);  // [k, kTokens]
    float sums[kTokens][kRecordRows] = {};
    for (int64_t index = 0; index < records; ++index, record += kRecordBytes) {
      for (int group = 0; group < 2; ++group) {
        float products[kTokens][kRecordRows] = {};
        for (int k = 0; k < 32; ++k, activations += kTokens) {
          float weights[kRecordRows];
          decode_column(record, group * 32 + k, weights);
          for (int token = 0; token < kTokens; ++token) {
            for (int row = 0; row < kRecordRows; ++row) {
              products[token][row] += weights[row] * activations[token];
            }
          }
        }
        const uint8_t* const scales = record + kScaleOffset + group * 32;
        for (int token = 0; token < kTokens; ++token) {
          for (int row = 0; row < kRecordRows; ++row) {
            sums[token][row] += products[token][row] * ue8m0_to_float(scales[row]);
          }
        }
      }
    }
    for (int token = 0; token < kTokens; ++token) {
      for (int row = 0; row < kRecordRows; ++row) {
        float& place = out[token * kPanelRows + row];
        place = adds ? place + sums[token][row] : sums[token][row];
      }
    }
  }

  /** The unscaled weights of one k, [32 rows]. */
  static void decode_column(const uint8_t* record, int k, float* weights) {
    const int byte = (k % 2) * 2 + (k % 8) / 4;
    const int shift = (k / 2) % 2 * 4;
    for (int row = 0; row < kRecordRows; ++row) {
      const int64_t line = 2 * (k / 8) + row / 16;
      const int code = record[line * 64 + row % 16 * 4 + byte] >> shift & 15;
      weights[row] = kE2m1Values[static_cast<size_t>(code)];
    }
  }
};

}  // namespace

const InnerKernels kGeneric = {{nullptr, true, Placement::kTokensInnermost},
                               {{run_row_lanes<Tile, 4, sizeof(float)>, 32, 4}}};

}  // namespace moe::cpu::streaming
