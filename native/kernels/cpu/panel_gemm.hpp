#pragma once
#include <cstdint>
#include <functional>

#include "kernels/cpu/arrange.hpp"
#include "kernels/cpu/inner_kernel.hpp"
#include "kernels/cpu/slots.hpp"
#include "kernels/cpu/thread_pool.hpp"

namespace moe::cpu {

/** A GEMM over the experts of a routing, panel by panel of rows. */
struct PanelGemm {
  ThreadPool& pool;
  const ExpertSlots& by_expert;
  const ArrangedRows& input;
  InnerKernel kernel;
  PackedWeights weights;
  /** Rows of a part: the up and the gate projection are two parts, whose panels go together. */
  int64_t part_rows;
  int64_t parts;
  float* partial_sums;  // [segments, parts, panels, S, kPanelRows]; written when K is split
};

/** Finished sums: a panel of rows of both parts for some slots of one expert. */
struct PanelSums {
  int32_t expert;
  const int32_t* slots;  // [num_slots]
  int64_t num_slots;
  int64_t row;       // of the part
  int64_t num_rows;  // at most kPanelRows
  float* up;         // [num_slots, kPanelRows]
  float* gate;       // as up; nullptr when there is one part
};

/**
 * Runs the GEMM and calls epilogue(sums) until every slot and panel has been there, from any
 * thread. Bits do not depend on the number of threads: a sum is always made of the same segments.
 */
void run_panel_gemm(const PanelGemm& gemm, const std::function<void(const PanelSums&)>& epilogue);

}  // namespace moe::cpu
