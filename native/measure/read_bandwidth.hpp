#pragma once
#include <cstdint>

namespace moe::measure {

struct ReadBandwidth {
  int32_t num_threads;
  double bytes_per_second;
};

/**
 * Fastest of the passes that fit into about 0.4 s over a buffer of huge pages at least 8 x the
 * last-level cache (256 MiB to 1 GiB): each thread reads its own stretch with the widest loads
 * there are. The fastest, as in STREAM, because this is the ceiling that tactics are held against.
 *
 * @param num_threads  0: every hardware thread. Throws Failure.
 */
ReadBandwidth measure_read_bandwidth(int32_t num_threads);

}  // namespace moe::measure
