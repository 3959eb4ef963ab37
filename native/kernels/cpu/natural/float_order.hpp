#pragma once
#include <cstdint>

#include "kernels/common/problem.hpp"

namespace moe::cpu::natural {

/** Per group of 32: its 16 even k, then its 16 odd k, as the nibbles of 16 bytes come apart. */
inline constexpr uint8_t kFloatOrder[kBlockK] = {
    0,  2,  4,  6,  8,  10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 1,  3,  5,  7,  9,  11,
    13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54,
    56, 58, 60, 62, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63};

}  // namespace moe::cpu::natural
