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

/** Where the compressed bytes of tiles are. */
class TileSource {
 public:
  /** Sets `bytes` to those of a tile, valid until the next call. @return false where they are not to be had here */
  virtual bool find(size_t tile, Bytes& bytes) = 0;

 protected:
  ~TileSource() = default;
};

/** Bytes in memory, from `TilePlan::at` on. */
class TilesInMemory final : public TileSource {
 public:
  TilesInMemory(Bytes all, const TilePlan* plans) : all_(all), plans_(plans) {}
  bool find(size_t tile, Bytes& bytes) override;

 private:
  Bytes all_;
  const TilePlan* plans_;
};

/** Bytes of a file, from a place of each tile's own on, as far as the page cache holds them. */
class TilesInFile final : public TileSource {
 public:
  TilesInFile(Workspace& space, int file, const double* places, const TilePlan* plans)
      : space_(space), file_(file), places_(places), plans_(plans) {}
  bool find(size_t tile, Bytes& bytes) override;

 private:
  Workspace& space_;
  int file_;
  const double* places_;
  const TilePlan* plans_;
};

/**
 * Decodes tiles one after another and puts the wanted part of each into rows of `stride` grey samples.
 *
 * Stops at the first that is not exactly as `form` says, or not at hand: who calls decodes that one in the ordinary way,
 * which knows other kinds and has words for damage. Plans have to lie within the tile, the input and the output.
 *
 * @return how many were placed
 */
size_t placeTiles(Workspace& space, const TileForm& form, TileSource& source, const TilePlan* plans, size_t count,
                  uint8_t* out, size_t stride);

}  // namespace scans
