#pragma once
/** What tests of the layer's kernels share: launches in the emulator, data, the expert map. */
#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <vector>

#include "emulator/global_memory.hpp"
#include "emulator/launch.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/sm90/layer/expert_map.hpp"
#include "kernels/sm90/support/aligned.hpp"

namespace moe::test {

inline constexpr unsigned kIn = emulator::kRead | emulator::kFromPreviousGrid;

template <class T>
void add(const Aligned<T>& memory, unsigned permissions, const char* name) {
  emulator::add_buffer(memory.data(), memory.size() * sizeof(T), permissions, name);
}

inline void launch(int warps, const std::function<void()>& body) {
  const int blocks = (warps * 32 + sm90::kLayerThreads - 1) / sm90::kLayerThreads;
  const emulator::Report report = emulator::launch({blocks, sm90::kLayerThreads}, {}, body);
  REQUIRE_MESSAGE(report.ok(), report.text());
}

template <class T>
std::vector<T> values_of(const Aligned<T>& memory) {
  return {memory.data(), memory.data() + memory.size()};
}

inline std::vector<uint16_t> random_bf16(size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, 2);
  std::vector<uint16_t> values(count);
  for (uint16_t& value : values) value = float_to_bf16(normal(random));
  return values;
}

struct ExpertMap {
  std::vector<int32_t> first_row, slot_of_row, row_of_slot;
};

inline ExpertMap map_experts(const std::vector<int32_t>& expert_ids, int experts) {
  const Aligned<int32_t> ids(expert_ids), counts(static_cast<size_t>(experts)),
      first_row(static_cast<size_t>(experts + 1)), slot_of_row(ids.size()), row_of_slot(ids.size());
  emulator::clear_buffers();
  add(ids, kIn, "ids");
  add(counts, emulator::kWrite | emulator::kRead, "counts");
  add(first_row, emulator::kWrite, "first_row");
  add(slot_of_row, emulator::kWrite, "slot_of_row");
  add(row_of_slot, emulator::kWrite, "row_of_slot");
  const sm90::ExpertMapParams params{ids.data(),
                                     counts.data(),
                                     first_row.data(),
                                     slot_of_row.data(),
                                     row_of_slot.data(),
                                     static_cast<int32_t>(ids.size()),
                                     experts};
  launch(experts, [&] { sm90::count_slots(params); });
  launch(experts + 1, [&] { sm90::place_slots(params); });
  return {values_of(first_row), values_of(slot_of_row), values_of(row_of_slot)};
}

}  // namespace moe::test
