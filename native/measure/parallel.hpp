#pragma once
#include <cstdint>
#include <functional>

namespace moe::measure {

/** Hardware threads this process may use, at least 1. */
int32_t usable_threads();

/**
 * Calls body(begin, end) for disjoint ranges that together are [0, count), one range per thread,
 * and returns when all are done. The first exception of a body is thrown again. For untimed work:
 * threads are started for the call, and on any processor of the process, even where a kernel
 * library has bound the calling thread to one.
 */
void for_each_range(int32_t num_threads, int64_t count,
                    const std::function<void(int64_t, int64_t)>& body);

}  // namespace moe::measure
