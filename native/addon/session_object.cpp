#include "addon/session_object.hpp"

#include "addon/convert.hpp"
#include "addon/errors.hpp"
#include "addon/library_object.hpp"
#include "measure/paired_block.hpp"

namespace moe::addon {

namespace {

Napi::Object check_to(Napi::Env env, const measure::CheckResult& result) {
  auto object = Napi::Object::New(env);
  object.Set("correct", Napi::Boolean::New(env, result.correct));
  object.Set("relativeError", result.relative_error);
  object.Set("comparedValues", static_cast<double>(result.compared_values));
  if (result.first_bad) {
    auto bad = Napi::Object::New(env);
    bad.Set("token", result.first_bad->token);
    bad.Set("column", result.first_bad->column);
    bad.Set("expected", result.first_bad->expected);
    bad.Set("actual", result.first_bad->actual);
    object.Set("firstBad", bad);
  }
  return object;
}

/** { tacticIndex, gemm2TacticIndex? }: the latter is gemm2's when it is there. */
measure::TacticPair tactics_from(const Napi::Object& object) {
  const int32_t gemm1 = int_from(object, "tacticIndex");
  return object.Get("gemm2TacticIndex").IsUndefined()
             ? measure::TacticPair(gemm1)
             : measure::TacticPair(gemm1, int_from(object, "gemm2TacticIndex"));
}

measure::CellRequest cell_request_from(const Napi::Object& object) {
  measure::CellRequest request{.tactics = tactics_from(object),
                               .stage = stage_from(object.Get("stage")),
                               .num_tokens = int_from(object, "batchSize"),
                               .min_slot_us = number_from(object, "minSlotUs"),
                               .rotation = {}};
  const auto rotation = object.Get("rotation").As<Napi::Array>();
  for (uint32_t i = 0; i < rotation.Length(); ++i) {
    const auto launch = object_from(rotation.Get(i), "a launch of the rotation");
    request.rotation.push_back({int_from(launch, "copy"), sample_from(launch)});
  }
  return request;
}

Napi::Object slot_to(Napi::Env env, const measure::SlotTimes& times) {
  auto slot = Napi::Object::New(env);
  slot.Set("medianUs", times.median_us);
  slot.Set("minUs", times.min_us);
  slot.Set("maxUs", times.max_us);
  slot.Set("launches", times.launches);
  return slot;
}

}  // namespace

Napi::Function SessionObject::define(Napi::Env env) {
  return DefineClass(env, "NativeSession",
                     {InstanceMethod<&SessionObject::prepare>("prepare"),
                      InstanceMethod<&SessionObject::check>("check"),
                      InstanceMethod<&SessionObject::enter_cell>("enterCell"),
                      InstanceMethod<&SessionObject::measure_block>("measureBlock")});
}

SessionObject::SessionObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<SessionObject>(info) {
  guarded(info.Env(), [&] {
    const auto* library = LibraryObject::Unwrap(object_from(info[0], "the library"));
    const auto options = object_from(info[1], "the options of a session");
    const measure::SessionOptions session{.num_threads = int_from(options, "threads"),
                                          .seed = seed_from(options, "seed")};
    session_ = std::make_unique<measure::Session>(library->library(),
                                                  problem_from(options.Get("problem")), session);
  });
}

/** prepare({ tacticIndex, gemm2TacticIndex?, stage, copies }) */
Napi::Value SessionObject::prepare(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto request = object_from(info[0], "the request of prepare");
    session_->prepare(tactics_from(request), stage_from(request.Get("stage")),
                      int_from(request, "copies"));
    return info.Env().Undefined();
  });
}

/** check({ tacticIndex, gemm2TacticIndex?, stage, batchSize, sample, seed }) */
Napi::Value SessionObject::check(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto request = object_from(info[0], "the request of check");
    cell_.reset();  // its buffers may grow
    const auto result = session_->check(
        {.tactics = tactics_from(request),
         .stage = stage_from(request.Get("stage")),
         .num_tokens = int_from(request, "batchSize"),
         .sample = sample_from(object_from(request.Get("sample"), "the routing sample")),
         .seed = seed_from(request, "seed")});
    return check_to(info.Env(), result);
  });
}

/** enterCell({ tacticIndex, gemm2TacticIndex?, stage, batchSize, minSlotUs, rotation }) */
Napi::Value SessionObject::enter_cell(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    cell_.reset();
    cell_ = std::make_unique<measure::TimedCell>(
        *session_, cell_request_from(object_from(info[0], "the request of enterCell")));
    auto object = Napi::Object::New(info.Env());
    object.Set("launchUs", cell_->launch_us());
    object.Set("launchesPerSlot", cell_->launches_per_slot());
    return object;
  });
}

/** measureBlock(slots) */
Napi::Value SessionObject::measure_block(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto slots = cell(info.Env()).measure_block(info[0].ToNumber().Int32Value());
    auto result = Napi::Array::New(info.Env(), slots.size());
    for (uint32_t i = 0; i < slots.size(); ++i) {
      result.Set(i, slot_to(info.Env(), slots[i]));
    }
    return result;
  });
}

measure::TimedCell& SessionObject::cell(Napi::Env env) {
  if (!cell_) {
    throw Napi::Error::New(env, "a block needs a cell: call enterCell first");
  }
  return *cell_;
}

Napi::Value measure_paired_block(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    auto& a =
        SessionObject::Unwrap(object_from(info[0], "the session of side A"))->cell(info.Env());
    auto& b =
        SessionObject::Unwrap(object_from(info[1], "the session of side B"))->cell(info.Env());
    const auto slots = measure::measure_paired_block(a, b, info[2].ToString().Utf8Value());
    auto result = Napi::Array::New(info.Env(), slots.size());
    for (uint32_t i = 0; i < slots.size(); ++i) {
      auto slot = slot_to(info.Env(), slots[i].times);
      slot.Set("side", std::string(1, slots[i].side));
      result.Set(i, slot);
    }
    return result;
  });
}

}  // namespace moe::addon
