#include "kernels/cpu/huge_buffer.hpp"

#include <sys/mman.h>

#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace moe::cpu {

namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kCacheLine = 64;

/** Makes AddressSanitizer see what lies around the buffer in its mapping; it knows nothing of mmap.
 */
void forbid([[maybe_unused]] const void* begin, [[maybe_unused]] const void* end) {
#if defined(__SANITIZE_ADDRESS__)
  ASAN_POISON_MEMORY_REGION(begin, static_cast<const char*>(end) - static_cast<const char*>(begin));
#endif
}

void allow([[maybe_unused]] const void* begin, [[maybe_unused]] size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
  ASAN_UNPOISON_MEMORY_REGION(begin, bytes);
#endif
}

}  // namespace

HugeBuffer::HugeBuffer(size_t bytes) : bytes_(bytes) {
  const size_t alignment = bytes >= kHugePage ? kHugePage : kCacheLine;
  mapped_bytes_ = bytes + alignment;
  mapping_ =
      mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping_ == MAP_FAILED) {
    throw std::bad_alloc();
  }
  const auto address = reinterpret_cast<uintptr_t>(mapping_);
  data_ = reinterpret_cast<uint8_t*>((address + alignment - 1) / alignment * alignment);
  if (bytes >= kHugePage) {
    // Advice only: without huge pages the buffer is slower, not wrong.
    madvise(data_, bytes, MADV_HUGEPAGE);
  }
  forbid(mapping_, data_);
  forbid(data_ + bytes, static_cast<uint8_t*>(mapping_) + mapped_bytes_);
}

HugeBuffer::~HugeBuffer() {
  if (mapping_ != nullptr) {
    allow(mapping_, mapped_bytes_);
    munmap(mapping_, mapped_bytes_);
  }
}

HugeBuffer::HugeBuffer(HugeBuffer&& other) noexcept { *this = std::move(other); }

HugeBuffer& HugeBuffer::operator=(HugeBuffer&& other) noexcept {
  std::swap(mapping_, other.mapping_);
  std::swap(mapped_bytes_, other.mapped_bytes_);
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

}  // namespace moe::cpu
