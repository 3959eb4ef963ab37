#include "measure/activations.hpp"

#include "measure/normal_tables.hpp"
#include "measure/parallel.hpp"

namespace moe::measure {

void fill_token(uint64_t seed, Purpose purpose, int64_t token, std::span<uint16_t> out) {
  const auto& table = normal_bf16_table();
  const RandomStream stream(seed, purpose, static_cast<uint64_t>(token));
  uint64_t bits = 0;
  for (size_t i = 0; i < out.size(); ++i) {
    bits = i % 4 == 0 ? stream.at(i / 4) : bits >> 16;
    out[i] = table[bits & 0xffff];
  }
}

void fill_tokens(uint64_t seed, Purpose purpose, int64_t values_per_token, int32_t num_threads,
                 std::span<uint16_t> out) {
  const auto width = static_cast<size_t>(values_per_token);
  const auto tokens = static_cast<int64_t>(out.size() / width);
  for_each_range(num_threads, tokens, [&](int64_t begin, int64_t end) {
    for (int64_t token = begin; token < end; ++token) {
      fill_token(seed, purpose, token, out.subspan(static_cast<size_t>(token) * width, width));
    }
  });
}

}  // namespace moe::measure
