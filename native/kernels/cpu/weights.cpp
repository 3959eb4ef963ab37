#include "kernels/cpu/weights.hpp"

#include "kernels/common/bf16.hpp"
#include "kernels/common/error.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/cpu/interleaved/pack.hpp"
#include "kernels/cpu/natural/pack.hpp"
#include "kernels/cpu/natural/scale_bytes.hpp"
#include "kernels/cpu/streaming/pack.hpp"

namespace moe::cpu {

namespace {

size_t value_bytes(Family family, const GemmShape& shape) {
  return family == Family::kStreaming
             ? streaming::record_bytes(shape)
             : static_cast<size_t>(shape.num_experts * shape.rows * (shape.k / 2));
}

size_t scale_bytes(Layout layout, const GemmShape& shape) {
  switch (layout.family) {
    case Family::kNatural:
      return static_cast<size_t>(shape.num_experts * shape.rows *
                                 natural::scale_bytes(layout.scheme, shape.k));
    case Family::kInterleaved:
      return interleaved::scale_bytes(shape);
    default:
      return 0;
  }
}

void pack_rows(Layout layout, const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_begin, int64_t row_end, moe_weights& packed) {
  switch (layout.family) {
    case Family::kNatural:
      return natural::pack_rows(shape, values, scales, natural::scale_bytes(layout.scheme, shape.k),
                                row_begin, row_end, packed.values.data(), packed.scales.data());
    case Family::kInterleaved:
      return interleaved::pack_rows(shape, values, scales, row_begin, row_end, packed.values.data(),
                                    packed.scales.data());
    default:
      return streaming::pack_rows(shape, values, scales, row_begin, row_end, packed.values.data());
  }
}

/** Empty for nullptr. */
std::vector<float> copied(const float* values, int64_t count) {
  return values == nullptr ? std::vector<float>{} : std::vector<float>(values, values + count);
}

}  // namespace

size_t packed_bytes(Layout layout, const GemmShape& shape) {
  return value_bytes(layout.family, shape) + scale_bytes(layout, shape);
}

moe_weights pack_weights(ThreadPool& pool, Layout layout, const moe_problem& problem, Gemm gemm,
                         const moe_host_weights& host) {
  const GemmShape shape = shape_of(problem, gemm);
  moe_weights packed{problem,
                     gemm,
                     layout,
                     HugeBuffer(value_bytes(layout.family, shape)),
                     HugeBuffer(scale_bytes(layout, shape)),
                     {},
                     {},
                     {}};
  const int64_t rows = shape.num_experts * shape.rows;
  // Whole row tiles; single rows would be too small a piece of work for the natural layout.
  const int64_t multiple = row_multiple(layout.family);
  const int64_t step = multiple == 1 ? shape.rows : multiple;
  const auto* scales = static_cast<const uint8_t*>(host.scales);
  pool.run(rows / step, [&](int64_t begin, int64_t end, int32_t) {
    pack_rows(layout, shape, host.values, scales, begin * step, end * step, packed);
  });
  if (problem.has_bias != 0) {
    packed.bias.resize(static_cast<size_t>(rows));
    for (int64_t row = 0; row < rows; ++row) {
      packed.bias[static_cast<size_t>(row)] = bf16_to_float(host.bias[row]);
    }
  }
  if (layout.scheme == MOE_SCHEME_INT4_FP8) {
    const Int4Factors factors = int4_factors(host);
    packed.input_scale = copied(factors.input_scale, shape.k);
    packed.alpha = copied(factors.alpha, shape.num_experts);
  }
  return packed;
}

void require_matching(const moe_weights* weights, Layout layout, const moe_problem& problem,
                      Gemm gemm) {
  const char* const which = gemm == Gemm::kFirst ? "gemm1" : "gemm2";
  if (weights == nullptr) {
    throw Error(MOE_INVALID_ARGUMENT, std::string("the weights of ") + which + " are missing");
  }
  if (!(weights->layout == layout)) {
    throw Error(MOE_INVALID_ARGUMENT, std::string("the weights of ") + which + " have layout " +
                                          layout_name(weights->layout) + "; this tactic needs " +
                                          layout_name(layout));
  }
  if (weights->gemm != gemm || !same_weights(weights->problem, problem)) {
    throw Error(MOE_INVALID_ARGUMENT,
                std::string("the weights of ") + which + " were packed for another problem");
  }
}

}  // namespace moe::cpu

moe::cpu::PackedWeights moe_weights::view() const {
  return {values.data(), scales.data(), moe::shape_of(problem, gemm)};
}

const float* moe_weights::bias_of(int64_t expert) const {
  const auto rows = static_cast<size_t>(moe::shape_of(problem, gemm).rows);
  return bias.empty() ? nullptr : bias.data() + static_cast<size_t>(expert) * rows;
}

float moe_weights::alpha_of(int64_t expert) const {
  return alpha.empty() ? 1.0f : alpha[static_cast<size_t>(expert)];
}
