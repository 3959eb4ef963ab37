#pragma once
/** Inner loops of every family and instruction set; each is defined in <family>/<instruction
 * set>.cpp. */
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu {

namespace natural {
extern const InnerKernels kGeneric;
extern const InnerKernels kAvx2;
extern const InnerKernels kAvx512;
extern const InnerKernels kAvx512Bf16;
extern const InnerKernels kGenericInt4;
extern const InnerKernels kAvx2Int4;
extern const InnerKernels kAvx512Int4;
}  // namespace natural

namespace interleaved {
extern const InnerKernels kGeneric;
extern const InnerKernels kAvx2;
extern const InnerKernels kAvx512;
extern const InnerKernels kAvx512Bf16;
}  // namespace interleaved

namespace streaming {
extern const InnerKernels kGeneric;
extern const InnerKernels kAvx2;
extern const InnerKernels kAvx512;
extern const InnerKernels kAvx512Bf16;
extern const InnerKernels kAmxBf16;
}  // namespace streaming

}  // namespace moe::cpu
