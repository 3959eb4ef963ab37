#pragma once
#include <napi.h>

#include <memory>

#include "measure/timed_cell.hpp"

namespace moe::addon {

/** NativeSession of electron/worker/nativeAddon.ts: one problem on one library, one cell at a time.
 */
class SessionObject : public Napi::ObjectWrap<SessionObject> {
 public:
  static Napi::Function define(Napi::Env env);
  /** new NativeSession(library, { problem, threads, seed }) */
  explicit SessionObject(const Napi::CallbackInfo& info);

  /** The cell that was entered last. Throws when there is none. */
  measure::TimedCell& cell(Napi::Env env);

 private:
  Napi::Value prepare(const Napi::CallbackInfo& info);
  Napi::Value check(const Napi::CallbackInfo& info);
  Napi::Value enter_cell(const Napi::CallbackInfo& info);
  Napi::Value measure_block(const Napi::CallbackInfo& info);

  std::unique_ptr<measure::Session> session_;
  std::unique_ptr<measure::TimedCell> cell_;  // refers to session_
};

/** measurePairedBlock(sessionA, sessionB, order) */
Napi::Value measure_paired_block(const Napi::CallbackInfo& info);

}  // namespace moe::addon
