#pragma once
/** The primitive layer of kernels/sm90/ptx on a CPU: same names, same meaning, every rule checked.
 * Each primitive takes the place of its call as a hidden last argument. */
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "emulator/collectives.hpp"
#include "emulator/copies.hpp"
#include "emulator/global_memory.hpp"
#include "emulator/mbarrier.hpp"
#include "emulator/published.hpp"
#include "emulator/shared_memory.hpp"
#include "emulator/tensor_map.hpp"
#include "emulator/wgmma.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/common/e4m3.hpp"
#include "kernels/common/f16.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

using emulator::Where;

// Threads.

inline uint32_t thread_id() { return static_cast<uint32_t>(emulator::current->index); }
inline uint32_t num_threads() { return static_cast<uint32_t>(emulator::machine.size.threads); }
inline uint32_t lane_id() { return thread_id() % 32; }
inline uint32_t lane_id_anew() { return lane_id(); }
inline uint32_t cluster_rank() { return static_cast<uint32_t>(emulator::current->block); }
inline uint32_t block_id() {
  return static_cast<uint32_t>(emulator::machine.first_block) + cluster_rank();
}
inline uint32_t num_blocks() { return static_cast<uint32_t>(emulator::machine.size.blocks); }

inline uint32_t shuffle(uint32_t value, uint32_t lane, Where where = Where::current()) {
  uint32_t result = 0;
  emulator::warp_collective(emulator::kShuffle, {value, lane}, &result, where);
  return result;
}
/** The whole warp calls, as on a device, where it is a shuffle. */
inline uint32_t warp_id(Where where = Where::current()) {
  return shuffle(thread_id() / 32, 0, where);
}
inline uint32_t shuffle_up(uint32_t value, uint32_t distance, Where where = Where::current()) {
  const uint32_t lane = lane_id();
  return shuffle(value, lane >= distance ? lane - distance : lane, where);
}
inline uint32_t warp_max(uint32_t value, Where where = Where::current()) {
  uint32_t result = 0;
  emulator::warp_collective(emulator::kReduceMax, {value}, &result, where);
  return result;
}
inline uint32_t warp_min(uint32_t value, Where where = Where::current()) {
  return ~warp_max(~value, where);
}
inline uint32_t warp_add(uint32_t value, Where where = Where::current()) {
  for (uint32_t mask = 16; mask > 0; mask /= 2) {
    value += shuffle(value, lane_id() ^ mask, where);
  }
  return value;
}
inline uint32_t ballot(bool predicate, Where where = Where::current()) {
  uint32_t result = 0;
  emulator::warp_collective(emulator::kBallot, {predicate ? 1u : 0u}, &result, where);
  return result;
}
inline bool elect_one(Where where = Where::current()) {
  uint32_t result = 0;
  emulator::warp_collective(emulator::kElect, {}, &result, where);
  return result != 0;
}

// Memory.

inline uint32_t shared_base() { return emulator::block_of(*emulator::current).base; }

inline uint32_t load_shared_u8(uint32_t address, Where where = Where::current()) {
  return *emulator::read_shared(address, 1, where);
}
inline uint32_t load_shared_u16(uint32_t address, Where where = Where::current()) {
  uint16_t value;
  std::memcpy(&value, emulator::read_shared(address, 2, where), 2);
  return value;
}
inline uint32_t load_shared_u32(uint32_t address, Where where = Where::current()) {
  uint32_t value;
  std::memcpy(&value, emulator::read_shared(address, 4, where), 4);
  return value;
}
inline Vector4 load_shared_v4(uint32_t address, Where where = Where::current()) {
  Vector4 value;
  std::memcpy(&value, emulator::read_shared(address, 16, where), 16);
  return value;
}
inline void store_shared_u32(uint32_t address, uint32_t value, Where where = Where::current()) {
  std::memcpy(emulator::write_shared(address, 4, where), &value, 4);
}
inline void store_shared_v4(uint32_t address, Vector4 value, Where where = Where::current()) {
  std::memcpy(emulator::write_shared(address, 16, where), &value, 16);
}
template <class T>
T load_global(const T* from, Where where = Where::current()) {
  emulator::check_global(from, sizeof(T), false, where);
  return *from;
}
template <class T>
void store_global(T* to, std::type_identity_t<T> value, Where where = Where::current()) {
  emulator::check_global(to, sizeof(T), true, where);
  *to = value;
}
inline void ldmatrix_x4(uint32_t address, uint32_t (&word)[4], Where where = Where::current()) {
  emulator::warp_collective(emulator::kLoadMatrix, {address}, word, where);
}
inline void stmatrix_x4_trans(uint32_t address, const uint32_t (&word)[4],
                              Where where = Where::current()) {
  emulator::warp_collective(emulator::kStoreMatrix, {address, word[0], word[1], word[2], word[3]},
                            nullptr, where);
}

// Matrix products of a warp.

