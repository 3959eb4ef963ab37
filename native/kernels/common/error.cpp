#include "kernels/common/error.hpp"

namespace moe {

void require(bool condition, const char* message) {
  if (!condition) {
    throw Error(MOE_INVALID_ARGUMENT, message);
  }
}

std::string& last_error_message() {
  thread_local std::string message;
  return message;
}

}  // namespace moe
