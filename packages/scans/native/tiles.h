// Many tiles at one call: what a row of tiles costs beside decoding is paid once.
#pragma once

#include "codecs.h"

namespace scans {

/** How tiles are compressed, numbered as the host numbers them. */
enum class TileCodec : int32_t { zlib = 0, raw = 1, gzip = 2, zstd = 3, jpegGrey = 4, jpegYcbcr = 5, jpegRgb = 6 };

/** What all tiles of a batch have in common; `samples` interleaved ones make a pixel: 1, or 3 of which luma is made. */
struct TileForm {
  TileCodec codec;
  size_t width, rows, samples, sampleBytes;
  /** TIFF's predictor 2. */
  bool hasDifferences;
  Bytes jpegTables;
};

/** One tile: its bytes in the input, the part of its pixels that is wanted, and where that goes, in samples. */
struct TilePlan {
  int32_t at, bytes, left, top, width, height, to;
};

/**
 * Decodes tiles one after another and puts the wanted part of each into rows of `stride` grey samples.
 *
 * Stops at the first that is not exactly as `form` says: who calls decodes that one in the ordinary way, which knows
 * other kinds and has words for damage. Plans have to lie within the tile, the input and the output.
 *
 * @return how many were placed
 */
size_t placeTiles(Workspace& space, const TileForm& form, Bytes in, const TilePlan* plans, size_t count, uint8_t* out,
                  size_t stride);

}  // namespace scans
