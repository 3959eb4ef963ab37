/** The steps of int4_fp8 that end in e4m3, as bytes or widened to f16, run by the emulator. */
#include <doctest/doctest.h>

#include "kernels/common/e4m3.hpp"
#include "kernels/common/f16.hpp"
#include "kernels/sm90/layer/arrange_quantised.hpp"
#include "kernels/sm90/layer/permute.hpp"
#include "kernels/sm90/layer/quantise.hpp"
#include "kernels/sm90/support/emulated_layer.hpp"

using namespace moe;
using namespace moe::test;

TEST_CASE("int4_fp8: permute gathers, multiplies by the channel's scale and rounds to e4m3") {
  const int width = 24;
  const std::vector<int32_t> ids{1, 0, 9, 1, 0, 1};  // three tokens, top-2; 9 takes no part
  const ExpertMap map = map_experts(ids, 2);
  std::vector<float> scale(width);
  for (int c = 0; c < width; ++c) scale[static_cast<size_t>(c)] = 0.01f * static_cast<float>(c * c);
  const Aligned<uint16_t> input(random_bf16(3 * width, 1));
  const Aligned<int32_t> slots(map.slot_of_row), first_row(map.first_row);
  const Aligned<float> factors(scale);
  for (const bool has_scale : {false, true}) {
    const Aligned<uint8_t> rows(6 * width);
    emulator::clear_buffers();
    add(input, kIn, "input");
    add(rows, emulator::kWrite, "rows");
    add(slots, kIn, "slots");
    add(first_row, kIn, "first_row");
    add(factors, emulator::kRead, "input scales");
    launch(8, [&] {
      sm90::permute_quantised({input.data(), nullptr, slots.data(), first_row.data() + 2, 2, width},
                              {has_scale ? factors.data() : nullptr, rows.data()});
    });
    for (int row = 0; row < 6; ++row) {
      const int token = map.slot_of_row[static_cast<size_t>(row)] / 2;
      for (int c = 0; c < width; ++c) {
        const float value = bf16_to_float(input.data()[token * width + c]) *
                            (has_scale ? scale[static_cast<size_t>(c)] : 1.0f);
        CHECK(rows.data()[row * width + c] == (row < 5 ? float_to_e4m3(value) : 0));
      }
    }
  }
}

TEST_CASE("int4_fp8: the quantising activation gives e4m3 of what the plain one rounds to bf16") {
  const int size = 16;
  const std::vector<int32_t> ids{2, 0, 2, 1, 0};
  const ExpertMap map = map_experts(ids, 3);
  const Aligned<uint16_t> products(random_bf16(5 * 2 * size, 2)),
      bias(random_bf16(3 * 2 * size, 3));
  const Aligned<int32_t> slots(map.slot_of_row), first_row(map.first_row), experts(ids);
  const Aligned<float> factors(std::vector<float>(size, 7.5f));
  const Aligned<uint16_t> plain(5 * size);
  const Aligned<uint8_t> rows(5 * size);
  emulator::clear_buffers();
  add(products, kIn, "products");
  add(bias, emulator::kRead, "bias");
  add(slots, kIn, "slots");
  add(first_row, kIn, "first_row");
  add(experts, kIn, "experts");
  add(factors, emulator::kRead, "input scales");
  add(plain, emulator::kWrite, "plain");
  add(rows, emulator::kWrite, "rows");
  const sm90::ActivateParams activate{products.data(),
                                      bias.data(),
                                      plain.data(),
                                      slots.data(),
                                      experts.data(),
                                      first_row.data() + 3,
                                      size,
                                      0,
                                      {MOE_ACTIVATION_SWIGLU_OAI, 1.702f, 1, 7}};
  launch(4, [&] { sm90::activate(activate); });
  launch(4, [&] { sm90::activate_quantised(activate, {factors.data(), rows.data()}); });
  const Aligned<uint16_t> wide(5 * size);
  add(wide, emulator::kWrite, "wide");
  launch(4, [&] {
    sm90::activate_quantised(activate,
                             {factors.data(), reinterpret_cast<uint8_t*>(wide.data()), 1});
  });
  for (int i = 0; i < 5 * size; ++i) {
    const uint8_t code = float_to_e4m3(bf16_to_float(plain.data()[i]) * 7.5f);
    CHECK(rows.data()[i] == code);
    CHECK(wide.data()[i] == float_to_f16(e4m3_to_float(code)));
  }
}

TEST_CASE("int4_fp8: the input is quantised where it lies, alone or beside the map of the slots") {
  const int tokens = 5, width = 1104, experts = 4;  // more pieces than a block has threads
  const std::vector<int32_t> ids{2, 0, 3, 3, 1, 9, 0, 2, 2, 3};
  const ExpertMap map = map_experts(ids, experts);
  std::vector<float> scale(width);
  for (int c = 0; c < width; ++c) scale[static_cast<size_t>(c)] = 0.02f * static_cast<float>(c);
  const Aligned<uint16_t> input(random_bf16(tokens * width, 7));
  const Aligned<float> factors(scale);
  const Aligned<int32_t> id_memory(ids);
  for (const int blocks : {1, 2, 4}) {  // with 1 the map is left out
    CAPTURE(blocks);
    const Aligned<uint16_t> rows(tokens * width);
    const Aligned<int32_t> first_row(experts + 1), slot_of_row(ids.size()), row_of_slot(ids.size());
    constexpr unsigned kOut = emulator::kWrite | emulator::kFromPreviousGrid;
    emulator::clear_buffers();
    add(input, kIn, "input");
    add(factors, emulator::kRead, "input scales");
    add(rows, kOut, "rows");
    add(id_memory, kIn, "ids");
    add(first_row, kOut, "first_row");
    add(slot_of_row, kOut, "slot_of_row");
    add(row_of_slot, kOut, "row_of_slot");
    const sm90::QuantiseRowsParams quantise{
        input.data(), tokens, width, {factors.data(), reinterpret_cast<uint8_t*>(rows.data()), 1}};
    const sm90::ExpertMapParams params{id_memory.data(),
                                       nullptr,
                                       first_row.data(),
                                       slot_of_row.data(),
                                       row_of_slot.data(),
                                       static_cast<int32_t>(ids.size()),
                                       experts};
    const emulator::Report report = emulator::launch(
        {blocks, static_cast<int>(sm90::kArrangeThreads), 1, sm90::kArrangeSharedBytes}, {}, [&] {
          blocks == 1 ? sm90::quantise(quantise) : sm90::arrange_quantised({}, params, quantise);
        });
    REQUIRE_MESSAGE(report.ok(), report.text());
    int wrong = 0;
    for (int i = 0; i < tokens * width; ++i) {
      const float value = bf16_to_float(input.data()[i]) * scale[static_cast<size_t>(i % width)];
      wrong += rows.data()[i] != float_to_f16(e4m3_to_float(float_to_e4m3(value)));
    }
    CHECK(wrong == 0);
    if (blocks == 1) continue;
    CHECK(values_of(first_row) == map.first_row);
    CHECK(values_of(slot_of_row) == map.slot_of_row);
    CHECK(values_of(row_of_slot) == map.row_of_slot);
  }
}
