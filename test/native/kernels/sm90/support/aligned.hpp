#pragma once
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

namespace moe::test {

/** Zeroed memory at a multiple of 128 bytes, as device allocations are. */
template <class T>
class Aligned {
 public:
  explicit Aligned(size_t count) : count_(count), memory_(allocate(count)) {
    std::fill_n(reinterpret_cast<char*>(memory_.get()), count * sizeof(T), char{0});
  }
  explicit Aligned(const std::vector<T>& values) : Aligned(values.size()) {
    std::copy(values.begin(), values.end(), memory_.get());
  }
  T* data() const { return memory_.get(); }
  size_t size() const { return count_; }

 private:
  struct Free {
    void operator()(T* memory) const { std::free(memory); }
  };
  static T* allocate(size_t count) {
    const size_t bytes = std::max<size_t>(count * sizeof(T), 1);
    return static_cast<T*>(std::aligned_alloc(128, (bytes + 127) / 128 * 128));
  }
  size_t count_;
  std::unique_ptr<T, Free> memory_;
};

}  // namespace moe::test
