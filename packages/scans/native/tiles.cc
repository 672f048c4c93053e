#include "tiles.h"

#include <cstdlib>
#include <cstring>

namespace scans {
namespace {

/** Larger ones are given back after their batch. */
constexpr size_t keptBytes = 16 << 20;

/** Memory for the samples of a tile; kept between tiles. */
uint8_t* tileOf(Workspace& space, size_t bytes) {
  if (space.tileBytes < bytes) {
    std::free(space.tile);
    space.tile = static_cast<uint8_t*>(std::malloc(bytes));
    space.tileBytes = space.tile == nullptr ? 0 : bytes;
  }
  return space.tile;
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
  uint8_t* memory = tileOf(space, bytes);
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

size_t placeTiles(Workspace& space, const TileForm& form, Bytes in, const TilePlan* plans, size_t count, uint8_t* out,
                  size_t stride) {
  const bool isJpeg = form.codec >= TileCodec::jpegGrey;
  size_t done = 0;
  for (; done < count; done++) {
    const TilePlan& plan = plans[done];
    const Bytes own = {in.data + plan.at, static_cast<size_t>(plan.bytes)};
    uint8_t* to = out + plan.to * form.sampleBytes;
    const bool placed = isJpeg                 ? placeJpeg(space, form, own, plan, to, stride)
                        : form.sampleBytes == 1 ? placeSamples(space, form, own, plan, to, stride)
                                                : placeSamples(space, form, own, plan, reinterpret_cast<uint16_t*>(to), stride);
    if (!placed) break;
  }
  if (space.tileBytes > keptBytes) {
    std::free(space.tile);
    space.tile = nullptr;
    space.tileBytes = 0;
  }
  return done;
}

}  // namespace scans
