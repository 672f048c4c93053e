// What Node calls. Each environment (the main thread, every worker) has a workspace of its own; nothing is shared.
// Functions answer a number on success and a string that says what is wrong with the data; they throw for misuse only.
#include <node_api.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "codecs.h"
#include "files.h"
#include "host.h"
#include "tiles.h"

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

bool inside(int64_t at, int64_t size, int64_t all) { return at >= 0 && size >= 0 && at + size <= all; }

/** Throws where a tile's part or its place lie outside of what the call was given. */
void checkPlan(const TilePlan& plan, const TileForm& form, size_t outputSamples, size_t stride) {
  const bool isPart = plan.width > 0 && plan.height > 0 && inside(plan.left, plan.width, form.width) &&
                      inside(plan.top, plan.height, form.rows);
  const int64_t span = (static_cast<int64_t>(plan.height) - 1) * static_cast<int64_t>(stride) + plan.width;
  if (!isPart || !inside(plan.to, span, outputSamples) || static_cast<size_t>(plan.width) > stride) {
    throw Misuse("placeTiles: a part is not inside its tile or the output");
  }
}

/** What the calls that place tiles have in common. */
struct Placing {
  TileForm form;
  const TilePlan* plans;
  size_t count;
  Room out;
  size_t stride;
};

/** Reads arguments 0 to 5, which are the form, and from `index` on plans, out and stride; checks the plans. */
Placing readPlacing(Call& call, size_t index) {
  constexpr size_t most = size_t{1} << 28;
  TileForm form = {};
  form.codec = static_cast<TileCodec>(call.integer(0, 0, 6));
  form.width = call.integer(1, 1, INT32_MAX), form.rows = call.integer(2, 1, INT32_MAX);
  form.samples = call.integer(3, 1, 3);
  form.sampleBytes = call.sampleBytes(index + 1);
  form.hasDifferences = call.integer(4, 0, 1) == 1;
  if (!call.isUndefined(5)) form.jpegTables = call.bytes(5);
  const auto [numbers, size] = call.integers(index);
  const Room out = call.room(index + 1);
  const size_t stride = call.integer(index + 2, 1, INT32_MAX);
  const bool isJpeg = form.codec >= TileCodec::jpegGrey;
  if (form.samples == 2 || (isJpeg && form.sampleBytes != 1) ||
      form.rows > most / (form.samples * form.sampleBytes) / form.width) {
    throw Misuse("placeTiles: there are no such tiles");
  }
  constexpr size_t each = sizeof(TilePlan) / sizeof(int32_t);
  if (size % each != 0) throw Misuse("placeTiles: a plan has seven numbers");
  const auto* plans = reinterpret_cast<const TilePlan*>(numbers);
  const size_t count = size / each;
  for (size_t i = 0; i < count; i++) checkPlan(plans[i], form, out.size / form.sampleBytes, stride);
  return {form, plans, count, out, stride};
}

napi_value place(Call& call, const Placing& all, TileSource& source) {
  return call.number(placeTiles(call.workspace(), all.form, source, all.plans, all.count, all.out.data, all.stride));
}

// placeTiles(codec, tileWidth, tileRows, samples, hasDifferences, tables | undefined, input, plans, out, stride)
//   -> how many tiles were placed; plans are seven numbers each, as TilePlan has them
napi_value placeTilesCall(Call& call) {
  const Placing all = readPlacing(call, 7);
  const Bytes in = call.bytes(6);
  for (size_t i = 0; i < all.count; i++) {
    if (!inside(all.plans[i].at, all.plans[i].bytes, in.size)) throw Misuse("placeTiles: a tile is not inside the input");
  }
  TilesInMemory source(in, all.plans);
  return place(call, all, source);
}

// placeCachedTiles(codec, tileWidth, tileRows, samples, hasDifferences, tables | undefined, file, places, plans, out,
//                  stride) -> how many tiles were placed; places are where each begins in the file, a descriptor
napi_value placeCachedTilesCall(Call& call) {
  const Placing all = readPlacing(call, 8);
  const int file = call.integer(6, 0, INT32_MAX);
  const auto [places, size] = call.doubles(7);
  if (size != all.count) throw Misuse("placeCachedTiles: there are not as many places as plans");
  for (size_t i = 0; i < all.count; i++) {
    if (!isPlace(places[i]) || all.plans[i].bytes < 0) {
      throw Misuse("placeCachedTiles: a tile is at no place of a file");
    }
  }
  TilesInFile source(call.workspace(), file, places, all.plans);
  return place(call, all, source);
}

