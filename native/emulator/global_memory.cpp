#include "emulator/global_memory.hpp"

#include <vector>

#include "emulator/machine.hpp"

namespace moe::emulator {

namespace {

struct Buffer {
  uintptr_t begin;
  uintptr_t end;
  unsigned permissions;
  std::string name;
  std::vector<uint8_t> writes;  // per 2 bytes
};

std::vector<Buffer> buffers;

Buffer* find(const void* address, size_t bytes) {
  const auto begin = reinterpret_cast<uintptr_t>(address);
  for (Buffer& buffer : buffers) {
    if (begin >= buffer.begin && begin + bytes <= buffer.end) return &buffer;
  }
  return nullptr;
}

Buffer& require_buffer(const void* address, size_t bytes, bool is_store, const Where& where) {
  Buffer* const buffer = find(address, bytes);
  const char* const verb = is_store ? "store" : "load";
  if (buffer == nullptr) {
    fail(Fault::kGlobalBounds, where, join(verb, " of ", bytes, " bytes in no registered buffer"));
  }
  if ((buffer->permissions & (is_store ? kWrite : kRead)) == 0) {
    fail(Fault::kGlobalBounds, where, join(verb, " not permitted: ", buffer->name));
  }
  if ((buffer->permissions & kFromPreviousGrid) != 0 && current != nullptr &&
      !current->grid_dependency_met) {
    fail(Fault::kGridDependency, where,
         join(buffer->name, " is written by the previous grid, which was not waited for"));
  }
  return *buffer;
}

}  // namespace

void add_buffer(const void* memory, size_t bytes, unsigned permissions, const char* name) {
  const auto begin = reinterpret_cast<uintptr_t>(memory);
  buffers.push_back({begin, begin + bytes, permissions, name, {}});
  if ((permissions & kWrite) != 0) buffers.back().writes.resize(bytes / 2 + 1);
}

void clear_buffers() { buffers.clear(); }

std::span<const uint8_t> write_counts(const void* memory) {
  const Buffer* const buffer = find(memory, 1);
  return buffer == nullptr ? std::span<const uint8_t>() : std::span(buffer->writes);
}

void check_global(const void* address, size_t bytes, bool is_store, const Where& where) {
  const auto begin = reinterpret_cast<uintptr_t>(address);
  if (begin % bytes != 0) {
    fail(Fault::kAlignment, where, join("global access of ", bytes, " bytes is misaligned"));
  }
  Buffer& buffer = require_buffer(address, bytes, is_store, where);
  if (!is_store) return;
  for (size_t i = (begin - buffer.begin) / 2; i <= (begin - buffer.begin + bytes - 1) / 2; ++i) {
    if (buffer.writes[i] < 255) ++buffer.writes[i];
    if (buffer.writes[i] > 1 && bytes > 1 && (buffer.permissions & kRewrite) == 0) {
      fail(Fault::kRace, where, join(buffer.name, " is stored to twice at byte ", 2 * i));
    }
  }
}

void check_tensor(const void* address, size_t bytes, const Where& where) {
  require_buffer(address, bytes, false, where);
}

}  // namespace moe::emulator
