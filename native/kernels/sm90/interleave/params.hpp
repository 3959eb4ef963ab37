#pragma once
#include <cstdint>

namespace moe::sm90 {

struct InterleaveParams {
  const uint8_t* natural;  // [rows, row_bytes]; low nibble = even k
  uint8_t* interleaved;    // the same shape, other memory
  int64_t rows;            // of all experts, a multiple of 16
  int64_t row_bytes;       // K / 2, a multiple of 32
};

/** One expert's records; see streaming/record.hpp. */
struct RecordParams {
  const uint8_t* weights;  // [N, K/2] interleaved
  const uint8_t* scales;   // [ceil(K/128), N, 4] interleaved
  uint8_t* records;
  int64_t rows;         // N
  int64_t k;            // K
  int32_t scale_raise;  // added to scale bytes
};

/** One expert's records; see fused/record.hpp. */
struct FusedRecordParams {
  const uint8_t* weights;  // [N, K/2] natural
  const void* scales;      // natural: uint8 ue8m0 [N, K/32], or of int4 bf16 [N, K/128]
  uint8_t* records;
  int64_t rows;         // N
  int64_t k;            // K
  int32_t paired;       // 1: rows [0, N/2) are up and the others gate
  int32_t scale_raise;  // added to ue8m0
};

template <class Scale>
struct InterleaveScalesParams {
  const Scale* natural;  // [E, N, groups]
  Scale* interleaved;    // [E, ceil(groups / factor), N, factor]
  int64_t experts;
  int64_t rows;    // N
  int64_t groups;  // K / group size
  int64_t factor;  // groups of one K tile: 4 for MXFP4; 4, 2 or 1 for INT4 (by K % 512, 256, 128)
};

}  // namespace moe::sm90
