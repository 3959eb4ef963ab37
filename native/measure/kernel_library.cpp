#include "measure/kernel_library.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <memory>

namespace moe::measure {

namespace {

FailureKind kind_of(moe_status status) {
  switch (status) {
    case MOE_OUT_OF_MEMORY:
      return FailureKind::kOutOfMemory;
    case MOE_UNSUPPORTED:
      return FailureKind::kUnsupported;
    case MOE_NO_DEVICE:
      return FailureKind::kNoDevice;
    default:
      return FailureKind::kError;
  }
}

const char* name_of(moe_status status) {
  switch (status) {
    case MOE_UNSUPPORTED:
      return "unsupported";
    case MOE_INVALID_ARGUMENT:
      return "invalid argument";
    case MOE_OUT_OF_MEMORY:
      return "out of memory";
    case MOE_NO_DEVICE:
      return "no device";
    case MOE_FAILED:
      return "failed";
    default:
      return "an unknown status";
  }
}

}  // namespace

KernelLibrary::KernelLibrary(const std::string& path) : path_(path) {
  const auto fail = [&](const std::string& why) -> Failure {
    if (handle_ != nullptr) {
      dlclose(handle_);
    }
    return Failure(FailureKind::kError, "kernel library " + path + ": " + why);
  };
  if (!std::filesystem::is_regular_file(path)) {
    throw fail("there is no such file");
  }
  // A bare name would be searched for in the system's folders.
  handle_ = dlopen(std::filesystem::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle_ == nullptr) {
    throw fail(std::string("cannot be loaded: ") + dlerror());
  }
  const auto open = reinterpret_cast<moe_library_open_fn>(dlsym(handle_, MOE_LIBRARY_OPEN_SYMBOL));
  if (open == nullptr) {
    throw fail("does not export " MOE_LIBRARY_OPEN_SYMBOL ", so it is not a kernel library");
  }
  api_ = open(MOE_ABI_VERSION);
  if (api_ == nullptr || api_->abi_version != MOE_ABI_VERSION) {
    const auto other =
        api_ == nullptr ? "another version" : "version " + std::to_string(api_->abi_version);
    throw fail("speaks " + other + " of the kernel library ABI; this workbench needs version " +
               std::to_string(MOE_ABI_VERSION));
  }
}

KernelLibrary::~KernelLibrary() { dlclose(handle_); }

moe_tactic KernelLibrary::tactic(int32_t index) const {
  moe_tactic tactic{};
  tactic.struct_size = sizeof tactic;
  require(api_->tactic(index, &tactic), "reading a tactic");
  return tactic;
}

double KernelLibrary::read_bandwidth() const {
  const auto measure = reinterpret_cast<moe_library_read_bandwidth_fn>(
      dlsym(handle_, MOE_LIBRARY_READ_BANDWIDTH_SYMBOL));
  if (measure == nullptr) {
    throw Failure(FailureKind::kUnsupported,
                  std::string(api_->name) + " does not measure its device's read bandwidth");
  }
  moe_context_options options{};
  options.struct_size = sizeof options;
  moe_context* context = nullptr;
  require(api_->context_create(&options, &context), "opening the device");
  const std::unique_ptr<moe_context, void (*)(moe_context*)> owned(context, api_->context_destroy);
  double bytes_per_second = 0;
  require(measure(context, &bytes_per_second), "measuring the read bandwidth");
  return bytes_per_second;
}

void KernelLibrary::require(moe_status status, const char* doing) const {
  if (status == MOE_OK) {
    return;
  }
  const std::string words = api_->last_error();
  throw Failure(kind_of(status), std::string(doing) + " in " + api_->name + ": " +
                                     (words.empty() ? name_of(status) : words));
}

}  // namespace moe::measure
