#include "kernels/cpu/huge_buffer.hpp"

#include <sys/mman.h>

#include <new>
#include <utility>

namespace moe::cpu {

namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kCacheLine = 64;

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
}

HugeBuffer::~HugeBuffer() {
  if (mapping_ != nullptr) {
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
