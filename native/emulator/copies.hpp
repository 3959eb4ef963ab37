#pragma once
#include "emulator/machine.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::emulator {

/** cp.async.bulk.tensor.2d into every block of `mask`; 0: into the current one. */
void issue_tensor_copy(uint32_t to, const ptx::TensorMap* map, uint32_t barrier, int32_t c0,
                       int32_t c1, uint32_t mask, const Where& where);
/** cp.async.bulk of contiguous bytes. */
void issue_bulk_copy(uint32_t to, const void* from, uint32_t bytes, uint32_t barrier,
                     const Where& where);

/** Lands what the options say may land now. */
void land_due_copies();
/** Lands one copy when nothing else can run. @return false when there is none */
bool land_any_copy();
size_t copies_in_flight();
void drop_copies();
/** Whether a copy that reads this map is on its way. */
bool is_map_in_use(const ptx::TensorMap* map);

}  // namespace moe::emulator
