# What a compiler that was given several kernels says of one of them.
include(${CMAKE_CURRENT_LIST_DIR}/role_registers.cmake)

# Matches the mangled GemmTraits of a kernel named family_MxN_schedule_MxN, with _int4kK behind those of
# int4_fp8. Family, schedule and scheme are left open: kernels compiled together share them.
function(traits_pattern kernel out)
  string(REGEX MATCH "_([0-9]+)x([0-9]+)_[a-z]+_([0-9]+)x([0-9]+)(_int4k([0-9]+))?$" _ ${kernel})
  set(stage_k 128)
  if(CMAKE_MATCH_6)
    set(stage_k ${CMAKE_MATCH_6})
  endif()
  set(any "[A-Za-z0-9_]*")
  string(CONCAT pattern "GemmTraits${any}Li${CMAKE_MATCH_1}ELi${CMAKE_MATCH_2}E"
    "${any}ELi${CMAKE_MATCH_3}ELi${CMAKE_MATCH_4}E${any}ELi${stage_k}EEE")
  set(${out} ${pattern} PARENT_SCOPE)
endfunction()

# From behind the line with `heading` and `pattern` to the next heading; empty if there is none.
function(section_of text heading pattern out)
  set(section "")
  if("${text}" MATCHES "${heading}[^\n]*${pattern}(.*)$")
    set(section "${CMAKE_MATCH_1}")
    string(FIND "${section}" "${heading}" end)
    string(SUBSTRING "${section}" 0 ${end} section)
  endif()
  set(${out} "${section}" PARENT_SCOPE)
endfunction()

# Writes the log of one kernel: what the compiler said of it, and the registers of its roles. `alone`:
# whether it was compiled alone, so that everything is said of it.
function(write_kernel_log log kernel alone text disassembly)
  if(NOT alone)
    traits_pattern(${kernel} pattern)
    string(REGEX MATCHALL "[^\n]*\\(C75[0-9][0-9]\\)[^\n]*${pattern}[^\n]*\n" warnings "${text}")
    section_of("${text}" "Compiling entry function " ${pattern} section)
    section_of("${disassembly}" "Function : " ${pattern} disassembly)
    string(CONCAT text ${warnings} "${section}")
  endif()
  role_registers("${disassembly}" roles)
  file(WRITE ${log} "${text}\n${roles}")
endfunction()
