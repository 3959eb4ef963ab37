#include "bench/cpu_peers/comparison.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "bench/cpu_peers/batches.hpp"
#include "measure/compute_peak.hpp"
#include "measure/read_bandwidth.hpp"

namespace moe::peers {

namespace {

using Clock = std::chrono::steady_clock;

/** Batches with a routing of their own; more than a slot takes, so that slots differ. */
constexpr int kBatches = 8;
/** A slot is launches of together about this long, at most kBatches. */
constexpr double kSlotUs = 20000.0;
/** Tokens that are compared with the oracle, which takes about half a second for each. */
constexpr int32_t kCheckedTokens = 2;

/** Runs the layer over batches and copies of the weights by turns. */
class Slots {
 public:
  Slots(const std::vector<Batch>& batches, int32_t copies) : batches_(batches), copies_(copies) {}

  /** Microseconds of one layer: the mean over `launches`, from number `first`. */
  double time(LayerRunner& runner, int first, int launches) const {
    double total_us = 0.0;
    for (int launch = first; launch < first + launches; ++launch) {
      runner.load(batches_[static_cast<size_t>(launch) % batches_.size()], launch % copies_);
      const auto start = Clock::now();
      runner.run();
      total_us += std::chrono::duration<double, std::micro>(Clock::now() - start).count();
    }
    runner.rest();
    return total_us / launches;
  }

  /** Mean bytes of weights that those launches touch, 17 bytes for 32 weights. */
  double bytes(const moe_problem& problem, int first, int launches) const {
    const double expert_bytes = 3.0 * problem.hidden_size * problem.intermediate_size * 17 / 32;
    double experts = 0.0;
    for (int launch = first; launch < first + launches; ++launch) {
      experts += static_cast<double>(
          touched_experts(batches_[static_cast<size_t>(launch) % batches_.size()]));
    }
    return expert_bytes * experts / launches;
  }

 private:
  const std::vector<Batch>& batches_;
  int32_t copies_;
};

double error_of(LayerRunner& runner, const Batch& batch, const std::vector<float>& expected) {
  runner.load(batch, 0);
  runner.run();
  std::vector<float> output = runner.output();
  runner.rest();
  output.resize(expected.size());
  return relative_error(expected, output);
}

}  // namespace

BatchResult compare_batch(const HostLayer& host, LayerRunner& ours, LayerRunner* peer,
                          int32_t num_tokens, int rounds, int32_t threads, int32_t copies,
                          Ceilings& ceilings) {
  const auto batches = make_batches(host.problem, num_tokens, kBatches);
  const Slots slots(batches, copies);
  const auto expected = expected_output(host, batches[0], std::min(num_tokens, kCheckedTokens));
  BatchResult result{};
  ours.prepare(num_tokens);
  result.our_error = error_of(ours, batches[0], expected);
  if (peer != nullptr) {
    peer->prepare(num_tokens);
    result.peer_error = error_of(*peer, batches[0], expected);
  }
  const int launches = std::clamp(static_cast<int>(kSlotUs / slots.time(ours, 0, 1)), 1, kBatches);
  const double flops = 6.0 * num_tokens * host.problem.top_k * host.problem.hidden_size *
                       host.problem.intermediate_size;
  std::vector<double> our_us, peer_us, ratios, rates, of_bandwidth, of_peak, of_floor;
  for (int round = 0; round < rounds; ++round) {
    const double bandwidth = measure::measure_read_bandwidth(threads).bytes_per_second;
    const double peak = measure::measure_compute_peak(threads).flops_per_second;
    ceilings.bytes_per_second.push_back(bandwidth);
    ceilings.flops_per_second.push_back(peak);
    double us[2] = {0.0, 0.0};  // ours, the peer's: geometric means of two slots
    for (int slot = 0; slot < 4; ++slot) {
      const bool outer = slot == 0 || slot == 3;
      const bool of_ours = peer == nullptr || outer == (round % 2 == 1);
      us[of_ours ? 0 : 1] +=
          std::log(slots.time(of_ours ? ours : *peer, round * launches, launches)) /
          (peer == nullptr ? 4 : 2);
    }
    const double time = std::exp(us[0]);
    const double bytes = slots.bytes(host.problem, round * launches, launches);
    our_us.push_back(time);
    peer_us.push_back(std::exp(us[1]));
    ratios.push_back(std::exp(us[1] - us[0]));
    rates.push_back(bytes / time * 1e6);
    of_bandwidth.push_back(rates.back() / bandwidth);
    of_peak.push_back(flops / time * 1e6 / peak);
    of_floor.push_back(std::max(of_bandwidth.back(), of_peak.back()));
  }
  result.our_us = median(our_us);
  result.peer_us = peer == nullptr ? 0.0 : median(peer_us);
  result.ratio = peer == nullptr ? Interval{} : median_interval(ratios);
  result.bytes_per_second = median(rates);
  result.flops_per_second = flops / result.our_us * 1e6;
  result.of_bandwidth = median_interval(of_bandwidth);
  result.of_peak = median_interval(of_peak);
  result.of_floor = median_interval(of_floor);
  return result;
}

}  // namespace moe::peers
