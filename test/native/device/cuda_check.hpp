#pragma once
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

namespace moe::test {

/** Ends a program for which there is no device, or not enough of it, with 77: "not run". */
inline void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  std::printf("not run: %s: %s\n", what, cudaGetErrorString(status));
  std::exit(77);
}

}  // namespace moe::test
