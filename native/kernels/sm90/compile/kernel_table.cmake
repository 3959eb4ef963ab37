# Writes kernel_table.cpp from the compiler's logs: `cmake -D OUT=... -D KERNELS=... -D LOGS=<folder>
# -D VERSION=... -P kernel_table.cmake`. KERNELS is a list of family_MxN_schedule_MxN separated by '|', with
# _int4kK behind those of int4_fp8.
string(REPLACE "|" ";" kernels "${KERNELS}")

# The first number that `pattern` captures in `text`, or `otherwise`.
function(number_in text pattern otherwise out)
  set(${out} ${otherwise} PARENT_SCOPE)
  if("${text}" MATCHES "${pattern}")
    set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
  endif()
endfunction()

# A C++ string literal; raw, because compilers quote sources.
function(literal text out)
  string(REPLACE ")moe\"" "" text "${text}")
  set(${out} "R\"moe(${text})moe\"" PARENT_SCOPE)
endfunction()

function(table_row kernel out declarations_out)
  string(REGEX MATCH "^([a-z0-9]+)_([0-9]+)x([0-9]+)_([a-z]+)_([0-9]+)x([0-9]+)(_int4k([0-9]+))?$" _ ${kernel})
  set(family ${CMAKE_MATCH_1})
  set(schedule ${CMAKE_MATCH_4})
  set(tile "${CMAKE_MATCH_2}, ${CMAKE_MATCH_3}")
  set(cluster "${CMAKE_MATCH_5}, ${CMAKE_MATCH_6}")
  set(format "Scheme::kMxfp4Bf16, 128")
  if(CMAKE_MATCH_8)
    set(format "Scheme::kInt4Fp8, ${CMAKE_MATCH_8}")
  endif()
  set(family_original "kOriginal")
  set(family_pr12451 "kPr12451")
  set(family_streaming "kStreaming")
  set(family_fused "kFused")
  set(schedule_pingpong "kPingpong")
  set(schedule_cooperative "kCooperative")

  file(READ ${LOGS}/${kernel}.log log)
  set(failure "")
  if(log MATCHES "^FAILED\n(.*)$")
    string(STRIP "${CMAKE_MATCH_1}" failure)
  endif()
  string(REGEX MATCHALL "[^\n]*\\(C75[0-9][0-9]\\)[^\n]*" warnings "${log}")
  list(REMOVE_DUPLICATES warnings)
  list(TRANSFORM warnings REPLACE "^.*(\\(C75[0-9][0-9]\\).*) (in|for the) function.*$" "\\1")
  list(JOIN warnings "\n" warnings)
  literal("${failure}" failure)
  literal("${warnings}" warnings)
  number_in("${log}" "Used ([0-9]+) registers" -1 registers)
  number_in("${log}" "([0-9]+) bytes spill stores" -1 stores)
  number_in("${log}" "([0-9]+) bytes spill loads" -1 loads)
  number_in("${log}" "([0-9]+) bytes stack frame" -1 stack)
  number_in("${log}" "used ([0-9]+) barriers" -1 barriers)
  # ptxas leaves a figure out when it is 0.
  number_in("${log}" "([0-9]+) bytes smem" 0 shared)
  number_in("${log}" "roles: ([-0-9]+) " -1 producer)
  number_in("${log}" "roles: [-0-9]+ ([-0-9]+)" -1 consumer)
  set(${out} "    {{Family::${family_${family}}, ${tile}, Schedule::${schedule_${schedule}}, ${cluster}, ${format}},
     &${kernel},
     {${registers}, ${stores}, ${loads}, ${stack}, ${shared}, ${barriers}, ${producer}, ${consumer}, ${warnings}, ${failure}}},
" PARENT_SCOPE)
  set(${declarations_out} "extern const KernelEntry ${kernel};\n" PARENT_SCOPE)
endfunction()

set(rows "")
set(declarations "")
foreach(kernel IN LISTS kernels)
  table_row(${kernel} row declaration)
  string(APPEND rows "${row}")
  string(APPEND declarations "${declaration}")
endforeach()
file(WRITE ${OUT} "// Written by compile/kernel_table.cmake from the compiler's logs.
#include \"kernels/sm90/library/compiled_kernel.hpp\"

namespace moe::sm90 {

${declarations}
namespace {

const CompiledKernel kKernels[] = {
${rows}};

}  // namespace

std::span<const CompiledKernel> compiled_kernels() { return kKernels; }

const char* compiler_version() { return \"${VERSION}\"; }

}  // namespace moe::sm90
")
