/** The layer's kernels around the two GEMMs, run by the emulator against the oracle. */
#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "emulator/global_memory.hpp"
#include "emulator/launch.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/sm90/layer/activate.hpp"
#include "kernels/sm90/layer/arrange.hpp"
#include "kernels/sm90/layer/expert_map.hpp"
#include "kernels/sm90/layer/finalize.hpp"
#include "kernels/sm90/layer/permute.hpp"
#include "kernels/sm90/layer/route.hpp"
#include "kernels/sm90/support/emulated_layer.hpp"
#include "reference/activation.hpp"
#include "reference/oracle.hpp"

using namespace moe;
using namespace moe::test;

namespace {

reference::Routing route(const std::vector<float>& logits, int tokens, int experts, int top_k) {
  const Aligned<float> in(logits);
  const Aligned<int32_t> ids(static_cast<size_t>(tokens * top_k));
  const Aligned<float> weights(ids.size());
  emulator::clear_buffers();
  add(in, kIn, "logits");
  add(ids, emulator::kWrite, "ids");
  add(weights, emulator::kWrite, "weights");
  launch(tokens, [&] {
    sm90::route({in.data(), ids.data(), weights.data(), tokens, experts, top_k});
  });
  return {values_of(ids), values_of(weights)};
}

/** What one block makes of ids, or of logits, which it routes first. */
struct Arranged {
  std::vector<int32_t> ids, first_row, slot_of_row, row_of_slot;
  std::vector<float> weights;
};

Arranged arrange(const std::vector<int32_t>& expert_ids, const std::vector<float>& logits,
                 int tokens, int experts, int top_k) {
  const bool routes = !logits.empty();
  const auto slots = static_cast<size_t>(tokens * top_k);
  const Aligned<int32_t> ids(expert_ids.empty() ? std::vector<int32_t>(slots) : expert_ids),
      first_row(static_cast<size_t>(experts + 1)), slot_of_row(slots), row_of_slot(slots);
  const Aligned<float> in(logits), weights(slots);
  constexpr unsigned kInOut = emulator::kRead | emulator::kWrite | emulator::kFromPreviousGrid;
  constexpr unsigned kOut = emulator::kWrite | emulator::kFromPreviousGrid;
  emulator::clear_buffers();
  add(in, kIn, "logits");
  add(ids, routes ? kInOut : kIn, "ids");
  add(weights, kOut, "weights");
  add(first_row, kOut, "first_row");
  add(slot_of_row, kOut, "slot_of_row");
  add(row_of_slot, kOut, "row_of_slot");
  const sm90::RouteParams route{
      routes ? in.data() : nullptr, ids.data(), weights.data(), tokens, experts, top_k};
  const sm90::ExpertMapParams map{
      ids.data(),         nullptr,        first_row.data(), slot_of_row.data(),
      row_of_slot.data(), tokens * top_k, experts};
  const emulator::Report report =
      emulator::launch({1, static_cast<int>(sm90::kArrangeThreads), 1, sm90::kArrangeSharedBytes},
                       {}, [&] { sm90::arrange(route, map); });
  REQUIRE_MESSAGE(report.ok(), report.text());
  return {values_of(ids), values_of(first_row), values_of(slot_of_row), values_of(row_of_slot),
          values_of(weights)};
}

/** Rows are the slots sorted by expert, stable, invalid ones left out. */
void check_map(const std::vector<int32_t>& ids, int experts) {
  const ExpertMap map = map_experts(ids, experts);
  int32_t row = 0;
  for (int expert = 0; expert < experts; ++expert) {
    CHECK(map.first_row[static_cast<size_t>(expert)] == row);
    for (size_t slot = 0; slot < ids.size(); ++slot) {
      if (ids[slot] != expert) continue;
      CHECK(map.slot_of_row[static_cast<size_t>(row)] == static_cast<int32_t>(slot));
      CHECK(map.row_of_slot[slot] == row);
      ++row;
    }
  }
  CHECK(map.first_row[static_cast<size_t>(experts)] == row);
  for (size_t slot = 0; slot < ids.size(); ++slot) {
    if (ids[slot] < 0 || ids[slot] >= experts) CHECK(map.row_of_slot[slot] == -1);
  }
}

/** One block and many agree. */
void check_arranged(const std::vector<int32_t>& ids, int experts) {
  const ExpertMap map = map_experts(ids, experts);
  const Arranged arranged = arrange(ids, {}, static_cast<int>(ids.size()), experts, 1);
  CHECK(arranged.first_row == map.first_row);
  CHECK(arranged.row_of_slot == map.row_of_slot);
  for (int32_t row = 0; row < map.first_row.back(); ++row) {
    const auto r = static_cast<size_t>(row);
    CHECK(arranged.slot_of_row[r] == map.slot_of_row[r]);
  }
}

bool is_close(uint16_t actual, float expected) {
  return std::abs(bf16_to_float(actual) - expected) <= std::abs(expected) / 128 + 1e-6f;
}

}  // namespace

