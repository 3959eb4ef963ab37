#pragma once
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "measure/host_weights.hpp"
#include "measure/library_handles.hpp"

namespace moe::measure {

/**
 * Weights packed by the library, made when first asked for and kept: tactics with the same layout
 * share them, and copies are what a cold rotation goes round.
 */
class PreparedWeights {
 public:
  PreparedWeights(const ContextHandle& context, const moe_problem& problem)
      : context_(context), problem_(problem) {}

  /**
   * @param gemm   GEMM1 or GEMM2
   * @param host   what to pack; the same for every copy, so one oracle serves them all
   * Throws Failure, kOutOfMemory when the copy does not fit.
   */
  const moe_weights* get(int32_t tactic, int32_t gemm, int32_t copy, const HostWeights& host);

 private:
  struct Release {
    void (*destroy)(moe_weights*);
    void operator()(moe_weights* weights) const { destroy(weights); }
  };
  using Key = std::tuple<std::string, int32_t, int32_t>;  // layout, gemm, copy

  const ContextHandle& context_;
  moe_problem problem_;
  std::map<Key, std::unique_ptr<moe_weights, Release>> kept_;
};

}  // namespace moe::measure
