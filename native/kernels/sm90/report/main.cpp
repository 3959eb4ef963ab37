/** Writes what the compiler gave every kernel as JSON: `moe_sm90_report OUT`. The schema is that of
 * electron/contract/registers.ts. */
#include <cstdio>
#include <fstream>
#include <string>

#include "kernels/common/problem.hpp"
#include "kernels/sm90/library/tactics.hpp"

using namespace moe::sm90;

namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      out += '\\';
      out += character;
    } else if (code < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", code);
      out += escape;
    } else {
      out += character;
    }
  }
  return out + '"';
}

std::string field(const char* name, int64_t value) {
  return quoted(name) + ":" + (value < 0 ? "null" : std::to_string(value));
}
std::string field(const char* name, const std::string& value) {
  return quoted(name) + ":" + quoted(value);
}

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::kOffered:
      return "offered";
    case Standing::kDuplicate:
      return "duplicate";
    default:
      return "excluded";
  }
}

std::string id_of(const Structure& structure) {
  const CompiledKernel* const kernel = find_kernel(structure);
  return id_of(structure, kernel == nullptr ? 1 : kernel->entry->stages);
}

std::string structure_json(const Structure& s) {
  return field("family", name_of(s.family)) + "," + field("tileM", s.tile_m) + "," +
         field("tileN", s.tile_n) + "," + field("tileK", s.tile_k) + "," +
         field("scheme", moe::scheme_name(abi_scheme(s.scheme))) + "," +
         field("schedule", name_of(s.schedule)) + "," + field("clusterM", s.cluster_m) + "," +
         field("clusterN", s.cluster_n);
}

/** An entry of the enumeration; `runsAs` names the kernel behind it. */
std::string tactic_json(const Enumerated& entry) {
  const CompiledKernel* const own = find_kernel(entry.structure);
  const int32_t stages =
      own != nullptr ? own->entry->stages : find_kernel(entry.instantiated)->entry->stages;
  return "{" + field("id", id_of(entry.structure, stages)) + "," + structure_json(entry.structure) +
         "," + field("standing", name_of(entry.standing)) + "," +
         field("position", entry.position) + "," + field("runsAs", id_of(entry.instantiated)) + "}";
}

/** Where roles trade no registers, the machine code shows none of them: all threads have the same.
 */
int32_t of_role(const CompiledKernel& kernel, int32_t registers) {
  const bool trades = kernel.entry->producer_registers != kernel.entry->consumer_registers;
  return trades ? registers : kernel.report.registers;
}

std::string kernel_json(const CompiledKernel& kernel) {
  const CompilerReport& r = kernel.report;
  return "{" + field("id", id_of(kernel.structure)) + "," + structure_json(kernel.structure) + "," +
         field("stages", kernel.entry->stages) + "," +
         field("threadsPerBlock", kernel.entry->threads) + "," +
         field("registersPerThread", r.registers) + "," +
         field("producerRegisterLimit", kernel.entry->producer_registers) + "," +
         field("consumerRegisterLimit", kernel.entry->consumer_registers) + "," +
         field("producerRegisters", of_role(kernel, r.producer_registers)) + "," +
         field("consumerRegisters", of_role(kernel, r.consumer_registers)) + "," +
         field("spillStoreBytes", r.spill_store_bytes) + "," +
         field("spillLoadBytes", r.spill_load_bytes) + "," + field("stackBytes", r.stack_bytes) +
         "," + field("staticSharedBytes", r.static_shared_bytes) + "," +
         field("dynamicSharedBytes", kernel.entry->shared_bytes) + "," +
         field("barriers", r.barriers) + "," + field("warnings", r.warnings) + "," +
         field("failure", r.failure) + "}";
}

template <class Items, class Json>
std::string list(const Items& items, Json&& json) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "\n" : ",\n") + json(item);
  return "[" + text + "\n]";
}

std::string enumeration_json() { return list(enumerate_all(), tactic_json); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: moe_sm90_report OUT\n");
    return 2;
  }
  std::ofstream out(argv[1]);
  out << "{" << field("schemaVersion", 1) << "," << field("target", "sm90") << ","
      << field("compiler", compiler_version()) << ",\n\"tactics\":" << enumeration_json()
      << ",\n\"kernels\":" << list(compiled_kernels(), kernel_json) << "}\n";
  if (!out.flush()) {
    std::fprintf(stderr, "%s could not be written\n", argv[1]);
    return 1;
  }
}
