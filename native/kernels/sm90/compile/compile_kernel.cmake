# Compiles one kernel: `cmake -D... -P compile_kernel.cmake`. Takes the object from the cache when the
# same sources, flags and compiler made it before. A source that does not compile leaves its message in
# LOG and gets STUB's object in its place, so that one broken kernel does not take the others along.
#   NVCC FLAGS SOURCE STUB OBJECT LOG INPUTS (every header it may include) CACHE DISASSEMBLER
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
string(REPLACE "|" ";" inputs "${INPUTS}")

set(content "${NVCC_VERSION} ${FLAGS} ${DISASSEMBLER}")
foreach(input IN ITEMS ${SOURCE} LISTS inputs)
  file(SHA256 ${input} hash)
  string(APPEND content " ${hash}")
endforeach()
string(SHA256 key "${content}")

if(EXISTS ${CACHE}/${key}.o)
  file(COPY_FILE ${CACHE}/${key}.o ${OBJECT})
  file(COPY_FILE ${CACHE}/${key}.log ${LOG})
  return()
endif()

execute_process(COMMAND ${NVCC} ${flags} -c ${SOURCE} -o ${OBJECT}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
  get_filename_component(name ${SOURCE} NAME_WE)
  message("${name} did not compile; the rest is still built:\n${output}${errors}")
  file(WRITE ${LOG} "FAILED\n${output}${errors}")
  execute_process(COMMAND ${NVCC} ${flags} -c ${STUB} -o ${OBJECT} COMMAND_ERROR_IS_FATAL ANY)
  return()
endif()

set(disassembly "")
if(DISASSEMBLER)
  execute_process(COMMAND ${DISASSEMBLER} -sass ${OBJECT} OUTPUT_VARIABLE disassembly
    COMMAND_ERROR_IS_FATAL ANY)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/role_registers.cmake)
role_registers("${disassembly}" roles)
file(WRITE ${LOG} "${output}${errors}\n${roles}")

# Written aside and renamed: another build may read the cache meanwhile.
file(MAKE_DIRECTORY ${CACHE})
string(RANDOM LENGTH 12 suffix)
foreach(pair IN ITEMS "${OBJECT}|o" "${LOG}|log")
  string(REPLACE "|" ";" pair "${pair}")
  list(GET pair 0 file)
  list(GET pair 1 extension)
  file(COPY_FILE ${file} ${CACHE}/${suffix})
  file(RENAME ${CACHE}/${suffix} ${CACHE}/${key}.${extension})
endforeach()
