#include "kernels/sm90/library/tensor_maps.hpp"

#include <cuda.h>
#include <cuda_runtime_api.h>

#include <string>

#include "kernels/common/error.hpp"
#include "kernels/sm90/library/cuda_check.hpp"

namespace moe::sm90 {

namespace {

static_assert(sizeof(ptx::TensorMap) == sizeof(CUtensorMap));

using EncodeTiled = decltype(&cuTensorMapEncodeTiled);

/** From the driver at run time: the library must load where there is none. */
EncodeTiled encoder() {
  static const EncodeTiled found = [] {
    void* entry = nullptr;
    cudaDriverEntryPointQueryResult result{};
    check(cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &entry, 12000,
                                           cudaEnableDefault, &result),
          "finding cuTensorMapEncodeTiled in the driver");
    if (result != cudaDriverEntryPointSuccess) {
      throw Error(MOE_FAILED, "the driver has no cuTensorMapEncodeTiled: it is older than CUDA 12");
    }
    return reinterpret_cast<EncodeTiled>(entry);
  }();
  return found;
}

CUtensorMapDataType element_type(uint32_t bytes) {
  switch (bytes) {
    case 1:
      return CU_TENSOR_MAP_DATA_TYPE_UINT8;
    case 2:
      return CU_TENSOR_MAP_DATA_TYPE_BFLOAT16;
    case 4:
      return CU_TENSOR_MAP_DATA_TYPE_INT32;
    default:
      return CU_TENSOR_MAP_DATA_TYPE_INT64;
  }
}

CUtensorMapSwizzle swizzle(uint32_t bytes) {
  switch (bytes) {
    case 64:
      return CU_TENSOR_MAP_SWIZZLE_64B;
    case 128:
      return CU_TENSOR_MAP_SWIZZLE_128B;
    default:
      return CU_TENSOR_MAP_SWIZZLE_NONE;
  }
}

void encode(ptx::TensorMap& map, const MapShape& shape) {
  const cuuint64_t sizes[2] = {shape.size[0], shape.size[1]};
  const cuuint64_t strides[1] = {shape.stride};
  const cuuint32_t box[2] = {shape.box[0], shape.box[1]};
  const cuuint32_t steps[2] = {1, 1};
  // The copy engine only reads through these maps.
  void* const address = const_cast<void*>(shape.address);
  const CUresult result = encoder()(
      reinterpret_cast<CUtensorMap*>(&map), element_type(shape.element_bytes), 2, address, sizes,
      strides, box, steps, CU_TENSOR_MAP_INTERLEAVE_NONE, swizzle(shape.swizzle_bytes),
      CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  if (result != CUDA_SUCCESS) {
    throw Error(MOE_FAILED, "the driver refused a tensor map of " + std::to_string(shape.size[0]) +
                                " x " + std::to_string(shape.size[1]) + " elements (error " +
                                std::to_string(result) + ")");
  }
}

}  // namespace

void encode_maps(GemmParams& params, BoxRows box) {
  for (int operand = 0; operand < kNumOperands; ++operand) {
    if ((operand == kActivations ? box.tokens : box.weights) == 0) continue;
    encode(params.maps[operand], map_shape(params, static_cast<Operand>(operand), box));
  }
}

}  // namespace moe::sm90
