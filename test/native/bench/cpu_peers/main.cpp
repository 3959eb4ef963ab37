/**
 * The CPU kernels against a peer on the same layer, in one process: ggml as an npm package ships
 * it, or any kernel library. Prints, by batch size, the peer's time over ours with an interval, and
 * the share of the ceilings that were measured in the same rounds.
 */
#include <cstdio>
#include <stdexcept>

#include "bench/cpu_peers/comparison.hpp"
#include "bench/cpu_peers/ggml_layer.hpp"
#include "bench/cpu_peers/library_layer.hpp"
#include "bench/cpu_peers/options.hpp"
#include "measure/compute_peak.hpp"
#include "measure/parallel.hpp"
#include "measure/processor.hpp"

namespace {

using namespace moe::peers;

constexpr uint64_t kSeed = 42;
/** Layers of weights by turns: two use of an expert are then apart by more than the caches hold. */
constexpr int32_t kCopies = 2;

std::unique_ptr<LayerRunner> make_peer(const Options& options, const HostLayer& host) {
  if (!options.peer.empty()) {
    return std::make_unique<LibraryLayer>(options.peer, options.peer_tactic, host, kCopies,
                                          options.threads);
  }
  if (options.ggml.empty()) {
    std::printf("no peer: neither a folder of ggml (--ggml) nor a kernel library (--peer)\n");
    return nullptr;
  }
  try {
    return std::make_unique<GgmlLayer>(
        std::make_shared<const GgmlRuntime>(options.ggml, options.threads), host, kCopies);
  } catch (const moe::measure::Failure& failure) {
    std::printf("no peer: %s\n", failure.what());
    return nullptr;
  }
}

void print_header(const Options& options, const LayerRunner& ours, const LayerRunner* peer) {
  const auto processor = moe::measure::describe_processor();
  std::printf("%s, %d threads of %d; %s, %d rounds\n", processor.model.c_str(), options.threads,
              processor.hardware_threads, options.layer.c_str(), options.rounds);
  std::printf("ours: %s\npeer: %s\n\n", ours.description().c_str(),
              peer == nullptr ? "none" : peer->description().c_str());
  std::printf("%5s  %10s  %10s  %-20s  %6s  %-15s  %8s  %-15s  %-15s  %8s  %8s\n", "batch",
              "ours, us", "peer, us", "times faster [95 %]", "GB/s", "of read, %", "GFLOP/s",
              "of peak, %", "of floor, %", "error", "peer's");
}

void print_percent(const Interval& share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0f [%.0f, %.0f]", 100 * share.median, 100 * share.low,
                100 * share.high);
  std::printf("  %-15s", text);
}

void print_row(int32_t batch, const BatchResult& result) {
  char ratio[48];
  std::snprintf(ratio, sizeof ratio, "%.2f [%.2f, %.2f]", result.ratio.median, result.ratio.low,
                result.ratio.high);
  std::printf("%5d  %10.0f  %10.0f  %-20s  %6.1f", batch, result.our_us, result.peer_us, ratio,
              result.bytes_per_second / 1e9);
  print_percent(result.of_bandwidth);
  std::printf("  %8.0f", result.flops_per_second / 1e9);
  print_percent(result.of_peak);
  print_percent(result.of_floor);
  std::printf("  %8.5f  %8.5f\n", result.our_error, result.peer_error);
  std::fflush(stdout);
}

void print_ceilings(const Ceilings& ceilings, int32_t threads) {
  const Interval bytes = median_interval(ceilings.bytes_per_second);
  const Interval flops = median_interval(ceilings.flops_per_second);
  const char* const instruction =
      moe::measure::name_of(moe::measure::measure_compute_peak(threads).instruction);
  std::printf(
      "\nceilings of the rounds: %.1f [%.1f, %.1f] GB/s read, %.0f [%.0f, %.0f] GFLOP/s of %s\n",
      bytes.median / 1e9, bytes.low / 1e9, bytes.high / 1e9, flops.median / 1e9, flops.low / 1e9,
      flops.high / 1e9, instruction);
}

void run(const Options& options) {
  const moe_problem problem = problem_named(options.layer);
  const int32_t makers = moe::measure::usable_threads();
  const moe::measure::HostWeights gemm1(problem, MOE_STAGE_GEMM1, kSeed, makers);
  const moe::measure::HostWeights gemm2(problem, MOE_STAGE_GEMM2, kSeed, makers);
  const HostLayer host{problem, gemm1, gemm2};
  LibraryLayer ours(options.library, options.tactic, host, kCopies, options.threads);
  const auto peer = make_peer(options, host);
  print_header(options, ours, peer.get());
  Ceilings ceilings;
  for (const int32_t batch : options.batches) {
    print_row(batch, compare_batch(host, ours, peer.get(), batch, options.rounds, options.threads,
                                   kCopies, ceilings));
  }
  print_ceilings(ceilings, options.threads);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(parse_options(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
