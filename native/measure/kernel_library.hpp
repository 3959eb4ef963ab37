#pragma once
#include <string>

#include "api/moe_kernels.h"
#include "measure/failure.hpp"

namespace moe::measure {

/** A kernel library that has been loaded and speaks this ABI version. */
class KernelLibrary {
 public:
  /** Throws Failure: not found, not loadable, no moe_library_open, another ABI version. */
  explicit KernelLibrary(const std::string& path);
  ~KernelLibrary();
  KernelLibrary(const KernelLibrary&) = delete;
  KernelLibrary& operator=(const KernelLibrary&) = delete;

  const moe_library& api() const { return *api_; }
  const std::string& path() const { return path_; }

  /** The tactic at `index`; throws Failure when there is none. */
  moe_tactic tactic(int32_t index) const;

  /** Bytes per second that the library's device reads its memory at, measured now; throws Failure,
   * kUnsupported where the library does not measure it. */
  double read_bandwidth() const;

  /** Throws Failure with `doing` and the library's own words unless `status` is MOE_OK. */
  void require(moe_status status, const char* doing) const;

 private:
  std::string path_;
  void* handle_ = nullptr;
  const moe_library* api_ = nullptr;
};

}  // namespace moe::measure
