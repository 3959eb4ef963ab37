#pragma once
#include "emulator/machine.hpp"

namespace moe::emulator {

/**
 * Runs `body` as a grid: the blocks of a cluster together, clusters one after the other.
 * Returns the first fault, or none.
 */
Report launch(const LaunchSize& size, const Options& options, const std::function<void()>& body);

}  // namespace moe::emulator
