#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/multiply_add_step.hpp"

namespace moe::cpu::streaming {

namespace {

template <int kTokens>
constexpr InnerKernel kTile = {
    run_row_lanes<MultiplyAddTile, kTokens, MultiplyAddStep::kActivationBytes>, 32, kTokens};

}  // namespace

const InnerKernels kAvx512 = {{kNibbleOrder, true, Placement::kTokensInnermost},
                              {kTile<2>, kTile<6>, kTile<12>}};

}  // namespace moe::cpu::streaming
