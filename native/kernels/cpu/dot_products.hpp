#pragma once

namespace moe::cpu {

/**
 * Whether bf16 dot products multiply more in a second here than fp32 multiply-adds of the same
 * width, measured once (under a millisecond): twice as much on a Zen 4, half as much on an Emerald
 * Rapids, which start one dot product in a cycle or in two, one multiply-add or two. Only where the
 * processor has both.
 */
bool bf16_dots_are_faster();

}  // namespace moe::cpu