// readCached(file, at, memory) -> bytes that were at hand
napi_value readCachedCall(Call& call) {
  const int file = call.integer(0, 0, INT32_MAX);
  return call.number(readCached(file, call.place(1), call.room(2)));
}

// waits() -> how often this thread has waited; negative where that is not known
napi_value waitsCall(Call& call) { return call.number(waitsOfThread()); }

/** Files that a thread of the pool reads, and the promise that waits for them. */
struct Reading {
  napi_async_work work;
  napi_deferred promise;
  napi_ref memory, lengths;
  std::vector<std::string> paths;
  size_t most;
  Room room;
  double* counts;
};

void readInPool(napi_env, void* data) {
  auto& reading = *static_cast<Reading*>(data);
  readFiles(reading.paths, reading.most, reading.room, reading.counts);
}

void readingDone(napi_env env, napi_status, void* data) {
  auto* reading = static_cast<Reading*>(data);
  napi_value nothing = nullptr;
  napi_get_undefined(env, &nothing);
  napi_resolve_deferred(env, reading->promise, nothing);
  napi_delete_reference(env, reading->memory);
  napi_delete_reference(env, reading->lengths);
  napi_delete_async_work(env, reading->work);
  delete reading;
}

// readFiles(paths, mostBytes, memory, lengths) -> a promise; lengths receives the bytes of each file, or -1
napi_value readFilesCall(Call& call) {
  auto reading = std::make_unique<Reading>();
  reading->paths = call.texts(0);
  reading->most = call.integer(1, 0, INT32_MAX);
  reading->room = call.room(2);
  const auto [counts, size] = call.doubles(3);
  if (size != reading->paths.size()) throw Misuse("readFiles: there are not as many lengths as paths");
  std::fill(counts, counts + size, -1);
  reading->counts = counts;
  reading->memory = call.hold(2);
  reading->lengths = call.hold(3);
  napi_value promise = nullptr, name = call.text("cytonet:readFiles");
  if (napi_create_promise(call.env(), &reading->promise, &promise) != napi_ok ||
      napi_create_async_work(call.env(), nullptr, name, readInPool, readingDone, reading.get(), &reading->work) != napi_ok ||
      napi_queue_async_work(call.env(), reading->work) != napi_ok) {
    throw Misuse("readFiles: the thread pool takes no work");
  }
  reading.release();
  return promise;
}

// averageBlocks(rows, width, factor, out): width of a row of out
napi_value averageCall(Call& call) {
  const Room rows = call.room(0), out = call.room(3);
  const size_t width = call.integer(1, 1, INT32_MAX), factor = call.integer(2, 1, largestFactor);
  const size_t bytes = call.sampleBytes(0);
  if (bytes != call.sampleBytes(3) || rows.size != factor * factor * out.size || out.size % (width * bytes) != 0) {
    throw Misuse("averageBlocks: rows and out do not fit each other");
  }
  const size_t height = out.size / bytes / width;
  if (bytes == 1) averageBlocks(rows.data, out.data, width, height, factor);
  else averageBlocks(reinterpret_cast<uint16_t*>(rows.data), reinterpret_cast<uint16_t*>(out.data), width, height, factor);
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
  define<placeTilesCall>(env, exports, "placeTiles");
  define<placeCachedTilesCall>(env, exports, "placeCachedTiles");
  define<readCachedCall>(env, exports, "readCached");
  define<waitsCall>(env, exports, "waits");
  define<readFilesCall>(env, exports, "readFiles");
  define<averageCall>(env, exports, "averageBlocks");
  define<lumaCall>(env, exports, "luma");
  define<undoCall>(env, exports, "undoDifferences");
  define<copyCall>(env, exports, "copyRows");
  define<versionsCall>(env, exports, "versions");
  return exports;
}
