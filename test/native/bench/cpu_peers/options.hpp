#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "api/moe_kernels.h"

namespace moe::peers {

/** What the command line asks for. */
struct Options {
  int rounds = 11;
  int32_t threads = 2;
  std::vector<int32_t> batches = {1, 4, 16, 64, 256};
  std::string layer = "gpt-oss-20b";
  std::string library = MOE_CPU_LIBRARY;
  std::string tactic;       // part of an id; "": the library's default
  std::string peer;         // a kernel library instead of ggml
  std::string peer_tactic;  // part of an id of that library
  std::string ggml;         // folder of ggml's shared objects; "": there is none
};

/** Throws std::invalid_argument with what is wrong. */
Options parse_options(int argc, char** argv);

/** The layer of that name: gpt-oss-20b's sizes, or "wide": 4096/2048, 64 experts, top-6; SwiGLU. */
moe_problem problem_named(const std::string& layer);

}  // namespace moe::peers
