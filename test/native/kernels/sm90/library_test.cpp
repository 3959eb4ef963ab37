/** The promises of libmoe_sm90 that need no device: descriptions, refusals, bad input. */
#include <dlfcn.h>
#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "api/moe_kernels.h"

namespace {

moe_library_open_fn open_function() {
  static void* const handle = dlopen(MOE_SM90_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  REQUIRE_MESSAGE(handle != nullptr, dlerror());
  return reinterpret_cast<moe_library_open_fn>(dlsym(handle, MOE_LIBRARY_OPEN_SYMBOL));
}

const moe_library& library() { return *open_function()(MOE_ABI_VERSION); }

moe_tactic tactic_of(int32_t index) {
  moe_tactic tactic{};
  REQUIRE(library().tactic(index, &tactic) == MOE_OK);
  return tactic;
}

int32_t first_of(const std::string& family) {
  for (int32_t index = 0; index < library().tactic_count(); ++index) {
    if (tactic_of(index).family == family) return index;
  }
  FAIL("no tactic of family " << family);
  return -1;
}

int32_t first_with(const std::string& layout) {
  for (int32_t index = 0; index < library().tactic_count(); ++index) {
    if (tactic_of(index).weight_layout == layout) return index;
  }
  FAIL("no tactic has layout " << layout);
  return -1;
}

moe_problem make_problem(int32_t hidden, int32_t intermediate, int32_t experts = 8,
                         int32_t top_k = 2) {
  return {sizeof(moe_problem),
          MOE_SCHEME_MXFP4_BF16,
          hidden,
          intermediate,
          experts,
          top_k,
          MOE_ACTIVATION_SWIGLU,
          0,
          1,
          0,
          0};
}

std::string refusal(int32_t tactic, const moe_problem& problem) {
  char reason[512] = "";
  const moe_status status =
      library().supports(tactic, &problem, MOE_STAGE_LAYER, reason, sizeof reason);
  CHECK((status == MOE_OK) == (reason[0] == '\0'));
  return reason;
}

bool has_device() {
  moe_device device{};
  return library().device(&device) == MOE_OK;
}

}  // namespace

TEST_CASE("it loads on any machine and speaks one version") {
  CHECK(open_function()(MOE_ABI_VERSION) != nullptr);
  CHECK(open_function()(MOE_ABI_VERSION + 1) == nullptr);
}

TEST_CASE("without a device it says so, and why, as an ordinary answer") {
  if (has_device()) return;  // then the device conformance test speaks
  moe_device device{};
  CHECK(library().device(&device) == MOE_NO_DEVICE);
  CHECK(std::string(library().last_error()).find("no CUDA device") != std::string::npos);
  moe_context* context = nullptr;
  CHECK(library().context_create(nullptr, &context) == MOE_NO_DEVICE);
  CHECK(context == nullptr);
}

TEST_CASE(
    "mxfp4_bf16: 40 tactics of original, 24 of pr12451, 6 of streaming, 2 of fused; int4_fp8: 60 "
    "of original, 42 of pr12451, 2 of fused; each once, a default for each layout") {
  std::set<std::string> ids;
  std::map<std::string, int> count;
  std::map<std::string, int> layouts;
  std::map<std::string, int> defaults;
  for (int32_t index = 0; index < library().tactic_count(); ++index) {
    const moe_tactic tactic = tactic_of(index);
    ids.insert(tactic.id);
    ++count[tactic.family];
    ++layouts[tactic.weight_layout];
    defaults[tactic.weight_layout] += tactic.is_default;
    CHECK(std::string(tactic.instruction_set) == "sm90a");
  }
  CHECK(count == std::map<std::string, int>{
                     {"original", 100}, {"pr12451", 66}, {"streaming", 6}, {"fused", 4}});
  CHECK(layouts == std::map<std::string, int>{{"mxfp4.natural.g0", 40},
                                              {"mxfp4.interleave16x64.g1", 24},
                                              {"mxfp4.records128x128.v1", 6},
                                              {"mxfp4.fragments128x128.v2", 2},
                                              {"int4.natural.g0.k512", 40},
                                              {"int4.natural.g0.k256", 10},
                                              {"int4.natural.g0.k128", 10},
                                              {"int4.interleave16x64.g1.k512", 28},
                                              {"int4.interleave16x64.g1.k256", 7},
                                              {"int4.interleave16x64.g1.k128", 7},
                                              {"int4.fragments128x128.v1", 2}});
  for (const auto& [layout, number] : defaults) {
    CAPTURE(layout);
    CHECK(number == 1);
  }
  CHECK(ids.size() == 176);
}

TEST_CASE("resources are the compiler's") {
  for (int32_t index = 0; index < library().tactic_count(); ++index) {
    moe_resources resources{};
    REQUIRE(library().resources(index, &resources) == MOE_OK);
    const moe_tactic tactic = tactic_of(index);
    INFO(tactic.id);
    CHECK(resources.dynamic_shared_bytes <= 227 * 1024);
    if (std::string(tactic.family) == "fused") {  // of 15 warps one scheduler has four
      CHECK(resources.threads_per_block == 480);
      CHECK(4 * 32 * resources.registers_per_thread <= 65536 / 4);
    } else {
      const bool is_wide = tactic.tile_m == 256;
      CHECK(resources.threads_per_block == (is_wide ? 640 : 384));
      CHECK(resources.registers_per_thread == (is_wide ? 96 : 168));
    }
    // README, "What the compiler gives".
    const bool is_deep_wide = std::string(tactic.family) == "pr12451" && tactic.tile_k == 512;
    const bool overflows = tactic.tile_n == 128 && (tactic.tile_m == 128 || is_deep_wide);
    CHECK((resources.spill_store_bytes > 0) == overflows);
  }
}

TEST_CASE("a refusal names what does not fit, and the multiple it must have") {
  const int32_t original = first_of("original");
  const int32_t pr12451 = first_of("pr12451");
  CHECK(refusal(original, make_problem(96, 160)).empty());
  CHECK(refusal(pr12451, make_problem(128, 192)).empty());
  const auto says = [](const std::string& text, const std::string& part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  };
  says(refusal(pr12451, make_problem(96, 192)), "hidden size 96 is not a multiple of 64");
  says(refusal(pr12451, make_problem(128, 160)), "intermediate size 160 is not a multiple of 64");
  says(refusal(original, make_problem(80, 64)), "hidden size 80 is not a multiple of 32");
  says(refusal(original, make_problem(64, 64, 513)), "number of experts 513 is more than 512");
  says(refusal(original, make_problem(64, 64, 64, 33)), "top-k 33 is more than 32");
  says(refusal(original, make_problem(64, 64, 2, 3)), "top-k 3 is more than the 2 experts");
  moe_problem other = make_problem(512, 640);
  other.scheme = MOE_SCHEME_INT4_FP8;
  says(refusal(original, other), "takes scheme mxfp4_bf16; the problem's is int4_fp8");
  says(refusal(first_with("int4.natural.g0.k512"), other),
       "intermediate size 640 is not a multiple of 512");
  CHECK(refusal(first_with("int4.natural.g0.k128"), other).empty());
  CHECK(refusal(first_with("int4.fragments128x128.v1"), other).empty());
  other.hidden_size = 448;
  says(refusal(first_with("int4.fragments128x128.v1"), other),
       "hidden size 448 is not a multiple of 128");
  other.scheme = MOE_SCHEME_MXFP4_BF16;
  says(refusal(first_with("int4.interleave16x64.g1.k128"), other),
       "takes scheme int4_fp8; the problem's is mxfp4_bf16");
}

TEST_CASE("a reason is cut to the room there is for it") {
  const moe_problem problem = make_problem(80, 64);
  char reason[8];
  CHECK(library().supports(0, &problem, MOE_STAGE_LAYER, reason, sizeof reason) == MOE_UNSUPPORTED);
  CHECK(std::string(reason) == "hidden ");
}

TEST_CASE("calls without a context, and so without a stream, are refused in words") {
  const moe_problem problem = make_problem(128, 128);
  const uint8_t byte = 0;
  const moe_host_weights host{sizeof(moe_host_weights), &byte, &byte, nullptr, nullptr, nullptr};
  moe_weights* weights = nullptr;
  const moe_launch launch{};
  void* buffer = nullptr;
  const auto refused = [](moe_status status) {
    CHECK(status == MOE_INVALID_ARGUMENT);
    CHECK(std::string(library().last_error()).find("missing") != std::string::npos);
  };
  refused(library().weights_create(nullptr, 0, &problem, MOE_STAGE_GEMM1, &host, &weights));
  refused(library().launch(nullptr, &problem, &launch));
  refused(library().buffer_create(nullptr, 64, &buffer));
  refused(library().buffer_write(nullptr, &buffer, &byte, 1));
  refused(library().synchronize(nullptr));
  refused(library().mark(nullptr, 0));
}

TEST_CASE("an index outside the list is refused") {
  moe_tactic tactic{};
  for (const int32_t index : {-1, library().tactic_count()}) {
    CHECK(library().tactic(index, &tactic) == MOE_INVALID_ARGUMENT);
    CHECK(std::string(library().last_error()).find("is outside 0 to 175") != std::string::npos);
  }
}

TEST_CASE("records are as large as whole tiles of 256 rows and 128 k") {
  const moe_problem problem = make_problem(192, 320, 4);
  size_t bytes = 0;
  REQUIRE(library().weights_bytes(first_of("streaming"), &problem, MOE_STAGE_GEMM1, &bytes) ==
          MOE_OK);
  CHECK(bytes == 4 * 6 * 2 * 8704);  // 640 rows: 3 tiles of two records; 192 k: 2 records
}

TEST_CASE("int4: codes, a scale of two bytes per 128, and the factors") {
  moe_problem problem = make_problem(1024, 512, 4);
  problem.scheme = MOE_SCHEME_INT4_FP8;
  size_t bytes = 0;
  REQUIRE(library().weights_bytes(first_with("int4.interleave16x64.g1.k512"), &problem,
                                  MOE_STAGE_GEMM1, &bytes) == MOE_OK);
  CHECK(bytes == 4 * 1024 * (1024 / 2 + 8 * 2) + (1024 + 4) * 4);
}

TEST_CASE("int4 records of fused are as large as whole records of 128 rows, and the factors") {
  moe_problem problem = make_problem(384, 80, 4);
  problem.scheme = MOE_SCHEME_INT4_FP8;
  size_t bytes = 0;
  REQUIRE(library().weights_bytes(first_with("int4.fragments128x128.v1"), &problem, MOE_STAGE_GEMM1,
                                  &bytes) == MOE_OK);
  CHECK(bytes == 4 * 2 * 3 * 8448 + (384 + 4) * 4);  // 160 rows: two records
}

TEST_CASE("packed weights are as large as codes, scales and padding") {
  const moe_problem problem = make_problem(192, 128, 4);
  size_t bytes = 0;
  REQUIRE(library().weights_bytes(first_of("pr12451"), &problem, MOE_STAGE_GEMM1, &bytes) ==
          MOE_OK);
  const size_t codes = 4 * 256 * 192 / 2;
  const size_t packed_scales = 4 * 256 * 8;  // six groups of 32, padded to two packs of four
  CHECK(bytes >= codes + packed_scales);
  CHECK(bytes < codes + packed_scales + 1024);
}