inline void mma(emulator::WarpOperation multiply, float (&d)[4], const uint32_t (&a)[4],
                uint32_t b0, uint32_t b1, const Where& where) {
  auto sums = std::bit_cast<std::array<uint32_t, 4>>(d);
  emulator::warp_collective(multiply, {a[0], a[1], a[2], a[3], b0, b1}, sums.data(), where);
  std::memcpy(d, sums.data(), sizeof d);
}
inline void mma_bf16(float (&d)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1,
                     Where where = Where::current()) {
  mma(emulator::kMultiplyBf16, d, a, b0, b1, where);
}
inline void mma_f16(float (&d)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1,
                    Where where = Where::current()) {
  mma(emulator::kMultiplyF16, d, a, b0, b1, where);
}

// Synchronisation.

inline void mbarrier_init(uint32_t barrier, uint32_t arrivals, Where where = Where::current()) {
  emulator::init_mbarrier(barrier, arrivals, where);
}
inline void fence_mbarrier_init() {}
inline void mbarrier_arrive(uint32_t barrier, Where where = Where::current()) {
  emulator::arrive_mbarrier(emulator::current->block, barrier, where);
}
inline void mbarrier_arrive_if(uint32_t barrier, bool predicate, Where where = Where::current()) {
  if (predicate) mbarrier_arrive(barrier, where);
}
inline void mbarrier_arrive_at_if(uint32_t barrier, uint32_t rank, bool predicate,
                                  Where where = Where::current()) {
  if (predicate) emulator::arrive_mbarrier(static_cast<int>(rank), barrier, where);
}
inline void mbarrier_arrive_expect_tx(uint32_t barrier, uint32_t bytes,
                                      Where where = Where::current()) {
  emulator::arrive_expecting(barrier, bytes, where);
}
inline void mbarrier_wait(uint32_t barrier, uint32_t parity, Where where = Where::current()) {
  emulator::wait_mbarrier(barrier, parity, where);
}
inline void mbarrier_wait_block(uint32_t barrier, uint32_t parity, Where where = Where::current()) {
  emulator::wait_mbarrier(barrier, parity, where);
}
inline void named_barrier_sync(uint32_t id, uint32_t threads, Where where = Where::current()) {
  emulator::named_barrier(id, threads, true, where);
}
inline void named_barrier_arrive(uint32_t id, uint32_t threads, Where where = Where::current()) {
  emulator::named_barrier(id, threads, false, where);
}
inline void block_sync(Where where = Where::current()) {
  emulator::named_barrier(0, 0, true, where);
}
inline void warp_sync(Where where = Where::current()) {
  emulator::warp_collective(emulator::kWarpSync, {}, nullptr, where);
}
inline void cluster_sync(Where where = Where::current()) { emulator::cluster_barrier(where); }
inline void publish(Vector4* to, const Vector4& words, Where where = Where::current()) {
  emulator::publish(to, words, where);
}
inline Vector4 load_published(const Vector4* from, Where where = Where::current()) {
  return emulator::load_published(from, where);
}
inline void fence_proxy_async(Where where = Where::current()) { emulator::fence_proxy(where); }
template <int kRegisters>
void setmaxnreg_inc(Where where = Where::current()) {
  emulator::set_max_registers(kRegisters, true, where);
}
template <int kRegisters>
void setmaxnreg_dec(Where where = Where::current()) {
  emulator::set_max_registers(kRegisters, false, where);
}
inline void grid_dependency_wait() { emulator::current->grid_dependency_met = true; }
inline void grid_launch_dependents() {}

// Copies and tensor maps.

inline void copy_tensor_2d(uint32_t to, const TensorMap* map, uint32_t barrier, int32_t c0,
                           int32_t c1, Where where = Where::current()) {
  emulator::issue_tensor_copy(to, map, barrier, c0, c1, 0, where);
}
inline void copy_tensor_2d_multicast(uint32_t to, const TensorMap* map, uint32_t barrier,
                                     int32_t c0, int32_t c1, uint16_t mask,
                                     Where where = Where::current()) {
  emulator::issue_tensor_copy(to, map, barrier, c0, c1, mask, where);
}
inline void copy_bulk(uint32_t to, const void* from, uint32_t bytes, uint32_t barrier,
                      Where where = Where::current()) {
  emulator::issue_bulk_copy(to, from, bytes, barrier, where);
}
inline void copy_bulk_once(uint32_t to, const void* from, uint32_t bytes, uint32_t barrier,
                           Where where = Where::current()) {
  copy_bulk(to, from, bytes, barrier, where);
}
inline void tensor_map_set_address(uint32_t map, const void* address,
                                   Where where = Where::current()) {
  emulator::edit_shared_map(
      map, [=](auto& fields) { fields.address = static_cast<const uint8_t*>(address); }, where);
}
inline void tensor_map_set_address(TensorMap* map, const void* address,
                                   Where where = Where::current()) {
  emulator::edit_global_map(
      map, [=](auto& fields) { fields.address = static_cast<const uint8_t*>(address); }, where);
}
template <int kDimension>
void tensor_map_set_size(uint32_t map, uint32_t elements, Where where = Where::current()) {
  emulator::edit_shared_map(
      map, [=](auto& fields) { fields.size[kDimension] = elements; }, where);
}
inline void tensor_map_set_stride(uint32_t map, uint64_t bytes, Where where = Where::current()) {
  emulator::edit_shared_map(
      map, [=](auto& fields) { fields.stride = bytes; }, where);
}
inline void tensor_map_publish(TensorMap* to, uint32_t from, Where where = Where::current()) {
  emulator::publish_map(to, from, where);
}
inline void fence_tensor_map_release(Where where = Where::current()) {
  emulator::release_maps(where);
}
inline void fence_tensor_map_acquire(const TensorMap* map) { emulator::acquire_map(map); }
inline void prefetch_tensor_map(const TensorMap*) {}

