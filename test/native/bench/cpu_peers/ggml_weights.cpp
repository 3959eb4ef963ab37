#include "bench/cpu_peers/ggml_weights.hpp"

#include "measure/parallel.hpp"

namespace moe::peers {

namespace {

constexpr int64_t kGroup = 32;
constexpr int64_t kBlockBytes = 1 + kGroup / 2;

/** The code of weight `index` in a group of natural layout: even in the low half of a byte. */
uint8_t code_at(const uint8_t* group, int64_t index) {
  return static_cast<uint8_t>(group[index / 2] >> (index % 2 * 4) & 15);
}

}  // namespace

std::vector<uint8_t> to_ggml_blocks(const moe_host_weights& host, const WeightShape& shape,
                                    int64_t first_row, int64_t num_rows) {
  const int64_t groups = shape.k / kGroup;
  const auto* const scales = static_cast<const uint8_t*>(host.scales);
  std::vector<uint8_t> blocks(static_cast<size_t>(shape.experts * num_rows * groups * kBlockBytes));
  measure::for_each_range(
      measure::usable_threads(), shape.experts * num_rows, [&](int64_t begin, int64_t end) {
        for (int64_t made = begin; made < end; ++made) {
          const int64_t row = made / num_rows * shape.rows + first_row + made % num_rows;
          for (int64_t group = 0; group < groups; ++group) {
            const uint8_t* const codes = host.values + (row * groups + group) * kGroup / 2;
            uint8_t* const block = blocks.data() + (made * groups + group) * kBlockBytes;
            block[0] = scales[row * groups + group];
            for (int64_t j = 0; j < kGroup / 2; ++j) {
              block[1 + j] =
                  static_cast<uint8_t>(code_at(codes, j) | code_at(codes, j + kGroup / 2) << 4);
            }
          }
        }
      });
  return blocks;
}

}  // namespace moe::peers
