#pragma once
#include <napi.h>

#include <new>

#include "measure/failure.hpp"

namespace moe::addon {

/** A JavaScript Error whose `code` is one of error, out_of_memory, unsupported, no_device. */
Napi::Error error_of(Napi::Env env, const measure::Failure& failure);

/** Runs `body` and throws what it throws as a JavaScript error. Every entry point is one of these.
 */
template <class Body>
auto guarded(Napi::Env env, Body body) {
  try {
    return body();
  } catch (const measure::Failure& failure) {
    throw error_of(env, failure);
  } catch (const std::bad_alloc&) {
    throw error_of(env, {measure::FailureKind::kOutOfMemory, "memory could not be allocated"});
  }
}

}  // namespace moe::addon
