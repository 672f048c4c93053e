// What Node calls. Each environment (the main thread, every worker) has a workspace of its own; nothing is shared.
// Functions answer a number on success and a string that says what is wrong with the data; they throw for misuse only.
#include <node_api.h>

#include <string>

#include "codecs.h"
#include "host.h"

namespace {

using namespace scans;

// inflate(form, input, output) -> bytes written, -1 where output is too small, or what is wrong
napi_value inflateCall(Call& call) {
  bool fits = true;
  const auto form = static_cast<DeflateForm>(call.integer(0, 0, 2));
  const auto [bytes, problem] = inflate(call.workspace(), form, call.bytes(1), call.room(2), fits);
  if (!fits) return call.number(-1);
  return problem.empty() ? call.number(bytes) : call.text(problem);
}

// decodeZstd(input, output) -> bytes written, or what is wrong
napi_value zstdCall(Call& call) {
  const auto [bytes, problem] = decodeZstd(call.workspace(), call.bytes(0), call.room(1));
  return problem.empty() ? call.number(bytes) : call.text(problem);
}

// decodeJpeg(tables | undefined, input, colours, output, outputAt, strideBytes,
//            imageWidth, imageHeight, left, top, width, height) -> 0, 1 for another kind, or what is wrong
napi_value jpegCall(Call& call) {
  constexpr int32_t most = 65535;
  const auto colours = static_cast<JpegColours>(call.integer(2, 0, 2));
  const Room out = call.room(3);
  const size_t at = call.integer(4, 0, INT32_MAX), stride = call.integer(5, 1, INT32_MAX);
  const JpegWindow window = {call.integer(6, 1, most), call.integer(7, 1, most), call.integer(8, 0, most),
                             call.integer(9, 0, most), call.integer(10, 1, most), call.integer(11, 1, most)};
  const size_t width = window.width, height = window.height;
  if (window.left + window.width > window.imageWidth || window.top + window.height > window.imageHeight ||
      width > stride || at + (height - 1) * stride + width > out.size) {
    throw Misuse("decodeJpeg: the window is not inside the image, or does not fit into the output");
  }
  std::string problem;
  const Bytes tables = call.isUndefined(0) ? Bytes{nullptr, 0} : call.bytes(0);
  switch (decodeJpeg(call.workspace(), tables, call.bytes(1), colours, window, out.data + at, stride, problem)) {
    case JpegOutcome::done: return call.number(0);
    case JpegOutcome::otherKind: return call.number(1);
    case JpegOutcome::damaged: return call.text(problem);
  }
  return nullptr;
}

// halve(rows, width, out): width of a row of out
napi_value halveCall(Call& call) {
  const Room rows = call.room(0), out = call.room(2);
  const size_t width = call.integer(1, 1, INT32_MAX), bytes = call.sampleBytes(0);
  if (bytes != call.sampleBytes(2) || rows.size != 4 * out.size || out.size % (width * bytes) != 0) {
    throw Misuse("halve: rows and out do not fit each other");
  }
  const size_t height = out.size / bytes / width;
  if (bytes == 1) halve(rows.data, out.data, width, height);
  else halve(reinterpret_cast<uint16_t*>(rows.data), reinterpret_cast<uint16_t*>(out.data), width, height);
  return nullptr;
}

// luma(rgb, out)
napi_value lumaCall(Call& call) {
  const Room rgb = call.room(0), out = call.room(1);
  const size_t bytes = call.sampleBytes(0);
  if (bytes != call.sampleBytes(1) || rgb.size != 3 * out.size) throw Misuse("luma: rgb and out do not fit each other");
  if (bytes == 1) luma(rgb.data, out.data, out.size);
  else luma(reinterpret_cast<uint16_t*>(rgb.data), reinterpret_cast<uint16_t*>(out.data), out.size / 2);
  return nullptr;
}

// undoDifferences(values, rowLength, channels)
napi_value undoCall(Call& call) {
  const Room values = call.room(0);
  const size_t rowLength = call.integer(1, 1, INT32_MAX), channels = call.integer(2, 1, 64);
  const size_t bytes = call.sampleBytes(0);
  if (values.size % (rowLength * bytes) != 0 || rowLength % channels != 0) {
    throw Misuse("undoDifferences: values are not of whole rows");
  }
  const size_t rows = values.size / bytes / rowLength;
  if (bytes == 1) undoDifferences(values.data, rowLength, rows, channels);
  else undoDifferences(reinterpret_cast<uint16_t*>(values.data), rowLength, rows, channels);
  return nullptr;
}

// copyRows(from, fromAt, fromStride, to, toAt, toStride, width, rows), in samples of one size
napi_value copyCall(Call& call) {
  const Room from = call.room(0), to = call.room(3);
  const size_t bytes = call.sampleBytes(0);
  if (bytes != call.sampleBytes(3)) throw Misuse("copyRows: the samples are of different sizes");
  const size_t fromAt = call.integer(1, 0, INT32_MAX), fromStride = call.integer(2, 0, INT32_MAX);
  const size_t toAt = call.integer(4, 0, INT32_MAX), toStride = call.integer(5, 0, INT32_MAX);
  const size_t width = call.integer(6, 0, INT32_MAX), rows = call.integer(7, 1, INT32_MAX);
  if ((fromAt + (rows - 1) * fromStride + width) * bytes > from.size ||
      (toAt + (rows - 1) * toStride + width) * bytes > to.size || (rows > 1 && toStride < width)) {
    throw Misuse("copyRows: the rows are not inside the memory");
  }
  for (size_t y = 0; y < rows; y++) {
    std::memmove(to.data + (toAt + y * toStride) * bytes, from.data + (fromAt + y * fromStride) * bytes, width * bytes);
  }
  return nullptr;
}

// versions() -> "libdeflate 1.14, libjpeg-turbo 2.1.5, libzstd 1.5.4"
napi_value versionsCall(Call& call) {
  return call.text(std::string(deflateVersion()) + ", " + jpegVersion() + ", " + zstdVersion());
}

}  // namespace

NAPI_MODULE_INIT() {
  attachWorkspace(env);
  define<inflateCall>(env, exports, "inflate");
  define<zstdCall>(env, exports, "decodeZstd");
  define<jpegCall>(env, exports, "decodeJpeg");
  define<halveCall>(env, exports, "halve");
  define<lumaCall>(env, exports, "luma");
  define<undoCall>(env, exports, "undoDifferences");
  define<copyCall>(env, exports, "copyRows");
  define<versionsCall>(env, exports, "versions");
  return exports;
}
