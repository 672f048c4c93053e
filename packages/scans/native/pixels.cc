// What is hot beside decoding, as loops that the compiler makes vectors of.
#include <cstring>

#include "codecs.h"

// A second version for processors with AVX2, chosen when the addon is loaded.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

namespace scans {
namespace {

// Two samples side by side as one word of twice the size, whose halves are added: vectors need no shuffling then, and
// the order of bytes makes no difference to a sum.
typedef uint16_t BytePair __attribute__((aligned(1), may_alias));
typedef uint32_t WordPair __attribute__((aligned(1), may_alias));

template <typename Sample, typename Pair, typename Sum>
inline __attribute__((always_inline)) void halveLoop(const Sample* rows, Sample* out, size_t width, size_t height) {
  constexpr int bits = 8 * sizeof(Sample);
  constexpr Sum low = static_cast<Sample>(-1);
  for (size_t y = 0; y < height; y++) {
    const Pair* upper = reinterpret_cast<const Pair*>(rows + 4 * y * width);
    const Pair* lower = upper + width;
    Sample* to = out + y * width;
    for (size_t x = 0; x < width; x++) {
      const Sum a = upper[x], b = lower[x];
      const Sum sum = static_cast<Sum>((a & low) + (a >> bits) + (b & low) + (b >> bits) + 2);
      to[x] = static_cast<Sample>(sum >> 2);
    }
  }
}

/** Columns whose sums are held at a time. */
constexpr size_t columnsAtOnce = 2048;

template <typename Sample>
inline __attribute__((always_inline)) void blockLoop(const Sample* rows, Sample* out, size_t width, size_t height,
                                                     size_t factor) {
  uint32_t sums[columnsAtOnce];
  const size_t rowLength = width * factor, most = columnsAtOnce / factor;
  const uint32_t area = static_cast<uint32_t>(factor * factor);
  for (size_t y = 0; y < height; y++) {
    for (size_t x = 0; x < width; x += most) {
      const size_t count = width - x < most ? width - x : most, columns = count * factor;
      const Sample* from = rows + y * factor * rowLength + x * factor;
      for (size_t i = 0; i < columns; i++) sums[i] = from[i];
      for (size_t dy = 1; dy < factor; dy++) {
        from += rowLength;
        for (size_t i = 0; i < columns; i++) sums[i] += from[i];
      }
      for (size_t i = 0; i < count; i++) {
        uint32_t sum = 0;
        for (size_t dx = 0; dx < factor; dx++) sum += sums[i * factor + dx];
        out[y * width + x + i] = static_cast<Sample>((2 * sum + area) / (2 * area));
      }
    }
  }
}

WIDE void averageByteBlocks(const uint8_t* rows, uint8_t* out, size_t width, size_t height, size_t factor) {
  blockLoop(rows, out, width, height, factor);
}

WIDE void averageWordBlocks(const uint16_t* rows, uint16_t* out, size_t width, size_t height, size_t factor) {
  blockLoop(rows, out, width, height, factor);
}

WIDE void halveBytes(const uint8_t* rows, uint8_t* out, size_t width, size_t height) {
  halveLoop<uint8_t, BytePair, uint16_t>(rows, out, width, height);
}

WIDE void halveWords(const uint16_t* rows, uint16_t* out, size_t width, size_t height) {
  halveLoop<uint16_t, WordPair, uint32_t>(rows, out, width, height);
}

template <typename Sample>
inline __attribute__((always_inline)) void lumaLoop(const Sample* rgb, Sample* out, size_t pixels) {
  for (size_t i = 0; i < pixels; i++) {
    const uint32_t sum = 299u * rgb[3 * i] + 587u * rgb[3 * i + 1] + 114u * rgb[3 * i + 2] + 500u;
    out[i] = static_cast<Sample>(sum / 1000u);
  }
}

WIDE void lumaBytes(const uint8_t* rgb, uint8_t* out, size_t pixels) { lumaLoop(rgb, out, pixels); }
WIDE void lumaWords(const uint16_t* rgb, uint16_t* out, size_t pixels) { lumaLoop(rgb, out, pixels); }

template <typename Sample, size_t channels>
void undoRow(Sample* row, size_t length) {
  Sample last[channels] = {};
  for (size_t i = 0; i + channels <= length; i += channels) {
    for (size_t c = 0; c < channels; c++) row[i + c] = last[c] = static_cast<Sample>(last[c] + row[i + c]);
  }
}

}  // namespace

template <>
void averageBlocks(const uint8_t* rows, uint8_t* out, size_t width, size_t height, size_t factor) {
  if (factor == 1) std::memcpy(out, rows, width * height);
  else if (factor == 2) halveBytes(rows, out, width, height);
  else averageByteBlocks(rows, out, width, height, factor);
}

template <>
void averageBlocks(const uint16_t* rows, uint16_t* out, size_t width, size_t height, size_t factor) {
  if (factor == 1) std::memcpy(out, rows, width * height * sizeof(uint16_t));
  else if (factor == 2) halveWords(rows, out, width, height);
  else averageWordBlocks(rows, out, width, height, factor);
}

template <>
void luma(const uint8_t* rgb, uint8_t* out, size_t pixels) {
  lumaBytes(rgb, out, pixels);
}

template <>
void luma(const uint16_t* rgb, uint16_t* out, size_t pixels) {
  lumaWords(rgb, out, pixels);
}

template <typename Sample>
void undoDifferences(Sample* values, size_t rowLength, size_t rows, size_t channels) {
  for (size_t y = 0; y < rows; y++) {
    Sample* row = values + y * rowLength;
    if (channels == 1) undoRow<Sample, 1>(row, rowLength);
    else if (channels == 3) undoRow<Sample, 3>(row, rowLength);
    else {
      for (size_t i = channels; i < rowLength; i++) row[i] = static_cast<Sample>(row[i] + row[i - channels]);
    }
  }
}

template void undoDifferences(uint8_t*, size_t, size_t, size_t);
template void undoDifferences(uint16_t*, size_t, size_t, size_t);

}  // namespace scans
