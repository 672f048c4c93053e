// What the codec addon of packages/scans is made of. Nothing here trusts a size that compressed data state: every
// function is given the memory that it may read and write, and answers damage with a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace scans {

struct Bytes {
  const uint8_t* data;
  size_t size;
};

struct Room {
  uint8_t* data;
  size_t size;
};

/** What a decoder wrote, or why it did not; `problem` is empty on success. */
struct Decoded {
  size_t bytes;
  std::string problem;
};

/** Containers of deflate data, numbered as the host numbers them. */
enum class DeflateForm : int32_t { zlib = 0, raw = 1, gzip = 2 };

/** Decoders' own memory; one of each for every thread of the host, since none of them may be shared. */
struct Workspace {
  void* inflater = nullptr;
  void* zstd = nullptr;
  uint8_t* rows = nullptr;
  size_t rowsBytes = 0;
  uint8_t* tile = nullptr;
  size_t tileBytes = 0;
  uint8_t* packed = nullptr;
  size_t packedBytes = 0;
  ~Workspace();
};

/** Inflates all of a stream and compares its checksum. `fits` is false where `out` was too small for it. */
Decoded inflate(Workspace& space, DeflateForm form, Bytes in, Room out, bool& fits);

/** Decompresses Zstandard frames, one after another. */
Decoded decodeZstd(Workspace& space, Bytes in, Room out);

/** Whether data begin with a frame that states so many bytes of content, or states none. */
bool statesSize(Bytes in, size_t bytes);

/** What the components of a JPEG mean, numbered as the host numbers them. */
enum class JpegColours : int32_t { grey = 0, ycbcr = 1, rgb = 2 };

/** Pixels wanted of a JPEG: those right of `left` and below `top`, of an image `imageWidth` wide. */
struct JpegWindow {
  int32_t imageWidth, imageHeight, left, top, width, height;
};

enum class JpegOutcome { done, otherKind, damaged };

/**
 * Decodes a window of a baseline JPEG to grey, into rows of `stride` bytes: the first component as it is or the
 * Rec. 601 luma of red, green and blue. `otherKind`: progressive, arithmetic, in several scans or of 12 bits.
 */
JpegOutcome decodeJpeg(Workspace& space, Bytes tables, Bytes in, JpegColours colours, const JpegWindow& window,
                       uint8_t* out, size_t stride, std::string& problem);

/** Names and versions of the libraries, as they were loaded or, where they do not tell, compiled against. */
std::string deflateVersion();
std::string jpegVersion();
std::string zstdVersion();

/** The largest side of a block: 32 bits hold twice the sum of one of 16-bit samples. */
constexpr int32_t largestFactor = 128;

/** Means of blocks of `factor` x `factor` samples, rounded half up; `width` and `height` are those of `out`. */
template <typename Sample>
void averageBlocks(const Sample* rows, Sample* out, size_t width, size_t height, size_t factor);

/** 0.299 R + 0.587 G + 0.114 B, rounded half up. */
template <typename Sample>
void luma(const Sample* rgb, Sample* out, size_t pixels);

/** Undoes TIFF's predictor 2 in place: `channels` interleaved samples, rows of `rowLength` samples. */
template <typename Sample>
void undoDifferences(Sample* values, size_t rowLength, size_t rows, size_t channels);

}  // namespace scans
