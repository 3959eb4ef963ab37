#pragma once
#include "api/moe_kernels.h"

namespace moe::sm90 {

/** Makes `device` the current one. Throws MOE_NO_DEVICE with the reason: no driver, no such device,
 * or one that is not of compute capability 9.0. */
void use_device(int32_t device);

/** The current device. */
moe_device describe_device();

/** Streaming multiprocessors of the current device. */
int32_t num_multiprocessors();

}  // namespace moe::sm90
