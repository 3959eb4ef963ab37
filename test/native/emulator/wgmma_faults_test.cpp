/** Each class of wgmma bug, injected alone. */
#include "emulator/small_kernel.hpp"

using namespace moe;
using namespace moe::test;

namespace {

constexpr int kN = 8;

/** What a test leaves out of the right sequence. */
enum class Omit { kNothing, kProxyFence, kFence, kWait, kRegisterFence, kCommitAndWait };

/** B: [8 tokens, 64 k] in one swizzled atom at a multiple of 1024. */
uint32_t fill_b(Omit omit) {
  const uint32_t b = aligned_base();
  for (uint32_t at = 16 * ptx::thread_id(); at < 1024; at += 16 * 128) {
    ptx::store_shared_v4(b + at, {{0x3F803F80, 0x3F803F80, 0x3F803F80, 0x3F803F80}});
  }
  if (omit != Omit::kProxyFence) ptx::fence_proxy_async();
  ptx::block_sync();
  return b;
}

void multiply(Omit omit, uint64_t descriptor_change = 0) {
  const uint32_t b = fill_b(omit);
  ptx::AFragment a;
  ptx::Accumulator<kN> d;
  for (int i = 0; i < 4; ++i) a.set(i, 0x3F803F80);
  if (omit != Omit::kFence) ptx::wgmma_fence();
  ptx::wgmma_bf16<kN>(d, a, sm90::swizzled_tile(b) ^ descriptor_change, false);
  if (omit != Omit::kCommitAndWait) ptx::wgmma_commit();
  if (omit != Omit::kWait && omit != Omit::kCommitAndWait) ptx::wgmma_wait<0>();
  if (omit == Omit::kCommitAndWait) return;
  if (omit != Omit::kRegisterFence) ptx::fence_registers(d);
  if (d.get(0) != 16.0f) ptx::mbarrier_init(1, 1);  // a fault of its own
}

}  // namespace

TEST_CASE("the right sequence is clean: 16 products of 1 x 1") {
  expect_clean(kWarpgroup, [] { multiply(Omit::kNothing); });
}

TEST_CASE("NO_PROXY_FENCE: plain stores that wgmma reads") {
  expect_fault(Fault::kMissingProxyFence, kWarpgroup, [] { multiply(Omit::kProxyFence); });
}

TEST_CASE("NO_WGMMA_FENCE: A written after the last wgmma.fence") {
  expect_fault(Fault::kMissingWgmmaFence, kWarpgroup, [] { multiply(Omit::kFence); });
}

TEST_CASE("ACCUMULATOR_USE: fenced in flight, read unfenced, added to before it was written") {
  expect_fault(Fault::kAccumulatorUse, kWarpgroup, [] { multiply(Omit::kWait); });
  expect_fault(Fault::kAccumulatorUse, kWarpgroup, [] { multiply(Omit::kRegisterFence); });
  expect_fault(Fault::kAccumulatorUse, kWarpgroup, [] {
    const uint32_t b = fill_b(Omit::kNothing);
    ptx::AFragment a;
    ptx::Accumulator<kN> d;
    ptx::wgmma_fence();
    ptx::wgmma_bf16<kN>(d, a, sm90::swizzled_tile(b), true);
  });
}

TEST_CASE("FRAGMENT_USE: A written while a product reads it") {
  expect_fault(Fault::kFragmentUse, kWarpgroup, [] {
    const uint32_t b = fill_b(Omit::kNothing);
    ptx::AFragment a;
    ptx::Accumulator<kN> d;
    ptx::wgmma_fence();
    ptx::wgmma_bf16<kN>(d, a, sm90::swizzled_tile(b), false);
    a.set(0, 1);
  });
}

TEST_CASE("DANGLING: a product in flight when the block ends") {
  expect_fault(Fault::kDangling, kWarpgroup, [] { multiply(Omit::kCommitAndWait); });
}

TEST_CASE("DESCRIPTOR: another swizzle, and a tile that does not begin at an atom") {
  expect_fault(Fault::kDescriptor, kWarpgroup, [] { multiply(Omit::kNothing, uint64_t{3} << 62); });
  expect_fault(Fault::kDescriptor, kWarpgroup, [] { multiply(Omit::kNothing, 128 >> 4); });
}

TEST_CASE("DIVERGENCE: a warp that does not take part") {
  expect_fault(Fault::kDivergence, kWarpgroup, [] {
    fill_b(Omit::kNothing);
    if (ptx::warp_id() != 3) ptx::wgmma_fence();
  });
}

TEST_CASE("RACE: B is overwritten while a product reads it") {
  expect_fault(Fault::kRace, kWarpgroup, [] {
    const uint32_t b = fill_b(Omit::kNothing);
    ptx::AFragment a;
    ptx::Accumulator<kN> d;
    ptx::wgmma_fence();
    ptx::wgmma_bf16<kN>(d, a, sm90::swizzled_tile(b), false);
    ptx::wgmma_commit();
    ptx::store_shared_v4(b + 16 * (ptx::thread_id() % 64), {{0, 0, 0, 0}});
    ptx::wgmma_wait<0>();
  });
}