TEST_CASE("routing chooses and weighs as the oracle does, up to 512 experts") {
  for (const auto [tokens, experts, top_k] : {std::array{5, 32, 4}, {3, 512, 8}, {2, 6, 6}}) {
    std::mt19937 random(static_cast<uint32_t>(experts));
    std::vector<float> logits(static_cast<size_t>(tokens * experts));
    for (float& logit : logits) logit = static_cast<float>(static_cast<int>(random() % 41) - 20);
    const auto expected = reference::route(logits, tokens, experts, top_k);
    const auto actual = route(logits, tokens, experts, top_k);
    CHECK(actual.expert_ids == expected.expert_ids);  // integers: many ties
    for (size_t i = 0; i < expected.expert_weights.size(); ++i) {
      CHECK(actual.expert_weights[i] == doctest::Approx(expected.expert_weights[i]).epsilon(1e-6));
    }
  }
}

TEST_CASE("expert map: ragged, empty, one expert with everything, repeated and invalid ids") {
  check_map({3, 0, 3, 3, 1, 0}, 5);
  check_map(std::vector<int32_t>(100, 6), 7);
  check_map({2, 2, 0, -1, 4, 7, 2, 1'000'000}, 4);
  std::vector<int32_t> many(150);
  std::mt19937 random(9);
  for (int32_t& id : many) id = static_cast<int32_t>(random() % 512);
  check_map(many, 512);
}

TEST_CASE("one block maps experts as many blocks do: ragged, empty, one, repeated, invalid, 512") {
  check_arranged({3, 0, 3, 3, 1, 0}, 5);
  check_arranged(std::vector<int32_t>(100, 6), 7);
  check_arranged({2, 2, 0, -1, 4, 7, 2, 1'000'000, -5}, 4);
  std::vector<int32_t> many(sm90::kArrangeSlots);
  std::mt19937 random(9);
  for (int32_t& id : many) id = static_cast<int32_t>(random() % 512);
  check_arranged(many, 512);
}

TEST_CASE("one block routes and maps in one launch: one token, odd slots, a token for every warp") {
  for (const auto [tokens, experts, top_k] :
       {std::array{1, 6, 6}, {5, 40, 3}, {sm90::kArrangeTokens, 512, 32}}) {
    std::mt19937 random(10);
    std::vector<float> logits(static_cast<size_t>(tokens * experts));
    for (float& logit : logits) logit = static_cast<float>(static_cast<int>(random() % 41) - 20);
    const auto expected = reference::route(logits, tokens, experts, top_k);
    const Arranged arranged = arrange({}, logits, tokens, experts, top_k);
    CHECK(arranged.ids == expected.expert_ids);
    for (size_t i = 0; i < expected.expert_weights.size(); ++i) {
      CHECK(arranged.weights[i] == doctest::Approx(expected.expert_weights[i]).epsilon(1e-6));
    }
    const ExpertMap map = map_experts(expected.expert_ids, experts);
    CHECK(arranged.first_row == map.first_row);
    CHECK(arranged.slot_of_row == map.slot_of_row);
    CHECK(arranged.row_of_slot == map.row_of_slot);
  }
}

TEST_CASE("permute gathers token rows by expert and leaves other rows alone") {
  const int width = 24;
  const std::vector<int32_t> ids{1, 0, 9, 1, 0, 1};  // three tokens, top-2; 9 takes no part
  const ExpertMap map = map_experts(ids, 2);
  const Aligned<uint16_t> input(random_bf16(3 * width, 1)), rows(6 * width);
  const Aligned<int32_t> slots(map.slot_of_row), first_row(map.first_row);
  emulator::clear_buffers();
  add(input, kIn, "input");
  add(rows, emulator::kWrite, "rows");
  add(slots, kIn, "slots");
  add(first_row, kIn, "first_row");
  launch(8, [&] {
    sm90::permute({input.data(), rows.data(), slots.data(), first_row.data() + 2, 2, width});
  });
  for (int row = 0; row < 6; ++row) {
    const int token = map.slot_of_row[static_cast<size_t>(row)] / 2;
    for (int c = 0; c < width; ++c) {
      CHECK(rows.data()[row * width + c] == (row < 5 ? input.data()[token * width + c] : 0));
    }
  }
}

