#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace moe::cpu {

/**
 * A fixed set of threads that run one loop at a time. The calling thread takes part. Waiting
 * threads spin for a moment, because the phases of a layer follow one another within microseconds,
 * and then sleep, because a pure spin starves whatever else the machine has to do.
 */
class ThreadPool {
 public:
  /** @param num_threads  0: every hardware thread this process may use */
  explicit ThreadPool(int32_t num_threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int32_t num_threads() const { return static_cast<int32_t>(workers_.size()) + 1; }

  /**
   * Calls body(begin, end, thread) over disjoint ranges that together are [0, count), in chunks
   * that shrink towards the end: long at first so that each thread reads one stretch of memory,
   * short at last so that all finish together. Returns when all are done. `body` must not throw.
   *
   * @param smallest  length of the shortest chunk but the last
   */
  void run(int64_t count, const std::function<void(int64_t, int64_t, int32_t)>& body,
           int64_t smallest = 1);

 private:
  void work(int32_t thread);
  void take_chunks(int32_t thread);

  std::vector<std::thread> workers_;
  const std::function<void(int64_t, int64_t, int32_t)>* body_ = nullptr;
  int64_t count_ = 0;
  int64_t smallest_ = 1;
  alignas(64) std::atomic<int64_t> next_{0};
  alignas(64) std::atomic<uint32_t> generation_{0};
  alignas(64) std::atomic<int32_t> busy_{0};
  std::atomic<bool> stopping_{false};
};

}  // namespace moe::cpu
