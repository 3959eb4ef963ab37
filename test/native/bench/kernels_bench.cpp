/**
 * What the CPU kernels reach on the machine at hand, on a whole gpt-oss-20b layer with cold
 * weights:
 *   - batch size 1: share of the read bandwidth measured with the same threads, in the same round
 *   - batch sizes 4, 16, 64: bytes and multiply-adds per second
 *   - batch size 16: how many times faster than the oracle on the same threads
 * Every round measures the bandwidth and then each tactic, so that a busy moment hits all alike;
 * figures are medians over rounds.
 */
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "measure/host_weights.hpp"
#include "measure/kernel_library.hpp"
#include "measure/parallel.hpp"
#include "measure/read_bandwidth.hpp"
#include "measure/session.hpp"
#include "measure/timed_cell.hpp"
#include "reference/oracle.hpp"

using namespace moe::measure;

namespace {

constexpr uint64_t kSeed = 42;
constexpr int32_t kRotation = 16;
const moe_problem kProblem = {sizeof(moe_problem),
                              MOE_SCHEME_MXFP4_BF16,
                              2880,
                              2880,
                              32,
                              4,
                              MOE_ACTIVATION_SWIGLU_OAI,
                              1,
                              1.702f,
                              1.0f,
                              7.0f};

/** Distinct experts per token. With one token a launch takes the next four, so that all are cold.
 */
RoutingSample make_sample(int32_t batch, int32_t launch, std::mt19937& random) {
  RoutingSample sample;
  std::vector<int32_t> experts(static_cast<size_t>(kProblem.num_experts));
  std::iota(experts.begin(), experts.end(), 0);
  for (int32_t token = 0; token < batch; ++token) {
    if (batch > 1) {
      std::shuffle(experts.begin(), experts.end(), random);
    }
    for (int32_t choice = 0; choice < kProblem.top_k; ++choice) {
      const int32_t place = batch > 1 ? choice : launch * kProblem.top_k + choice;
      sample.expert_ids.push_back(experts[static_cast<size_t>(place % kProblem.num_experts)]);
      sample.expert_weights.push_back(0.4f - 0.1f * static_cast<float>(choice));
    }
  }
  return sample;
}

double touched_experts(const std::vector<RotatedLaunch>& rotation) {
  double total = 0.0;
  for (const auto& launch : rotation) {
    std::vector<int32_t> ids = launch.sample.expert_ids;
    std::ranges::sort(ids);
    total += static_cast<double>(std::ranges::unique(ids).begin() - ids.begin());
  }
  return total / static_cast<double>(rotation.size());
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

double oracle_us(int32_t batch, int32_t threads) {
  const HostWeights gemm1(kProblem, MOE_STAGE_GEMM1, kSeed, threads);
  const HostWeights gemm2(kProblem, MOE_STAGE_GEMM2, kSeed, threads);
  std::mt19937 random(1);
  const RoutingSample sample = make_sample(batch, 0, random);
  const std::vector<uint16_t> input(static_cast<size_t>(kProblem.hidden_size), 0x3f80);
  const auto start = std::chrono::steady_clock::now();
  for_each_range(threads, batch, [&](int64_t begin, int64_t end) {
    std::vector<uint16_t> output(static_cast<size_t>(kProblem.hidden_size));
    for (int64_t token = begin; token < end; ++token) {
      const auto first = static_cast<size_t>(token * kProblem.top_k);
      const auto count = static_cast<size_t>(kProblem.top_k);
      moe::reference::layer_token(kProblem, {gemm1.view(), gemm2.view()},
                                  std::span(sample.expert_ids).subspan(first, count),
                                  std::span(sample.expert_weights).subspan(first, count), input,
                                  output);
    }
  });
  const std::chrono::duration<double, std::micro> elapsed =
      std::chrono::steady_clock::now() - start;
  return elapsed.count();
}

}  // namespace

/** kernels_bench [rounds [threads [part of a tactic id]]] */
int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const int32_t threads = argc > 2 ? std::atoi(argv[2]) : 0;
  const std::string filter = argc > 3 ? argv[3] : "avx512_bf16";
  const auto library = std::make_shared<const KernelLibrary>(MOE_CPU_LIBRARY);
  Session session(library, kProblem, {threads, kSeed});
  const double flops_per_token = 2.0 * 3.0 * 2880.0 * 2880.0 * kProblem.top_k;
  std::printf("batch  tactic%*s  time, us     GB/s  of read  GFLOP/s\n", 50, "");
  for (const int32_t batch : {1, 4, 16, 64}) {
    std::mt19937 random(7);
    std::vector<RotatedLaunch> rotation;
    for (int32_t launch = 0; launch < kRotation; ++launch) {
      rotation.push_back({launch % (batch > 1 ? 2 : 1), make_sample(batch, launch, random)});
    }
    const double experts = touched_experts(rotation);
    std::map<int32_t, std::vector<double>> times;
    std::map<int32_t, std::vector<double>> shares;
    std::map<int32_t, double> bytes;
    for (int round = 0; round < rounds; ++round) {
      const double bandwidth = measure_read_bandwidth(threads).bytes_per_second;
      for (int32_t tactic = 0; tactic < library->api().tactic_count(); ++tactic) {
        const moe_tactic description = library->tactic(tactic);
        if (std::string(description.id).find(filter) == std::string::npos) {
          continue;
        }
        session.prepare(tactic, MOE_STAGE_LAYER, batch > 1 ? 2 : 1);
        size_t packed1 = 0;
        size_t packed2 = 0;
        library->require(library->api().weights_bytes(tactic, &kProblem, MOE_STAGE_GEMM1, &packed1),
                         "sizing");
        library->require(library->api().weights_bytes(tactic, &kProblem, MOE_STAGE_GEMM2, &packed2),
                         "sizing");
        bytes[tactic] = static_cast<double>(packed1 + packed2) / kProblem.num_experts * experts;
        TimedCell cell(session, {tactic, MOE_STAGE_LAYER, batch, 1000.0, rotation});
        std::vector<double> slots;
        for (const auto& slot : cell.measure_block(batch > 16 ? 2 : 8)) {
          slots.push_back(slot.median_us);
        }
        const double us = median(slots);
        times[tactic].push_back(us);
        shares[tactic].push_back(bytes[tactic] / (us * 1e-6) / bandwidth);
      }
    }
    double best = 1e30;
    for (const auto& [tactic, values] : times) {
      const double us = median(values);
      best = std::min(best, us);
      std::printf("%5d  %-56s  %8.0f  %7.1f  %5.0f %%  %7.0f\n", batch, library->tactic(tactic).id,
                  us, bytes[tactic] / us / 1e3, 100.0 * median(shares[tactic]),
                  flops_per_token * batch / us / 1e3);
    }
    if (batch == 16) {
      const double oracle = oracle_us(batch, session.num_threads());
      std::printf("%5d  oracle: %.0f us, %.0f x the best tactic\n", batch, oracle, oracle / best);
    }
  }
  return 0;
}
