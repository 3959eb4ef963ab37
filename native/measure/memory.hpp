#pragma once
#include <cstddef>
#include <cstdint>

namespace moe::measure {

/**
 * Bytes this process can still take: what the kernel calls available, or what is left of the
 * control group's limit when that is less.
 */
int64_t available_memory_bytes();

/**
 * Throws Failure(kOutOfMemory) unless `bytes` and a reserve of 64 MiB are available. Linux promises
 * more memory than there is and kills the process later, so asking first is the only clean refusal.
 *
 * @param purpose completes "... needs N MiB", e.g. "weights of gemm1"
 */
void require_memory(int64_t bytes, const char* purpose);

/**
 * Whether memory of HugeMemory really lies on huge pages: some is taken, touched, and looked up in
 * what the kernel says of this process. False where the kernel does not say.
 */
bool huge_pages_granted();

/** Zeroed memory on huge pages where the system grants them. */
class HugeMemory {
 public:
  HugeMemory() = default;
  /** Throws Failure(kOutOfMemory). */
  HugeMemory(size_t bytes, const char* purpose);
  ~HugeMemory();
  HugeMemory(HugeMemory&& other) noexcept;
  HugeMemory& operator=(HugeMemory&& other) noexcept;

  uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  void* mapping_ = nullptr;
  size_t mapped_bytes_ = 0;
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace moe::measure
