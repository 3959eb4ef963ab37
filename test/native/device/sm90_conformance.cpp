/**
 * Every tactic of a kernel library against the oracle on a real device:
 *   sm90_conformance LIBRARY [part of a tactic id]
 * Ends with 0 when all are right, 1 when one is wrong, 77 ("not run") without a device.
 */
#include <cstdio>
#include <limits>

#include "measure/kernel_library.hpp"
#include "measure/session.hpp"
#include "routing_samples.hpp"

using namespace moe::measure;

namespace {

constexpr int kNotRun = 77;

struct Case {
  const char* name;
  moe_problem problem;
  std::vector<int32_t> batches;
  int32_t only_expert;  // -1: uniform routing
};

moe_problem problem(int32_t hidden, int32_t intermediate, int32_t experts, int32_t top_k,
                    int32_t activation, int32_t bias, int32_t scheme = MOE_SCHEME_MXFP4_BF16) {
  return {sizeof(moe_problem), scheme, hidden, intermediate, experts, top_k,
          activation,          bias,   1.702f, 1.0f,         7.0f};
}

std::vector<Case> cases() {
  return {
      {"the pull request's test shape",
       problem(1024, 512, 8, 2, MOE_ACTIVATION_SWIGLU, 0),
       {1, 17, 150},
       -1},
      {"the pull request's own test, hidden 768",
       problem(768, 640, 8, 8, MOE_ACTIVATION_SWIGLU, 0),
       {4, 16},
       -1},
      {"the pull request's own test, hidden 2880",
       problem(2880, 640, 8, 8, MOE_ACTIVATION_SWIGLU, 0),
       {16},
       -1},
      {"ragged tiles", problem(320, 192, 5, 3, MOE_ACTIVATION_SWIGLU_OAI, 1), {1, 40}, -1},
      {"K a multiple of 32 alone", problem(96, 160, 4, 2, MOE_ACTIVATION_SWIGLU, 0), {9}, -1},
      {"K of one block and less", problem(64, 128, 4, 2, MOE_ACTIVATION_GEGLU, 1), {33}, -1},
      {"one expert with everything", problem(256, 384, 16, 1, MOE_ACTIVATION_RELU2, 0), {300}, 7},
      {"512 experts", problem(256, 128, 512, 8, MOE_ACTIVATION_NONE, 1), {64}, -1},
      {"int4_fp8, the pull request's shape",
       problem(1024, 512, 8, 2, MOE_ACTIVATION_SWIGLU, 0, MOE_SCHEME_INT4_FP8),
       {1, 17, 150},
       -1},
      {"int4_fp8, the test of Ada and Hopper",
       problem(768, 640, 3, 2, MOE_ACTIVATION_SWIGLU, 0, MOE_SCHEME_INT4_FP8),
       {4},
       -1},
      {"int4_fp8, K of odd groups",
       problem(384, 640, 5, 3, MOE_ACTIVATION_SWIGLU_OAI, 1, MOE_SCHEME_INT4_FP8),
       {1, 40},
       -1},
      {"int4_fp8, one expert",
       problem(512, 1536, 16, 1, MOE_ACTIVATION_RELU2, 0, MOE_SCHEME_INT4_FP8),
       {300},
       7},
      {"int4_fp8, 512 experts",
       problem(256, 128, 512, 8, MOE_ACTIVATION_NONE, 1, MOE_SCHEME_INT4_FP8),
       {64},
       -1},
      {"int4_fp8, wide",
       problem(4096, 2048, 4, 2, MOE_ACTIVATION_SWIGLU, 1, MOE_SCHEME_INT4_FP8),
       {3, 70},
       -1},
      {"gpt-oss width", problem(2880, 2880, 4, 2, MOE_ACTIVATION_SWIGLU_OAI, 1), {3, 70}, -1},
  };
}

struct Tally {
  int right = 0, wrong = 0, unsupported = 0;
  double worst = 0;
};

void check_case(const std::shared_ptr<const KernelLibrary>& library, const Case& tested,
                const std::string& filter, Tally& tally) {
  Session session(library, tested.problem, {0, 42});
  for (int32_t index = 0; index < library->api().tactic_count(); ++index) {
    const moe_tactic tactic = library->tactic(index);
    if (std::string(tactic.id).find(filter) == std::string::npos) continue;
    char reason[256] = "";
    if (library->api().supports(index, &tested.problem, MOE_STAGE_LAYER, reason, sizeof reason) !=
        MOE_OK) {
      ++tally.unsupported;
      continue;
    }
    for (const int32_t stage : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2, MOE_STAGE_LAYER}) {
      session.prepare(index, stage, 1);
      for (const int32_t batch : tested.batches) {
        const auto sample = moe::test::uniform_sample(tested.problem, batch, 3, tested.only_expert);
        const CheckResult result = session.check({index, stage, batch, sample, 5, 4});
        tally.worst = std::max(tally.worst, result.relative_error);
        ++(result.correct ? tally.right : tally.wrong);
        if (!result.correct) {
          const BadValue bad = result.first_bad.value_or(BadValue{-1, -1, 0, 0});
          std::printf(
              "WRONG %s: %s stage %d batch %d, relative error %.4g, token %d column %d: %g instead "
              "of %g\n",
              tested.name, tactic.id, stage, batch, result.relative_error, bad.token, bad.column,
              static_cast<double>(bad.actual), static_cast<double>(bad.expected));
        }
      }
    }
  }
}

