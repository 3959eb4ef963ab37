#pragma once
#include <cstdint>
#include <vector>

#include "measure/session.hpp"
#include "measure/timing_loop.hpp"

namespace moe::measure {

/** One launch of a cell's rotation. */
struct RotatedLaunch {
  int32_t copy; /**< of the weights */
  RoutingSample sample;
};

struct CellRequest {
  TacticPair tactics;
  int32_t stage;
  int32_t num_tokens;
  double min_slot_us;
  std::vector<RotatedLaunch> rotation; /**< cycled through, at least one */
};

/** One slot: its value is the median launch. */
struct SlotTimes {
  double median_us;
  double min_us;
  double max_us;
  int32_t launches;
};

/**
 * A cell that is ready to be timed. Launches take the next sample and copy of the rotation each
 * time, also across slots and blocks.
 *
 * Warm-up: when the cell is made, at least 2 launches and until two in a row agree to 5 %, at most
 * 20 launches or 100 ms. The first block follows at once. Before each later one a launch is
 * dropped, because the pause before it let threads fall asleep and caches cool. Between slots of a
 * block there is no pause, so nothing is dropped there; a target that runs asynchronously would
 * have to.
 */
class TimedCell {
 public:
  /** Prepares, warms up and chooses the launches per slot. Must not outlive `session`. */
  TimedCell(Session& session, const CellRequest& request);

  /** A slot lasts at least min_slot_us and 50 timer ticks. */
  std::vector<SlotTimes> measure_block(int32_t num_slots);

  /**
   * For a block of two sides: the next slots take `launches` launches each, from the beginning of
   * the rotation, so that both sides see the same routings in the same order.
   */
  void begin_paired(int32_t launches);
  /** One slot behind a dropped launch, unless launches are long: the other side has just used
   * caches and threads. */
  SlotTimes measure_paired_slot();

  int32_t launches_per_slot() const { return launches_per_slot_; }
  /** Of the last warm-up launch: what the rest of the visit may be expected to take. */
  double launch_us() const { return launch_us_; }

 private:
  void warm_up();
  SlotTimes measure_slot();
  std::vector<double> time(int32_t count);

  Session& session_;
  double min_slot_us_;
  DeviceBuffer routing_;
  std::vector<moe_launch> launches_;
  LaunchCycle cycle_;
  double launch_us_ = 0;
  int32_t launches_per_slot_ = 1;
  bool warm_ = false;
};

/** Launches of `launch_us` that last `slot_us` together: at least 1, at most 10000. */
int32_t launches_for(double slot_us, double launch_us);

/** @param launches_us at least one; the median of an even number is the mean of the middle two */
SlotTimes summarise_slot(std::vector<double> launches_us);

}  // namespace moe::measure
