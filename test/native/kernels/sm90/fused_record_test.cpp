/** The kernels that write the records of `fused` at model load, run by the emulator against the
 * definition of records. */
#include <doctest/doctest.h>

#include "emulator/global_memory.hpp"
#include "emulator/launch.hpp"
#include "kernels/sm90/fused/int4_record.hpp"
#include "kernels/sm90/fused/mxfp4_record.hpp"
#include "kernels/sm90/support/aligned.hpp"
#include "kernels/sm90/support/fused_records.hpp"
#include "kernels/sm90/support/int4_problem.hpp"

namespace moe::test {

namespace {

/** The records of a problem of one expert. */
template <class Words>
std::vector<uint8_t> packed(const GemmProblem& problem, bool paired, int raise, size_t size) {
  const Aligned<uint8_t> weights(problem.weights), scales(problem.scales), records(size);
  emulator::clear_buffers();
  emulator::add_buffer(weights.data(), weights.size(), emulator::kRead, "weights");
  emulator::add_buffer(scales.data(), scales.size(), emulator::kRead, "scales");
  emulator::add_buffer(records.data(), records.size(), emulator::kWrite, "records");
  const emulator::Report report = emulator::launch({2, sm90::kLayerThreads}, {}, [&] {
    sm90::pack_fused_records<Words>({weights.data(), scales.data(), records.data(), problem.rows,
                                     problem.k, paired ? 1 : 0, raise});
  });
  REQUIRE_MESSAGE(report.ok(), report.text());
  return {records.data(), records.data() + records.size()};
}

}  // namespace

TEST_CASE("records of mxfp4 equal their definition: one of a pair, half a K tile, rows paired") {
  for (const int rows : {16, 144, 272}) {
    for (const bool paired : {false, true}) {
      GemmProblem problem = make_problem(rows, 192, {1}, Data::kReals, 6);
      problem.scales[3] = 0;
      problem.scales[7] = 255;
      for (const int raise : {126, 125, -120}) {
        const auto expected = pack_fused(problem, raise - kTokenRaise, paired);
        CHECK(packed<sm90::Mxfp4Words>(problem, paired, raise, expected.size()) == expected);
      }
    }
  }
}

TEST_CASE("records of int4 equal their definition: one of a pair, odd groups, rows paired") {
  for (const int rows : {16, 144, 272}) {
    for (const bool paired : {false, true}) {
      const GemmProblem problem = make_int4_problem(rows, 384, {1}, Data::kReals, 6);
      const auto expected = pack_fused_int4(problem, paired);
      CHECK(expected.size() == static_cast<size_t>((rows + 127) / 128 * 3) * 8448);
      CHECK(packed<sm90::Int4Words>(problem, paired, 0, expected.size()) == expected);
    }
  }
}

}  // namespace moe::test
