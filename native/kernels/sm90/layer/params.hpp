#pragma once
/** Arguments of the layer's kernels. T tokens, k experts per token, S = T*k slots, E experts. */
#include <cstdint>

namespace moe::sm90 {

struct RouteParams {
  const float* logits;  // [T, E]
  int32_t* expert_ids;  // [T, k]
  float* weights;       // [T, k], of each token they sum to 1
  int32_t num_tokens;
  int32_t num_experts;  // at most kMaxExperts
  int32_t top_k;
};

/** Slots sorted by expert, stable in slot order. */
struct ExpertMapParams {
  const int32_t* expert_ids;  // [S]; an id outside [0, E) takes no part in the layer
  int32_t* counts;            // [E] scratch
  int32_t* first_row;         // [E + 1]
  int32_t* slot_of_row;       // [S]
  int32_t* row_of_slot;       // [S]; -1: takes no part
  int32_t num_slots;
  int32_t num_experts;
};

struct PermuteParams {
  const uint16_t* input;       // bf16 [S / slots_per_row, width]
  uint16_t* rows;              // bf16 [S, width], grouped by expert
  const int32_t* slot_of_row;  // [S]
  const int32_t* num_rows;     // first_row[E]: rows that take part
  int32_t slots_per_row;       // k when input holds tokens, 1 when it holds slots
  int32_t width;               // a multiple of 8
};

/** The non-linearity and its constants; kinds are MOE_ACTIVATION_*. */
struct ActivationParams {
  int32_t kind;
  float alpha;
  float beta;
  float limit;
};

struct ActivateParams {
  const uint16_t* products;    // bf16 [S, N1]: up in [0, I), gate in [I, 2*I)
  const uint16_t* bias;        // bf16 [E, N1], or null
  uint16_t* output;            // bf16 [S, I]
  const int32_t* slot_of_row;  // [S]
  const int32_t* expert_ids;   // [S] by slot
  const int32_t* num_rows;     // first_row[E]
  int32_t intermediate_size;   // I, a multiple of 8
  int32_t to_slots;            // 1: output in slot order, 0: in the order of the experts
  ActivationParams activation;
};

struct FinalizeParams {
  const uint16_t* products;    // bf16 [S, H], grouped by expert
  const uint16_t* bias;        // bf16 [E, H], or null
  const int32_t* row_of_slot;  // [S]; -1: takes no part
  const int32_t* expert_ids;   // [S]
  const float* weights;        // [S]
  uint16_t* output;            // bf16 [T, H]
  int32_t num_tokens;
  int32_t top_k;
  int32_t hidden_size;  // H, a multiple of 8
};

}  // namespace moe::sm90
