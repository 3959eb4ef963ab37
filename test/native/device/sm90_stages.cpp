/**
 * What the stages of the pull request's layer take, one or several builds of a library in turn:
 *   sm90_stages BATCHES BLOCKS PART-OF-A-TACTIC-ID LIBRARY...
 * BATCHES like 4,16,64. Weights are random bytes, cold; routing is drawn anew for each launch, from
 * logits in the whole layer. Builds are timed A B .. B A; figures are medians over blocks with the
 * 10th and 90th percentile. Results are not looked at: sm90_conformance does that.
 */
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>

#include "measure/kernel_library.hpp"
#include "routing_samples.hpp"

using namespace moe::measure;

namespace {

constexpr int32_t kRotation = 8;
constexpr double kSlotUs = 4000;
constexpr uint8_t kLeastScale = 118;  // 2^-9, as scales of trained models are

const moe_problem kProblem{sizeof(moe_problem),
                           MOE_SCHEME_MXFP4_BF16,
                           4096,
                           2048,
                           256,
                           6,
                           MOE_ACTIVATION_SWIGLU,
                           0,
                           0,
                           0,
                           0};

/** Bytes of a generator that is fast enough for gigabytes (SplitMix64, Steele et al. 2014). */
std::vector<uint8_t> random_bytes(size_t count, uint64_t state) {
  std::vector<uint64_t> words(count / 8 + 1);
  for (uint64_t& word : words) {
    uint64_t z = state += 0x9E3779B97F4A7C15ull;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    word = z ^ z >> 31;
  }
  const auto* const bytes = reinterpret_cast<const uint8_t*>(words.data());
  return {bytes, bytes + count};
}

struct HostWeights {
  std::vector<uint8_t> values, scales;
  HostWeights(int64_t rows, int64_t k, uint64_t seed)
      : values(random_bytes(static_cast<size_t>(kProblem.num_experts * rows * k / 2), seed)),
        scales(random_bytes(static_cast<size_t>(kProblem.num_experts * rows * k / 32), seed + 1)) {
    for (uint8_t& scale : scales) scale = static_cast<uint8_t>(kLeastScale + scale % 5);
  }
  moe_host_weights view() const {
    return {sizeof(moe_host_weights), values.data(), scales.data(), nullptr, nullptr, nullptr};
  }
};

/** One build's tactic with everything it needs for launches of one batch size. */
class Contender {
 public:
  Contender(std::shared_ptr<const KernelLibrary> library, int32_t tactic, const HostWeights& first,
            const HostWeights& second)
      : library_(std::move(library)), api_(library_->api()), tactic_(tactic) {
    require(api_.context_create(nullptr, &context_));
    require(api_.marks_reserve(context_, 2));
    const moe_host_weights views[2] = {first.view(), second.view()};
    for (const int32_t stage : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2}) {
      require(api_.weights_create(context_, tactic, &kProblem, stage, &views[stage - 1],
                                  &weights_[stage - 1]));
    }
  }
  Contender(const Contender&) = delete;
  ~Contender() {
    for (void* const buffer : buffers_) api_.buffer_destroy(context_, buffer);
    for (moe_weights* const weights : weights_) api_.weights_destroy(weights);
    api_.context_destroy(context_);
  }

  std::string name() const { return library_->path() + " " + library_->tactic(tactic_).id; }

  void set_batch(int32_t tokens) {
    tokens_ = tokens;
    for (void* const buffer : buffers_) api_.buffer_destroy(context_, buffer);
    buffers_.clear();
    launches_.clear();
    size_t workspace_bytes = 0;
    require(api_.workspace_bytes(context_, &kProblem, MOE_STAGE_LAYER, tactic_, tactic_, tokens,
                                 &workspace_bytes));
    const size_t wide =
        static_cast<size_t>(tokens * kProblem.top_k) * static_cast<size_t>(kProblem.hidden_size);
    std::vector<uint16_t> ones(wide, 0x3F80);
    void* const input = uploaded(ones.data(), wide * 2);
    void* const output = uploaded(ones.data(), wide * 2);
    void* const workspace = allocated(workspace_bytes);
    for (int32_t i = 0; i < kRotation; ++i) {
      const auto sample = moe::test::uniform_sample(kProblem, tokens, static_cast<uint32_t>(i));
      std::vector<float> logits(static_cast<size_t>(tokens * kProblem.num_experts), -9);
      for (size_t slot = 0; slot < sample.expert_ids.size(); ++slot) {
        const size_t token = slot / static_cast<size_t>(kProblem.top_k);
        logits[token * static_cast<size_t>(kProblem.num_experts) +
               static_cast<size_t>(sample.expert_ids[slot])] = 1;
      }
      launches_.push_back({sizeof(moe_launch), MOE_STAGE_LAYER, tokens, tactic_, tactic_,
                           weights_[0], weights_[1],
                           static_cast<const float*>(uploaded(logits.data(), logits.size() * 4)),
                           static_cast<const int32_t*>(
                               uploaded(sample.expert_ids.data(), sample.expert_ids.size() * 4)),
                           static_cast<const float*>(uploaded(sample.expert_weights.data(),
                                                              sample.expert_weights.size() * 4)),
                           static_cast<const uint16_t*>(input), static_cast<uint16_t*>(output),
                           workspace, workspace_bytes});
    }
  }

