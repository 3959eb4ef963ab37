#include "measure/processor.hpp"

#include <filesystem>
#include <fstream>
#include <map>

#include "measure/parallel.hpp"

namespace moe::measure {

namespace {

std::string first_line(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/** "32768K" or "2M" in bytes; 0 when it is neither. */
int64_t parse_size(const std::string& text) {
  size_t end = 0;
  try {
    const int64_t number = std::stoll(text, &end);
    const char unit = end < text.size() ? text[end] : ' ';
    return unit == 'K' ? number << 10 : unit == 'M' ? number << 20 : number;
  } catch (const std::exception&) {
    return 0;
  }
}

std::string model_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) {
      const size_t colon = line.find(": ");
      return colon == std::string::npos ? "unknown" : line.substr(colon + 2);
    }
  }
  return "unknown";
}

std::vector<std::string> usable_features() {
  std::vector<std::string> features;
#if defined(__x86_64__)
  // The compiler's checks read CPUID and whether the operating system saves the registers.
  const auto add = [&](bool usable, const char* name) {
    if (usable) {
      features.emplace_back(name);
    }
  };
  add(__builtin_cpu_supports("avx2"), "avx2");
  add(__builtin_cpu_supports("fma"), "fma");
  add(__builtin_cpu_supports("avx512f"), "avx512f");
  add(__builtin_cpu_supports("avx512bw"), "avx512bw");
  add(__builtin_cpu_supports("avx512dq"), "avx512dq");
  add(__builtin_cpu_supports("avx512vl"), "avx512vl");
  add(__builtin_cpu_supports("avx512vbmi"), "avx512_vbmi");
  add(__builtin_cpu_supports("avx512vnni"), "avx512_vnni");
  add(__builtin_cpu_supports("avx512bf16"), "avx512_bf16");
#endif
  return features;
}

/** A data cache of some level, counted once however many processors share it. */
struct CacheLevel {
  int64_t bytes_each = 0;
  std::map<std::string, int64_t> by_sharers;  // "0-7" to bytes
};

std::map<int, CacheLevel> data_caches(const std::filesystem::path& sysfs_cpu) {
  std::map<int, CacheLevel> levels;
  std::error_code none;
  for (const auto& cpu : std::filesystem::directory_iterator(sysfs_cpu, none)) {
    for (const auto& cache : std::filesystem::directory_iterator(cpu.path() / "cache", none)) {
      const auto type = first_line(cache.path() / "type");
      const int64_t bytes = parse_size(first_line(cache.path() / "size"));
      if ((type != "Data" && type != "Unified") || bytes == 0) {
        continue;
      }
      auto& level = levels[std::atoi(first_line(cache.path() / "level").c_str())];
      level.bytes_each = std::max(level.bytes_each, bytes);
      level.by_sharers[first_line(cache.path() / "shared_cpu_list")] = bytes;
    }
  }
  return levels;
}

}  // namespace

Processor describe_processor(const std::string& sysfs_cpu) {
  auto levels = data_caches(sysfs_cpu);
  int64_t last_level = 0;
  if (!levels.empty()) {
    for (const auto& [sharers, bytes] : levels.rbegin()->second.by_sharers) {
      last_level += bytes;
    }
  }
  return {model_name(),         usable_threads(),     usable_features(),
          levels[1].bytes_each, levels[2].bytes_each, last_level};
}

}  // namespace moe::measure
