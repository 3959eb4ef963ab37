/** The steps of int4_fp8 that end in e4m3, run by the emulator. */
#include <doctest/doctest.h>

#include "kernels/common/e4m3.hpp"
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
  for (int i = 0; i < 5 * size; ++i) {
    CHECK(rows.data()[i] == float_to_e4m3(bf16_to_float(plain.data()[i]) * 7.5f));
  }
}
