#pragma once
#include <napi.h>

#include "api/moe_kernels.h"
#include "measure/timed_cell.hpp"

/** JavaScript values to the structures of native/measure and back. Throw Napi::TypeError when
 * malformed. */
namespace moe::addon {

Napi::Object object_from(const Napi::Value& value, const char* what);

/** The contract's MoeProblem. */
moe_problem problem_from(const Napi::Value& value);

/** "gemm1", "gemm2" or "layer". */
int32_t stage_from(const Napi::Value& value);

int32_t int_from(const Napi::Object& object, const char* key);
double number_from(const Napi::Object& object, const char* key);
/** A whole number from 0 to 2^53. */
uint64_t seed_from(const Napi::Object& object, const char* key);

/** expertIds: Int32Array, expertWeights: Float32Array; copied. */
measure::RoutingSample sample_from(const Napi::Object& object);

/** The contract's Tactic. */
Napi::Object tactic_to(Napi::Env env, const moe_tactic& tactic);

}  // namespace moe::addon
