/** Exports of moe_addon.node; their types are in electron/worker/nativeAddon.ts. */
#include <napi.h>

#include "addon/errors.hpp"
#include "addon/library_object.hpp"
#include "addon/session_object.hpp"
#include "measure/compute_peak.hpp"
#include "measure/memory.hpp"
#include "measure/nvml.hpp"
#include "measure/processor.hpp"
#include "measure/read_bandwidth.hpp"

namespace moe::addon {

namespace {

Napi::Value describe_processor(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  const auto processor = measure::describe_processor();
  auto features = Napi::Array::New(env, processor.features.size());
  for (uint32_t i = 0; i < processor.features.size(); ++i) {
    features.Set(i, processor.features[i]);
  }
  auto object = Napi::Object::New(env);
  object.Set("model", processor.model);
  object.Set("hardwareThreads", processor.hardware_threads);
  object.Set("features", features);
  object.Set("l1dBytes", static_cast<double>(processor.l1d_bytes));
  object.Set("l2Bytes", static_cast<double>(processor.l2_bytes));
  object.Set("lastLevelCacheBytes", static_cast<double>(processor.last_level_cache_bytes));
  return object;
}

Napi::Value available_memory_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(measure::available_memory_bytes()));
}

Napi::Object read_bandwidth_object(Napi::Env env, int32_t threads) {
  const auto result = measure::measure_read_bandwidth(threads);
  auto object = Napi::Object::New(env);
  object.Set("threads", result.num_threads);
  object.Set("bytesPerSecond", result.bytes_per_second);
  return object;
}

Napi::Object compute_peak_object(Napi::Env env, int32_t threads) {
  const auto result = measure::measure_compute_peak(threads);
  auto object = Napi::Object::New(env);
  object.Set("threads", result.num_threads);
  object.Set("flopsPerSecond", result.flops_per_second);
  object.Set("instruction", measure::name_of(result.instruction));
  return object;
}

/** measureCeilings(threads) */
Napi::Value measure_ceilings(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const int32_t threads = info[0].ToNumber().Int32Value();
    auto object = Napi::Object::New(info.Env());
    object.Set("readBandwidth", read_bandwidth_object(info.Env(), threads));
    object.Set("computePeak", compute_peak_object(info.Env(), threads));
    object.Set("hugePagesGranted", measure::huge_pages_granted());
    return object;
  });
}

/** deviceState(): of the first GPU, or undefined where NVML does not answer */
Napi::Value device_state(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  static const measure::Nvml nvml;
  const auto state = nvml.state();
  if (!state) {
    return env.Undefined();
  }
  auto object = Napi::Object::New(env);
  object.Set("clockMhz", state->sm_clock_mhz);
  object.Set("temperatureC", state->temperature_c);
  object.Set("powerW", state->power_w);
  auto reasons = Napi::Array::New(env, state->throttle_reasons.size());
  for (uint32_t i = 0; i < state->throttle_reasons.size(); ++i) {
    reasons.Set(i, state->throttle_reasons[i]);
  }
  object.Set("throttleReasons", reasons);
  return object;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("describeProcessor", Napi::Function::New(env, describe_processor));
  exports.Set("availableMemoryBytes", Napi::Function::New(env, available_memory_bytes));
  exports.Set("measureCeilings", Napi::Function::New(env, measure_ceilings));
  exports.Set("measurePairedBlock", Napi::Function::New(env, measure_paired_block));
  exports.Set("deviceState", Napi::Function::New(env, device_state));
  exports.Set("NativeLibrary", LibraryObject::define(env));
  exports.Set("NativeSession", SessionObject::define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(moe_addon, init)

}  // namespace moe::addon