  /** Microseconds per launch of a stage. */
  double measure(int32_t stage) {
    const double once = timed(stage, kRotation);
    return timed(stage, std::max(kRotation, static_cast<int32_t>(kSlotUs / once)));
  }

 private:
  void require(moe_status status) const { library_->require(status, "measuring"); }

  void* allocated(size_t bytes) {
    void* buffer = nullptr;
    require(api_.buffer_create(context_, bytes, &buffer));
    buffers_.push_back(buffer);
    return buffer;
  }
  void* uploaded(const void* from, size_t bytes) {
    void* const buffer = allocated(bytes);
    require(api_.buffer_write(context_, buffer, from, bytes));
    return buffer;
  }

  double timed(int32_t stage, int32_t count) {
    require(api_.mark(context_, 0));
    for (int32_t i = 0; i < count; ++i) {
      moe_launch launch = launches_[static_cast<size_t>(i % kRotation)];
      launch.stage = stage;
      require(api_.launch(context_, &kProblem, &launch));
    }
    require(api_.mark(context_, 1));
    require(api_.synchronize(context_));
    double us = 0;
    require(api_.elapsed_us(context_, 0, 1, &us));
    return us / count;
  }

  std::shared_ptr<const KernelLibrary> library_;
  const moe_library& api_;
  int32_t tactic_;
  int32_t tokens_ = 0;
  moe_context* context_ = nullptr;
  moe_weights* weights_[2] = {};
  std::vector<void*> buffers_;
  std::vector<moe_launch> launches_;
};

double at(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

void compare(std::vector<std::unique_ptr<Contender>>& contenders, int32_t batch, int blocks) {
  for (auto& contender : contenders) contender->set_batch(batch);
  std::map<std::pair<size_t, int32_t>, std::vector<double>> times;
  for (int block = 0; block < blocks; ++block) {
    for (size_t i = 0; i < contenders.size(); ++i) {
      const size_t which = block % 2 == 0 ? i : contenders.size() - 1 - i;
      for (const int32_t stage : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2, MOE_STAGE_LAYER}) {
        times[{which, stage}].push_back(contenders[which]->measure(stage));
      }
    }
  }
  for (size_t i = 0; i < contenders.size(); ++i) {
    std::printf("%5d", batch);
    for (const int32_t stage : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2, MOE_STAGE_LAYER}) {
      const auto& all = times[{i, stage}];
      std::printf("  %8.1f [%7.1f, %7.1f]", at(all, 0.5), at(all, 0.1), at(all, 0.9));
    }
    std::printf("  %s\n", contenders[i]->name().c_str());
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: sm90_stages BATCHES BLOCKS PART-OF-A-TACTIC-ID LIBRARY...\n");
    return 2;
  }
  try {
    const HostWeights first(2 * kProblem.intermediate_size, kProblem.hidden_size, 1);
    const HostWeights second(kProblem.hidden_size, kProblem.intermediate_size, 3);
    std::vector<std::unique_ptr<Contender>> contenders;
    for (int i = 4; i < argc; ++i) {
      const auto library = std::make_shared<const KernelLibrary>(argv[i]);
      for (int32_t tactic = 0; tactic < library->api().tactic_count(); ++tactic) {
        if (std::string(library->tactic(tactic).id).find(argv[3]) == std::string::npos) continue;
        contenders.push_back(std::make_unique<Contender>(library, tactic, first, second));
      }
    }
    std::printf("batch  gemm1, gemm2, layer: us, median [10 %%, 90 %%]\n");
    std::stringstream batches(argv[1]);
    for (std::string batch; std::getline(batches, batch, ',');) {
      compare(contenders, std::stoi(batch), std::stoi(argv[2]));
    }
  } catch (const Failure& failure) {
    std::printf("not run: %s\n", failure.what());
    return 77;
  }
}
