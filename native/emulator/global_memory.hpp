#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "emulator/report.hpp"

namespace moe::emulator {

/** What a kernel may do with a buffer of global memory. */
enum Permission : unsigned {
  kRead = 1,
  kWrite = 2,
  kFromPreviousGrid = 4,  // not before griddepcontrol.wait
  kRewrite = 8,           // may be written more than once
};

/** Registers a buffer for launches to come, until `clear_buffers`. */
void add_buffer(const void* memory, size_t bytes, unsigned permissions, const char* name);
void clear_buffers();

/** Times each 2-byte piece of a registered, writable buffer was stored to. */
std::span<const uint8_t> write_counts(const void* memory);

/** Fails unless the current thread may access these bytes. */
void check_global(const void* address, size_t bytes, bool is_store, const Where& where);
/** The same for a whole tensor that a copy may read. */
void check_tensor(const void* address, size_t bytes, const Where& where);

}  // namespace moe::emulator
