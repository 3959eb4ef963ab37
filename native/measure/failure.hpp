#pragma once
#include <stdexcept>
#include <string>

namespace moe::measure {

/** Why something could not be measured; the names are those of the contract's FailureKind. */
enum class FailureKind { kError, kOutOfMemory, kUnsupported, kNoDevice };

/** What every function of this folder throws. what() is one sentence for a person. */
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, const std::string& message)
      : std::runtime_error(message), kind_(kind) {}
  FailureKind kind() const { return kind_; }

 private:
  FailureKind kind_;
};

}  // namespace moe::measure
