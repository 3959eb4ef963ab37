#include "kernels/cpu/natural/pack.hpp"

#include <cstring>

namespace moe::cpu::natural {

void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_scale_bytes, int64_t row_begin, int64_t row_end, uint8_t* packed_values,
               uint8_t* packed_scales) {
  const int64_t row_bytes = shape.k / 2;
  const auto rows = static_cast<size_t>(row_end - row_begin);
  std::memcpy(packed_values + row_begin * row_bytes, values + row_begin * row_bytes,
              rows * static_cast<size_t>(row_bytes));
  std::memcpy(packed_scales + row_begin * row_scale_bytes, scales + row_begin * row_scale_bytes,
              rows * static_cast<size_t>(row_scale_bytes));
}

}  // namespace moe::cpu::natural
