#pragma once
#include <cstdint>

namespace moe::cpu {

/** Bytes of a core's L2 cache as the system reports them; 512 KiB where it does not. */
int64_t l2_bytes();

/**
 * Tokens of an expert that one piece of work takes: as many as keep a segment's activations (16
 * blocks of fp32) in half of the L2 cache, because gate and up read them one after the other; at
 * most kMaxTokenChunk, whose sums fill a third of a small L1 cache.
 */
int64_t token_chunk();

}  // namespace moe::cpu
