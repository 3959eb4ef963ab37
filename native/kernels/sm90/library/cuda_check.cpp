#include "kernels/sm90/library/cuda_check.hpp"

#include "kernels/common/error.hpp"

namespace moe::sm90 {

void check(cudaError_t error, const char* doing) {
  if (error == cudaSuccess) {
    return;
  }
  cudaGetLastError();
  const moe_status status = error == cudaErrorMemoryAllocation ? MOE_OUT_OF_MEMORY : MOE_FAILED;
  throw Error(status, std::string(doing) + ": " + cudaGetErrorString(error));
}

}  // namespace moe::sm90
