#pragma once
#include <cuda_runtime_api.h>

namespace moe::sm90 {

/** Throws Error unless `error` is cudaSuccess: "<doing>: <CUDA's own words>". Clears CUDA's record
 * of errors that do not poison the context. */
void check(cudaError_t error, const char* doing);

}  // namespace moe::sm90
