/** Each class of bug around global memory, copies and tensor maps, injected alone. */
#include "emulator/global_memory.hpp"
#include "emulator/small_kernel.hpp"

using namespace moe;
using namespace moe::test;

namespace {

constexpr uint32_t kRowBytes = 128;
constexpr int kRows = 8;

/** A tensor of 8 rows x 128 bytes, its map, and room for another map. */
struct Source {
  Aligned<uint8_t> bytes{kRows * kRowBytes};
  Aligned<ptx::TensorMap> map{2};

  explicit Source(uint32_t box_rows = kRows) {
    for (size_t i = 0; i < bytes.size(); ++i) bytes.data()[i] = static_cast<uint8_t>(i * 3);
    const std::string fault = emulator::encode_tensor_map(
        map.data()[0], {bytes.data(), 0, 1, 0, {kRowBytes, kRows}, kRowBytes, {128, box_rows}});
    REQUIRE_MESSAGE(fault.empty(), fault);
    map.data()[1] = map.data()[0];
    emulator::clear_buffers();
    emulator::add_buffer(bytes.data(), bytes.size(), emulator::kRead, "tensor");
    emulator::add_buffer(map.data(), 2 * sizeof(ptx::TensorMap),
                         emulator::kRead | emulator::kWrite | emulator::kRewrite, "maps");
  }
};

/** Copies the tensor by one thread, announcing `announced` bytes. */
void copy_and_wait(const Source& source, uint32_t announced, const ptx::TensorMap* map = nullptr) {
  const uint32_t barrier = aligned_base();
  if (is_first()) {
    ptx::mbarrier_init(barrier, 1);
    ptx::mbarrier_arrive_expect_tx(barrier, announced);
    ptx::copy_tensor_2d(barrier + 1024, map == nullptr ? source.map.data() : map, barrier, 0, 0);
  }
  ptx::warp_sync();
  ptx::mbarrier_wait(barrier, 0);
}

}  // namespace

TEST_CASE("a copy that is announced and waited for is clean, and brings the bytes") {
  const Source source;
  expect_clean(kWarp, [&] {
    copy_and_wait(source, kRows * kRowBytes);
    const uint32_t word = ptx::load_shared_u32(aligned_base() + 1024 + 4 * ptx::lane_id());
    const uint32_t first = 12 * ptx::lane_id() & 255;
    if ((word & 255) != first) ptx::mbarrier_init(1, 1);  // a fault of its own
  });
}

TEST_CASE("RACE: the copied bytes are read without waiting") {
  const Source source;
  expect_fault(Fault::kRace, kWarp, [&] {
    const uint32_t barrier = aligned_base();
    if (is_first()) {
      ptx::mbarrier_init(barrier, 1);
      ptx::mbarrier_arrive_expect_tx(barrier, kRows * kRowBytes);
      ptx::copy_tensor_2d(barrier + 1024, source.map.data(), barrier, 0, 0);
    }
    ptx::warp_sync();
    ptx::load_shared_u32(barrier + 1024);
  });
}

TEST_CASE("BYTE_COUNT: a phase completes without all of its copies") {
  const Source source;
  expect_fault(Fault::kByteCount, kWarp, [&] {
    const uint32_t barrier = aligned_base();
    if (!is_first()) return;
    ptx::mbarrier_init(barrier, 1);
    ptx::mbarrier_arrive_expect_tx(barrier, 128);  // of two copies of 128
    ptx::copy_bulk(barrier + 1024, source.bytes.data(), 128, barrier);
    ptx::copy_bulk(barrier + 2048, source.bytes.data(), 128, barrier);
    ptx::mbarrier_wait(barrier, 0);
  });
}

TEST_CASE("DEADLOCK: fewer or more bytes announced than copied") {
  const Source source;
  expect_fault(Fault::kDeadlock, kWarp, [&] { copy_and_wait(source, kRows * kRowBytes - 128); });
  expect_fault(Fault::kDeadlock, kWarp, [&] { copy_and_wait(source, kRows * kRowBytes + 128); });
}

TEST_CASE("DANGLING: a block that leaves while its copy is in flight") {
  const Source source;
  expect_fault(Fault::kDangling, kWarp, [&] {
    const uint32_t barrier = aligned_base();
    if (is_first()) {
      ptx::mbarrier_init(barrier, 1);
      ptx::mbarrier_arrive_expect_tx(barrier, kRows * kRowBytes);
      ptx::copy_tensor_2d(barrier + 1024, source.map.data(), barrier, 0, 0);
    }
  });
}

