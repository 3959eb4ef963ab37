#include "kernels/support/emulated_row_tiles.cpp"
