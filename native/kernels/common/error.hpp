#pragma once
#include <stdexcept>
#include <string>

#include "api/moe_kernels.h"

namespace moe {

/** A failure with its status; thrown inside the library only. */
class Error : public std::runtime_error {
 public:
  Error(moe_status status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  moe_status status() const { return status_; }

 private:
  moe_status status_;
};

/** Throws MOE_INVALID_ARGUMENT with `message` unless `condition`. */
void require(bool condition, const char* message);

/** The message of the calling thread's last failure. */
std::string& last_error_message();

/** Runs `body` and turns what it throws into a status: nothing may be thrown across the C ABI. */
template <class Body>
moe_status guard(Body&& body) noexcept {
  try {
    body();
    return MOE_OK;
  } catch (const Error& error) {
    last_error_message() = error.what();
    return error.status();
  } catch (const std::bad_alloc&) {
    last_error_message() = "out of memory";
    return MOE_OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    last_error_message() = error.what();
    return MOE_FAILED;
  } catch (...) {
    last_error_message() = "unknown failure";
    return MOE_FAILED;
  }
}

}  // namespace moe
