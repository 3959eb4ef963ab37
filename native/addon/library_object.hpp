#pragma once
#include <napi.h>

#include <memory>

#include "measure/kernel_library.hpp"

namespace moe::addon {

/** NativeLibrary of electron/worker/nativeAddon.ts: one loaded kernel library. */
class LibraryObject : public Napi::ObjectWrap<LibraryObject> {
 public:
  static Napi::Function define(Napi::Env env);
  /** new NativeLibrary(path) */
  explicit LibraryObject(const Napi::CallbackInfo& info);

  const std::shared_ptr<const measure::KernelLibrary>& library() const { return library_; }

 private:
  Napi::Value identity(const Napi::CallbackInfo& info);
  Napi::Value device(const Napi::CallbackInfo& info);
  /** readBandwidth(): bytes per second, measured now */
  Napi::Value read_bandwidth(const Napi::CallbackInfo& info);
  Napi::Value tactics(const Napi::CallbackInfo& info);
  Napi::Value support(const Napi::CallbackInfo& info);

  std::shared_ptr<const measure::KernelLibrary> library_;
};

}  // namespace moe::addon
