/** The launches of int4_fp8 in `fused` one after the other, as library/stages.cpp has them, run by
 * the emulator against the oracle: each stage alone and the whole layer. */
#include <doctest/doctest.h>

#include "kernels/common/f16.hpp"
#include "kernels/sm90/layer/arrange_quantised.hpp"
#include "kernels/sm90/layer/finalize.hpp"
#include "kernels/sm90/support/emulated_layer.hpp"
#include "kernels/sm90/support/fused_checks.hpp"
#include "kernels/sm90/support/int4_problem.hpp"
#include "reference/oracle.hpp"

namespace moe::test {

namespace {

using Fused = sm90::GemmTraits<sm90::Family::kFused, 256, 8, sm90::Schedule::kCooperative, 1, 1,
                               sm90::Scheme::kInt4Fp8, sm90::kTileK>;

constexpr int kTokens = 5, kHidden = 256, kIntermediate = 128, kExperts = 4, kTopK = 2;
constexpr int kSlots = kTokens * kTopK, kBlocks = 3;
constexpr unsigned kAny = emulator::kRead | emulator::kWrite | emulator::kRewrite;

/** Weights of one GEMM: natural, and as records. */
struct Weights {
  GemmProblem gemm;
  std::vector<uint16_t> bias;
  std::vector<float> input_scale;
  Aligned<uint8_t> records;
  Aligned<uint16_t> device_bias;
  Aligned<float> device_scale, device_alpha;

  Weights(int rows, int k, bool paired, float alpha, uint32_t seed)
      : gemm(with_alpha(rows, k, alpha, seed)),
        bias(integer_biases(static_cast<size_t>(kExperts * rows))),
        input_scale(scales(k)),
        records(pack_fused_int4(gemm, paired)),
        device_bias(bias),
        device_scale(input_scale),
        device_alpha(gemm.alpha) {}

  moe_host_weights natural() const {
    return {sizeof(moe_host_weights), gemm.weights.data(), gemm.scales.data(), bias.data(),
            input_scale.data(),       gemm.alpha.data()};
  }

 private:
  static GemmProblem with_alpha(int rows, int k, float alpha, uint32_t seed) {
    GemmProblem problem =
        make_int4_problem(rows, k, std::vector<int>(kExperts, 0), Data::kIntegers, seed);
    for (float& value : problem.alpha) value *= alpha;
    return problem;
  }
  static std::vector<float> scales(int k) {
    std::vector<float> values;
    for (int c = 0; c < k; ++c) values.push_back(c % 3 == 0 ? 0.5f : 1.0f);
    return values;
  }
};

/** A layer's memory on the device, and its launches. */
class Layer {
 public:
  Layer(int32_t activation, float alpha)
      : problem_{sizeof(moe_problem),
                 MOE_SCHEME_INT4_FP8,
                 kHidden,
                 kIntermediate,
                 kExperts,
                 kTopK,
                 activation,
                 1,
                 1.702f,
                 1.0f,
                 7.0f},
        paired_(activation != MOE_ACTIVATION_NONE && activation != MOE_ACTIVATION_RELU2),
        gemm1_(paired_ ? 2 * kIntermediate : kIntermediate, kHidden, paired_, alpha, 1),
        gemm2_(kHidden, kIntermediate, false, alpha, 2) {
    emulator::clear_buffers();
    for (const Weights* const weights : {&gemm1_, &gemm2_}) {
      add(weights->records, emulator::kRead, "records");
      add(weights->device_bias, emulator::kRead, "bias");
      add(weights->device_scale, emulator::kRead, "input scales");
      add(weights->device_alpha, emulator::kRead, "alpha");
    }
    add(ids_, emulator::kRead, "ids");
    add(first_row_, kAny, "first_row");
    add(slot_of_row_, kAny, "slot_of_row");
    add(row_of_slot_, kAny, "row_of_slot");
    add(expert_weights_, emulator::kRead, "expert weights");
    add(partials_, kAny, "partials");
    add(rows_, kAny, "rows");
    add(products_, kAny, "products");
    add(output_, kAny, "output");
  }

  const moe_problem& problem() const { return problem_; }
  reference::LayerWeights natural() const { return {gemm1_.natural(), gemm2_.natural()}; }
  const std::vector<int32_t>& ids() const { return id_values_; }
  const std::vector<float>& expert_weights() const { return weight_values_; }

