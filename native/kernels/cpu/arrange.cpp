#include "kernels/cpu/arrange.hpp"

#include "kernels/common/bf16.hpp"

namespace moe::cpu {

namespace {

template <class T, class Convert>
void permute_blocks(const uint8_t* order, const uint16_t* row, int64_t k, T* arranged,
                    Convert convert) {
  for (int64_t block = 0; block < k; block += kBlockK) {
    for (int64_t place = 0; place < kBlockK; ++place) {
      arranged[block + place] = convert(row[block + order[place]]);
    }
  }
}

}  // namespace

size_t arranged_bytes(const Arrangement& arrangement, int64_t k) {
  return static_cast<size_t>(k) * (arrangement.as_float ? sizeof(float) : sizeof(uint16_t));
}

bool is_identity(const Arrangement& arrangement) {
  return arrangement.order == nullptr && !arrangement.as_float;
}

void arrange_row(const Arrangement& arrangement, const uint16_t* row, int64_t k, void* arranged) {
  if (!arrangement.as_float) {
    permute_blocks(arrangement.order, row, k, static_cast<uint16_t*>(arranged),
                   [](uint16_t bits) { return bits; });
    return;
  }
  float* const out = static_cast<float*>(arranged);
  if (arrangement.order == nullptr) {
    for (int64_t i = 0; i < k; ++i) {
      out[i] = bf16_to_float(row[i]);
    }
  } else {
    permute_blocks(arrangement.order, row, k, out, bf16_to_float);
  }
}

}  // namespace moe::cpu
