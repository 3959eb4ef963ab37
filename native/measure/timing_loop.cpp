#include "measure/timing_loop.hpp"

namespace moe::measure {

moe_status run_marked(const moe_library& api, moe_context* context, const moe_problem& problem,
                      LaunchCycle& cycle, int32_t count) {
  size_t next = cycle.next;
  moe_status status = api.mark(context, 0);
  for (int32_t i = 0; i < count && status == MOE_OK; ++i) {
    status = api.launch(context, &problem, &cycle.launches[next]);
    if (status == MOE_OK) {
      status = api.mark(context, i + 1);
    }
    next = next + 1 == cycle.launches.size() ? 0 : next + 1;
  }
  cycle.next = next;
  return status;
}

std::vector<double> time_launches(const ContextHandle& context, const moe_problem& problem,
                                  LaunchCycle& cycle, int32_t count) {
  const auto& library = context.library();
  const auto& api = library.api();
  library.require(api.marks_reserve(context.get(), count + 1), "reserving time stamps");
  library.require(run_marked(api, context.get(), problem, cycle, count), "launching");
  library.require(api.synchronize(context.get()), "waiting for launches");
  std::vector<double> us(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; ++i) {
    library.require(api.elapsed_us(context.get(), i, i + 1, &us[static_cast<size_t>(i)]),
                    "reading time stamps");
  }
  return us;
}

}  // namespace moe::measure