/** Every tactic as gemm1 beside every sixteenth as gemm2, of whichever family, and the reverse. */
void check_pairs(const std::shared_ptr<const KernelLibrary>& library, int32_t scheme,
                 Tally& tally) {
  const moe_problem shape = problem(512, 1024, 4, 2, MOE_ACTIVATION_SWIGLU, 1, scheme);
  Session session(library, shape, {0, 42});
  std::vector<int32_t> tactics;
  for (int32_t index = 0; index < library->api().tactic_count(); ++index) {
    if (library->api().supports(index, &shape, MOE_STAGE_LAYER, nullptr, 0) == MOE_OK) {
      tactics.push_back(index);
    }
  }
  const auto sample = moe::test::uniform_sample(shape, 24, 3, -1);
  for (size_t i = 0; i < tactics.size(); ++i) {
    for (size_t j = i % 16; j < tactics.size(); j += 16) {
      const int32_t one = tactics[i], other = tactics[j];
      for (const TacticPair pair : {TacticPair(one, other), TacticPair(other, one)}) {
        const CheckResult result = session.check({pair, MOE_STAGE_LAYER, 24, sample, 5, 4});
        tally.worst = std::max(tally.worst, result.relative_error);
        ++(result.correct ? tally.right : tally.wrong);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: sm90_conformance LIBRARY [part of a tactic id]\n");
    return 2;
  }
  const auto library = std::make_shared<const KernelLibrary>(argv[1]);
  moe_device device{};
  device.struct_size = sizeof device;
  if (library->api().device(&device) != MOE_OK) {
    std::printf("not run: %s\n", library->api().last_error());
    return kNotRun;
  }
  std::printf("%s, %d multiprocessors, %d tactics\n", device.name, device.compute_units,
              library->api().tactic_count());
  int failures = 0;
  for (const Case& tested : cases()) {
    Tally tally;
    try {
      check_case(library, tested, argc > 2 ? argv[2] : "", tally);
    } catch (const Failure& failure) {
      std::printf("FAILED %s: %s\n", tested.name, failure.what());
      ++failures;
    }
    std::printf("%-32s %d right, %d wrong, %d unsupported; worst relative error %.2e\n",
                tested.name, tally.right, tally.wrong, tally.unsupported, tally.worst);
    std::fflush(stdout);
    failures += tally.wrong;
  }
  if (argc == 2) {
    for (const int32_t scheme : {MOE_SCHEME_MXFP4_BF16, MOE_SCHEME_INT4_FP8}) {
      Tally tally;
      check_pairs(library, scheme, tally);
      std::printf("%-32s %d right, %d wrong; worst relative error %.2e\n",
                  scheme == MOE_SCHEME_INT4_FP8 ? "pairs of int4_fp8" : "pairs of mxfp4_bf16",
                  tally.right, tally.wrong, tally.worst);
      failures += tally.wrong;
    }
  }
  return failures == 0 ? 0 : 1;
}
