#include "bench/cpu_peers/ggml_layer.hpp"

#include "bench/cpu_peers/ggml_weights.hpp"
#include "kernels/common/bf16.hpp"
#include "measure/failure.hpp"

namespace moe::peers {

namespace {

/** Room for the descriptions of some dozens of tensors and a graph. */
constexpr size_t kContextBytes = size_t{8} << 20;

void must(bool done, const char* what) {
  if (!done) {
    throw measure::Failure(measure::FailureKind::kError, std::string("ggml failed at ") + what);
  }
}

}  // namespace

GgmlLayer::GgmlLayer(std::shared_ptr<const GgmlRuntime> runtime, const HostLayer& host,
                     int32_t copies)
    : runtime_(std::move(runtime)), problem_(host.problem) {
  const GgmlApi& api = runtime_->api();
  const int64_t hidden = problem_.hidden_size;
  const int64_t intermediate = problem_.intermediate_size;
  const int64_t experts = problem_.num_experts;
  weight_context_ = api.init({kContextBytes, nullptr, true});
  for (int32_t copy = 0; copy < copies; ++copy) {
    copies_.push_back(
        {api.new_tensor_3d(weight_context_, kGgmlMxfp4, hidden, intermediate, experts),
         api.new_tensor_3d(weight_context_, kGgmlMxfp4, hidden, intermediate, experts),
         api.new_tensor_3d(weight_context_, kGgmlMxfp4, intermediate, hidden, experts)});
  }
  weight_buffer_ = api.alloc_tensors(weight_context_, runtime_->repacked());
  must(weight_buffer_ != nullptr, "allocating the weights");
  const auto set = [&](GgmlTensor* Weights::*tensor, const std::vector<uint8_t>& blocks) {
    for (const Weights& copy : copies_) {
      must(api.nbytes(copy.*tensor) == blocks.size(), "sizing the weights");
      api.tensor_set(copy.*tensor, blocks.data(), 0, blocks.size());
    }
  };
  // gemm1's rows are [0, I) up and [I, 2I) gate.
  set(&Weights::up,
      to_ggml_blocks(host.gemm1.view(), {experts, 2 * intermediate, hidden}, 0, intermediate));
  set(&Weights::gate, to_ggml_blocks(host.gemm1.view(), {experts, 2 * intermediate, hidden},
                                     intermediate, intermediate));
  set(&Weights::down,
      to_ggml_blocks(host.gemm2.view(), {experts, hidden, intermediate}, 0, hidden));
}

GgmlLayer::~GgmlLayer() {
  release_graphs();
  runtime_->api().buffer_free(weight_buffer_);
  runtime_->api().free(weight_context_);
}

std::string GgmlLayer::description() const {
  return runtime_->description() + ", weights in CPU_REPACK, activations quantised to 8 bits";
}

void GgmlLayer::prepare(int32_t num_tokens) {
  if (num_tokens == num_tokens_) {
    return;
  }
  release_graphs();
  for (const Weights& weights : copies_) {
    graphs_.push_back(build(weights, num_tokens));
  }
  num_tokens_ = num_tokens;
}

void GgmlLayer::load(const Batch& batch, int32_t copy) {
  const GgmlApi& api = runtime_->api();
  loaded_ = &graphs_[static_cast<size_t>(copy)];
  std::vector<float> input(batch.input.size());
  for (size_t i = 0; i < input.size(); ++i) {
    input[i] = bf16_to_float(batch.input[i]);
  }
  const auto set = [&](GgmlTensor* tensor, const auto& values) {
    api.tensor_set(tensor, values.data(), 0, values.size() * sizeof(values[0]));
  };
  set(loaded_->input, input);
  set(loaded_->ids, batch.expert_ids);
  set(loaded_->weights, batch.expert_weights);
}

void GgmlLayer::run() {
  constexpr int kSuccess = 0;
  must(runtime_->api().graph_compute(runtime_->backend(), loaded_->graph) == kSuccess,
       "computing the layer");
}

std::vector<float> GgmlLayer::output() const {
  std::vector<float> values(static_cast<size_t>(num_tokens_) *
                            static_cast<size_t>(problem_.hidden_size));
  runtime_->api().tensor_get(loaded_->output, values.data(), 0, values.size() * sizeof(float));
  return values;
}

GgmlLayer::Graph GgmlLayer::build(const Weights& weights, int32_t num_tokens) const {
  const GgmlApi& api = runtime_->api();
  const int64_t hidden = problem_.hidden_size;
  const int64_t top_k = problem_.top_k;
  Graph made;
  made.context = api.init({kContextBytes, nullptr, true});
  GgmlContext* const context = made.context;
  made.input = api.new_tensor_3d(context, kGgmlF32, hidden, 1, num_tokens);
  made.ids = api.new_tensor_2d(context, kGgmlI32, top_k, num_tokens);
  made.weights = api.new_tensor_3d(context, kGgmlF32, 1, top_k, num_tokens);
  for (GgmlTensor* const tensor : {made.input, made.ids, made.weights}) {
    api.set_input(tensor);
  }
  GgmlTensor* const up = api.mul_mat_id(context, weights.up, made.input, made.ids);
  GgmlTensor* const gate = api.mul_mat_id(context, weights.gate, made.input, made.ids);
  GgmlTensor* const active = api.swiglu_split(context, gate, up);                    // [T, k, I]
  GgmlTensor* const rows = api.mul_mat_id(context, weights.down, active, made.ids);  // [T, k, H]
  GgmlTensor* const weighted = api.mul(context, rows, made.weights);
  const size_t row_bytes = static_cast<size_t>(hidden) * sizeof(float);
  const auto choice = [&](int64_t index) {
    return api.view_2d(context, weighted, hidden, num_tokens,
                       row_bytes * static_cast<size_t>(top_k),
                       row_bytes * static_cast<size_t>(index));
  };
  made.output = choice(0);
  for (int64_t index = 1; index < top_k; ++index) {
    made.output = api.add(context, made.output, choice(index));
  }
  api.set_output(made.output);
  made.graph = api.new_graph(context);
  api.build_forward_expand(made.graph, made.output);
  made.allocator = api.gallocr_new(api.default_buffer_type(runtime_->backend()));
  must(api.gallocr_alloc_graph(made.allocator, made.graph), "allocating the computation");
  return made;
}

void GgmlLayer::release_graphs() {
  for (const Graph& graph : graphs_) {
    runtime_->api().gallocr_free(graph.allocator);
    runtime_->api().free(graph.context);
  }
  graphs_.clear();
  loaded_ = nullptr;
}

}  // namespace moe::peers
