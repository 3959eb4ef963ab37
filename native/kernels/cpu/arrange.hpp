#pragma once
#include <cstdint>
#include <vector>

#include "kernels/cpu/inner_kernel.hpp"
#include "kernels/cpu/slots.hpp"
#include "kernels/cpu/thread_pool.hpp"

namespace moe::cpu {

/** Rows of activations before they are arranged: slot s has row s / slots_per_row, bf16 [K]. */
struct ActivationRows {
  const uint16_t* values;
  int64_t slots_per_row;
  int64_t k;
};

/** Activations as an inner loop wants them. */
class ArrangedRows {
 public:
  /** Lays rows out, or uses them as they are. @param arranged arranged_bytes */
  ArrangedRows(ThreadPool& pool, const Arrangement& arrangement, const ExpertSlots& by_expert,
               const ActivationRows& rows, uint8_t* arranged);

  /** InnerCall::tokens for the slots at [position, position + count) of ExpertSlots::slots. */
  void point_at(const ExpertSlots& by_expert, int64_t position, int64_t count,
                const void** tokens) const;

  /** InnerCall::foldable for those slots; true where nothing is folded. */
  bool are_foldable(int64_t position, int64_t count) const;

 private:
  const uint8_t* base_;
  size_t stride_;  // bytes of a row
  int64_t slots_per_row_;
  bool in_tiles_;
  int64_t segments_ = 0;             // of K, where foldable activations are told from others
  std::vector<uint8_t> unfoldable_;  // [S, segments_]: 1 where one is not
};

/** Bytes that arranging the activations of `slots` slots takes at most. */
size_t arranged_bytes(int64_t slots, int64_t k);

}  // namespace moe::cpu
