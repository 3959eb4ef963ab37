/**
 * How fast an SM multiplies: mma.sync m16n8k16 and wgmma with A in registers, m64n8/16/32 k16,
 * bf16. sm90_rates Prints clocks per m64 x k16 of weights that a scheduler's share of an SM takes,
 * by warps per scheduler; sums are exact integers and looked at. Ends with 1 when one is wrong,
 * with 77 ("not run") without a device.
 */
#include <algorithm>
#include <cstdio>
#include <vector>

#include "cuda_check.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace {

using namespace moe;
using moe::test::check;

constexpr int kRounds = 1024, kChains = 4;
constexpr uint32_t kOnes = 0x3F803F80;  // bf16x2
constexpr int kBytesOfB = 4096;         // of the widest B: 32 rows of 64 k

/** What one warp of a block has to say. */
struct Outcome {
  long long clocks;
  float sum;  // of an element of every chain
};

/** Products of ones, for kChains accumulators by turns. @return an element of each, added up: all
 * of them must be there for the compiler to keep the products */
template <int kN>
struct WarpgroupProducts {
  __device__ static float run(uint32_t b_address) {
    ptx::Accumulator<kN> sums[kChains] = {};
    ptx::AFragment a;
    for (int i = 0; i < 4; ++i) a.set(i, kOnes);
    const uint64_t b = sm90::swizzled_tile(b_address);
    for (int round = 0; round < kRounds; ++round) {
      ptx::wgmma_fence();
      MOE_UNROLL
      for (auto& sum : sums) ptx::wgmma_bf16(sum, a, b, true);
      ptx::wgmma_commit();
      ptx::wgmma_wait<0>();
    }
    float total = 0;
    MOE_UNROLL
    for (const auto& sum : sums) total += sum.get(0);
    return total;
  }
};

struct WarpProducts {
  __device__ static float run(uint32_t b_address) {
    float sums[kChains][4] = {};
    uint32_t b[kChains];  // read, so that no two chains are known to be alike
    MOE_UNROLL
    for (uint32_t i = 0; i < kChains; ++i) b[i] = ptx::load_shared_u32(b_address + i * 4);
    const uint32_t a[4] = {kOnes, kOnes, kOnes, kOnes};
    for (int round = 0; round < kRounds; ++round) {
      MOE_UNROLL
      for (int i = 0; i < kChains; ++i) ptx::mma_bf16(sums[i], a, b[i], b[i]);
    }
    float total = 0;
    MOE_UNROLL
    for (const auto& sum : sums) total += sum[0];
    return total;
  }
};

template <class Products>
__global__ void multiply(Outcome* outcomes) {
  const uint32_t b = (ptx::shared_base() + 1023u) & ~1023u;
  for (uint32_t i = ptx::thread_id(); i < kBytesOfB / 16; i += ptx::num_threads()) {
    ptx::store_shared_v4(b + i * 16, {{kOnes, kOnes, kOnes, kOnes}});
  }
  ptx::fence_proxy_async();
  ptx::block_sync();
  const long long begin = clock64();
  const float sum = Products::run(b);
  const long long end = clock64();
  if (ptx::lane_id() == 0) {
    outcomes[ptx::block_id() * (ptx::num_threads() / 32) + ptx::warp_id()] = {end - begin, sum};
  }
}

/** Prints the rate of one instruction. @return the number of wrong sums */
template <class Products>
int report(const char* name, int multiprocessors) {
  int wrong = 0;
  std::printf("%-28s", name);
  for (const int per_scheduler : {1, 2, 3, 4}) {
    const int warps = 4 * per_scheduler;
    std::vector<Outcome> outcomes(static_cast<size_t>(multiprocessors * warps));
    Outcome* device = nullptr;
    check(cudaMalloc(&device, outcomes.size() * sizeof(Outcome)), "allocating");
    for (int pass = 0; pass < 2; ++pass) {  // the first warms up
      multiply<Products><<<static_cast<unsigned>(multiprocessors),
                           static_cast<unsigned>(warps * 32), kBytesOfB + 1024>>>(device);
      check(cudaGetLastError(), "launching");
    }
    check(cudaMemcpy(outcomes.data(), device, outcomes.size() * sizeof(Outcome),
                     cudaMemcpyDeviceToHost),
          "multiplying");
    check(cudaFree(device), "freeing");
    std::vector<double> clocks;
    for (const Outcome& outcome : outcomes) {
      // m16 x k16 of a warp, or of each warp of a group, is a scheduler's share of m64 x k16.
      clocks.push_back(static_cast<double>(outcome.clocks) / (kRounds * kChains * per_scheduler));
      if (outcome.sum != static_cast<float>(kChains * kRounds * 16)) ++wrong;
    }
    std::nth_element(clocks.begin(), clocks.begin() + clocks.size() / 2, clocks.end());
    std::printf(" %8.2f", clocks[clocks.size() / 2]);
  }
  std::printf("\n");
  return wrong;
}

}  // namespace

int main() {
  cudaDeviceProp device{};
  check(cudaGetDeviceProperties(&device, 0), "looking for a device");
  const int sms = device.multiProcessorCount;
  std::printf("%s, %d SMs\nclocks per m64 x k16; warps per scheduler: 1, 2, 3, 4\n", device.name,
              sms);
  int wrong = report<WarpProducts>("mma.sync m16n8k16", sms);
  wrong += report<WarpgroupProducts<8>>("wgmma m64n8k16, A registers", sms);
  wrong += report<WarpgroupProducts<16>>("wgmma m64n16k16", sms);
  wrong += report<WarpgroupProducts<32>>("wgmma m64n32k16", sms);
  if (wrong != 0) std::printf("WRONG: %d sums\n", wrong);
  return wrong == 0 ? 0 : 1;
}
