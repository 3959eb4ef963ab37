#pragma once
#include "kernels/sm90/gemm/map_shapes.hpp"

namespace moe::sm90 {

/** Fills the three templates of `params` for a kernel's boxes. Throws Error with the driver's
 * reason. */
void encode_maps(GemmParams& params, BoxRows box);

}  // namespace moe::sm90
