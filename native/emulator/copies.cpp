#include "emulator/copies.hpp"

#include <cstring>
#include <memory>
#include <optional>

#include "emulator/global_memory.hpp"
#include "emulator/mbarrier.hpp"
#include "emulator/shared_memory.hpp"
#include "emulator/tensor_map.hpp"
#include "emulator/wgmma.hpp"

namespace moe::emulator {

namespace {

/** The map of a tensor copy. It is read once, at some time before the first destination is filled;
 * from then on it may be changed. */
struct MapUse {
  const ptx::TensorMap* map;
  std::optional<TensorMapFields> fields;
};

/** One destination of a copy on its way. */
struct Copy {
  Block* block;
  uint32_t to;
  uint32_t bytes;
  int barrier;
  uint32_t phase;
  std::shared_ptr<MapUse> map;  // shared by the destinations of a multicast; null: bulk
  const uint8_t* from;
  int32_t c[2];
  uint64_t delay;  // scheduler steps until it may land, when random
  Where where;
};

std::vector<Copy> in_flight;

/** The swizzle of TMA and wgmma: 16-byte chunks within a row are XORed with bits of the row. */
uint32_t swizzled(uint32_t address, uint32_t swizzle_bytes) {
  if (swizzle_bytes == 128) return address ^ (address >> 3 & 0x70);
  if (swizzle_bytes == 64) return address ^ (address >> 3 & 0x30);
  return address;
}

void issue(Copy copy, uint32_t barrier_address, uint32_t alignment) {
  Block& block = *copy.block;
  if (copy.to % alignment != 0) {
    fail(Fault::kAlignment, copy.where,
         join("copy to ", copy.to, ", which is no multiple of ", alignment));
  }
  copy.barrier = begin_counted_copy(block, barrier_address, copy.where);
  copy.phase = block.barriers[static_cast<size_t>(copy.barrier)].phase;
  if (const WarpgroupOp* reader = product_reading(block, copy.to, copy.bytes)) {
    fail(Fault::kRace, copy.where,
         join("copy over the B tile of the wgmma at line ", where_of(*reader).line(),
              ", which is still in flight"));
  }
  begin_copy(block, copy.to, copy.bytes, copy_agent(block.rank, copy.barrier), copy.phase + 1,
             copy.where);
  copy.delay = machine.random() % 64;
  ++machine.report.statistics.copies;
  in_flight.push_back(copy);
}

/** One 16-byte piece of a box row, element by element at the tensor's edge. */
void copy_piece(const TensorMapFields& map, const uint8_t* row, int64_t element, uint8_t* to) {
  const uint32_t count = 16 / map.element_bytes;
  for (uint32_t i = 0; i < count; ++i) {
    const int64_t at = element + i;
    const bool inside = row != nullptr && at >= 0 && at < map.size[0];
    uint8_t* const target = to + i * map.element_bytes;
    if (inside) {
      std::memcpy(target, row + at * map.element_bytes, map.element_bytes);
    } else {
      std::memset(target, 0, map.element_bytes);
    }
  }
}

void fill_box(const Copy& copy) {
  if (!copy.map->fields) copy.map->fields = decode_tensor_map(*copy.map->map, copy.where);
  const TensorMapFields& map = *copy.map->fields;
  const uint32_t row_bytes = map.box[0] * map.element_bytes;
  for (uint32_t r = 0; r < map.box[1]; ++r) {
    const int64_t line = copy.c[1] + static_cast<int64_t>(r);
    const bool inside = line >= 0 && line < map.size[1];
    const uint8_t* const row =
        inside ? map.address + static_cast<uint64_t>(line) * map.stride : nullptr;
    for (uint32_t b = 0; b < row_bytes; b += 16) {
      const uint32_t to = swizzled(copy.to + r * row_bytes + b, map.swizzle_bytes);
      copy_piece(map, row, copy.c[0] + b / map.element_bytes, copy.block->memory.data() + to);
    }
  }
}

void land(size_t index) {
  const Copy copy = in_flight[index];
  in_flight[index] = in_flight.back();
  in_flight.pop_back();
  if (copy.map != nullptr) {
    fill_box(copy);
  } else {
    std::memcpy(copy.block->memory.data() + copy.to, copy.from, copy.bytes);
  }
  end_copy(*copy.block, copy.to, copy.bytes);
  complete_counted_copy(*copy.block, copy.barrier, copy.phase, copy.bytes);
}

void check_source(const TensorMapFields& map, const Where& where) {
  const uint64_t bytes =
      (map.size[1] - 1) * map.stride + static_cast<uint64_t>(map.size[0]) * map.element_bytes;
  check_tensor(map.address, bytes, where);
}

}  // namespace

void issue_tensor_copy(uint32_t to, const ptx::TensorMap* map, uint32_t barrier, int32_t c0,
                       int32_t c1, uint32_t mask, const Where& where) {
  if (reinterpret_cast<uintptr_t>(map) % 64 != 0)
    fail(Fault::kAlignment, where, "tensor map address");
  check_map_visible(map, where);
  const TensorMapFields fields = decode_tensor_map(*map, where);
  check_source(fields, where);
  if (mask >> machine.size.cluster_blocks != 0) {
    fail(Fault::kClusterMisuse, where,
         join("multicast mask ", mask, " names blocks that do not exist"));
  }
  if (mask == 0) mask = 1u << current->block;
  const uint32_t bytes = fields.box[0] * fields.element_bytes * fields.box[1];
  // The swizzle is a function of the address: a box begins at a whole atom of 8 rows of its width.
  // Without a swizzle 128 bytes suffice (PTX ISA 9.7.9, tensor copies).
  const uint32_t atom = fields.swizzle_bytes == 0 ? 128 : fields.swizzle_bytes * 8;
  const auto use = std::make_shared<MapUse>(MapUse{map, std::nullopt});
  for (int rank = 0; rank < machine.size.cluster_blocks; ++rank) {
    if ((mask >> rank & 1) == 0) continue;
    Copy copy{machine.blocks[static_cast<size_t>(rank)].get(),
              to,
              bytes,
              0,
              0,
              use,
              nullptr,
              {c0, c1},
              0,
              where};
    issue(copy, barrier, atom);
  }
}

void issue_bulk_copy(uint32_t to, const void* from, uint32_t bytes, uint32_t barrier,
                     const Where& where) {
  if (bytes == 0 || bytes % 16 != 0 || reinterpret_cast<uintptr_t>(from) % 16 != 0) {
    fail(Fault::kAlignment, where, join("bulk copy of ", bytes, " bytes"));
  }
  check_tensor(from, bytes, where);
  Copy copy{&block_of(*current),
            to,
            bytes,
            0,
            0,
            nullptr,
            static_cast<const uint8_t*>(from),
            {0, 0},
            0,
            where};
  issue(copy, barrier, 16);
}

void land_due_copies() {
  if (machine.options.copies == Completion::kLazy) return;
  for (size_t i = 0; i < in_flight.size();) {
    if (machine.options.copies == Completion::kEager || in_flight[i].delay-- == 0) {
      land(i);
    } else {
      ++i;
    }
  }
}

bool land_any_copy() {
  if (in_flight.empty()) return false;
  land(machine.random() % in_flight.size());
  return true;
}

size_t copies_in_flight() { return in_flight.size(); }

void drop_copies() { in_flight.clear(); }

bool is_map_in_use(const ptx::TensorMap* map) {
  for (const Copy& copy : in_flight) {
    if (copy.map && copy.map->map == map && !copy.map->fields) return true;
  }
  return false;
}

}  // namespace moe::emulator
