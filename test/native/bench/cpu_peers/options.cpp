#include "bench/cpu_peers/options.hpp"

#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>

namespace moe::peers {

namespace {

std::vector<int32_t> numbers_in(const std::string& text) {
  std::vector<int32_t> numbers;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    numbers.push_back(std::stoi(part));
    if (numbers.back() < 1) {
      throw std::invalid_argument("batch sizes must be at least 1");
    }
  }
  return numbers;
}

}  // namespace

Options parse_options(int argc, char** argv) {
  Options options;
  const std::map<std::string, std::string*> texts = {
      {"--layer", &options.layer},   {"--library", &options.library},
      {"--tactic", &options.tactic}, {"--peer", &options.peer},
      {"--ggml", &options.ggml},     {"--peer-tactic", &options.peer_tactic}};
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (i + 1 == argc) {
      throw std::invalid_argument(name + " needs a value");
    }
    const std::string value = argv[i + 1];
    if (const auto text = texts.find(name); text != texts.end()) {
      *text->second = value;
    } else if (name == "--rounds") {
      options.rounds = std::stoi(value);
    } else if (name == "--threads") {
      options.threads = std::stoi(value);
    } else if (name == "--batches") {
      options.batches = numbers_in(value);
    } else {
      throw std::invalid_argument("unknown option " + name);
    }
  }
  if (options.rounds < 1 || options.threads < 1 || options.batches.empty()) {
    throw std::invalid_argument("rounds, threads and batches must be at least 1");
  }
  return options;
}

moe_problem problem_named(const std::string& layer) {
  moe_problem problem = {.struct_size = sizeof(moe_problem),
                         .scheme = MOE_SCHEME_MXFP4_BF16,
                         .hidden_size = 2880,
                         .intermediate_size = 2880,
                         .num_experts = 32,
                         .top_k = 4,
                         .activation = MOE_ACTIVATION_SWIGLU,
                         .has_bias = 0,
                         .swiglu_alpha = 1.0f,
                         .swiglu_beta = 0.0f,
                         .swiglu_limit = std::numeric_limits<float>::infinity()};
  if (layer == "wide") {
    problem.hidden_size = 4096;
    problem.intermediate_size = 2048;
    problem.num_experts = 64;
    problem.top_k = 6;
  } else if (layer != "gpt-oss-20b") {
    throw std::invalid_argument("unknown layer " + layer + "; there are gpt-oss-20b and wide");
  }
  return problem;
}

}  // namespace moe::peers
