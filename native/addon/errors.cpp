#include "addon/errors.hpp"

namespace moe::addon {

namespace {

const char* code_of(measure::FailureKind kind) {
  switch (kind) {
    case measure::FailureKind::kOutOfMemory:
      return "out_of_memory";
    case measure::FailureKind::kUnsupported:
      return "unsupported";
    case measure::FailureKind::kNoDevice:
      return "no_device";
    default:
      return "error";
  }
}

}  // namespace

Napi::Error error_of(Napi::Env env, const measure::Failure& failure) {
  auto error = Napi::Error::New(env, failure.what());
  error.Set("code", code_of(failure.kind()));
  return error;
}

}  // namespace moe::addon
