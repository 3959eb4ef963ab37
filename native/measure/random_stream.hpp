#pragma once
#include <cstdint>

namespace moe::measure {

/** What a stream of random numbers is for; streams of one seed are independent. */
enum class Purpose : uint64_t {
  kGemm1Values = 1,
  kGemm1Scales,
  kGemm1Bias,
  kGemm2Values,
  kGemm2Scales,
  kGemm2Bias,
  kTimedInput,
  kCheckInput,
  kCheckedTokens,
  kOtherLogits,
  kGemm1InputScales,
  kGemm1Alphas,
  kGemm2InputScales,
  kGemm2Alphas
};

/**
 * SplitMix64 (Steele, Lea and Flood 2014, public domain) read by position. Any part of a stream can
 * be made alone, so data do not depend on how many threads made them, and a checker can make one
 * row.
 */
class RandomStream {
 public:
  /** @param index which stream of this purpose: an expert, a token */
  RandomStream(uint64_t seed, Purpose purpose, uint64_t index)
      : key_(mix(mix(mix(seed) + static_cast<uint64_t>(purpose)) + index)) {}

  /** 64 random bits. */
  uint64_t at(uint64_t position) const { return mix(key_ + position * kGoldenRatio); }

 private:
  static constexpr uint64_t kGoldenRatio = 0x9e3779b97f4a7c15u;

  static uint64_t mix(uint64_t value) {
    value += kGoldenRatio;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
  }

  uint64_t key_;
};

}  // namespace moe::measure
