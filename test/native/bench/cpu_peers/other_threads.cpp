#include "bench/cpu_peers/other_threads.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace moe::peers {

namespace {

/** The letter behind the name in /proc/self/task/TID/stat (proc(5)); '?' of a thread that has
 * ended. */
char state_of(const std::filesystem::path& task) {
  std::ifstream file(task / "stat");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  // The name, in parentheses, may hold anything.
  const auto name_end = text.rfind(')');
  return name_end == std::string::npos || name_end + 2 >= text.size() ? '?' : text[name_end + 2];
}

}  // namespace

bool other_threads_run() {
  const std::string own = std::to_string(gettid());
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    if (task.path().filename() != own && state_of(task.path()) == 'R') {
      return true;
    }
  }
  return false;
}

void wait_for_other_threads(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (other_threads_run() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
}

}  // namespace moe::peers
