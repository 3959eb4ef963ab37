#include "kernels/support/emulated_row_tiles.hpp"

#include "kernels/cpu/streaming/row_tiles.hpp"
#include "kernels/support/emulated_tiles.hpp"

namespace moe::test {

using namespace moe::cpu;

// Compiled once for each way to decode.
#if defined(__AVX512VBMI__)
#define MOE_EMULATED_ROW_TILES kEmulatedRowTilesVbmi
#else
#define MOE_EMULATED_ROW_TILES kEmulatedRowTiles
#endif

const InnerKernels MOE_EMULATED_ROW_TILES = {
    {nullptr, false, Placement::kGroups, streaming::kTileTokens},
    {{streaming::run_row_tiles<EmulatedTiles>, 32, streaming::kPairTokens}}};

}  // namespace moe::test
