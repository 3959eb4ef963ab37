#include "measure/prepared_weights.hpp"

namespace moe::measure {

const moe_weights* PreparedWeights::get(int32_t tactic, int32_t gemm, int32_t copy,
                                        const HostWeights& host) {
  const auto& library = context_.library();
  const auto& api = library.api();
  const Key key{library.tactic(tactic).weight_layout, gemm, copy};
  if (const auto found = kept_.find(key); found != kept_.end()) {
    return found->second.get();
  }
  size_t bytes = 0;
  library.require(api.weights_bytes(tactic, &problem_, gemm, &bytes), "sizing weights");
  require_memory(static_cast<int64_t>(bytes), "packed weights");
  moe_weights* made = nullptr;
  library.require(api.weights_create(context_.get(), tactic, &problem_, gemm, &host.view(), &made),
                  "packing weights");
  kept_.emplace(key, std::unique_ptr<moe_weights, Release>(made, Release{api.weights_destroy}));
  return made;
}

}  // namespace moe::measure
