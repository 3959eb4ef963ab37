# Compiles the kernels of SOURCES into one OBJECT: `cmake -D... -P compile_kernels.cmake`. Takes it from
# the cache when the same sources, flags, compiler and scripts made it before. A source that does not compile
# leaves its message in its log and its stub in the object, so that one broken kernel does not take the
# others along. Lists are separated by '|'; the n-th of SOURCES, STUBS and LOGS belong together.
#   NVCC FLAGS SOURCES STUBS LOGS OBJECT INPUTS (every header they may include) CACHE DISASSEMBLER
include(${CMAKE_CURRENT_LIST_DIR}/kernel_log.cmake)
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
foreach(name IN ITEMS SOURCES STUBS LOGS INPUTS)
  string(REPLACE "|" ";" ${name} "${${name}}")
endforeach()

# Compiles `sources` as one translation unit into OBJECT; what the compiler said goes to `text_out`.
function(compile_together sources result_out text_out)
  set(unit ${sources})
  list(LENGTH sources num_sources)
  if(num_sources GREATER 1)
    list(TRANSFORM sources REPLACE "^.+$" "#include \"\\0\"\n")
    list(JOIN sources "" text)
    set(unit ${OBJECT}.cu)
    file(WRITE ${unit} "${text}")
  endif()
  execute_process(COMMAND ${NVCC} ${flags} -c ${unit} -o ${OBJECT}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  set(${result_out} ${result} PARENT_SCOPE)
  set(${text_out} "${output}${errors}" PARENT_SCOPE)
endfunction()

# Writes the logs of `sources`, which are in OBJECT.
function(write_logs sources logs text)
  set(disassembly "")
  if(DISASSEMBLER)
    execute_process(COMMAND ${DISASSEMBLER} -sass ${OBJECT} OUTPUT_VARIABLE disassembly
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
  list(LENGTH sources num_sources)
  set(alone FALSE)
  if(num_sources EQUAL 1)
    set(alone TRUE)
  endif()
  foreach(source log IN ZIP_LISTS sources logs)
    get_filename_component(kernel ${source} NAME_WE)
    write_kernel_log(${log} ${kernel} ${alone} "${text}" "${disassembly}")
  endforeach()
endfunction()

# Each alone, to find those that do not compile; then all again, with stubs for these.
function(compile_around_failures)
  set(unit)
  foreach(source stub log IN ZIP_LISTS SOURCES STUBS LOGS)
    compile_together(${source} result text)
    if(result EQUAL 0)
      write_logs(${source} ${log} "${text}")
      list(APPEND unit ${source})
    else()
      get_filename_component(kernel ${source} NAME_WE)
      message("${kernel} did not compile; the rest is still built:\n${text}")
      file(WRITE ${log} "FAILED\n${text}")
      list(APPEND unit ${stub})
    endif()
  endforeach()
  compile_together("${unit}" result text)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${text}")
  endif()
endfunction()

# Written aside and renamed: another build may read the cache meanwhile.
function(keep file cached)
  string(RANDOM LENGTH 12 suffix)
  file(MAKE_DIRECTORY ${CACHE})
  file(COPY_FILE ${file} ${CACHE}/${suffix})
  file(RENAME ${CACHE}/${suffix} ${cached})
endfunction()

set(content "${NVCC_VERSION} ${FLAGS} ${DISASSEMBLER}")
set(here ${CMAKE_CURRENT_LIST_DIR})
foreach(input IN LISTS SOURCES INPUTS
    ITEMS ${here}/compile_kernels.cmake ${here}/kernel_log.cmake ${here}/role_registers.cmake)
  file(SHA256 ${input} hash)
  string(APPEND content " ${hash}")
endforeach()
string(SHA256 key "${content}")
set(cached_object ${CACHE}/${key}.o)
list(TRANSFORM LOGS REPLACE "^.*/" "${CACHE}/${key}." OUTPUT_VARIABLE cached_logs)

if(EXISTS ${cached_object})
  file(COPY_FILE ${cached_object} ${OBJECT})
  foreach(log cached_log IN ZIP_LISTS LOGS cached_logs)
    file(COPY_FILE ${cached_log} ${log})
  endforeach()
  return()
endif()

compile_together("${SOURCES}" result text)
if(NOT result EQUAL 0)
  compile_around_failures()
  return()
endif()
write_logs("${SOURCES}" "${LOGS}" "${text}")
foreach(log cached_log IN ZIP_LISTS LOGS cached_logs)
  keep(${log} ${cached_log})
endforeach()
keep(${OBJECT} ${cached_object})  # the last: where it is, the logs are
