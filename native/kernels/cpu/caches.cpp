#include "kernels/cpu/caches.hpp"

#include <unistd.h>

#include <algorithm>

#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu {

int64_t l2_bytes() {
  static const int64_t bytes = [] {
    const long reported = sysconf(_SC_LEVEL2_CACHE_SIZE);
    return reported > 0 ? int64_t{reported} : int64_t{512} << 10;
  }();
  return bytes;
}

int64_t token_chunk() {
  constexpr int64_t kSegmentBytes = 16 * kBlockK * static_cast<int64_t>(sizeof(float));
  return std::clamp<int64_t>(l2_bytes() / 2 / kSegmentBytes, 24, kMaxTokenChunk);
}

}  // namespace moe::cpu
