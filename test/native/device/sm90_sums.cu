/**
 * How exactly the tensor cores add: which bits of small products survive beside a large one in one
 * instruction, and beside the sum so far. sm90_sums Prints, for mma.sync and wgmma with bf16 and
 * wgmma with e4m3, the numbers of bits; looks at nothing. Ends with 77 ("not run") without a
 * device.
 */
#include <cmath>
#include <cstdio>
#include <vector>

#include "cuda_check.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/common/e4m3.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace {

using namespace moe;
using moe::test::check;

constexpr uint32_t kBytesOfB = 1024;  // 8 rows of 128 bytes
constexpr int kMostBits = 23;         // below the first of an fp32

/** Up to four products of one instruction, all for element [0][0], as the operands' words. */
struct Operands {
  uint32_t a[2] = {}, b[2] = {};
};
constexpr int kSteps = 3;
/** Each instruction adds to what the one before left. */
struct Sum {
  Operands step[kSteps];
  int steps;
};

struct WgmmaE4m3 {
  static constexpr int kWidth = 4;  // values of a word
  __device__ static void add(ptx::Accumulator<8>& sum, ptx::AFragment& a, uint64_t b,
                             bool goes_on) {
    ptx::wgmma_e4m3(sum, a, b, goes_on);
  }
};
struct WgmmaBf16 {
  static constexpr int kWidth = 2;
  __device__ static void add(ptx::Accumulator<8>& sum, ptx::AFragment& a, uint64_t b,
                             bool goes_on) {
    ptx::wgmma_bf16(sum, a, b, goes_on);
  }
};
struct MmaBf16 {
  static constexpr int kWidth = 2;
};

/** Where word i of the operands lies in A's registers and, bytes, in B's first row. */
__device__ int register_of(int i) { return i * 2; }
__device__ uint32_t byte_of(int i) { return static_cast<uint32_t>(i) * 16; }

template <class Kind>
__device__ float sum_of(const Sum& asked, uint32_t b) {
  for (uint32_t i = ptx::thread_id(); i < kSteps * kBytesOfB / 16; i += ptx::num_threads()) {
    ptx::store_shared_v4(b + i * 16, {{0, 0, 0, 0}});
  }
  ptx::block_sync();
  const bool is_first = ptx::thread_id() == 0;
  for (uint32_t step = 0; step < kSteps && is_first; ++step) {
    for (int i = 0; i < 2; ++i) {
      ptx::store_shared_u32(b + step * kBytesOfB + byte_of(i), asked.step[step].b[i]);
    }
  }
  ptx::fence_proxy_async();
  ptx::block_sync();
  ptx::Accumulator<8> sum = {};
  for (int step = 0; step < asked.steps; ++step) {
    ptx::AFragment a;
    for (int i = 0; i < 4; ++i) a.set(i, 0);
    for (int i = 0; i < 2; ++i) a.set(register_of(i), is_first ? asked.step[step].a[i] : 0);
    ptx::wgmma_fence();
    Kind::add(sum, a, sm90::swizzled_tile(b + static_cast<uint32_t>(step) * kBytesOfB), step > 0);
    ptx::wgmma_commit();
    ptx::wgmma_wait<0>();
    ptx::fence_registers(sum);
  }
  return sum.get(0);
}

template <>
__device__ float sum_of<MmaBf16>(const Sum& asked, uint32_t) {
  const bool is_first = ptx::thread_id() == 0;
  float sum[4] = {};
  for (int step = 0; step < asked.steps; ++step) {
    const Operands& of = asked.step[step];
    const uint32_t a[4] = {is_first ? of.a[0] : 0, 0, is_first ? of.a[1] : 0, 0};
    ptx::mma_bf16(sum, a, is_first ? of.b[0] : 0, is_first ? of.b[1] : 0);
  }
  return sum[0];
}

template <class Kind>
__global__ void add_up(Sum asked, float* out) {
  const float sum = sum_of<Kind>(asked, (ptx::shared_base() + 1023u) & ~1023u);
  if (ptx::thread_id() == 0) *out = sum;
}

/** One product, of values that both operands' formats hold. `place` counts the instruction's k as
 * operands_of packs them. */
struct Product {
  float a, b;
  int place;
};

template <class Kind>
uint32_t code_of(float value) {
  return Kind::kWidth == 4 ? float_to_e4m3(value) : float_to_bf16(value);
}

/** Places 0 to kWidth - 1 are k = 0 and on, those behind them k = 8 (bf16) or 16 (e4m3) and on. */
template <class Kind>
Operands operands_of(const std::vector<Product>& products) {
  Operands operands;
  for (const Product& product : products) {
    const int word = product.place / Kind::kWidth;
    const int shift = product.place % Kind::kWidth * (32 / Kind::kWidth);
    operands.a[word] |= code_of<Kind>(product.a) << shift;
    operands.b[word] |= code_of<Kind>(product.b) << shift;
  }
  return operands;
}

template <class Kind>
class Adder {
 public:
  Adder() { check(cudaMalloc(&out_, sizeof(float)), "allocating"); }
  ~Adder() { cudaFree(out_); }
  Adder(const Adder&) = delete;

