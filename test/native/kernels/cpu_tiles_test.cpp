/**
 * The loop on tile registers, with registers in plain C++, so that it is tested on every processor
 * with AVX-512; where there is AMX, that they do what the processor does. The tactic itself is
 * among those of cpu_layer_test on such a machine.
 */
#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

#include "kernels/common/amx.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/panel_gemm.hpp"
#include "kernels/cpu/streaming/pack.hpp"
#include "kernels/support/emulated_row_tiles.hpp"
#include "kernels/support/emulated_tiles.hpp"

using namespace moe;
using namespace moe::cpu;
using moe::test::EmulatedTiles;

namespace {

/** The kernels, one for each way to decode, that this processor can run. */
const std::vector<const InnerKernels*>& kernels() {
  static const auto runnable = [] {
    std::vector<const InnerKernels*> found;
    const bool avx512 =
        __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
        __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
    if (avx512) {
      found.push_back(&moe::test::kEmulatedRowTiles);
    }
    if (avx512 && __builtin_cpu_supports("avx512vbmi") != 0) {
      found.push_back(&moe::test::kEmulatedRowTilesVbmi);
    }
    return found;
  }();
  return runnable;
}

/** Weights of a GEMM, a routing, and activations, one row for each slot. */
struct GemmCase {
  GemmShape shape;
  std::vector<uint8_t> values;   // [E, N, K/2]
  std::vector<uint8_t> scales;   // [E, N, K/32]
  std::vector<uint16_t> x;       // bf16 [S, K]
  std::vector<int32_t> experts;  // [S]
  std::mt19937 random{7};

  /** Integers of at most 2, scales of 1 and 2: every sum is exact. */
  GemmCase(const GemmShape& gemm, const std::vector<int32_t>& tokens_of_expert) : shape(gemm) {
    for (size_t expert = 0; expert < tokens_of_expert.size(); ++expert) {
      experts.insert(experts.end(), static_cast<size_t>(tokens_of_expert[expert]),
                     static_cast<int32_t>(expert));
    }
    std::shuffle(experts.begin(), experts.end(), random);
    constexpr uint8_t kIntegers[] = {0, 2, 4, 8, 10, 12};
    values.resize(static_cast<size_t>(shape.num_experts * shape.rows * shape.k / 2));
    for (auto& byte : values) {
      byte = static_cast<uint8_t>(kIntegers[random() % 6] | kIntegers[random() % 6] << 4);
    }
    scales.resize(static_cast<size_t>(shape.num_experts * shape.rows * shape.k / 32));
    for (auto& scale : scales) {
      scale = static_cast<uint8_t>(127 + random() % 2);
    }
    x.resize(experts.size() * static_cast<size_t>(shape.k));
    for (auto& value : x) {
      value = float_to_bf16(static_cast<float>(static_cast<int>(random() % 5) - 2));
    }
  }

  /** fp32 [S, N] by a kernel. */
  std::vector<float> run(const InnerKernels& kernels_of_set, int32_t threads) const {
    ThreadPool pool(threads);
    ExpertSlots slots;
    const auto count = static_cast<int64_t>(experts.size());
    slots.sort(experts.data(), count, static_cast<int32_t>(shape.num_experts));
    std::vector<uint8_t> records(streaming::record_bytes(shape));
    streaming::pack_rows(shape, values.data(), scales.data(), 0, shape.num_experts * shape.rows,
                         records.data());
    std::vector<uint8_t> arranged(arranged_bytes(count, shape.k));
    const ArrangedRows input(pool, kernels_of_set.arrangement, slots, {x.data(), 1, shape.k},
                             arranged.data());
    const int64_t parts = shape.paired ? 2 : 1;
    const int64_t part_rows = shape.rows / parts;
    std::vector<float> partial(static_cast<size_t>(Segments(shape.k).count() * shape.rows * count));
    std::vector<float> out(static_cast<size_t>(count * shape.rows), std::nanf(""));
    const InnerKernel& kernel = kernels_of_set.tiles[0];
    run_panel_gemm({pool,
                    slots,
                    input,
                    kernel,
                    {records.data(), nullptr, shape},
                    part_rows,
                    parts,
                    partial.data()},
                   [&](const PanelSums& sums) {
                     for (int64_t i = 0; i < sums.num_slots; ++i) {
                       float* const row = out.data() + sums.slots[i] * shape.rows + sums.row;
                       std::copy_n(sums.up + i * kPanelRows, sums.num_rows, row);
                       if (sums.gate != nullptr) {
                         std::copy_n(sums.gate + i * kPanelRows, sums.num_rows, row + part_rows);
                       }
                     }
                   });
    return out;
  }

