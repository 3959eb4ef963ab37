#include "addon/convert.hpp"

#include <array>
#include <limits>
#include <string>
#include <utility>

namespace moe::addon {

namespace {

[[noreturn]] void refuse(Napi::Env env, const std::string& message) {
  throw Napi::TypeError::New(env, message);
}

/** The number that stands for a word in the ABI. */
template <size_t N>
int32_t code_of(const Napi::Value& value, const char* what,
                const std::array<std::pair<const char*, int32_t>, N>& words) {
  const std::string word = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  for (const auto& [name, code] : words) {
    if (word == name) {
      return code;
    }
  }
  refuse(value.Env(), std::string("unknown ") + what + " \"" + word + "\"");
}

using Word = std::pair<const char*, int32_t>;
constexpr std::array kSchemes = {Word{"mxfp4_bf16", MOE_SCHEME_MXFP4_BF16},
                                 Word{"int4_fp8", MOE_SCHEME_INT4_FP8}};
constexpr std::array kActivations = {
    Word{"none", MOE_ACTIVATION_NONE}, Word{"swiglu", MOE_ACTIVATION_SWIGLU},
    Word{"swiglu_oai", MOE_ACTIVATION_SWIGLU_OAI}, Word{"geglu", MOE_ACTIVATION_GEGLU},
    Word{"relu2", MOE_ACTIVATION_RELU2}};
constexpr std::array kStages = {Word{"gemm1", MOE_STAGE_GEMM1}, Word{"gemm2", MOE_STAGE_GEMM2},
                                Word{"layer", MOE_STAGE_LAYER}};

/** Fields of `swiglu`, which only SWIGLU_OAI has; without a limit nothing is clamped. */
void read_swiglu(const Napi::Value& value, moe_problem& problem) {
  problem.swiglu_alpha = 1;
  problem.swiglu_limit = std::numeric_limits<float>::infinity();
  if (!value.IsObject()) {
    return;
  }
  const auto swiglu = value.As<Napi::Object>();
  problem.swiglu_alpha = static_cast<float>(number_from(swiglu, "alpha"));
  problem.swiglu_beta = static_cast<float>(number_from(swiglu, "beta"));
  if (swiglu.Get("limit").IsNumber()) {
    problem.swiglu_limit = static_cast<float>(number_from(swiglu, "limit"));
  }
}

template <class Array, class Element>
std::vector<Element> elements(const Napi::Value& value, napi_typedarray_type type,
                              const char* what) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type) {
    refuse(value.Env(), std::string(what) + " is not a typed array of the right kind");
  }
  const auto array = value.As<Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

}  // namespace

Napi::Object object_from(const Napi::Value& value, const char* what) {
  if (!value.IsObject()) {
    refuse(value.Env(), std::string(what) + " is not an object");
  }
  return value.As<Napi::Object>();
}

double number_from(const Napi::Object& object, const char* key) {
  const auto value = object.Get(key);
  if (!value.IsNumber()) {
    refuse(object.Env(), std::string(key) + " is not a number");
  }
  return value.As<Napi::Number>().DoubleValue();
}

int32_t int_from(const Napi::Object& object, const char* key) {
  const double value = number_from(object, key);
  const auto whole = static_cast<int64_t>(value);
  if (static_cast<double>(whole) != value || whole < std::numeric_limits<int32_t>::min() ||
      whole > std::numeric_limits<int32_t>::max()) {
    refuse(object.Env(), std::string(key) + " is not a whole number of 32 bits");
  }
  return static_cast<int32_t>(whole);
}

uint64_t seed_from(const Napi::Object& object, const char* key) {
  const double value = number_from(object, key);
  if (!(value >= 0 && value <= 9007199254740992.0)) {
    refuse(object.Env(), std::string(key) + " is not a number from 0 to 2^53");
  }
  return static_cast<uint64_t>(value);
}

int32_t stage_from(const Napi::Value& value) { return code_of(value, "stage", kStages); }

moe_problem problem_from(const Napi::Value& value) {
  const auto object = object_from(value, "the problem");
  moe_problem problem{};
  problem.struct_size = sizeof problem;
  problem.scheme = code_of(object.Get("scheme"), "scheme", kSchemes);
  problem.hidden_size = int_from(object, "hiddenSize");
  problem.intermediate_size = int_from(object, "intermediateSize");
  problem.num_experts = int_from(object, "numExperts");
  problem.top_k = int_from(object, "topK");
  problem.activation = code_of(object.Get("activation"), "activation", kActivations);
  problem.has_bias = object.Get("bias").ToBoolean().Value() ? 1 : 0;
  read_swiglu(object.Get("swiglu"), problem);
  return problem;
}

measure::RoutingSample sample_from(const Napi::Object& object) {
  return {
      elements<Napi::Int32Array, int32_t>(object.Get("expertIds"), napi_int32_array, "expertIds"),
      elements<Napi::Float32Array, float>(object.Get("expertWeights"), napi_float32_array,
                                          "expertWeights")};
}

Napi::Object tactic_to(Napi::Env env, const moe_tactic& tactic) {
  auto object = Napi::Object::New(env);
  object.Set("id", tactic.id);
  object.Set("family", tactic.family);
  object.Set("instructionSet", tactic.instruction_set);
  object.Set("tileM", tactic.tile_m);
  object.Set("tileN", tactic.tile_n);
  object.Set("tileK", tactic.tile_k);
  object.Set("clusterM", tactic.cluster_m);
  object.Set("clusterN", tactic.cluster_n);
  object.Set("stages", tactic.stages);
  object.Set("swizzle", tactic.swizzle);
  object.Set("splitK", tactic.split_k);
  object.Set("schedule", tactic.schedule);
  object.Set("raster", tactic.raster);
  object.Set("conversion", tactic.conversion);
  object.Set("loader", tactic.loader);
  object.Set("scaling", tactic.scaling);
  object.Set("weightLayout", tactic.weight_layout);
  object.Set("isDefault", Napi::Boolean::New(env, tactic.is_default != 0));
  return object;
}

}  // namespace moe::addon