  /** What the tensor cores make of the products of up to three instructions. */
  float of(const std::vector<std::vector<Product>>& steps) const {
    Sum asked{{}, static_cast<int>(steps.size())};
    for (size_t i = 0; i < steps.size(); ++i) asked.step[i] = operands_of<Kind>(steps[i]);
    add_up<Kind><<<1, 128, kSteps * kBytesOfB + 1024>>>(asked, out_);
    check(cudaGetLastError(), "launching");
    float sum = 0;
    check(cudaMemcpy(&sum, out_, sizeof sum, cudaMemcpyDeviceToHost), "adding");
    return sum;
  }

 private:
  float* out_ = nullptr;
};

/** The n up to kMostBits to which `survives` holds throughout. */
template <class Survives>
int most_bits(Survives&& survives) {
  int n = 0;
  while (n < kMostBits && survives(n + 1)) ++n;
  return n;
}

/** 2^-n times 2^top at a place, by a large and a small factor, so that e4m3 holds both as normal
 * numbers up to n = top + 12. */
Product power(int top, int n, int place, float sign = 1) {
  const int exponent = top - n, half = exponent >> 1;
  return {sign * std::ldexp(1.0f, exponent - half), std::ldexp(1.0f, half), place};
}

template <class Kind>
void report(const char* name, int top) {
  const Adder<Kind> adder;
  const float one = std::ldexp(1.0f, top);
  const auto p = [&](int n, int place, float sign = 1) { return power(top, n, place, sign); };
  const auto kept = [&](int n, float sum) { return sum == one + std::ldexp(one, -n); };
  const int within = most_bits([&](int n) { return kept(n, adder.of({{p(0, 0), p(n, 1)}})); });
  std::printf(
      "%s\n  2^-n beside 1 in one instruction: n up to %d; added to 1: %d; 1 added to it: %d\n",
      name, within, most_bits([&](int n) {
        return kept(n, adder.of({{p(0, 0)}, {p(n, 0)}}));
      }),
      most_bits([&](int n) {
        return kept(n, adder.of({{p(n, 0)}, {p(0, 0)}}));
      }));
  const auto units = [&](float sum) { return (sum - one) / std::ldexp(one, -within); };
  const int half = within + 1, width = Kind::kWidth;
  std::printf(
      "  in units of the last, beside 1: 1/2 + 1/2 is %g, far away %g; 3/4 is %g; -1/2 is %g; "
      "1/2 - 1/2 is %g\n",
      units(adder.of({{p(0, 0), p(half, 1), p(half, width)}})),
      units(adder.of({{p(0, 0), p(half, width), p(half, width + 1)}})),
      units(adder.of({{p(0, 0), p(half, 1), p(half + 1, width)}})),
      units(adder.of({{p(0, 0), p(half, 1, -1)}})),
      units(adder.of({{p(0, 0), p(half, 1), p(half, width, -1)}})));
  // 1 + 2^-n, and 1, and 2: the sum keeps what it has, until it is a summand itself.
  const float two = 2 * one, unit = std::ldexp(one, -within);
  std::printf("  1 + 2^-%d added to 1 keeps %g of it; that added to 2 keeps %g\n", within,
              (adder.of({{p(0, 0), p(within, 1)}, {p(0, 0)}}) - two) / unit,
              (adder.of({{p(0, 0), p(within, 1)}, {p(0, 0)}, {p(-1, 0)}}) - 2 * two) / unit);
  const float large = 1.5f * 1.5f * one;
  std::printf("  beside 1.5 x 1.5: 2^-n up to %d\n", most_bits([&](int n) {
                Product top_product = p(0, 0);
                top_product.a *= 1.5f;
                top_product.b *= 1.5f;
                return adder.of({{top_product, p(n, 1)}}) == large + std::ldexp(one, -n);
              }));
}

/** What sets the place of the last bit: e4m3 below 2^-6 is subnormal, a product of two mantissas
 * may be 2 or more, and a zero has an exponent too. */
void report_alignment() {
  const Adder<WgmmaE4m3> adder;
  const auto beside = [&](const std::vector<Product>& others) {
    return most_bits([&](int n) {
      std::vector<Product> products = others;
      products.push_back(power(-1, n, 3));
      const float sum = adder.of({products});
      float expected = std::ldexp(0.5f, -n);
      for (const Product& other : others) expected += other.a * other.b;
      return sum == expected;
    });
  };
  const float least = std::ldexp(1.0f, -9);
  std::printf(
      "  2^-n of 1/2 beside 1/2 = 2^-5 x 2^4: up to %d; = 2^-9 x 2^8: %d; and 0 x 2^8: %d; "
      "1.5 x 1.5 / 2 and its negative: %d\n",
      beside({{16 * least, 16, 0}}), beside({{least, 256, 0}}),
      beside({{16 * least, 16, 0}, {0, 256, 1}}), beside({{1.5f, 0.75f, 0}, {1.5f, -0.75f, 1}}));
}

}  // namespace

int main() {
  cudaDeviceProp device{};
  check(cudaGetDeviceProperties(&device, 0), "looking for a device");
  std::printf("%s\n", device.name);
  report<MmaBf16>("mma.sync m16n8k16 bf16", 0);
  report<WgmmaBf16>("wgmma m64n8k16 bf16", 0);
  report<WgmmaE4m3>("wgmma m64n8k32 e4m3", 8);
  report_alignment();
  return 0;
}
