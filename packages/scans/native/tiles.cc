#include "tiles.h"

#include <cstdlib>
#include <cstring>

#include "files.h"

namespace scans {
namespace {

/** More is given back after its batch. */
constexpr size_t keptBytes = 16 << 20;

/** Memory of at least `bytes`; kept between tiles. Null where there is none. */
uint8_t* grown(uint8_t*& memory, size_t& has, size_t bytes) {
  if (has < bytes) {
    std::free(memory);
    memory = static_cast<uint8_t*>(std::malloc(bytes));
    has = memory == nullptr ? 0 : bytes;
  }
  return memory;
}

void freeIfLarge(uint8_t*& memory, size_t& has) {
  if (has <= keptBytes) return;
  std::free(memory);
  memory = nullptr;
  has = 0;
}

/** Whether `in` decompresses to exactly as many bytes as `out` has. */
bool decompress(Workspace& space, TileCodec codec, Bytes in, Room out) {
  if (codec == TileCodec::zstd) {
    if (!statesSize(in, out.size)) return false;
    const auto [bytes, problem] = decodeZstd(space, in, out);
    return problem.empty() && bytes == out.size;
  }
  bool fits = true;
  const auto form = static_cast<DeflateForm>(codec);
  const auto [bytes, problem] = inflate(space, form, in, out, fits);
  return problem.empty() && bytes == out.size;
}

template <typename Sample>
bool placeSamples(Workspace& space, const TileForm& form, Bytes in, const TilePlan& plan, Sample* out, size_t stride) {
  const size_t rowLength = form.width * form.samples, bytes = rowLength * form.rows * sizeof(Sample);
  if (form.samples == 1 && stride == form.width && static_cast<size_t>(plan.width) == form.width &&
      static_cast<size_t>(plan.height) == form.rows) {
    // A whole tile among rows as wide as itself needs no memory of its own.
    uint8_t* to = reinterpret_cast<uint8_t*>(out);
    if (!decompress(space, form.codec, in, {to, bytes})) return false;
    if (form.hasDifferences) undoDifferences(out, rowLength, form.rows, 1);
    return true;
  }
  uint8_t* memory = grown(space.tile, space.tileBytes, bytes);
  if (memory == nullptr || !decompress(space, form.codec, in, {memory, bytes})) return false;
  Sample* from = reinterpret_cast<Sample*>(memory) + plan.top * rowLength;
  const size_t height = plan.height, width = plan.width;
  if (form.hasDifferences) undoDifferences(from, rowLength, height, form.samples);
  from += plan.left * form.samples;
  for (size_t y = 0; y < height; y++, from += rowLength, out += stride) {
    if (form.samples == 1) std::memcpy(out, from, width * sizeof(Sample));
    else luma(from, out, width);
  }
  return true;
}

bool placeJpeg(Workspace& space, const TileForm& form, Bytes in, const TilePlan& plan, uint8_t* out, size_t stride) {
  const auto colours = form.codec == TileCodec::jpegGrey    ? JpegColours::grey
                       : form.codec == TileCodec::jpegYcbcr ? JpegColours::ycbcr
                                                            : JpegColours::rgb;
  const JpegWindow window = {static_cast<int32_t>(form.width), static_cast<int32_t>(form.rows),
                             plan.left, plan.top, plan.width, plan.height};
  std::string problem;
  return decodeJpeg(space, form.jpegTables, in, colours, window, out, stride, problem) == JpegOutcome::done;
}

}  // namespace

bool TilesInMemory::find(size_t tile, Bytes& bytes) {
  bytes = {all_.data + plans_[tile].at, static_cast<size_t>(plans_[tile].bytes)};
  return true;
}

bool TilesInFile::find(size_t tile, Bytes& bytes) {
  const size_t size = plans_[tile].bytes;
  uint8_t* memory = grown(space_.packed, space_.packedBytes, size);
  if (memory == nullptr || readCached(file_, static_cast<uint64_t>(places_[tile]), {memory, size}) < size) return false;
  bytes = {memory, size};
  return true;
}

size_t placeTiles(Workspace& space, const TileForm& form, TileSource& source, const TilePlan* plans, size_t count,
                  uint8_t* out, size_t stride) {
  const bool isJpeg = form.codec >= TileCodec::jpegGrey;
  size_t done = 0;
  for (; done < count; done++) {
    const TilePlan& plan = plans[done];
    Bytes own;
    if (!source.find(done, own)) break;
    uint8_t* to = out + plan.to * form.sampleBytes;
    const bool placed = isJpeg                 ? placeJpeg(space, form, own, plan, to, stride)
                        : form.sampleBytes == 1 ? placeSamples(space, form, own, plan, to, stride)
                                                : placeSamples(space, form, own, plan, reinterpret_cast<uint16_t*>(to), stride);
    if (!placed) break;
  }
  freeIfLarge(space.tile, space.tileBytes);
  freeIfLarge(space.packed, space.packedBytes);
  return done;
}

}  // namespace scans
