#include "measure/timed_cell.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "measure/failure.hpp"

namespace moe::measure {

namespace {

constexpr double kTicksPerSlot = 50;
constexpr int32_t kMaxLaunchesPerSlot = 10000;
constexpr int32_t kMaxWarmUps = 20;
constexpr double kMaxWarmUpUs = 100e3;
constexpr double kSteady = 0.05;
/** A launch this long wakes threads and fills caches in its own first per cent. */
constexpr double kLongLaunchUs = 5e3;
/** A slot may turn out shorter than its warm-up promised; it is then measured again, longer. */
constexpr int kMaxAttempts = 4;
constexpr double kHeadroom = 1.1;

double shortest_slot_us(const KernelLibrary& library, double min_slot_us) {
  moe_device device{};
  device.struct_size = sizeof device;
  library.require(library.api().device(&device), "asking for the device");
  return std::max(min_slot_us, kTicksPerSlot * device.timer_tick_ns / 1000);
}

}  // namespace

int32_t launches_for(double slot_us, double launch_us) {
  if (launch_us <= 0) {
    return kMaxLaunchesPerSlot;
  }
  return static_cast<int32_t>(
      std::clamp(std::ceil(slot_us / launch_us), 1.0, double{kMaxLaunchesPerSlot}));
}

SlotTimes summarise_slot(std::vector<double> launches_us) {
  std::ranges::sort(launches_us);
  const size_t count = launches_us.size();
  const double median = (launches_us[(count - 1) / 2] + launches_us[count / 2]) / 2;
  return {median, launches_us.front(), launches_us.back(), static_cast<int32_t>(count)};
}

TimedCell::TimedCell(Session& session, const CellRequest& request)
    : session_(session), min_slot_us_(shortest_slot_us(session.library(), request.min_slot_us)) {
  if (request.rotation.empty()) {
    throw Failure(FailureKind::kError, "a cell needs at least one routing sample");
  }
  const size_t stride = session.routing_bytes(request.stage, request.num_tokens);
  routing_ = DeviceBuffer(session.context(), stride * request.rotation.size());
  for (const auto& [copy, sample] : request.rotation) {
    auto launch = session.timed_launch(request.tactics, request.stage, request.num_tokens, copy);
    session.set_routing(launch, routing_, launches_.size() * stride, sample);
    launches_.push_back(launch);
  }
  cycle_.launches = launches_;
  warm_up();
}

std::vector<double> TimedCell::time(int32_t count) {
  return time_launches(session_.context(), session_.problem(), cycle_, count);
}

void TimedCell::warm_up() {
  launch_us_ = time(1).front();
  double total_us = launch_us_;
  bool steady = false;
  for (int32_t done = 1; !steady && done < kMaxWarmUps && total_us < kMaxWarmUpUs; ++done) {
    const double us = time(1).front();
    steady = std::abs(us - launch_us_) <= kSteady * launch_us_;
    launch_us_ = us;
    total_us += us;
  }
  launches_per_slot_ = launches_for(kHeadroom * min_slot_us_, launch_us_);
  warm_ = true;
}

std::vector<SlotTimes> TimedCell::measure_block(int32_t num_slots) {
  if (launch_us_ < kLongLaunchUs) {
    time(1);
  }
  std::vector<SlotTimes> slots;
  for (int32_t slot = 0; slot < num_slots; ++slot) {
    slots.push_back(measure_slot());
  }
  return slots;
}

void TimedCell::begin_paired(int32_t launches) {
  launches_per_slot_ = launches;
  cycle_.next = 0;
}

SlotTimes TimedCell::measure_paired_slot() {
  if (launch_us_ < kLongLaunchUs) {
    time(1);
  }
  return summarise_slot(time(launches_per_slot_));
}

SlotTimes TimedCell::measure_slot() {
  auto launches_us = time(launches_per_slot_);
  for (int attempt = 1; attempt < kMaxAttempts; ++attempt) {
    const double slot_us = std::accumulate(launches_us.begin(), launches_us.end(), 0.0);
    if (slot_us >= min_slot_us_ || launches_per_slot_ == kMaxLaunchesPerSlot) {
      break;
    }
    launches_per_slot_ =
        launches_for(kHeadroom * min_slot_us_, slot_us / static_cast<double>(launches_per_slot_));
    launches_us = time(launches_per_slot_);
  }
  return summarise_slot(std::move(launches_us));
}

}  // namespace moe::measure
