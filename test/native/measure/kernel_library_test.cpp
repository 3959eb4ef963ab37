#include "measure/kernel_library.hpp"

#include <doctest/doctest.h>

#include "measure/problems.hpp"

using namespace moe;
using namespace moe::measure;

namespace {

std::string words_for(const std::string& path) {
  return test::failure_of([&] { KernelLibrary library(path); });
}

}  // namespace

TEST_CASE("a kernel library is opened and answers") {
  const KernelLibrary library(MOE_CPU_LIBRARY);
  CHECK(std::string(library.api().target) == "cpu");
  CHECK(library.api().tactic_count() > 0);
  CHECK(std::string(library.tactic(0).id) != "");
}

TEST_CASE("a file that is not there is named") {
  const auto words = words_for("/nowhere/libmoe.so");
  CHECK(test::contains(words, "/nowhere/libmoe.so"));
  CHECK(test::contains(words, "no such file"));
}

TEST_CASE("a file that is not a shared object is refused in the loader's words") {
  CHECK(test::contains(words_for(__FILE__), "cannot be loaded"));
}

TEST_CASE("a shared object of another kind is refused by the symbol it lacks") {
  CHECK(test::contains(words_for(MOE_NO_SYMBOL_LIBRARY), "does not export moe_library_open"));
}

TEST_CASE("a kernel library of another ABI version is refused by the version it should speak") {
  CHECK(test::contains(words_for(MOE_OTHER_ABI_LIBRARY), "needs version 1"));
}

TEST_CASE("a status that is not OK becomes a failure in the library's own words") {
  const KernelLibrary library(MOE_FAULTY_LIBRARY);
  const auto ask = [&] { library.tactic(99); };
  CHECK(test::contains(test::failure_of(ask), "there is no such tactic"));
}

TEST_CASE("a library's own measurement of the read bandwidth is asked for where it has one") {
  CHECK(KernelLibrary(MOE_FAULTY_LIBRARY).read_bandwidth() == 2.5e12);
  const KernelLibrary cpu(MOE_CPU_LIBRARY);
  CHECK(test::contains(test::failure_of([&] { static_cast<void>(cpu.read_bandwidth()); }),
                       "moe_cpu does not measure its device's read bandwidth"));
}
