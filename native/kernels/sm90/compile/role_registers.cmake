# The highest register that each role names in a kernel's machine code: "roles: PRODUCER CONSUMER", -1
# without a disassembly. Roles are told apart by the setmaxnreg that they begin with: code from a
# deallocation to the next setmaxnreg is the producer's, from an allocation on the consumers'. That is
# where the compiler puts them; it is not a proof.
function(role_registers disassembly out)
  set(producer -1)
  set(consumer -1)
  set(role none)
  # A bracket in an element would join it with the next; a semicolon would split it.
  string(REGEX REPLACE "[][;]" " " disassembly "${disassembly}")
  string(REGEX MATCHALL "USETMAXREG[.A-Z_]*|[^A-Za-z0-9_]R[0-9]+" words "${disassembly}")
  foreach(word IN LISTS words)
    if(word MATCHES "USETMAXREG.*DEALLOC")
      set(role producer)
    elseif(word MATCHES "USETMAXREG")
      set(role consumer)
    elseif(NOT role STREQUAL "none")
      string(SUBSTRING "${word}" 2 -1 number)
      if(number GREATER ${role})
        set(${role} ${number})
      endif()
    endif()
  endforeach()
  set(${out} "roles: ${producer} ${consumer}" PARENT_SCOPE)
endfunction()
