#include "measure/layer_truth.hpp"

#include <algorithm>

namespace moe::measure {

namespace {

/** FNV-1a over the bytes of a routing sample: tells samples apart in the cache of oracle results.
 */
uint64_t hash_of(const RoutingSample& sample) {
  uint64_t hash = 0xcbf29ce484222325u;
  const auto add = [&](const void* data, size_t bytes) {
    const auto* const begin = static_cast<const uint8_t*>(data);
    std::for_each(begin, begin + bytes,
                  [&](uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3u; });
  };
  add(sample.expert_ids.data(), sample.expert_ids.size() * sizeof(int32_t));
  add(sample.expert_weights.data(), sample.expert_weights.size() * sizeof(float));
  return hash;
}

auto identity_of(const moe_problem& p, uint64_t seed) {
  return std::make_tuple(p.scheme, p.hidden_size, p.intermediate_size, p.num_experts, p.top_k,
                         p.activation, p.has_bias, p.swiglu_alpha, p.swiglu_beta, p.swiglu_limit,
                         seed);
}

}  // namespace

LayerTruth::LayerTruth(const moe_problem& problem, uint64_t seed, int32_t num_threads)
    : problem_(problem), seed_(seed), num_threads_(num_threads) {}

std::shared_ptr<LayerTruth> LayerTruth::shared(const moe_problem& problem, uint64_t seed,
                                               int32_t num_threads) {
  using Identity = decltype(identity_of(problem, seed));
  thread_local std::map<Identity, std::weak_ptr<LayerTruth>> known;
  auto& place = known[identity_of(problem, seed)];
  if (auto truth = place.lock()) {
    return truth;
  }
  const auto truth = std::make_shared<LayerTruth>(problem, seed, num_threads);
  place = truth;
  return truth;
}

const HostWeights& LayerTruth::weights(int32_t gemm) {
  const auto found = weights_.find(gemm);
  if (found != weights_.end()) {
    return found->second;
  }
  return weights_.try_emplace(gemm, problem_, gemm, seed_, num_threads_).first->second;
}

const ExpectedOutput& LayerTruth::expected(const OracleQuestion& question) {
  const Key key{question.stage, question.num_tokens, hash_of(question.sample), question.seed,
                question.max_tokens};
  const auto found = expected_.find(key);
  if (found != expected_.end()) {
    return found->second;
  }
  auto tokens = choose_tokens(question.num_tokens, question.max_tokens, question.seed);
  return expected_.emplace(key, ask_oracle(question, std::move(tokens))).first->second;
}

ExpectedOutput LayerTruth::ask_oracle(const OracleQuestion& question, std::vector<int32_t> tokens) {
  reference::LayerWeights both{};
  if (question.stage != MOE_STAGE_GEMM2) {
    both.gemm1 = weights(MOE_STAGE_GEMM1).view();
  }
  if (question.stage != MOE_STAGE_GEMM1) {
    both.gemm2 = weights(MOE_STAGE_GEMM2).view();
  }
  return expected_output(problem_, question.stage, both, question.sample, question.seed,
                         std::move(tokens), num_threads_);
}

}  // namespace moe::measure
