/**
 * The conversions of weights on silicon, exhaustively, against exact arithmetic, subnormals among
 * them: every e2m1 code at every place of a scattered word times every scale byte, and every code
 * at every place of a rotated word through the matrix product, as `fused` has it; of int4 times
 * every token of e4m3. sm90_conversion
 * Ends with 0 when all are right, 1 when one is wrong, 77 ("not run") without a device.
 */
#include <cmath>
#include <cstdio>
#include <vector>

#include "cuda_check.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/common/e4m3.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/common/mxfp4.hpp"
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/convert/fp4_scattered.hpp"
#include "kernels/sm90/convert/int4_rotated.hpp"
#include "kernels/sm90/fused/mxfp4_record.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace {

using namespace moe;
using moe::test::check;

constexpr uint32_t kPlaces = 8, kCodes = 16, kScales = 256;
constexpr uint32_t kCases = kPlaces * kCodes * kScales;

/** What a kernel writes, `count` of them. */
template <class T>
std::vector<T> launched(void (*kernel)(T*), uint32_t blocks, uint32_t threads, uint32_t count) {
  T* results = nullptr;
  check(cudaMalloc(&results, count * sizeof(T)), "allocating");
  kernel<<<blocks, threads>>>(results);
  check(cudaGetLastError(), "launching");
  std::vector<T> read(count);
  check(cudaMemcpy(read.data(), results, count * sizeof(T), cudaMemcpyDeviceToHost), "reading");
  check(cudaFree(results), "freeing");
  return read;
}

/** A thread per case: place p of a word is half p / 4, code p % 4 of it. Other places hold other
 * codes, which must not be seen. */
__global__ void convert_all(uint16_t* products) {
  const uint32_t index = blockIdx.x * blockDim.x + threadIdx.x;
  if (index >= kCases) return;
  const uint32_t scale = index % kScales, code = index / kScales % kCodes,
                 place = index / kScales / kCodes;
  uint32_t c[kPlaces];
  MOE_UNROLL
  for (uint32_t p = 0; p < kPlaces; ++p) c[p] = p == place ? code : (code + 7 * p + 3) % kCodes;
  const uint32_t word =
      sm90::scatter_fp4(c[0], c[1], c[2], c[3]) | sm90::scatter_fp4(c[4], c[5], c[6], c[7]) << 16;
  uint32_t fragment[4];
  sm90::convert_fp4_scattered(word, fragment);
  uint32_t product = 0;
  MOE_UNROLL
  for (uint32_t i = 0; i < 4; ++i) {
    if (i == place % 4) product = ptx::mul_bf16x2(fragment[i], scale << 7 | scale << 23);
  }
  products[index] = static_cast<uint16_t>(place / 4 == 0 ? product : product >> 16);
}

/** The codes of a word: `code` at `place`, which is half place / 4, others elsewhere. */
__device__ void fill_word(uint32_t place, uint32_t code, uint32_t (&even)[4], uint32_t (&odd)[4]) {
  for (uint32_t p = 0; p < 4; ++p) {
    even[p] = p == place ? code : (code + 7 * p + 3) % kCodes;
    odd[p] = p + 4 == place ? code : (code + 5 * p + 1) % kCodes;
  }
}

/**
 * A warp per code and place: place p of a word is half p / 4, code p % 4 of it, which is column
 * half + 8 * (code / 2) of lanes with c = 0. The other operand is the factor of tokens in that row
 * and 0 in the others, so each row of the product is its code times 2^-126 times that factor.
 * @param products  [places, codes, 32 lanes, 2 columns]
 */
__global__ void multiply_all(float* products) {
  const uint32_t lane = threadIdx.x, code = blockIdx.x % kCodes, place = blockIdx.x / kCodes;
  uint32_t even[4], odd[4], fragment[4];
  fill_word(place, code, even, odd);
  sm90::convert_fp4_rotated(sm90::rotate_word(even, odd), fragment);
  const uint32_t factor = (127u + sm90::kTokenExponent) << (place < 4 ? 7 : 23);
  const uint32_t token = lane % 4 == 0 ? factor : 0;
  float sums[4] = {};
  ptx::mma_bf16(sums, fragment, place % 4 < 2 ? token : 0, place % 4 < 2 ? 0 : token);
  for (uint32_t j = 0; j < 2; ++j) {
    products[(blockIdx.x * 32 + lane) * 2 + j] = place % 2 == 0 ? sums[j] : sums[2 + j];
  }
}

/** Counts the products of `multiply_all` that are wrong. */
int wrong_products() {
  constexpr uint32_t kSums = kPlaces * kCodes * 32 * 2;
  const std::vector<float> actual = launched(multiply_all, kPlaces * kCodes, 32, kSums);
  int wrong = 0;
  for (uint32_t index = 0; index < kSums; ++index) {
    const float expected = std::ldexp(kE2m1Values[index / 64 % kCodes], sm90::kTokenExponent - 126);
    if (actual[index] == expected) continue;
    if (++wrong <= 10) {
      std::printf("WRONG place %u code %u: product %g instead of %g\n", index / 64 / kCodes,
                  index / 64 % kCodes, static_cast<double>(actual[index]),
                  static_cast<double>(expected));
    }
  }
  std::printf("%u products, %d wrong\n", kSums, wrong);
  return wrong;
}

