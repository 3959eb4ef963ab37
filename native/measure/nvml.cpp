#include "measure/nvml.hpp"

#include <dlfcn.h>

#include <utility>

namespace moe::measure {

namespace {

// Values of the NVML API reference (nvmlReturn_t, nvmlClockType_t, nvmlTemperatureSensors_t).
constexpr int kSuccess = 0;
constexpr int kClockSm = 1;
constexpr int kTemperatureGpu = 0;

}  // namespace

struct Nvml::Api {
  using Device = void*;
  void* handle = nullptr;
  Device device = nullptr;
  int (*shutdown)() = nullptr;
  int (*clock)(Device, int, unsigned*) = nullptr;
  int (*temperature)(Device, int, unsigned*) = nullptr;
  int (*power)(Device, unsigned*) = nullptr;
  int (*throttle)(Device, unsigned long long*) = nullptr;

  template <class Function>
  bool find(Function& function, const char* name) const {
    function = reinterpret_cast<Function>(dlsym(handle, name));  // dlsym knows no types
    return function != nullptr;
  }

  bool load() {
    handle = dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
    int (*init)() = nullptr;
    int (*first_device)(unsigned, Device*) = nullptr;
    const bool found = handle != nullptr && find(init, "nvmlInit_v2") &&
                       find(first_device, "nvmlDeviceGetHandleByIndex_v2") &&
                       find(clock, "nvmlDeviceGetClockInfo") &&
                       find(temperature, "nvmlDeviceGetTemperature") &&
                       find(power, "nvmlDeviceGetPowerUsage") &&
                       find(throttle, "nvmlDeviceGetCurrentClocksThrottleReasons");
    if (!found || init() != kSuccess) {
      return false;
    }
    find(shutdown, "nvmlShutdown");
    return first_device(0, &device) == kSuccess;
  }

  ~Api() {
    if (shutdown != nullptr) {
      shutdown();
    }
    if (handle != nullptr) {
      dlclose(handle);
    }
  }
};

Nvml::Nvml() : api_(std::make_unique<Api>()) {
  if (!api_->load()) {
    api_.reset();
  }
}

Nvml::~Nvml() = default;

std::optional<GpuState> Nvml::state() const {
  unsigned clock = 0, temperature = 0, milliwatts = 0;
  unsigned long long mask = 0;
  if (!api_ || api_->clock(api_->device, kClockSm, &clock) != kSuccess ||
      api_->temperature(api_->device, kTemperatureGpu, &temperature) != kSuccess ||
      api_->power(api_->device, &milliwatts) != kSuccess ||
      api_->throttle(api_->device, &mask) != kSuccess) {
    return std::nullopt;
  }
  return GpuState{.sm_clock_mhz = static_cast<double>(clock),
                  .temperature_c = static_cast<double>(temperature),
                  .power_w = milliwatts / 1000.0,
                  .throttle_reasons = throttle_reasons(mask)};
}

std::vector<std::string> throttle_reasons(unsigned long long mask) {
  // nvmlClocksThrottleReasons of the NVML API reference. Idle (0x1), application clocks (0x2), sync
  // boost (0x10) and display clocks (0x100) are settings, not throttling.
  static constexpr std::pair<unsigned long long, const char*> kReasons[] = {
      {0x4, "software power cap"},
      {0x8, "hardware slowdown"},
      {0x20, "software thermal slowdown"},
      {0x40, "hardware thermal slowdown"},
      {0x80, "hardware power brake"}};
  std::vector<std::string> reasons;
  for (const auto& [bit, words] : kReasons) {
    if ((mask & bit) != 0) {
      reasons.emplace_back(words);
    }
  }
  return reasons;
}

}  // namespace moe::measure
