#include "kernels/sm90/library/partials.hpp"

#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/device.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::sm90 {

namespace {

constexpr int kUnpublishedByte = ptx::kUnpublished & 0xFF;
static_assert(kUnpublishedByte * 0x01010101u == ptx::kUnpublished);

size_t bytes_of(int32_t shares) {
  return static_cast<size_t>(shares) * kMostPartialFloats * sizeof(float);
}

}  // namespace

Partials::Partials(cudaStream_t stream)
    : max_shares_(num_multiprocessors() * kFusedTeams), memory_(bytes_of(max_shares_)) {
  check(cudaMemsetAsync(memory_.data(), kUnpublishedByte, bytes_of(max_shares_), stream),
        "clearing the memory for sums");
}

}  // namespace moe::sm90
