#pragma once
#include "api/moe_kernels.h"

namespace moe::cpu {

/** The processor as a device. */
moe_device describe_device();

}  // namespace moe::cpu
