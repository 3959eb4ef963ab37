#pragma once
#include <chrono>

namespace moe::peers {

/** Whether another thread of this process runs or wants to. */
bool other_threads_run();

/**
 * Waits until all other threads of this process sleep, but no longer than `limit`. A pool may spin
 * after its work, libgomp's for milliseconds, and would take a processor from whoever is timed
 * next.
 */
void wait_for_other_threads(std::chrono::milliseconds limit);

}  // namespace moe::peers
