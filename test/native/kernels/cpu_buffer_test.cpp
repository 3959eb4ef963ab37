/** Memory of weights and launches: aligned, zeroed, and fenced where AddressSanitizer watches. */
#include <doctest/doctest.h>

#include <utility>

#include "kernels/cpu/huge_buffer.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

using moe::cpu::HugeBuffer;

TEST_CASE("a buffer is zeroed and begins at a cache line, a large one at a huge page") {
  for (const size_t bytes : {size_t{1}, size_t{100}, size_t{2} << 20, (size_t{3} << 20) + 5}) {
    CAPTURE(bytes);
    HugeBuffer buffer(bytes);
    const size_t alignment = bytes >= size_t{2} << 20 ? size_t{2} << 20 : 64;
    CHECK(reinterpret_cast<uintptr_t>(buffer.data()) % alignment == 0);
    CHECK(buffer.size() == bytes);
    CHECK(buffer.data()[0] == 0);
    CHECK(buffer.data()[bytes - 1] == 0);
    buffer.data()[bytes - 1] = 7;
    const HugeBuffer moved = std::move(buffer);
    CHECK(moved.data()[bytes - 1] == 7);
  }
}

#if defined(__SANITIZE_ADDRESS__)
TEST_CASE("what lies around a buffer is forbidden, and allowed again when it is gone") {
  const uint8_t* data = nullptr;
  {
    const HugeBuffer buffer(1000);
    data = buffer.data();
    CHECK_FALSE(__asan_address_is_poisoned(data));
    CHECK_FALSE(__asan_address_is_poisoned(data + 999));
    CHECK(__asan_address_is_poisoned(data + 1000));
    CHECK(__asan_address_is_poisoned(data + 1063));
  }
  CHECK_FALSE(__asan_address_is_poisoned(data + 1000));
}
#endif
