// JPEG tiles of TIFF through libjpeg-turbo: abbreviated streams, colours as the TIFF has them, luma alone.
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// Declares nothing that it needs itself: <cstdio> has to come first.
#include <jpeglib.h>

#include "codecs.h"

namespace scans {
namespace {

/** libjpeg reports by calling back; errors and warnings leave it by a jump to where the decoder was entered. */
struct Errors {
  jpeg_error_mgr manager;
  std::jmp_buf leave;
  char message[JMSG_LENGTH_MAX];
};

Errors& errorsOf(j_common_ptr info) { return *reinterpret_cast<Errors*>(info->err); }

[[noreturn]] void fail(j_common_ptr info) {
  Errors& errors = errorsOf(info);
  errors.manager.format_message(info, errors.message);
  std::longjmp(errors.leave, 1);
}

/** Level -1 is corrupt data that libjpeg would fill in for; others are traces. */
void report(j_common_ptr info, int level) {
  if (level < 0) fail(info);
}

void nothing(j_decompress_ptr) {}

const JOCTET endOfImage[2] = {0xff, JPEG_EOI};

/** Behind the last byte stands an end marker: a tile may lack its own, and one with too few data meets it early. */
boolean supplyEnd(j_decompress_ptr info) {
  info->src->next_input_byte = endOfImage;
  info->src->bytes_in_buffer = sizeof endOfImage;
  return TRUE;
}

void skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  jpeg_source_mgr& source = *info->src;
  if (static_cast<size_t>(count) > source.bytes_in_buffer) {
    supplyEnd(info);
    return;
  }
  source.next_input_byte += count;
  source.bytes_in_buffer -= count;
}

void readFrom(jpeg_decompress_struct& info, jpeg_source_mgr& source, Bytes bytes) {
  source.init_source = nothing;
  source.fill_input_buffer = supplyEnd;
  source.skip_input_data = skip;
  source.resync_to_restart = jpeg_resync_to_restart;
  source.term_source = nothing;
  source.next_input_byte = bytes.data;
  source.bytes_in_buffer = bytes.size;
  info.src = &source;
}

/** Memory for a row of `bytes`; kept between tiles. */
uint8_t* rowsOf(Workspace& space, size_t bytes) {
  if (space.rowsBytes < bytes) {
    std::free(space.rows);
    space.rows = static_cast<uint8_t*>(std::malloc(bytes));
    space.rowsBytes = space.rows == nullptr ? 0 : bytes;
  }
  return space.rows;
}

JpegOutcome lacksMemory(char* message) {
  std::snprintf(message, JMSG_LENGTH_MAX, "there is no memory for its rows");
  return JpegOutcome::damaged;
}

/**
 * Whether rows can be taken as they leave the transform: grey, of whole blocks, from the first row and column on.
 */
bool isPlain(const jpeg_decompress_struct& info, const JpegWindow& window) {
  const auto& grey = info.comp_info[0];
  return info.num_components == 1 && grey.h_samp_factor == 1 && grey.v_samp_factor == 1 && window.left == 0 &&
         window.top == 0 && window.width == static_cast<int32_t>(info.image_width) && window.width % DCTSIZE == 0;
}

/** Blocks are written to where their pixels belong, and pass through no row of libjpeg's. */
JpegOutcome decodePlain(jpeg_decompress_struct& info, Workspace& space, const JpegWindow& window, uint8_t* out,
                        size_t stride, char* message) {
  info.raw_data_out = TRUE;
  jpeg_start_decompress(&info);
  uint8_t* below = rowsOf(space, window.width);
  if (below == nullptr) return lacksMemory(message);
  for (int32_t y = 0; y < window.height; y += DCTSIZE) {
    JSAMPROW rows[DCTSIZE];
    for (int32_t i = 0; i < DCTSIZE; i++) rows[i] = y + i < window.height ? out + (y + i) * stride : below;
    JSAMPARRAY planes[] = {rows};
    jpeg_read_raw_data(&info, planes, DCTSIZE);
  }
  return JpegOutcome::done;
}

/** Everything between the jumps: nothing in here may need a destructor. */
JpegOutcome decode(jpeg_decompress_struct& info, jpeg_source_mgr& source, Workspace& space, Bytes tables, Bytes in,
                   JpegColours colours, const JpegWindow& window, uint8_t* out, size_t stride, char* message) {
  if (tables.size > 0) {
    readFrom(info, source, tables);
    if (jpeg_read_header(&info, FALSE) != JPEG_HEADER_TABLES_ONLY) {
      // A whole image where tables belong leaves the decoder in its midst.
      jpeg_abort_decompress(&info);
    }
  }
  readFrom(info, source, in);
  jpeg_read_header(&info, TRUE);
  const int components = colours == JpegColours::grey ? 1 : 3;
  if (static_cast<int64_t>(info.image_width) != window.imageWidth || info.num_components != components ||
      static_cast<int64_t>(info.image_height) < window.imageHeight) {
    std::snprintf(message, JMSG_LENGTH_MAX, "it is %u x %u pixels of %d samples", info.image_width,
                  info.image_height, info.num_components);
    return JpegOutcome::damaged;
  }
  if (info.progressive_mode || info.arith_code || info.data_precision != 8 || jpeg_has_multiple_scans(&info)) {
    return JpegOutcome::otherKind;
  }
  info.jpeg_color_space = colours == JpegColours::grey    ? JCS_GRAYSCALE
                          : colours == JpegColours::ycbcr ? JCS_YCbCr
                                                          : JCS_RGB;
  info.out_color_space = colours == JpegColours::rgb ? JCS_RGB : JCS_GRAYSCALE;
  if (isPlain(info, window)) return decodePlain(info, space, window, out, stride, message);
  jpeg_start_decompress(&info);

  // Of a component that is stored at full resolution no pixel depends on another block's; others are decoded whole.
  const bool isFull = info.out_color_space == JCS_GRAYSCALE &&
                      info.comp_info[0].h_samp_factor == info.max_h_samp_factor &&
                      info.comp_info[0].v_samp_factor == info.max_v_samp_factor;
  JDIMENSION left = isFull ? window.left : 0, cropped = isFull ? window.width : info.output_width;
  if (cropped < info.output_width) jpeg_crop_scanline(&info, &left, &cropped);
  const int32_t above = isFull ? 0 : window.top;
  if (isFull && window.top > 0) jpeg_skip_scanlines(&info, window.top);
  const size_t inset = window.left - left;
  const size_t channels = info.output_components;
  const size_t rowBytes = info.output_width * channels;
  const bool isDirect =
      above == 0 && channels == 1 && inset == 0 && rowBytes == static_cast<size_t>(window.width);
  uint8_t* own = isDirect ? nullptr : rowsOf(space, rowBytes);
  if (!isDirect && own == nullptr) return lacksMemory(message);
  // Row by row: libjpeg gives no more than one at a call.
  for (int32_t y = 0; y < above; y++) jpeg_read_scanlines(&info, &own, 1);
  for (int32_t y = 0; y < window.height; y++, out += stride) {
    jpeg_read_scanlines(&info, isDirect ? &out : &own, 1);
    if (isDirect) continue;
    const uint8_t* from = own + inset * channels;
    if (channels == 1) std::memcpy(out, from, window.width);
    else luma(from, out, window.width);
  }
  return JpegOutcome::done;
}

}  // namespace

JpegOutcome decodeJpeg(Workspace& space, Bytes tables, Bytes in, JpegColours colours, const JpegWindow& window,
                       uint8_t* out, size_t stride, std::string& problem) {
  Errors errors;
  errors.message[0] = 0;
  jpeg_source_mgr source;
  jpeg_decompress_struct info;
  info.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = fail;
  errors.manager.emit_message = report;
  volatile JpegOutcome outcome = JpegOutcome::damaged;
  if (setjmp(errors.leave) == 0) {
    jpeg_create_decompress(&info);
    outcome = decode(info, source, space, tables, in, colours, window, out, stride, errors.message);
  }
  jpeg_destroy_decompress(&info);
  if (outcome == JpegOutcome::damaged) problem = errors.message;
  return outcome;
}

#define TEXT_OF(name) TEXT(name)
#define TEXT(name) #name
#ifdef LIBJPEG_TURBO_VERSION
std::string jpegVersion() { return "libjpeg-turbo " TEXT_OF(LIBJPEG_TURBO_VERSION); }
#else
std::string jpegVersion() { return "libjpeg " TEXT_OF(JPEG_LIB_VERSION); }
#endif

}  // namespace scans
