#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "kernels/common/amx.hpp"
#include "measure/compute_peak.hpp"
#include "measure/memory.hpp"
#include "measure/parallel.hpp"
#include "measure/problems.hpp"
#include "measure/processor.hpp"
#include "measure/read_bandwidth.hpp"

using namespace moe;
using namespace moe::measure;

namespace {

/** A processor description as Linux writes it, in a folder of its own. */
class FakeSysfs {
 public:
  FakeSysfs() : root_(std::filesystem::temp_directory_path() / "moe_fake_sysfs") {
    std::filesystem::remove_all(root_);
  }
  ~FakeSysfs() { std::filesystem::remove_all(root_); }

  void add(int cpu, int index, int level, const char* type, const char* size, const char* sharers) {
    const auto folder =
        root_ / ("cpu" + std::to_string(cpu)) / "cache" / ("index" + std::to_string(index));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "level") << level << '\n';
    std::ofstream(folder / "type") << type << '\n';
    std::ofstream(folder / "size") << size << '\n';
    std::ofstream(folder / "shared_cpu_list") << sharers << '\n';
  }
  std::string path() const { return root_.string(); }

 private:
  std::filesystem::path root_;
};

}  // namespace

TEST_CASE("caches of the last level are added up, each once; lower ones are those of a core") {
  FakeSysfs sysfs;
  for (int cpu = 0; cpu < 4; ++cpu) {
    const auto own = std::to_string(cpu);
    sysfs.add(cpu, 0, 1, "Data", "32K", own.c_str());
    sysfs.add(cpu, 1, 1, "Instruction", "64K", own.c_str());
    sysfs.add(cpu, 2, 2, "Unified", "1024K", own.c_str());
    sysfs.add(cpu, 3, 3, "Unified", "16M", cpu < 2 ? "0-1" : "2-3");
  }
  const auto processor = describe_processor(sysfs.path());
  CHECK(processor.l1d_bytes == 32 << 10);
  CHECK(processor.l2_bytes == 1 << 20);
  CHECK(processor.last_level_cache_bytes == 2 * (16 << 20));
}

TEST_CASE("a machine that says nothing of its caches has sizes of zero") {
  const auto processor = describe_processor("/nowhere");
  CHECK(processor.last_level_cache_bytes == 0);
  CHECK(processor.hardware_threads >= 1);
  CHECK_FALSE(processor.model.empty());
}

TEST_CASE("the compute peak is of bf16 tiles or dot products only where the processor has them") {
  const auto peak = measure_compute_peak(1);
  const auto features = describe_processor().features;
  const bool dots = std::ranges::find(features, "avx512_bf16") != features.end();
  CHECK(peak.num_threads == 1);
  CHECK((dots || peak.instruction != PeakInstruction::kBf16Dot));
  // Sixteen times as much a cycle: where there are tiles, nothing else comes near.
  CHECK((peak.instruction == PeakInstruction::kBf16Tiles) == moe::amx_refusal().empty());
  CHECK(peak.flops_per_second > 1e8);
  CHECK(measure_compute_peak(0).num_threads == usable_threads());
}

TEST_CASE("huge pages are granted exactly where the system's policy allows them to be asked for") {
  std::ifstream policy("/sys/kernel/mm/transparent_hugepage/enabled");
  std::string text;
  std::getline(policy, text);
  if (text.find("[never]") != std::string::npos || text.empty()) {
    CHECK_FALSE(huge_pages_granted());
  } else {
    // Granted, unless memory is too fragmented, which is not this test's to decide.
    CHECK_NOTHROW(huge_pages_granted());
  }
}

TEST_CASE("read bandwidth is measured with the threads asked for") {
  const auto bandwidth = measure_read_bandwidth(1);
  CHECK(bandwidth.num_threads == 1);
  CHECK(bandwidth.bytes_per_second > 1e8);
  CHECK(measure_read_bandwidth(0).num_threads == usable_threads());
}

TEST_CASE("a range is shared out without gap or overlap, also among more threads than items") {
  for (const int32_t threads : {1, 2, 5}) {
    std::vector<std::atomic<int>> visits(3);
    for_each_range(threads, 3, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        ++visits[static_cast<size_t>(i)];
      }
    });
    for (const auto& count : visits) {
      CHECK(count == 1);
    }
  }
}

TEST_CASE("what a thread throws comes back to the caller") {
  const auto fail = [](int64_t begin, int64_t) {
    if (begin > 0) {
      throw Failure(FailureKind::kError, "thrown in a thread");
    }
  };
  CHECK(test::failure_of([&] { for_each_range(2, 2, fail); }) == "thrown in a thread");
}

TEST_CASE("memory beyond what is available is refused before it is mapped") {
  CHECK_NOTHROW(require_memory(1 << 20, "a mebibyte"));
  const auto ask = [] { HugeMemory memory(size_t{1} << 50, "a pebibyte"); };
  CHECK(test::failure_kind_of(ask) == FailureKind::kOutOfMemory);
}
