#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moe::measure {

/** What a GPU says of itself at one moment. */
struct GpuState {
  double sm_clock_mhz;
  double temperature_c;
  double power_w;
  std::vector<std::string> throttle_reasons; /**< empty: it runs as fast as it may */
};

/**
 * NVIDIA's management library, loaded when this is made: a machine without a driver has none, and
 * then there is no state. Only the first GPU is asked, which is the one kernels run on.
 */
class Nvml {
 public:
  Nvml();
  ~Nvml();
  Nvml(const Nvml&) = delete;
  Nvml& operator=(const Nvml&) = delete;

  std::optional<GpuState> state() const;

 private:
  struct Api;
  std::unique_ptr<Api> api_;
};

/** The reasons in NVML's bit mask that mean less speed than the clock setting allows, in words. */
std::vector<std::string> throttle_reasons(unsigned long long mask);

}  // namespace moe::measure
