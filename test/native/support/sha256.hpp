#pragma once
/** SHA-256 (FIPS 180-4), for known answers that are published as digests. */
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace moe::test {

/** The first 32 bits of the fractional part of a root of the first primes: FIPS
 * 180-4, 4.2.2, 5.3.3. */
inline std::vector<uint32_t> fractions_of_roots(size_t count, bool cubic) {
  std::vector<uint32_t> words;
  for (uint32_t n = 2; words.size() < count; ++n) {
    bool is_prime = true;
    for (uint32_t divisor = 2; divisor * divisor <= n; ++divisor) is_prime &= n % divisor != 0;
    if (!is_prime) continue;
    const long double root =
        cubic ? std::cbrt(static_cast<long double>(n)) : std::sqrt(static_cast<long double>(n));
    words.push_back(static_cast<uint32_t>((root - std::floor(root)) * 4294967296.0L));
  }
  return words;
}

inline std::string sha256(std::vector<uint8_t> message) {
  static const std::vector<uint32_t> constants = fractions_of_roots(64, true);
  std::vector<uint32_t> state = fractions_of_roots(8, false);
  const uint64_t bits = message.size() * 8;
  message.push_back(0x80);
  while (message.size() % 64 != 56) message.push_back(0);
  for (int shift = 56; shift >= 0; shift -= 8)
    message.push_back(static_cast<uint8_t>(bits >> shift));
  const auto rotated = [](uint32_t x, int a, int b, int c) {
    return std::rotr(x, a) ^ std::rotr(x, b) ^ std::rotr(x, c);
  };
  for (size_t block = 0; block < message.size(); block += 64) {
    std::array<uint32_t, 64> w{};
    for (size_t i = 0; i < 64; ++i) {
      if (i < 16) {
        for (size_t byte = 0; byte < 4; ++byte) w[i] = w[i] << 8 | message[block + 4 * i + byte];
      } else {
        const uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
        const uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
    }
    std::vector<uint32_t> v = state;  // a b c d e f g h
    for (size_t i = 0; i < 64; ++i) {
      const uint32_t chosen = (v[4] & v[5]) ^ (~v[4] & v[6]);
      const uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      const uint32_t first = v[7] + rotated(v[4], 6, 11, 25) + chosen + constants[i] + w[i];
      const uint32_t second = rotated(v[0], 2, 13, 22) + majority;
      v = {first + second, v[0], v[1], v[2], v[3] + first, v[4], v[5], v[6]};
    }
    for (size_t i = 0; i < 8; ++i) state[i] += v[i];
  }
  std::string text;
  for (const uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
  }
  return text;
}

}  // namespace moe::test
