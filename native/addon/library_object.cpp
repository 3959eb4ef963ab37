#include "addon/library_object.hpp"

#include <array>

#include "addon/convert.hpp"
#include "addon/errors.hpp"

namespace moe::addon {

namespace {

constexpr size_t kReasonBytes = 1024;

/** Bytes of one copy of what the stage reads: one GEMM or, for the layer, both. */
double weight_bytes(const measure::KernelLibrary& library, int32_t tactic,
                    const moe_problem& problem, int32_t stage) {
  double total = 0;
  for (const int32_t gemm : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2}) {
    if (stage == gemm || stage == MOE_STAGE_LAYER) {
      size_t bytes = 0;
      library.require(library.api().weights_bytes(tactic, &problem, gemm, &bytes),
                      "sizing weights");
      total += static_cast<double>(bytes);
    }
  }
  return total;
}

}  // namespace

Napi::Function LibraryObject::define(Napi::Env env) {
  return DefineClass(env, "NativeLibrary",
                     {InstanceMethod<&LibraryObject::identity>("identity"),
                      InstanceMethod<&LibraryObject::device>("device"),
                      InstanceMethod<&LibraryObject::read_bandwidth>("readBandwidth"),
                      InstanceMethod<&LibraryObject::tactics>("tactics"),
                      InstanceMethod<&LibraryObject::support>("support")});
}

LibraryObject::LibraryObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<LibraryObject>(info) {
  guarded(info.Env(), [&] {
    library_ = std::make_shared<const measure::KernelLibrary>(info[0].ToString().Utf8Value());
  });
}

Napi::Value LibraryObject::identity(const Napi::CallbackInfo& info) {
  auto object = Napi::Object::New(info.Env());
  object.Set("name", library_->api().name);
  object.Set("target", library_->api().target);
  object.Set("abiVersion", library_->api().abi_version);
  return object;
}

Napi::Value LibraryObject::device(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  auto object = Napi::Object::New(env);
  moe_device device{};
  device.struct_size = sizeof device;
  const moe_status status = library_->api().device(&device);
  object.Set("ready", Napi::Boolean::New(env, status == MOE_OK));
  const char* const description = status == MOE_OK ? device.name : library_->api().last_error();
  object.Set("description", description);
  object.Set("memoryBytes", static_cast<double>(device.memory_bytes));
  object.Set("lastLevelCacheBytes", static_cast<double>(device.last_level_cache_bytes));
  return object;
}

Napi::Value LibraryObject::read_bandwidth(const Napi::CallbackInfo& info) {
  return guarded(info.Env(),
                 [&] { return Napi::Number::New(info.Env(), library_->read_bandwidth()); });
}

Napi::Value LibraryObject::tactics(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const int32_t count = library_->api().tactic_count();
    auto tactics = Napi::Array::New(info.Env(), static_cast<size_t>(count));
    for (int32_t index = 0; index < count; ++index) {
      tactics.Set(static_cast<uint32_t>(index), tactic_to(info.Env(), library_->tactic(index)));
    }
    return tactics;
  });
}

/** support(problem, tacticIndex, stage) */
Napi::Value LibraryObject::support(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto problem = problem_from(info[0]);
    const int32_t tactic = info[1].ToNumber().Int32Value();
    const int32_t stage = stage_from(info[2]);
    std::array<char, kReasonBytes> reason{};
    const moe_status status =
        library_->api().supports(tactic, &problem, stage, reason.data(), reason.size());
    if (status != MOE_UNSUPPORTED) {
      library_->require(status, "asking whether a tactic supports a problem");
    }
    auto object = Napi::Object::New(info.Env());
    object.Set("supported", Napi::Boolean::New(info.Env(), status == MOE_OK));
    if (status == MOE_UNSUPPORTED) {
      object.Set("reason", reason.data());
    }
    object.Set("weightBytes",
               status == MOE_OK ? weight_bytes(*library_, tactic, problem, stage) : 0.0);
    return object;
  });
}

}  // namespace moe::addon
