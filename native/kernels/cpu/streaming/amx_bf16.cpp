#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_tiles.hpp"

namespace moe::cpu::streaming {

const InnerKernels kAmxBf16 = {{nullptr, false, Placement::kGroups, kTileTokens},
                               {{run_row_tiles<TileRegisters>, 32, kPairTokens}}};

}  // namespace moe::cpu::streaming
