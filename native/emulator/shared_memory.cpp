#include "emulator/shared_memory.hpp"

#include <cstring>

namespace moe::emulator {

namespace {

std::string name_of_agent(int agent) {
  const int warps = machine.size.cluster_blocks * warps_per_block();
  if (agent < warps) {
    return join("warp ", agent % warps_per_block(), " of block ", agent / warps_per_block());
  }
  return join("a copy counted by mbarrier ", (agent - warps) % kMaxBarriers, " of block ",
              (agent - warps) / kMaxBarriers);
}

Granule& granule_at(Block& block, uint32_t address) { return block.granules[address / kGranule]; }

bool is_own_write(const Granule& granule, const Thread& thread) {
  return granule.write_agent == agent_of(thread) && granule.write_lane == thread.lane();
}

bool knows_write(const Granule& granule, const Thread& thread) {
  return is_own_write(granule, thread) || thread.known[granule.write_agent] >= granule.write_step;
}

void check_readable(const Granule& granule, uint32_t address, const Where& where) {
  if (granule.is_mbarrier) {
    fail(Fault::kBarrierMisuse, where, join("plain access to the mbarrier at ", address));
  }
  if (granule.write_agent < 0) {
    fail(Fault::kUninitialised, where, join("shared memory at ", address, " was never written"));
  }
  if (granule.in_flight) {
    fail(Fault::kRace, where,
         join("shared memory at ", address, " is read while ", name_of_agent(granule.write_agent),
              " writes it"));
  }
  if (!knows_write(granule, *current)) {
    fail(Fault::kRace, where,
         join("read of shared memory at ", address, " is not ordered after the write by ",
              name_of_agent(granule.write_agent)));
  }
}

uint16_t byte_mask(uint32_t address, uint32_t bytes, uint32_t granule_address) {
  uint16_t mask = 0;
  for (uint32_t i = 0; i < kGranule; ++i) {
    const uint32_t at = granule_address + i;
    if (at >= address && at < address + bytes) mask = static_cast<uint16_t>(mask | 1u << i);
  }
  return mask;
}

/** @param block  where the granule lies, which may be another block than the writer's */
void check_writable(const Block& block, const Granule& granule, uint32_t address, uint16_t bytes,
                    const char* what, const Where& where) {
  if (granule.is_mbarrier) {
    fail(Fault::kBarrierMisuse, where, join(what, " over the mbarrier at ", address));
  }
  if (granule.in_flight) {
    fail(Fault::kRace, where,
         join(what, " to shared memory at ", address, " while ", name_of_agent(granule.write_agent),
              " writes it"));
  }
  // Lanes of a warp may fill a granule together within one step.
  const bool shares_step =
      granule.write_agent == agent_of(*current) && block.rank == current->block &&
      granule.write_step == warp_of(*current).step && (granule.written_bytes & bytes) == 0;
  if (granule.write_agent >= 0 && !shares_step && !knows_write(granule, *current)) {
    fail(Fault::kRace, where,
         join(what, " to shared memory at ", address, " is not ordered after the write by ",
              name_of_agent(granule.write_agent)));
  }
  for (int warp = 0; warp < warps_per_block(); ++warp) {
    const auto w = static_cast<size_t>(warp);
    const int agent = warp_agent(block.rank, warp);
    const bool own = agent == agent_of(*current) && granule.read_lanes[w] == current->lane_bit();
    if (granule.read_step[w] > current->known[agent] && !own) {
      fail(Fault::kRace, where,
           join(what, " to shared memory at ", address, " is not ordered after a read by ",
                name_of_agent(agent)));
    }
  }
}

void record_read(Granule& granule, size_t warp, uint32_t step, uint32_t lanes) {
  if (granule.read_step[warp] != step) {
    granule.read_step[warp] = step;
    granule.read_lanes[warp] = 0;
  }
  granule.read_lanes[warp] |= lanes;
}

}  // namespace

void check_shared_bounds(const Block& block, uint32_t address, uint32_t bytes, const Where& where) {
  if (address < block.base || address + bytes > block.end) {
    fail(Fault::kSharedBounds, where,
         join("shared memory [", address, ", ", address + bytes, ") is outside [", block.base, ", ",
              block.end, ")"));
  }
}

uint8_t* read_shared(uint32_t address, uint32_t bytes, const Where& where) {
  Block& block = block_of(*current);
  check_shared_bounds(block, address, bytes, where);
  if (address % bytes != 0) {
    fail(Fault::kAlignment, where, join("shared load of ", bytes, " bytes at ", address));
  }
  Granule& granule = granule_at(block, address);
  check_readable(granule, address, where);
  Warp& warp = warp_of(*current);
  record_read(granule, static_cast<size_t>(current->warp()), warp.step, current->lane_bit());
  warp.accessed |= current->lane_bit();
  return block.memory.data() + address;
}

uint8_t* write_shared(uint32_t address, uint32_t bytes, const Where& where) {
  Block& block = block_of(*current);
  check_shared_bounds(block, address, bytes, where);
  if (address % bytes != 0) {
    fail(Fault::kAlignment, where, join("shared store of ", bytes, " bytes at ", address));
  }
  Granule& granule = granule_at(block, address);
  Warp& warp = warp_of(*current);
  const uint16_t mask = byte_mask(address, bytes, address / kGranule * kGranule);
  check_writable(block, granule, address, mask, "store", where);
  const auto agent = static_cast<int16_t>(agent_of(*current));
  if (granule.write_agent != agent || granule.write_step != warp.step) granule.written_bytes = 0;
  granule.write_agent = agent;
  granule.write_step = warp.step;
  granule.write_lane = static_cast<uint8_t>(current->lane());
  granule.written_bytes = static_cast<uint16_t>(granule.written_bytes | mask);
  warp.accessed |= current->lane_bit();
  return block.memory.data() + address;
}

void check_async_read(uint32_t address, uint32_t bytes, const Where& where) {
  Block& block = block_of(*current);
  for (uint32_t at = address / kGranule * kGranule; at < address + bytes; at += kGranule) {
    const Granule& granule = granule_at(block, at);
    check_readable(granule, at, where);
    const int warps = machine.size.cluster_blocks * warps_per_block();
    if (granule.write_agent >= warps) continue;  // copies stay within the asynchronous proxy
    const Warp& writer = block.warps[static_cast<size_t>(granule.write_agent % warps_per_block())];
    const uint32_t known = granule.write_agent == agent_of(*current)
                               ? UINT32_MAX
                               : current->known[granule.write_agent];
    bool fenced = false;
    for (const uint32_t step : writer.proxy_fences) {
      fenced = fenced || (step >= granule.write_step && step <= known);
    }
    if (!fenced) {
      fail(Fault::kMissingProxyFence, where,
           join("plain stores of ", name_of_agent(granule.write_agent), " to shared memory at ", at,
                " reach wgmma or a copy without fence.proxy.async"));
    }
  }
}

void record_warpgroup_read(Block& block, int warpgroup, uint32_t address, uint32_t bytes) {
  for (uint32_t at = address / kGranule * kGranule; at < address + bytes; at += kGranule) {
    for (size_t warp = static_cast<size_t>(warpgroup) * 4;
         warp < static_cast<size_t>(warpgroup) * 4 + 4; ++warp) {
      record_read(granule_at(block, at), warp, block.warps[warp].step, UINT32_MAX);
    }
  }
}

void begin_copy(Block& block, uint32_t address, uint32_t bytes, int agent, uint32_t step,
                const Where& where) {
  check_shared_bounds(block, address, bytes, where);
  for (uint32_t at = address; at < address + bytes; at += kGranule) {
    Granule& granule = granule_at(block, at);
    check_writable(block, granule, at, 0xFFFF, "copy", where);
    granule.in_flight = true;
    granule.write_agent = static_cast<int16_t>(agent);
    granule.write_step = step;
    granule.write_lane = 255;
    granule.written_bytes = 0xFFFF;
  }
  std::memset(block.memory.data() + address, 0xFB, bytes);
}

void end_copy(Block& block, uint32_t address, uint32_t bytes) {
  for (uint32_t at = address; at < address + bytes; at += kGranule) {
    granule_at(block, at).in_flight = false;
  }
}

void fence_proxy(const Where&) {
  Warp& warp = warp_of(*current);
  if (warp.proxy_fences.empty() || warp.proxy_fences.back() != warp.step) {
    warp.proxy_fences.push_back(warp.step);
  }
}

void claim_for_mbarrier(uint32_t address) {
  Block& block = block_of(*current);
  Granule& granule = granule_at(block, address);
  Warp& warp = warp_of(*current);
  granule.is_mbarrier = true;
  granule.write_agent = static_cast<int16_t>(agent_of(*current));
  granule.write_step = warp.step;
  granule.write_lane = static_cast<uint8_t>(current->lane());
  warp.accessed |= current->lane_bit();
}

void check_mbarrier_visible(const Block& block, uint32_t address, const Where& where) {
  if (!knows_write(block.granules[address / kGranule], *current)) {
    fail(Fault::kRace, where,
         join("the mbarrier at ", address, " is used without ordering after its initialisation"));
  }
}

void release_into(VectorClock& clock) {
  Warp& warp = warp_of(*current);
  clock.join(current->known);
  // A lane speaks for its warp only when no other lane touched memory in this step.
  if (warp.accessed == current->lane_bit()) {
    clock.raise(agent_of(*current), warp.step);
    current->known.raise(agent_of(*current), warp.step);
    ++warp.step;
    warp.accessed = 0;
  }
}

}  // namespace moe::emulator
