#include "emulator/tensor_map.hpp"

#include <cstring>
#include <map>
#include <set>

#include "emulator/collectives.hpp"
#include "emulator/copies.hpp"
#include "emulator/global_memory.hpp"
#include "emulator/shared_memory.hpp"

namespace moe::emulator {

namespace {

constexpr uint32_t kMark = 0x50414D54;
static_assert(sizeof(TensorMapFields) <= sizeof(ptx::TensorMap));

/** A map in global memory that the kernel changed. */
struct ChangedMap {
  std::set<int> editors;             // agents that changed it since the last release
  std::set<const Thread*> acquired;  // threads that may use it
};
std::map<const ptx::TensorMap*, ChangedMap> changed_maps;

/** Changing a map under a copy that may not have read it yet is a race. */
void check_unused(const ptx::TensorMap* map, const Where& where) {
  if (is_map_in_use(map)) {
    fail(Fault::kRace, where, "a tensor map is changed while a copy that reads it is in flight");
  }
}

}  // namespace

std::string encode_tensor_map(ptx::TensorMap& map, const TensorMapFields& fields) {
  const uint32_t box_bytes = fields.box[0] * fields.element_bytes;
  if (reinterpret_cast<uintptr_t>(fields.address) % 16 != 0)
    return "the address is no multiple of 16";
  if (fields.stride % 16 != 0 || fields.stride >= uint64_t{1} << 40) {
    return "the stride is no multiple of 16 below 2^40";
  }
  for (int i = 0; i < 2; ++i) {
    if (fields.size[i] == 0) return join("dimension ", i, " is empty");
    if (fields.box[i] == 0 || fields.box[i] > 256) return join("box ", i, " is not 1 to 256");
  }
  if (box_bytes % 16 != 0) return "a row of the box is no multiple of 16 bytes";
  if (fields.swizzle_bytes != 0 && box_bytes > fields.swizzle_bytes) {
    return "a row of the box is wider than the swizzle";
  }
  TensorMapFields marked = fields;
  marked.mark = kMark;
  std::memset(&map, 0, sizeof(map));
  std::memcpy(&map, &marked, sizeof(marked));
  return {};
}

TensorMapFields decode_tensor_map(const ptx::TensorMap& map, const Where& where) {
  TensorMapFields fields;
  std::memcpy(&fields, &map, sizeof(fields));
  if (fields.mark != kMark) fail(Fault::kTensorCopy, where, "this is no tensor map");
  ptx::TensorMap again;
  if (const std::string fault = encode_tensor_map(again, fields); !fault.empty()) {
    fail(Fault::kTensorCopy, where, join("tensor map: ", fault));
  }
  return fields;
}

void edit_shared_map(uint32_t map, const std::function<void(TensorMapFields&)>& edit,
                     const Where& where) {
  if (map % 128 != 0) fail(Fault::kAlignment, where, join("tensor map at ", map));
  Block& block = block_of(*current);
  for (uint32_t at = map; at < map + 128; at += 16) read_shared(at, 16, where);
  TensorMapFields fields;
  std::memcpy(&fields, block.memory.data() + map, sizeof(fields));
  if (fields.mark != kMark) fail(Fault::kTensorCopy, where, "this is no tensor map");
  edit(fields);
  for (uint32_t at = map; at < map + 128; at += 16) write_shared(at, 16, where);
  std::memcpy(block.memory.data() + map, &fields, sizeof(fields));
}

void edit_global_map(ptx::TensorMap* map, const std::function<void(TensorMapFields&)>& edit,
                     const Where& where) {
  check_global(map, 16, true, where);
  check_unused(map, where);
  TensorMapFields fields;
  std::memcpy(&fields, map, sizeof(fields));
  if (fields.mark != kMark) fail(Fault::kTensorCopy, where, "this is no tensor map");
  edit(fields);
  std::memcpy(map, &fields, sizeof(fields));
  ChangedMap& changed = changed_maps[map];
  changed.acquired.clear();
  changed.editors.insert(agent_of(*current));
}

void publish_map(ptx::TensorMap* to, uint32_t from, const Where& where) {
  // The whole warp executes it together; lane 0 stands for the copy.
  if (current->lane() == 0) {
    check_global(to, 16, true, where);
    check_unused(to, where);
    for (uint32_t at = from; at < from + 128; at += 16) read_shared(at, 16, where);
    std::memcpy(to, block_of(*current).memory.data() + from, sizeof(*to));
    changed_maps[to] = {};
  }
  warp_collective(kWarpSync, {}, nullptr, where);
}

void release_maps(const Where&) {
  for (auto& [map, changed] : changed_maps) changed.editors.erase(agent_of(*current));
}

void acquire_map(const ptx::TensorMap* map) {
  if (const auto found = changed_maps.find(map); found != changed_maps.end()) {
    if (found->second.editors.empty()) found->second.acquired.insert(current);
  }
}

void check_map_visible(const ptx::TensorMap* map, const Where& where) {
  const auto found = changed_maps.find(map);
  if (found == changed_maps.end()) return;
  if (!found->second.editors.empty() || !found->second.acquired.contains(current)) {
    fail(Fault::kMissingMapFence, where,
         "a copy uses a changed tensor map without fence.proxy.tensormap release and acquire");
  }
}

void forget_maps() { changed_maps.clear(); }

}  // namespace moe::emulator