TEST_CASE("activation: every kind, with and without bias, in expert order and in slot order") {
  const int size = 16, experts = 3;
  const std::vector<int32_t> ids{2, 0, 2, 1, 0};
  const ExpertMap map = map_experts(ids, experts);
  for (int32_t kind = MOE_ACTIVATION_NONE; kind <= MOE_ACTIVATION_RELU2; ++kind) {
    for (const bool has_bias : {false, true}) {
      for (const int32_t to_slots : {0, 1}) {
        moe_problem problem{};
        problem.activation = kind;
        problem.intermediate_size = size;
        problem.swiglu_alpha = 1.702f;
        problem.swiglu_beta = 1;
        problem.swiglu_limit = 2;
        const int width = reference::gemm1_rows(problem);
        const Aligned<uint16_t> products(random_bf16(static_cast<size_t>(5 * width), 2));
        const Aligned<uint16_t> bias(random_bf16(static_cast<size_t>(experts * width), 3));
        const Aligned<uint16_t> output(static_cast<size_t>(5 * size));
        const Aligned<int32_t> slots(map.slot_of_row), id_memory(ids), first_row(map.first_row);
        emulator::clear_buffers();
        add(products, kIn, "products");
        add(bias, emulator::kRead, "bias");
        add(output, emulator::kWrite, "output");
        add(slots, kIn, "slots");
        add(id_memory, kIn, "ids");
        add(first_row, kIn, "first_row");
        const sm90::ActivateParams params{
            products.data(),     has_bias ? bias.data() : nullptr, output.data(), slots.data(),
            id_memory.data(),    first_row.data() + experts,       size,          to_slots,
            {kind, 1.702f, 1, 2}};
        launch(8, [&] { sm90::activate(params); });
        for (int row = 0; row < 5; ++row) {
          const int slot = map.slot_of_row[static_cast<size_t>(row)];
          const int expert = ids[static_cast<size_t>(slot)];
          for (int c = 0; c < size; ++c) {
            const auto value = [&](int column) {
              return bf16_to_float(products.data()[row * width + column]) +
                     (has_bias ? bf16_to_float(bias.data()[expert * width + column]) : 0);
            };
            const float expected =
                reference::activate(problem, value(c), width > size ? value(size + c) : 0);
            CAPTURE(kind);
            CHECK(is_close(output.data()[(to_slots != 0 ? slot : row) * size + c], expected));
          }
        }
      }
    }
  }
}

TEST_CASE("finalize takes more choices than are loaded together") {
  const int width = 8, top_k = sm90::kChoicesAtOnce + 3;
  std::vector<int32_t> ids(static_cast<size_t>(top_k));
  for (int i = 0; i < top_k; ++i) ids[static_cast<size_t>(i)] = i % 4;
  const ExpertMap map = map_experts(ids, 4);
  const Aligned<uint16_t> products(random_bf16(static_cast<size_t>(top_k * width), 6));
  const Aligned<float> weights(std::vector<float>(ids.size(), 0.125f));
  const Aligned<int32_t> rows(map.row_of_slot), id_memory(ids);
  const Aligned<uint16_t> output(width);
  emulator::clear_buffers();
  add(products, kIn, "products");
  add(weights, emulator::kRead, "weights");
  add(rows, emulator::kRead, "rows");
  add(id_memory, kIn, "ids");
  add(output, emulator::kWrite, "output");
  launch(1, [&] {
    sm90::finalize({products.data(), nullptr, rows.data(), id_memory.data(), weights.data(),
                    output.data(), 1, top_k, width});
  });
  for (int c = 0; c < width; ++c) {
    float expected = 0;
    for (int row = 0; row < top_k; ++row) {
      expected += 0.125f * bf16_to_float(products.data()[row * width + c]);
    }
    CHECK(is_close(output.data()[c], expected));
  }
}

TEST_CASE("finalize weighs rows and biases and passes over slots that took no part") {
  const int width = 16, top_k = 2, experts = 3;
  const std::vector<int32_t> ids{2, 0, -1, 1, 1, 1};  // the last token repeats an expert
  const ExpertMap map = map_experts(ids, experts);
  const Aligned<uint16_t> products(random_bf16(6 * width, 4)),
      bias(random_bf16(experts * width, 5));
  const Aligned<float> weights(std::vector<float>{0.75f, 0.25f, 0.5f, 0.5f, 0.125f, 0.875f});
  const Aligned<int32_t> rows(map.row_of_slot), id_memory(ids);
  const Aligned<uint16_t> output(3 * width);
  emulator::clear_buffers();
  add(products, kIn, "products");
  add(bias, emulator::kRead, "bias");
  add(weights, emulator::kRead, "weights");
  add(rows, emulator::kRead, "rows");
  add(id_memory, kIn, "ids");
  add(output, emulator::kWrite, "output");
  launch(8, [&] {
    sm90::finalize({products.data(), bias.data(), rows.data(), id_memory.data(), weights.data(),
                    output.data(), 3, top_k, width});
  });
  for (int token = 0; token < 3; ++token) {
    for (int c = 0; c < width; ++c) {
      float expected = 0;
      for (int slot = token * top_k; slot < token * top_k + top_k; ++slot) {
        const int32_t row = map.row_of_slot[static_cast<size_t>(slot)];
        if (row < 0) continue;
        expected += weights.data()[slot] *
                    (bf16_to_float(products.data()[row * width + c]) +
                     bf16_to_float(bias.data()[ids[static_cast<size_t>(slot)] * width + c]));
      }
      CHECK(is_close(output.data()[token * width + c], expected));
    }
  }
}
