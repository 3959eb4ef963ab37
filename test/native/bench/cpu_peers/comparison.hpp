#pragma once
#include <vector>

#include "bench/cpu_peers/layer_runner.hpp"
#include "bench/cpu_peers/statistics.hpp"

namespace moe::peers {

/** What one batch size gave. Times are of one layer; ratios and shares are paired by round. */
struct BatchResult {
  double our_us;
  double peer_us;           // 0 without a peer, as is the ratio
  Interval ratio;           // the peer's time over ours
  double bytes_per_second;  // of the weights of the touched experts
  double flops_per_second;
  Interval of_bandwidth;  // of the read bandwidth, measured in the same round
  Interval of_peak;       // of the multiply-add peak, measured in the same round
  Interval of_floor;      // the larger of the two floors over our time
  double our_error;
  double peer_error;
};

/** The machine's ceilings as the rounds of a run saw them. */
struct Ceilings {
  std::vector<double> bytes_per_second;
  std::vector<double> flops_per_second;
};

/**
 * Rounds of: the ceilings, then a block A B B A or B A A B by turns, where A is the peer and B is
 * ours; both compute the same batches. Without a peer blocks are of ours alone.
 */
BatchResult compare_batch(const HostLayer& host, LayerRunner& ours, LayerRunner* peer,
                          int32_t num_tokens, int rounds, int32_t threads, int32_t copies,
                          Ceilings& ceilings);

}  // namespace moe::peers