constexpr uint32_t kTokens = 256;

/**
 * The same of int4 and, in the eight columns, tokens of e4m3: those of eight codes at a time.
 * @param products  [places, codes, tokens / 8, 32 lanes, 2 columns]
 */
__global__ void multiply_all_int4(float* products) {
  const uint32_t lane = threadIdx.x, code = blockIdx.x % kCodes, place = blockIdx.x / kCodes;
  uint32_t even[4], odd[4], fragment[4];
  fill_word(place, code, even, odd);
  sm90::convert_int4_rotated(sm90::int4_rotated_word(even, odd), fragment);
  const uint32_t offsets[4] = {sm90::kInt4UpperOffsets, sm90::kInt4LowerOffsets,
                               sm90::kInt4UpperOffsets, sm90::kInt4LowerOffsets};
  for (uint32_t first = 0; first < kTokens; first += 8) {
    const uint32_t half = ptx::e4m3x2_to_f16x2(first + lane / 4) & 0xFFFF;
    const uint32_t token = lane % 4 != 0 ? 0 : place < 4 ? half : half << 16;
    const uint32_t b0 = place % 4 < 2 ? token : 0, b1 = place % 4 < 2 ? 0 : token;
    float sums[4] = {};
    ptx::mma_f16(sums, offsets, b0, b1);
    ptx::mma_f16(sums, fragment, b0, b1);
    for (uint32_t j = 0; j < 2; ++j) {
      products[((blockIdx.x * kTokens + first) * 4 + lane) * 2 + j] =
          place % 2 == 0 ? sums[j] * sm90::kInt4UpperRaise : sums[2 + j] * sm90::kInt4LowerRaise;
    }
  }
}

/** Counts the products of `multiply_all_int4` that are wrong. */
int wrong_int4_products() {
  constexpr uint32_t kSums = kPlaces * kCodes * kTokens * 8;
  const std::vector<float> actual = launched(multiply_all_int4, kPlaces * kCodes, 32, kSums);
  int wrong = 0;
  for (uint32_t index = 0; index < kSums; ++index) {
    const uint32_t block = index / (8 * kTokens), code = block % kCodes;
    const uint32_t token = index / 64 % (kTokens / 8) * 8 + index / 2 % 4 * 2 + index % 2;
    const float expected = static_cast<float>(int4_value(static_cast<int>(code))) *
                           e4m3_to_float(static_cast<uint8_t>(token));
    if (actual[index] == expected || (std::isnan(actual[index]) && std::isnan(expected))) continue;
    if (++wrong <= 10) {
      std::printf("WRONG place %u code %u token %02x: product %g instead of %g\n", block / kCodes,
                  code, token, static_cast<double>(actual[index]), static_cast<double>(expected));
    }
  }
  std::printf("%u products of int4, %d wrong\n", kSums, wrong);
  return wrong;
}

/** value * 2^(scale - 127 - 126) rounded to bf16 once; scale 0 is zero, 255 infinity. */
uint16_t expected_of(uint32_t code, uint32_t scale) {
  const double value = kE2m1Values[code];
  if (scale == 255) return float_to_bf16(kE2m1Values[code] * INFINITY);
  const double factor = scale == 0 ? 0 : std::ldexp(1.0, static_cast<int>(scale) - 253);
  // In units of the smallest bf16, 2^-133, below the normal numbers; nearbyint rounds to even.
  const double product = value * factor;
  if (std::abs(product) >= std::ldexp(1.0, -126)) return float_to_bf16(static_cast<float>(product));
  const double steps = std::nearbyint(std::ldexp(product, 133));
  return static_cast<uint16_t>((std::signbit(product) ? 0x8000 : 0) |
                               static_cast<uint16_t>(std::abs(steps)));
}

bool is_nan(uint16_t bits) { return (bits & 0x7FFF) > 0x7F80; }

}  // namespace

int main() {
  cudaDeviceProp device{};
  check(cudaGetDeviceProperties(&device, 0), "looking for a device");
  const std::vector<uint16_t> actual = launched(convert_all, kCases / 256, 256, kCases);
  int wrong = 0;
  for (uint32_t index = 0; index < kCases; ++index) {
    const uint16_t expected = expected_of(index / kScales % kCodes, index % kScales);
    if (actual[index] == expected || (is_nan(actual[index]) && is_nan(expected))) continue;
    if (++wrong <= 10) {
      std::printf("WRONG place %u code %u scale %u: %04x instead of %04x\n",
                  index / kScales / kCodes, index / kScales % kCodes, index % kScales,
                  actual[index], expected);
    }
  }
  std::printf("%s: %u conversions, %d wrong\n", device.name, kCases, wrong);
  return wrong + wrong_products() + wrong_int4_products() == 0 ? 0 : 1;
}
