#include "measure/memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "measure/failure.hpp"

namespace moe::measure {

namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr int64_t kReserveBytes = int64_t{64} << 20;

std::optional<int64_t> number_in(const char* path) {
  std::ifstream file(path);
  int64_t value = 0;
  if (file >> value) {
    return value;
  }
  return std::nullopt;
}

int64_t available_in_machine() {
  std::ifstream file("/proc/meminfo");
  std::string word;
  while (file >> word) {
    int64_t kibibytes = 0;
    if (word == "MemAvailable:" && file >> kibibytes) {
      return kibibytes * 1024;
    }
  }
  return static_cast<int64_t>(sysconf(_SC_AVPHYS_PAGES)) * sysconf(_SC_PAGESIZE);
}

/** Of the mapping that holds the address, the bytes on transparent huge pages. */
int64_t huge_bytes_at(const void* address) {
  const auto wanted = reinterpret_cast<uintptr_t>(address);
  std::ifstream maps("/proc/self/smaps");
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0;
    unsigned long end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
      inside = begin <= wanted && wanted < end;
    } else if (inside && line.starts_with("AnonHugePages:")) {
      return std::atoll(line.c_str() + line.find(':') + 1) * 1024;
    }
  }
  return 0;
}

}  // namespace

bool huge_pages_granted() {
  const HugeMemory probe(8 * kHugePage, "the look for huge pages");
  for (size_t page = 0; page < probe.size(); page += kHugePage) {
    probe.data()[page] = 1;
  }
  return huge_bytes_at(probe.data()) > 0;
}

int64_t available_memory_bytes() {
  const auto limit = number_in("/sys/fs/cgroup/memory.max");
  const auto used = number_in("/sys/fs/cgroup/memory.current");
  const int64_t in_group = limit && used ? *limit - *used : std::numeric_limits<int64_t>::max();
  return std::max<int64_t>(0, std::min(available_in_machine(), in_group));
}

void require_memory(int64_t bytes, const char* purpose) {
  const int64_t available = available_memory_bytes();
  if (bytes > available - kReserveBytes) {
    constexpr int64_t kMebibyte = 1 << 20;
    throw Failure(FailureKind::kOutOfMemory,
                  std::string(purpose) + " need " + std::to_string(bytes / kMebibyte) + " MiB; " +
                      std::to_string(available / kMebibyte) + " MiB are available");
  }
}

HugeMemory::HugeMemory(size_t bytes, const char* purpose) : size_(bytes) {
  require_memory(static_cast<int64_t>(bytes), purpose);
  mapped_bytes_ = bytes + kHugePage;
  void* mapping =
      mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) {
    throw Failure(FailureKind::kOutOfMemory, std::string(purpose) + " could not be allocated");
  }
  mapping_ = mapping;
  const auto address = reinterpret_cast<uintptr_t>(mapping);
  data_ = reinterpret_cast<uint8_t*>((address + kHugePage - 1) / kHugePage * kHugePage);
  if (bytes >= kHugePage) {
    // Advice only: without huge pages the memory is slower, not wrong.
    madvise(data_, bytes, MADV_HUGEPAGE);
  }
}

HugeMemory::~HugeMemory() {
  if (mapping_ != nullptr) {
    munmap(mapping_, mapped_bytes_);
  }
}

HugeMemory::HugeMemory(HugeMemory&& other) noexcept { *this = std::move(other); }

HugeMemory& HugeMemory::operator=(HugeMemory&& other) noexcept {
  std::swap(mapping_, other.mapping_);
  std::swap(mapped_bytes_, other.mapped_bytes_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace moe::measure