// wgmma.

class AFragment {
 public:
  void set(int i, uint32_t value, Where where = Where::current()) {
    emulator::check_fragment_write(state_, where);
    word_[i] = value;
  }

 private:
  friend struct Wgmma;
  emulator::FragmentState state_;
  uint32_t word_[4] = {0, 0, 0, 0};
};

template <int kN>
class Accumulator {
 public:
  float get(int i, Where where = Where::current()) const {
    emulator::check_accumulator_read(state_, where);
    return element_[i];
  }

 private:
  friend struct Wgmma;
  emulator::AccumulatorState state_;
  float element_[kN / 2] = {};
};

/** What only the instructions may do with registers. */
struct Wgmma {
  template <int kN>
  static void issue(Accumulator<kN>& d, AFragment& a, uint64_t b, bool accumulate,
                    const Where& where, emulator::Operand operand = emulator::Operand::kBf16) {
    emulator::wgmma_product_op(operand, kN, &d.state_, d.element_, &a.state_, a.word_, b,
                               accumulate, where);
  }
  template <int kN>
  static void fence(Accumulator<kN>& d, const Where& where) {
    if (d.state_.in_flight != 0) {
      emulator::fail(emulator::Fault::kAccumulatorUse, where,
                     "the accumulator is fenced while a product on it is in flight");
    }
    d.state_.fenced = true;
  }
};

inline void wgmma_fence(Where where = Where::current()) { emulator::wgmma_fence_op(where); }
inline void wgmma_commit(Where where = Where::current()) { emulator::wgmma_commit_op(where); }
template <int kPending>
void wgmma_wait(Where where = Where::current()) {
  emulator::wgmma_wait_op(kPending, where);
}
template <int kN>
void wgmma_bf16(Accumulator<kN>& d, AFragment& a, uint64_t b, bool accumulate,
                Where where = Where::current()) {
  Wgmma::issue(d, a, b, accumulate, where);
}
template <int kN>
void wgmma_e4m3(Accumulator<kN>& d, AFragment& a, uint64_t b, bool accumulate,
                Where where = Where::current()) {
  Wgmma::issue(d, a, b, accumulate, where, emulator::Operand::kE4m3);
}
template <int kN>
void fence_registers(Accumulator<kN>& d, Where where = Where::current()) {
  Wgmma::fence(d, where);
}
inline void fence_registers(AFragment&) {}

// Numbers: exact twins of the instructions.

inline uint32_t prmt(uint32_t a, uint32_t b, uint32_t selector) {
  const uint64_t bytes = static_cast<uint64_t>(b) << 32 | a;
  uint32_t result = 0;
  for (uint32_t i = 0; i < 4; ++i) {
    const uint32_t choice = selector >> (4 * i) & 15;
    uint32_t byte = static_cast<uint32_t>(bytes >> (8 * (choice & 7))) & 255;
    if ((choice & 8) != 0) byte = (byte & 128) != 0 ? 255 : 0;  // replicated sign
    result |= byte << (8 * i);
  }
  return result;
}
inline uint32_t mul_bf16x2(uint32_t a, uint32_t b) {
  const auto half = [](uint32_t x, uint32_t y) {
    return float_to_bf16(bf16_to_float(static_cast<uint16_t>(x)) *
                         bf16_to_float(static_cast<uint16_t>(y)));
  };
  return half(a, b) | static_cast<uint32_t>(half(a >> 16, b >> 16)) << 16;
}
inline uint32_t pack_bf16x2(float low, float high) {
  return float_to_bf16(low) | static_cast<uint32_t>(float_to_bf16(high)) << 16;
}
inline uint32_t pack_e4m3x2(float low, float high) {
  return float_to_e4m3(low) | static_cast<uint32_t>(float_to_e4m3(high)) << 8;
}
inline uint32_t e4m3x2_to_f16x2(uint32_t packed) {
  const auto half = [](uint32_t code) -> uint32_t {
    return float_to_f16(e4m3_to_float(static_cast<uint8_t>(code)));
  };
  return half(packed) | half(packed >> 8) << 16;
}
inline float as_float(uint32_t bits) { return std::bit_cast<float>(bits); }
inline uint32_t as_bits(float value) { return std::bit_cast<uint32_t>(value); }
inline float fma(float a, float b, float c) { return std::fma(a, b, c); }
inline float exp(float x) { return std::exp(x); }
inline float erf(float x) { return std::erf(x); }
inline uint32_t count_bits(uint32_t value) { return static_cast<uint32_t>(std::popcount(value)); }
inline uint32_t opaque(uint32_t value) { return value; }

}  // namespace moe::ptx