  /** [S, N] by definition; exact in fp64. */
  std::vector<double> expected() const {
    std::vector<double> out;
    for (size_t slot = 0; slot < experts.size(); ++slot) {
      for (int64_t row = 0; row < shape.rows; ++row) {
        const int64_t of_all = experts[slot] * shape.rows + row;
        double sum = 0.0;
        for (int64_t k = 0; k < shape.k; ++k) {
          const uint8_t byte = values[static_cast<size_t>(of_all * (shape.k / 2) + k / 2)];
          const uint8_t scale = scales[static_cast<size_t>(of_all * (shape.k / 32) + k / 32)];
          sum += static_cast<double>(kE2m1Values[byte >> (k % 2 * 4) & 15]) *
                 static_cast<double>(ue8m0_to_float(scale)) *
                 static_cast<double>(bf16_to_float(
                     x[slot * static_cast<size_t>(shape.k) + static_cast<size_t>(k)]));
        }
        out.push_back(sum);
      }
    }
    return out;
  }
};

void expect_exact(const GemmCase& gemm, int32_t threads = 2) {
  const auto expected = gemm.expected();
  for (const InnerKernels* const kernel : kernels()) {
    const auto actual = gemm.run(*kernel, threads);
    size_t wrong = 0;
    for (size_t i = 0; i < expected.size(); ++i) {
      wrong += actual[i] == static_cast<float>(expected[i]) ? 0 : 1;
    }
    CAPTURE(kernel == &moe::test::kEmulatedRowTilesVbmi);
    CHECK(wrong == 0);
  }
}

}  // namespace

TEST_CASE("both ways to decode are tested where the processor has the instructions") {
  if (kernels().size() < 2) {
    MESSAGE("not run: " << 2 - kernels().size()
                        << " of 2 ways; this processor lacks AVX-512 or its VBMI");
  }
}

TEST_CASE("integers come out exactly, whatever the number of tokens") {
  for (int32_t tokens = 1; tokens <= 40; ++tokens) {
    CAPTURE(tokens);
    expect_exact(GemmCase({1, 32, 128, false}, {tokens}));
  }
  for (const int32_t tokens : {48, 49, 64, 95, 96, 97, 230}) {
    CAPTURE(tokens);
    expect_exact(GemmCase({1, 32, 64, false}, {tokens}));
  }
}

TEST_CASE("experts with and without tokens, gate and up, K in one to three segments") {
  for (const int64_t k : {64, 192, 1856, 1920, 2880}) {
    for (const int32_t threads : {1, 3, 16}) {
      CAPTURE(k);
      CAPTURE(threads);
      expect_exact(GemmCase({5, 64, k, true}, {3, 0, 18, 1, 34}), threads);
      expect_exact(GemmCase({2, 96, k, false}, {1, 1}), threads);
    }
  }
}

TEST_CASE("the same bits with any number of threads") {
  GemmCase gemm({4, 64, 2880, true}, {2, 1, 0, 4});
  for (auto& value : gemm.x) {
    value = float_to_bf16(std::normal_distribution<float>()(gemm.random));
  }
  for (const InnerKernels* const kernel : kernels()) {
    const auto alone = gemm.run(*kernel, 1);
    for (const int32_t threads : {2, 3, 8, 64}) {
      CHECK(gemm.run(*kernel, threads) == alone);
    }
  }
}

TEST_CASE("scales and activations at the ends of what is folded") {
  // Every product is a small number times the same power of two, so that sums stay exact.
  struct Ends {
    int code;
    int exponent;  // of activations
  };
  for (const Ends ends : {Ends{96, 37}, Ends{160, -126}, Ends{96, -126}, Ends{160, 30}}) {
    CAPTURE(ends.code);
    CAPTURE(ends.exponent);
    GemmCase gemm({1, 32, 128, false}, {5});
    std::fill(gemm.scales.begin(), gemm.scales.end(), static_cast<uint8_t>(ends.code));
    for (auto& value : gemm.x) {
      value = float_to_bf16(std::ldexp(gemm.random() % 2 == 0 ? 1.0f : -1.0f, ends.exponent));
    }
    expect_exact(gemm);
  }
}

