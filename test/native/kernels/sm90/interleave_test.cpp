/** The kernels that prepare weights at model load, run by the emulator against published digests.
 */
#include "kernels/sm90/interleave/interleave.hpp"

#include <doctest/doctest.h>

#include "emulator/global_memory.hpp"
#include "emulator/launch.hpp"
#include "kernels/sm90/streaming/record.hpp"
#include "kernels/sm90/support/aligned.hpp"
#include "kernels/sm90/support/gemm_problem.hpp"
#include "support/sha256.hpp"

using namespace moe;
using test::Aligned;

namespace {

/** W[r][c] = (131 r + 17 c + 7) mod 256. */
std::vector<uint8_t> pattern(int rows, int row_bytes) {
  std::vector<uint8_t> bytes;
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < row_bytes; ++c) bytes.push_back(static_cast<uint8_t>(131 * r + 17 * c + 7));
  }
  return bytes;
}

template <class T, class Kernel>
std::vector<T> run(const std::vector<T>& natural, size_t out_size, Kernel&& kernel) {
  const Aligned<T> from(natural);
  const Aligned<T> to(out_size);
  emulator::clear_buffers();
  emulator::add_buffer(from.data(), natural.size() * sizeof(T), emulator::kRead, "natural");
  emulator::add_buffer(to.data(), out_size * sizeof(T), emulator::kWrite, "interleaved");
  const emulator::Report report =
      emulator::launch({2, sm90::kLayerThreads}, {}, [&] { kernel(from.data(), to.data()); });
  REQUIRE_MESSAGE(report.ok(), report.text());
  return {to.data(), to.data() + out_size};
}

std::vector<uint8_t> run_fp4(const std::vector<uint8_t>& natural, int rows, int row_bytes) {
  return run(natural, natural.size(), [=](const uint8_t* from, uint8_t* to) {
    sm90::interleave_fp4({from, to, rows, row_bytes});
  });
}

template <class T>
std::vector<T> run_scales(const std::vector<T>& natural, int experts, int rows, int groups,
                          int factor) {
  const auto out = static_cast<size_t>(experts * rows * ((groups + factor - 1) / factor) * factor);
  return run(natural, out, [=](const T* from, T* to) {
    sm90::interleave_scales<T>({from, to, experts, rows, groups, factor});
  });
}

}  // namespace

TEST_CASE("FP4 weights: the published digest of 32 rows x 64 bytes") {
  CHECK(test::sha256(run_fp4(pattern(32, 64), 32, 64)) ==
        "676d3340db770bfaf0c1712d7942156be23ae5fc72baf08b0c3b476eca72fb5a");
}

TEST_CASE("INT4 weights: the published digest of 32 rows x 64 bytes") {
  const auto out = run(pattern(32, 64), 32 * 64, [](const uint8_t* from, uint8_t* to) {
    sm90::interleave_int4({from, to, 32, 64});
  });
  CHECK(test::sha256(out) == "8f71e8057d83e1b09542cda33b3f018a5927c5ec32da26959802a6724f0d8af8");
}

TEST_CASE("scales: the published digest of 128 rows x 8 groups") {
  std::vector<uint8_t> natural;
  for (int n = 0; n < 128; ++n) {
    for (int g = 0; g < 8; ++g) natural.push_back(static_cast<uint8_t>(5 * n + 3 * g + 1));
  }
  CHECK(test::sha256(run_scales(natural, 1, 128, 8, 4)) ==
        "1d33a6fd2eace5005500e0cf7c32ea9ed97ea94558210f1c24c415eb29ce1f53");
}

TEST_CASE("FP4 weights of several experts equal the definition at an odd number of partitions") {
  const auto natural = pattern(3 * 48, 96);
  CHECK(run_fp4(natural, 3 * 48, 96) == test::interleave_fp4(natural, 3 * 48, 192));
}

TEST_CASE(
    "records equal their definition: rows and K that fill no tile, scales raised and lowered") {
  for (const int raise : {126, 125, 0, -120}) {
    auto problem = test::make_problem(272, 192, {1}, test::Data::kReals, 6);
    problem.scales[3] = 0;
    problem.scales[7] = 255;
    const Aligned<uint8_t> weights(test::interleave_fp4(problem.weights, 272, 192));
    const Aligned<uint8_t> scales(test::interleave_scales(problem));
    const auto expected = test::pack_records(problem, raise);
    const Aligned<uint8_t> records(expected.size());
    emulator::clear_buffers();
    emulator::add_buffer(weights.data(), weights.size(), emulator::kRead, "interleaved");
    emulator::add_buffer(scales.data(), scales.size(), emulator::kRead, "scales");
    emulator::add_buffer(records.data(), records.size(), emulator::kWrite, "records");
    const emulator::Report report = emulator::launch({2, sm90::kLayerThreads}, {}, [&] {
      sm90::pack_records({weights.data(), scales.data(), records.data(), 272, 192, raise});
    });
    REQUIRE_MESSAGE(report.ok(), report.text());
    CHECK(std::vector<uint8_t>(records.data(), records.data() + records.size()) == expected);
  }
}

TEST_CASE("scales: groups that do not fill a block are followed by zeros") {
  const auto problem = test::make_problem(32, 192, {1, 1}, test::Data::kReals, 5);
  CHECK(run_scales(problem.scales, 2, 32, 6, 4) == test::interleave_scales(problem));
}

TEST_CASE("bf16 scales of INT4 keep their bits for every packing of a K tile") {
  std::vector<uint16_t> natural(2 * 16 * 4);
  for (size_t i = 0; i < natural.size(); ++i) natural[i] = static_cast<uint16_t>(0x3F00 + 7 * i);
  for (const int factor : {1, 2, 4}) {
    const auto out = run_scales(natural, 2, 16, 4, factor);
    for (int e = 0; e < 2; ++e) {
      for (int n = 0; n < 16; ++n) {
        for (int g = 0; g < 4; ++g) {
          const int at = ((e * (4 / factor) + g / factor) * 16 + n) * factor + g % factor;
          CHECK(out[static_cast<size_t>(at)] == natural[static_cast<size_t>((e * 16 + n) * 4 + g)]);
        }
      }
    }
  }
}
