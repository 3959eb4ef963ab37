/** The fragment and swizzle maps, against the PTX ISA's figures written out as formulas. */
#include <array>

#include "emulator/global_memory.hpp"
#include "emulator/small_kernel.hpp"

using namespace moe;
using namespace moe::test;

namespace {

/** bf16 of a small integer, exact. */
uint32_t bf16_of(int value) { return float_to_bf16(static_cast<float>(value)); }
uint32_t pair_of(int low, int high) { return bf16_of(low) | bf16_of(high) << 16; }

/** Weights of the test matrices: distinct enough that no swap of rows or columns goes unseen. */
int a_value(int row, int k) { return (row * 5 + k * 3) % 11 - 5; }
int b_value(int n, int k) { return (n * 7 + k * 2) % 13 - 6; }

/** A word of a row from k on: two bf16 or four e4m3, the first in the lowest bits. */
template <int kPerWord>
uint32_t word_of(int (*value)(int, int), int row, int k) {
  if (kPerWord == 2) return pair_of(value(row, k), value(row, k + 1));
  uint32_t word = 0;
  for (int i = 0; i < 4; ++i) {
    word |= uint32_t{float_to_e4m3(static_cast<float>(value(row, k + i)))} << (8 * i);
  }
  return word;
}

/** A of one k16 (bf16) or k32 (e4m3) step as PTX ISA 9.7.15 (wgmma, A in registers) deals it. */
template <int kPerWord>
void load_a(ptx::AFragment& a, int k0) {
  const int row = static_cast<int>(ptx::warp_id() % 4 * 16 + ptx::lane_id() / 4);
  const int k = k0 + static_cast<int>(ptx::lane_id() % 4) * kPerWord;
  a.set(0, word_of<kPerWord>(a_value, row, k));
  a.set(1, word_of<kPerWord>(a_value, row + 8, k));
  a.set(2, word_of<kPerWord>(a_value, row, k + 4 * kPerWord));
  a.set(3, word_of<kPerWord>(a_value, row + 8, k + 4 * kPerWord));
}

/** D[64, N] = A[64, K] B[K, N], K being the 128 bytes of a row; every element against plain sums.
 */
template <int kN, int kPerWord>
void check_wgmma() {
  constexpr int kDepth = 32 * kPerWord;
  std::array<int, 64 * kN> wrong{};
  const LaunchSize size{1, 128, 1, kN * 128 + 2048};
  const emulator::Report report = run(size, [&] {
    const uint32_t base = aligned_base();
    // 128-byte swizzle: 16-byte piece p of row n lies at piece p ^ (n % 8).
    for (uint32_t item = ptx::thread_id(); item < kN * 8; item += 128) {
      const uint32_t n = item / 8, piece = item % 8;
      ptx::Vector4 v;
      for (uint32_t w = 0; w < 4; ++w) {
        const int k = static_cast<int>(piece * 4 + w) * kPerWord;
        v.word[w] = word_of<kPerWord>(b_value, static_cast<int>(n), k);
      }
      ptx::store_shared_v4(base + n * 128 + (piece ^ n % 8) * 16, v);
    }
    ptx::fence_proxy_async();
    ptx::block_sync();
    ptx::AFragment a[4];
    ptx::Accumulator<kN> d;
    for (int step = 0; step < 4; ++step) load_a<kPerWord>(a[step], 8 * kPerWord * step);
    ptx::wgmma_fence();
    for (int step = 0; step < 4; ++step) {
      const uint64_t b = sm90::swizzled_tile(base) + static_cast<uint64_t>(step) * 2;
      if constexpr (kPerWord == 2) {
        ptx::wgmma_bf16<kN>(d, a[step], b, step > 0);
      } else {
        ptx::wgmma_e4m3<kN>(d, a[step], b, step > 0);
      }
    }
    ptx::wgmma_commit();
    ptx::wgmma_wait<0>();
    ptx::fence_registers(d);
    for (int i = 0; i < kN / 2; ++i) {
      const int row = static_cast<int>(ptx::warp_id() * 16 + ptx::lane_id() / 4) + i / 2 % 2 * 8;
      const int n = i / 4 * 8 + static_cast<int>(ptx::lane_id() % 4 * 2) + i % 2;
      int expected = 0;
      for (int k = 0; k < kDepth; ++k) expected += a_value(row, k) * b_value(n, k);
      if (d.get(i) != static_cast<float>(expected)) ++wrong[static_cast<size_t>(row * kN + n)];
    }
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(wrong == std::array<int, 64 * kN>{});
}

}  // namespace

TEST_CASE("wgmma deals A, B and D as the ISA's figures do, for every N that a tile has") {
  check_wgmma<8, 2>();
  check_wgmma<16, 2>();
  check_wgmma<32, 2>();
  check_wgmma<64, 2>();
  check_wgmma<128, 2>();
}

TEST_CASE("wgmma of e4m3 deals four values where that of bf16 deals two") {
  check_wgmma<8, 4>();
  check_wgmma<16, 4>();
  check_wgmma<32, 4>();
  check_wgmma<64, 4>();
  check_wgmma<128, 4>();
}

TEST_CASE("mma.m16n8k16 deals A, B and D as the ISA's figures do, and adds to D") {
  int wrong = 0;
  const emulator::Report report = run(kWarp, [&] {
    const int g = static_cast<int>(ptx::lane_id() / 4), c = static_cast<int>(ptx::lane_id() % 4);
    const auto a_pair = [](int r, int k) { return pair_of(a_value(r, k), a_value(r, k + 1)); };
    const auto b_pair = [](int n, int k) { return pair_of(b_value(n, k), b_value(n, k + 1)); };
    const uint32_t a[4] = {a_pair(g, 2 * c), a_pair(g + 8, 2 * c), a_pair(g, 2 * c + 8),
                           a_pair(g + 8, 2 * c + 8)};
    float d[4] = {1, 2, 3, 4};
    ptx::mma_bf16(d, a, b_pair(g, 2 * c), b_pair(g, 2 * c + 8));
    for (int i = 0; i < 4; ++i) {
      int expected = 1 + i;
      for (int k = 0; k < 16; ++k)
        expected += a_value(g + i / 2 * 8, k) * b_value(2 * c + i % 2, k);
      wrong += d[i] != static_cast<float>(expected);
    }
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(wrong == 0);
}

TEST_CASE("mma of f16 deals alike and takes subnormals in full") {
  int wrong = 0;
  const emulator::Report report = run(kWarp, [&] {
    const int g = static_cast<int>(ptx::lane_id() / 4), c = static_cast<int>(ptx::lane_id() % 4);
    const auto pair = [](int low, int high) {
      const auto half = [](int units) {  // of 2^-24, the smallest f16
        return uint32_t{float_to_f16(std::ldexp(static_cast<float>(units), -24))};
      };
      return half(low) | half(high) << 16;
    };
    const auto a_pair = [&](int r, int k) { return pair(a_value(r, k), a_value(r, k + 1)); };
    const auto b_pair = [&](int n, int k) { return pair(b_value(n, k), b_value(n, k + 1)); };
    const uint32_t a[4] = {a_pair(g, 2 * c), a_pair(g + 8, 2 * c), a_pair(g, 2 * c + 8),
                           a_pair(g + 8, 2 * c + 8)};
    float d[4] = {};
    ptx::mma_f16(d, a, b_pair(g, 2 * c), b_pair(g, 2 * c + 8));
    for (int i = 0; i < 4; ++i) {
      int expected = 0;
      for (int k = 0; k < 16; ++k)
        expected += a_value(g + i / 2 * 8, k) * b_value(2 * c + i % 2, k);
      wrong += d[i] != std::ldexp(static_cast<float>(expected), -48);
    }
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(wrong == 0);
}

TEST_CASE("the largest and the smallest value of a warp and their sum reach every lane") {
  int wrong = 0;
  const emulator::Report report = run(kWarp, [&] {
    const uint32_t value = 0x80000000u + (ptx::lane_id() * 7 + 3) % 32;
    wrong += ptx::warp_max(value) != 0x8000001Fu;
    wrong += ptx::warp_min(value) != 0x80000000u;
    wrong += ptx::warp_add(value) != 31 * 32 / 2;  // modulo 2^32
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(wrong == 0);
}

TEST_CASE("ldmatrix.x4: matrix m's row l/4 reaches lane l in word m") {
  int wrong = 0;
  const emulator::Report report = run(kWarp, [&] {
    const uint32_t base = aligned_base();
    for (uint32_t w = 0; w < 4; ++w) {
      ptx::store_shared_u32(base + 16 * ptx::lane_id() + 4 * w, 100 * ptx::lane_id() + w);
    }
    ptx::warp_sync();
    uint32_t word[4];
    // Lane l gives the address of row l % 8 of matrix l / 8; rows lie 16 bytes apart.
    ptx::ldmatrix_x4(base + 16 * ptx::lane_id(), word);
    for (uint32_t m = 0; m < 4; ++m) {
      const uint32_t row = m * 8 + ptx::lane_id() / 4;
      wrong += word[m] != 100 * row + ptx::lane_id() % 4;
    }
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(wrong == 0);
}

TEST_CASE("stmatrix.x4.trans is ldmatrix.x4 of the transposed matrices") {
  int wrong = 0;
  const emulator::Report report = run(kWarp, [&] {
    const uint32_t base = aligned_base();
    const uint32_t lane = ptx::lane_id();
    uint32_t word[4];
    // Elements (2c, 2c+1) of row r of matrix m hold the numbers m*64 + r*8 + column.
    for (uint32_t m = 0; m < 4; ++m) {
      const uint32_t first = m * 64 + lane / 4 * 8 + lane % 4 * 2;
      word[m] = first | (first + 1) << 16;
    }
    ptx::stmatrix_x4_trans(base + 16 * lane, word);
    ptx::warp_sync();
    for (uint32_t m = 0; m < 4; ++m) {
      // Row r of the stored matrix is column r of the registers' one.
      for (uint32_t w = 0; w < 4; ++w) {
        const uint32_t row = lane % 8;
        const uint32_t stored = ptx::load_shared_u32(base + (m * 8 + row) * 16 + 4 * w);
        wrong += (stored & 0xFFFF) != m * 64 + (2 * w) * 8 + row;
        wrong += stored >> 16 != m * 64 + (2 * w + 1) * 8 + row;
      }
    }
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(wrong == 0);
}

TEST_CASE("a tensor copy swizzles by 64 and 128 bytes and fills what lies outside with zeros") {
  const Aligned<uint8_t> bytes(16 * 128);
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes.data()[i] = static_cast<uint8_t>(i / 128 * 16 + i % 128 / 8);
  for (const uint32_t width : {64u, 128u}) {
    ptx::TensorMap map;
    // 12 of 16 rows belong to the tensor; the box begins at row 4.
    REQUIRE(
        emulator::encode_tensor_map(map, {bytes.data(), 0, 1, width, {128, 12}, 128, {width, 16}})
            .empty());
    const Aligned<ptx::TensorMap> placed(std::vector<ptx::TensorMap>{map});
    emulator::clear_buffers();
    emulator::add_buffer(bytes.data(), bytes.size(), emulator::kRead, "tensor");
    emulator::add_buffer(placed.data(), sizeof(map), emulator::kRead, "map");
    int wrong = 0;
    const emulator::Report report = run(kWarp, [&] {
      const uint32_t barrier = aligned_base();
      const uint32_t to = barrier + 1024;
      if (is_first()) {
        ptx::mbarrier_init(barrier, 1);
        ptx::mbarrier_arrive_expect_tx(barrier, 16 * width);
        ptx::copy_tensor_2d(to, placed.data(), barrier, 0, 4);
      }
      ptx::warp_sync();
      ptx::mbarrier_wait(barrier, 0);
      for (uint32_t row = 0; row < 16; ++row) {
        const uint32_t byte = ptx::lane_id() * (width / 32) / 4 * 4;
        const uint32_t offset = row * width + byte;
        // The swizzle XORs address bits 4.. with bits 7..: two bits for 64 bytes, three for 128.
        const uint32_t swizzled = offset ^ (offset >> 3 & (width == 64 ? 0x30 : 0x70));
        const uint32_t found = ptx::load_shared_u32(to + swizzled) & 255;
        const uint32_t source_row = row + 4;
        const uint32_t expected = source_row < 12 ? (source_row * 16 + byte / 8) & 255 : 0;
        wrong += found != expected;
      }
    });
    CHECK_MESSAGE(report.ok(), report.text());
    CHECK(wrong == 0);
  }
}

TEST_CASE("a multicast copy lands at the same address in every block of its mask") {
  const Aligned<uint8_t> bytes(8 * 128);
  for (size_t i = 0; i < bytes.size(); ++i) bytes.data()[i] = static_cast<uint8_t>(i);
  ptx::TensorMap map;
  REQUIRE(
      emulator::encode_tensor_map(map, {bytes.data(), 0, 1, 0, {128, 8}, 128, {128, 8}}).empty());
  const Aligned<ptx::TensorMap> placed(std::vector<ptx::TensorMap>{map});
  emulator::clear_buffers();
  emulator::add_buffer(bytes.data(), bytes.size(), emulator::kRead, "tensor");
  emulator::add_buffer(placed.data(), sizeof(map), emulator::kRead, "map");
  int right = 0;
  const emulator::Report report = run({4, 32, 4, 8192}, [&] {
    const uint32_t barrier = aligned_base();
    const uint32_t rank = ptx::cluster_rank();
    const bool receives = rank == 1 || rank == 3;
    if (is_first()) {
      ptx::mbarrier_init(barrier, 1);
      if (receives) ptx::mbarrier_arrive_expect_tx(barrier, 1024);
    }
    ptx::cluster_sync();
    if (is_first() && rank == 0) {
      ptx::copy_tensor_2d_multicast(barrier + 1024, placed.data(), barrier, 0, 0, 0b1010);
    }
    if (receives) {
      ptx::mbarrier_wait(barrier, 0);
      right += ptx::load_shared_u8(barrier + 1024 + ptx::lane_id()) == ptx::lane_id();
    }
    ptx::cluster_sync();
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(right == 64);
}
