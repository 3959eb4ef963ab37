#pragma once
#include <cstring>
#include <memory>
#include <utility>

#include "measure/kernel_library.hpp"
#include "measure/memory.hpp"

/** Owners of what a kernel library hands out; each calls the library's own destroy function. */
namespace moe::measure {

class ContextHandle {
 public:
  /** @param num_threads  0: every hardware thread */
  ContextHandle(const KernelLibrary& library, int32_t num_threads) : library_(&library) {
    const moe_context_options options{
        .struct_size = sizeof options, .num_threads = num_threads, .device = 0};
    library.require(library.api().context_create(&options, &context_), "creating a context");
  }
  ~ContextHandle() { library_->api().context_destroy(context_); }
  ContextHandle(const ContextHandle&) = delete;
  ContextHandle& operator=(const ContextHandle&) = delete;

  moe_context* get() const { return context_; }
  const KernelLibrary& library() const { return *library_; }

 private:
  const KernelLibrary* library_;
  moe_context* context_ = nullptr;
};

/** Memory that launches may use; must not outlive its context. */
class DeviceBuffer {
 public:
  DeviceBuffer() = default;
  DeviceBuffer(const ContextHandle& context, size_t bytes) : context_(&context), bytes_(bytes) {
    require_memory(static_cast<int64_t>(bytes), "buffers of a launch");
    const auto& library = context.library();
    library.require(library.api().buffer_create(context.get(), bytes, &data_), "creating a buffer");
  }
  ~DeviceBuffer() {
    if (context_ != nullptr) {
      context_->library().api().buffer_destroy(context_->get(), data_);
    }
  }
  DeviceBuffer(DeviceBuffer&& other) noexcept { *this = std::move(other); }
  DeviceBuffer& operator=(DeviceBuffer&& other) noexcept {
    std::swap(context_, other.context_);
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }

  size_t size() const { return bytes_; }
  template <class T>
  T* as(size_t offset_bytes = 0) const {
    return reinterpret_cast<T*>(static_cast<uint8_t*>(data_) + offset_bytes);
  }
  void write(size_t offset, const void* from, size_t bytes) const {
    const auto& library = context_->library();
    library.require(library.api().buffer_write(context_->get(), as<uint8_t>(offset), from, bytes),
                    "writing a buffer");
  }
  void read(void* to, size_t bytes) const {
    const auto& library = context_->library();
    library.require(library.api().buffer_read(context_->get(), to, data_, bytes),
                    "reading a buffer");
  }
  /** Makes the buffer at least this large; what it held is lost when it grows. */
  void grow(const ContextHandle& context, size_t bytes) {
    if (bytes > bytes_) {
      *this = DeviceBuffer();
      *this = DeviceBuffer(context, bytes);
    }
  }

 private:
  const ContextHandle* context_ = nullptr;
  void* data_ = nullptr;
  size_t bytes_ = 0;
};

}  // namespace moe::measure