  std::vector<uint16_t> gemm1(const std::vector<uint16_t>& tokens) {
    arrange(tokens, kTokens, kHidden, gemm1_, products_);
    sm90::GemmParams params = params_of(gemm1_, products_, output_);
    gather(params, kTopK);
    activates(params);
    params.fused.to_slots = 1;
    launch_gemm(params);
    return values_of(output_, kSlots * kIntermediate);
  }
  std::vector<uint16_t> gemm2(const std::vector<uint16_t>& slots) {
    arrange(slots, kSlots, kIntermediate, gemm2_, rows_);
    sm90::GemmParams params = params_of(gemm2_, rows_, products_);
    gather(params, 1);
    launch_gemm(params);
    return finalized();
  }
  std::vector<uint16_t> layer(const std::vector<uint16_t>& tokens) {
    arrange(tokens, kTokens, kHidden, gemm1_, products_);
    sm90::GemmParams first = params_of(gemm1_, products_, output_);
    gather(first, kTopK);
    activates(first);
    first.fused.quantise = quantised(gemm2_, rows_);
    launch_gemm(first);
    sm90::GemmParams second = params_of(gemm2_, rows_, products_);
    second.fused.offsets_are_old = 1;
    launch_gemm(second);
    return finalized();
  }

 private:
  static std::vector<uint16_t> values_of(const Aligned<uint16_t>& memory, size_t count) {
    return {memory.data(), memory.data() + count};
  }
  static sm90::QuantiseParams quantised(const Weights& weights, const Aligned<uint16_t>& to) {
    return {weights.device_scale.data(), reinterpret_cast<uint8_t*>(to.data()), 1};
  }

  void arrange(const std::vector<uint16_t>& input, int rows, int width, const Weights& weights,
               const Aligned<uint16_t>& to) {
    const Aligned<uint16_t> memory(input);
    add(memory, emulator::kRead, "input");
    const sm90::ExpertMapParams map{
        ids_.data(),         nullptr, first_row_.data(), slot_of_row_.data(),
        row_of_slot_.data(), kSlots,  kExperts};
    const emulator::Report report = emulator::launch(
        {2, static_cast<int>(sm90::kArrangeThreads), 1, sm90::kArrangeSharedBytes}, {}, [&] {
          sm90::arrange_quantised({}, map, {memory.data(), rows, width, quantised(weights, to)});
        });
    REQUIRE_MESSAGE(report.ok(), report.text());
  }
  sm90::GemmParams params_of(const Weights& weights, const Aligned<uint16_t>& input,
                             const Aligned<uint16_t>& output) const {
    sm90::GemmParams params{{},
                            weights.records.data(),
                            nullptr,
                            input.data(),
                            output.data(),
                            first_row_.data(),
                            nullptr,
                            kExperts,
                            weights.gemm.rows,
                            weights.gemm.k,
                            kSlots,
                            1.0f,
                            {},
                            weights.device_alpha.data()};
    params.fused.partials = partials_.data();
    return params;
  }
  void gather(sm90::GemmParams& params, int32_t slots_per_row) const {
    params.fused.slot_of_row = slot_of_row_.data();
    params.fused.slots_per_row = slots_per_row;
  }
  void activates(sm90::GemmParams& params) const {
    params.fused.activates = 1;
    params.fused.paired = paired_ ? 1 : 0;
    params.fused.activation = {problem_.activation, 1.702f, 1.0f, 7.0f};
    params.fused.bias = gemm1_.device_bias.data();
  }
  static void launch_gemm(const sm90::GemmParams& params) {
    emulator::add_buffer(&params, sizeof params, emulator::kRead, "parameters");
    const emulator::Report report = emulator::launch(
        {kBlocks, Fused::kThreads, 1, Fused::kSharedBytes, Fused::kLaunchRegisters}, {},
        [&] { sm90::KernelOf<Fused>::run(params); });
    REQUIRE_MESSAGE(report.ok(), report.text());
  }
  std::vector<uint16_t> finalized() {
    launch(kTokens * kHidden / 8 / 32, [&] {
      sm90::finalize({products_.data(), gemm2_.device_bias.data(), row_of_slot_.data(), ids_.data(),
                      expert_weights_.data(), output_.data(), kTokens, kTopK, kHidden});
    });
    return values_of(output_, kTokens * kHidden);
  }