TEST_CASE("ALIGNMENT: a copy to an odd address, and of an odd number of bytes") {
  const Source source;
  const auto bulk = [&](uint32_t offset, uint32_t bytes) {
    const uint32_t barrier = aligned_base();
    if (!is_first()) return;
    ptx::mbarrier_init(barrier, 1);
    ptx::mbarrier_arrive_expect_tx(barrier, bytes);
    ptx::copy_bulk(barrier + 1024 + offset, source.bytes.data(), bytes, barrier);
    ptx::mbarrier_wait(barrier, 0);
  };
  expect_clean(kWarp, [&] { bulk(0, 128); });
  expect_fault(Fault::kAlignment, kWarp, [&] { bulk(8, 128); });
  expect_fault(Fault::kAlignment, kWarp, [&] { bulk(0, 120); });
}

TEST_CASE("TENSOR_COPY: a map that was never encoded, and what the encoder refuses") {
  const Source source;
  const Aligned<ptx::TensorMap> blank(1);
  emulator::add_buffer(blank.data(), sizeof(ptx::TensorMap), emulator::kRead, "blank");
  expect_fault(Fault::kTensorCopy, kWarp,
               [&] { copy_and_wait(source, kRows * kRowBytes, blank.data()); });
  ptx::TensorMap map;
  const uint8_t* const at = source.bytes.data();
  CHECK(emulator::encode_tensor_map(map, {at, 0, 1, 0, {128, 8}, 128, {128, 8}}).empty());
  for (const emulator::TensorMapFields& wrong :
       {emulator::TensorMapFields{at + 8, 0, 1, 0, {128, 8}, 128, {128, 8}},  // address
        emulator::TensorMapFields{at, 0, 1, 0, {128, 8}, 120, {128, 8}},      // stride
        emulator::TensorMapFields{at, 0, 1, 0, {128, 8}, 128, {128, 257}},    // box too tall
        emulator::TensorMapFields{at, 0, 1, 64, {128, 8}, 128, {128, 8}},     // wider than swizzle
        emulator::TensorMapFields{at, 0, 1, 0, {128, 0}, 128, {128, 8}}}) {   // no rows
    CHECK_FALSE(emulator::encode_tensor_map(map, wrong).empty());
  }
}

TEST_CASE("NO_MAP_FENCE: a changed map is used without release and acquire") {
  const Source source;
  const auto redirect = [&](bool release, bool acquire) {
    ptx::TensorMap* const map = source.map.data() + 1;
    if (is_first()) {
      ptx::tensor_map_set_address(map, source.bytes.data());
      if (release) ptx::fence_tensor_map_release();
      if (acquire) ptx::fence_tensor_map_acquire(map);
    }
    copy_and_wait(source, kRows * kRowBytes, map);
  };
  expect_clean(kWarp, [&] { redirect(true, true); });
  expect_fault(Fault::kMissingMapFence, kWarp, [&] { redirect(false, true); });
  expect_fault(Fault::kMissingMapFence, kWarp, [&] { redirect(true, false); });
}

TEST_CASE("RACE: a map changes while a copy that reads it is in flight") {
  const Source source;
  expect_fault(Fault::kRace, kWarp, [&] {
    const uint32_t barrier = aligned_base();
    if (!is_first()) return;
    ptx::mbarrier_init(barrier, 1);
    ptx::mbarrier_arrive_expect_tx(barrier, kRows * kRowBytes);
    ptx::copy_tensor_2d(barrier + 1024, source.map.data(), barrier, 0, 0);
    ptx::tensor_map_set_address(source.map.data(), source.bytes.data());
    ptx::mbarrier_wait(barrier, 0);
  });
}

TEST_CASE("GLOBAL_BOUNDS: outside every buffer, and a store to what may only be read") {
  const Source source;
  expect_fault(Fault::kGlobalBounds, kWarp,
               [&] { ptx::load_global(source.bytes.data() + source.bytes.size()); });
  expect_fault(Fault::kGlobalBounds, kWarp,
               [&] { ptx::store_global(source.bytes.data(), uint8_t{1}); });
}

TEST_CASE("RACE: an output is stored to twice") {
  const Aligned<uint16_t> output(8);
  emulator::clear_buffers();
  emulator::add_buffer(output.data(), 16, emulator::kWrite, "output");
  expect_fault(Fault::kRace, kWarp,
               [&] { ptx::store_global(output.data() + ptx::lane_id() % 8, uint16_t{1}); });
}

TEST_CASE("GRID_DEPENDENCY: the grid before this one has not finished") {
  const Aligned<uint32_t> input(32);
  emulator::clear_buffers();
  emulator::add_buffer(input.data(), 128, emulator::kRead | emulator::kFromPreviousGrid, "input");
  expect_clean(kWarp, [&] {
    ptx::grid_dependency_wait();
    ptx::load_global(input.data() + ptx::lane_id());
  });
  expect_fault(Fault::kGridDependency, kWarp,
               [&] { ptx::load_global(input.data() + ptx::lane_id()); });
}
