/**
 * Whether the registers of A stay as they are until wgmma has read them: sm90_fragments
 * ptxas 12.9 was seen to give them to something else before (triton issue 11781). A warpgroup
 * multiplies with one group of products in flight and the next A being worked out beside it, once
 * with A held past the wait as the kernels do (ptx::fence_registers), once left to the compiler.
 * Prints wrong sums of either; sums are exact integers. Ends with 1 when one is wrong though A was
 * held, with 77 ("not run") without a device.
 */
#include <cstdio>
#include <vector>

#include "cuda_check.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace {

using namespace moe;
using moe::test::check;

constexpr int kRows = 64, kSteps = 256;  // of k16
constexpr int kInFlight = 4;             // products of a group, each with an A of its own
static_assert(kSteps % (2 * kInFlight) == 0);

/** A[row][step * 16 + k], so small that sums of all steps are exact. */
__host__ __device__ int weight(int step, int row, int k) {
  return (step * 5 + row * 3 + k * 7) % 11 - 5;
}
/** B[n] of every k. */
__host__ __device__ int token(int n) { return n % 5 - 2; }

__device__ uint32_t bf16_pair(int low, int high) {
  return ptx::pack_bf16x2(static_cast<float>(low), static_cast<float>(high));
}

/** This thread's words of an A. */
__device__ void work_out(int step, int warp, int lane, ptx::AFragment& a) {
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) {
    const int row = warp * 16 + lane / 4 + 8 * (i % 2), k = 2 * (lane % 4) + 8 * (i / 2);
    a.set(i, bf16_pair(weight(step, row, k), weight(step, row, k + 1)));
  }
}

template <bool kHolds>
__device__ void hold(ptx::AFragment (&group)[kInFlight]) {
  if constexpr (kHolds) {
    MOE_UNROLL
    for (ptx::AFragment& a : group) ptx::fence_registers(a);
  }
}

/** Sums of all steps, two groups of products by turns: [kRows, kN]. */
template <int kN, bool kHolds>
__global__ void multiply(float* sums) {
  const uint32_t b = (ptx::shared_base() + 1023u) & ~1023u;  // [kN] rows of 128 bytes
  for (uint32_t i = ptx::thread_id(); i < kN * 8; i += ptx::num_threads()) {
    const int value = token(static_cast<int>(i / 8));
    const uint32_t pair = bf16_pair(value, value);
    ptx::store_shared_v4(b + i * 16, {{pair, pair, pair, pair}});
  }
  ptx::fence_proxy_async();
  ptx::block_sync();
  const int warp = static_cast<int>(ptx::warp_id()), lane = static_cast<int>(ptx::lane_id());
  ptx::Accumulator<kN> sum = {};
  ptx::AFragment groups[2][kInFlight];
  for (int step = 0; step < kSteps; step += 2 * kInFlight) {
    MOE_UNROLL
    for (int half = 0; half < 2; ++half) {
      MOE_UNROLL
      for (int i = 0; i < kInFlight; ++i) {
        work_out(step + half * kInFlight + i, warp, lane, groups[half][i]);
      }
      ptx::wgmma_fence();
      MOE_UNROLL
      for (ptx::AFragment& a : groups[half]) {
        ptx::wgmma_bf16(sum, a, sm90::swizzled_tile(b), true);
      }
      ptx::wgmma_commit();
      ptx::wgmma_wait<1>();
      hold<kHolds>(groups[1 - half]);
    }
  }
  ptx::wgmma_wait<0>();
  hold<kHolds>(groups[1]);
  ptx::fence_registers(sum);
  for (int i = 0; i < kN / 2; ++i) {
    const int row = warp * 16 + lane / 4 + 8 * (i / 2 % 2), n = i / 4 * 8 + 2 * (lane % 4) + i % 2;
    sums[row * kN + n] = sum.get(i);
  }
}

/** @return wrong sums */
template <int kN, bool kHolds>
int wrong_sums() {
  std::vector<float> sums(kRows * kN);
  float* device = nullptr;
  check(cudaMalloc(&device, sums.size() * sizeof(float)), "allocating");
  multiply<kN, kHolds><<<1, 128, kN * 128 + 1024>>>(device);
  check(cudaGetLastError(), "launching");
  check(cudaMemcpy(sums.data(), device, sums.size() * sizeof(float), cudaMemcpyDeviceToHost),
        "multiplying");
  check(cudaFree(device), "freeing");
  int wrong = 0;
  for (int row = 0; row < kRows; ++row) {
    int of_row = 0;
    for (int step = 0; step < kSteps; ++step) {
      for (int k = 0; k < 16; ++k) of_row += weight(step, row, k);
    }
    for (int n = 0; n < kN; ++n) {
      wrong += sums[static_cast<size_t>(row * kN + n)] != static_cast<float>(of_row * token(n));
    }
  }
  return wrong;
}

template <int kN>
int report() {
  const int held = wrong_sums<kN, true>(), left = wrong_sums<kN, false>();
  std::printf("m64n%-3dk16 %17d %24d  of %d\n", kN, held, left, kRows * kN);
  return held;
}

}  // namespace

int main() {
  cudaDeviceProp device{};
  check(cudaGetDeviceProperties(&device, 0), "looking for a device");
  std::printf("%s, nvcc %d.%d.%d\nwrong sums: A held past the wait, left to the compiler\n",
              device.name, __CUDACC_VER_MAJOR__, __CUDACC_VER_MINOR__, __CUDACC_VER_BUILD__);
  const int wrong = report<8>() + report<16>() + report<32>() + report<64>() + report<128>();
  return wrong == 0 ? 0 : 1;
}
