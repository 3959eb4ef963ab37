#pragma once
#include "emulator/machine.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::emulator {

/** The emulator's content of a tensor map. */
struct TensorMapFields {
  const uint8_t* address;
  uint32_t mark;  // tells a map from other bytes
  uint32_t element_bytes;
  uint32_t swizzle_bytes;  // 0, 64 or 128: width of the swizzle
  uint32_t size[2];        // elements
  uint64_t stride;         // bytes between rows
  uint32_t box[2];         // elements
};

/**
 * Encodes a two-dimensional map with the checks that cuTensorMapEncodeTiled makes.
 * @return what is wrong, or empty
 */
std::string encode_tensor_map(ptx::TensorMap& map, const TensorMapFields& fields);
/** The fields of a map that a copy uses; fails when it is no map. */
TensorMapFields decode_tensor_map(const ptx::TensorMap& map, const Where& where);

/** tensormap.replace on a map in shared memory. */
void edit_shared_map(uint32_t map, const std::function<void(TensorMapFields&)>& edit,
                     const Where& where);
/** tensormap.replace on a map in global memory. */
void edit_global_map(ptx::TensorMap* map, const std::function<void(TensorMapFields&)>& edit,
                     const Where& where);
/** tensormap.cp_fenceproxy by the whole warp. */
void publish_map(ptx::TensorMap* to, uint32_t from, const Where& where);
void release_maps(const Where& where);
void acquire_map(const ptx::TensorMap* map);
/** Fails unless the current thread has acquired the last change of this map. */
void check_map_visible(const ptx::TensorMap* map, const Where& where);
void forget_maps();

}  // namespace moe::emulator