TEST_CASE("what cannot be folded goes another way: scales beyond the ends, even one among others") {
  for (const int code : {1, 2, 40, 95, 161, 200, 252, 253, 254}) {
    for (const int32_t tokens : {1, 7, 20, 60}) {
      CAPTURE(code);
      CAPTURE(tokens);
      GemmCase gemm({1, 32, 2880, false}, {tokens});
      // Activations that bring the products of these scales to where the others are.
      const float lift = std::ldexp(1.0f, std::clamp(127 - code, -126, 110));
      std::fill(gemm.scales.begin(), gemm.scales.end(), static_cast<uint8_t>(code));
      for (auto& value : gemm.x) {
        value = float_to_bf16(lift * static_cast<float>(gemm.random() % 3));
      }
      expect_exact(gemm);
    }
  }
  GemmCase single({1, 64, 2880, false}, {35});
  single.scales[90 * 40 + 50] = 0;  // zero: its products must vanish
  // 2^43 for the last group of row 50, where one slot has 2^-43 and the other rows no weight.
  single.scales[90 * 50 + 89] = 170;
  for (size_t slot = 0; slot < 35; ++slot) {
    std::fill_n(single.x.begin() + static_cast<int64_t>(slot) * 2880 + 89 * 32, 32, uint16_t{0});
  }
  single.x[3 * 2880 + 89 * 32] = float_to_bf16(std::ldexp(1.0f, -43));
  for (size_t row = 0; row < 64; ++row) {
    single.values[row * 1440 + 89 * 16] = row == 50 ? 4 : 0;
  }
  expect_exact(single);
}

TEST_CASE("subnormal and huge activations, which tiles would lose, among ordinary ones") {
  for (const int exponent : {-133, -130, -127, 38, 60, 90}) {
    for (const int32_t tokens : {1, 19, 50}) {
      CAPTURE(exponent);
      CAPTURE(tokens);
      GemmCase gemm({1, 32, 1920, false}, {tokens});
      // One activation, which only row 7 has a weight for, and row 7 has no other; a scale of 2^33.
      constexpr size_t kPlace = 59 * 32 + 4;
      gemm.x[kPlace] = float_to_bf16(std::ldexp(1.0f, exponent));
      std::fill_n(gemm.values.begin() + 7 * 960, 960, uint8_t{0});
      for (size_t row = 0; row < 32; ++row) {
        gemm.values[row * 960 + kPlace / 2] = row == 7 ? 2 : 0;
      }
      gemm.scales[7 * 60 + 59] = 160;
      expect_exact(gemm);
    }
  }
}

TEST_CASE("registers in plain C++ do what the processor's do, operands subnormal at times") {
  if (!amx_refusal().empty()) {
    MESSAGE("not run: " << amx_refusal());
    return;
  }
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const int rows = 1 + static_cast<int>(random() % 16);
    TileConfiguration configuration;
    configuration.set(0, rows);
    configuration.set(4, rows);
    configuration.set(6, 16);
    alignas(64) uint16_t a[512], b[512];
    alignas(64) float given[256], real[256] = {}, emulated[256] = {};
    const auto draw = [&] {
      return float_to_bf16(std::ldexp(std::normal_distribution<float>()(random),
                                      static_cast<int>(random() % 40) - 20));
    };
    for (int i = 0; i < 512; ++i) {
      a[i] = random() % 50 == 0 ? static_cast<uint16_t>(random() % 128) : draw();
      b[i] = draw();
    }
    for (float& sum : given) {
      sum = std::normal_distribution<float>()(random);
    }
    const auto run = [&]<class Tiles>(float* out) {
      Tiles::configure(configuration);
      Tiles::template load<0>(given, 64);
      Tiles::template load<4>(a, 64);
      Tiles::template load<6>(b, 64);
      Tiles::template multiply<0, 4, 6>();
      Tiles::template multiply<0, 4, 6>();
      Tiles::template store<0>(out, 64);
      Tiles::release();
    };
    run.operator()<TileRegisters>(real);
    run.operator()<EmulatedTiles>(emulated);
    CHECK(std::memcmp(real, emulated, sizeof real) == 0);
  }
}
