#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace moe::measure {

/** What a CPU tactic's speed depends on. Sizes are 0 where the system does not say. */
struct Processor {
  std::string model;
  int32_t hardware_threads;          /**< this process may use */
  std::vector<std::string> features; /**< named as Linux names them: avx2, avx512f, avx512_bf16 */
  int64_t l1d_bytes;                 /**< of one core, as is l2_bytes */
  int64_t l2_bytes;
  int64_t last_level_cache_bytes; /**< all caches of the highest level together: what cold must
                                     exceed */
};

/**
 * @param sysfs_cpu  the folder of Linux's processor description
 */
Processor describe_processor(const std::string& sysfs_cpu = "/sys/devices/system/cpu");

}  // namespace moe::measure