  moe_problem problem_;
  bool paired_;
  Weights gemm1_, gemm2_;
  std::vector<int32_t> id_values_{2, 0, 3, 2, 2, 3, 0, 2, 2, 3};  // expert 1 has no token
  std::vector<float> weight_values_{0.5f, 0.5f, 0.75f, 0.25f, 0.5f, 0.5f, 0.125f, 0.875f, 1, 0};
  Aligned<int32_t> ids_{id_values_}, first_row_{kExperts + 1}, slot_of_row_{kSlots},
      row_of_slot_{kSlots};
  Aligned<float> expert_weights_{weight_values_}, partials_{no_sums<Fused>(kBlocks)};
  Aligned<uint16_t> rows_{kSlots * kHidden}, products_{kSlots * kHidden}, output_{kSlots * kHidden};
};

/** Small integers, so that every sum is exact and no value of e4m3 is near an edge. */
std::vector<uint16_t> integers(size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<uint16_t> values(count);
  for (uint16_t& value : values) {
    value = float_to_bf16(static_cast<float>(static_cast<int>(random() % 9) - 4));
  }
  return values;
}

/** How far an output is off, of the root mean square of all. */
double relative_error(const std::vector<uint16_t>& actual, const std::vector<uint16_t>& expected) {
  double difference = 0, squares = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const double right = bf16_to_float(expected[i]), found = bf16_to_float(actual[i]);
    difference += (found - right) * (found - right);
    squares += right * right;
  }
  return std::sqrt(difference / squares);
}

template <class T>
std::span<const T> row_of(const std::vector<T>& values, int row, int width) {
  return std::span(values).subspan(static_cast<size_t>(row * width), static_cast<size_t>(width));
}

std::vector<uint16_t> expected_gemm1(const Layer& layer, const std::vector<uint16_t>& tokens) {
  std::vector<uint16_t> expected(kSlots * kIntermediate);
  for (int slot = 0; slot < kSlots; ++slot) {
    reference::gemm1_row(
        layer.problem(), layer.natural(), layer.ids()[static_cast<size_t>(slot)],
        row_of(tokens, slot / kTopK, kHidden),
        std::span(expected).subspan(static_cast<size_t>(slot * kIntermediate), kIntermediate));
  }
  return expected;
}

std::vector<uint16_t> expected_gemm2(const Layer& layer, const std::vector<uint16_t>& slots) {
  std::vector<uint16_t> expected(kTokens * kHidden);
  for (int token = 0; token < kTokens; ++token) {
    reference::gemm2_token(
        layer.problem(), layer.natural(), row_of(layer.ids(), token, kTopK),
        row_of(layer.expert_weights(), token, kTopK), row_of(slots, token, kTopK * kIntermediate),
        std::span(expected).subspan(static_cast<size_t>(token * kHidden), kHidden));
  }
  return expected;
}

/** Products are rounded to bf16 before they are weighed. */
constexpr double kRounding = 1.0 / 256;

}  // namespace

TEST_CASE("fused int4, gemm1 alone: the oracle's values to the bit, in slot order") {
  for (const int32_t activation : {MOE_ACTIVATION_NONE, MOE_ACTIVATION_RELU2}) {
    CAPTURE(activation);
    Layer layer(activation, 0.25f);
    const auto tokens = integers(kTokens * kHidden, 3);
    CHECK(layer.gemm1(tokens) == expected_gemm1(layer, tokens));
  }
  Layer layer(MOE_ACTIVATION_SWIGLU, 1.0f / 64);
  const auto tokens = integers(kTokens * kHidden, 4);
  CHECK(relative_error(layer.gemm1(tokens), expected_gemm1(layer, tokens)) < 1e-4);
}

TEST_CASE("fused int4, gemm2 alone: slots are quantised where they lie and gathered") {
  Layer layer(MOE_ACTIVATION_NONE, 0.25f);
  const auto slots = integers(kSlots * kIntermediate, 5);
  CHECK(relative_error(layer.gemm2(slots), expected_gemm2(layer, slots)) < kRounding);
}

TEST_CASE(
    "fused int4, the whole layer: gemm1's values are e4m3 for gemm2, as of one after another") {
  for (const int32_t activation :
       {MOE_ACTIVATION_NONE, MOE_ACTIVATION_RELU2, MOE_ACTIVATION_SWIGLU}) {
    CAPTURE(activation);
    Layer layer(activation, 1.0f / 32);
    const auto tokens = integers(kTokens * kHidden, 6);
    const auto output = layer.layer(tokens);
    CHECK(relative_error(output, expected_gemm2(layer, expected_gemm1(layer, tokens))) < kRounding);
    CHECK(output == layer.gemm2(layer.gemm1(tokens)));
  }
}

}  // namespace moe::test
