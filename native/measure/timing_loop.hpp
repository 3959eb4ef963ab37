#pragma once
#include <span>
#include <vector>

#include "measure/library_handles.hpp"

namespace moe::measure {

/** Launches that are cycled through, and the place of the next. */
struct LaunchCycle {
  std::span<const moe_launch> launches;
  size_t next = 0;
};

/**
 * Launches `count` times back to back with a mark before the first and after each, and nothing
 * else: this is the timed section. Marks 0 to `count` must have been reserved.
 * @return the first status that is not MOE_OK
 */
moe_status run_marked(const moe_library& api, moe_context* context, const moe_problem& problem,
                      LaunchCycle& cycle, int32_t count);

/** run_marked, then waits and reads the marks. @return microseconds of each launch, [count] */
std::vector<double> time_launches(const ContextHandle& context, const moe_problem& problem,
                                  LaunchCycle& cycle, int32_t count);

}  // namespace moe::measure
