// Tensor storage in and out: handles, shapes, typed arrays.
#include "bridge.h"

#include <ATen/Functions.h>
#include <ATen/TensorUtils.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cstring>
#include <stdexcept>

namespace bridge {

// A typed array or an ArrayBuffer as bytes.
Bytes bytesOf(const Call& call, size_t index) {
  Bytes bytes;
  bool isTyped = false;
  napi_is_typedarray(call.env, call.values[index], &isTyped);
  if (isTyped) {
    napi_typedarray_type type;
    size_t count = 0;
    size_t offset = 0;
    void* data = nullptr;
    napi_get_typedarray_info(call.env, call.values[index], &type, &count, &data, &bytes.buffer, &offset);
    static constexpr size_t widths[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
    if (type > napi_biguint64_array) throw std::invalid_argument("an unknown typed array");
    bytes.data = static_cast<uint8_t*>(data);
    bytes.length = count * widths[type];
    return bytes;
  }
  throw std::invalid_argument("a typed array was expected");
}

// Drops the ArrayBuffers that tensors no longer borrow; runs on the JS thread.
static void drain(Environment& e) {
  if (!e.borrowed->pending.exchange(false)) return;
  std::vector<napi_ref> dropped;
  {
    std::lock_guard<std::mutex> lock(e.borrowed->mutex);
    dropped.swap(e.borrowed->dropped);
  }
  for (napi_ref reference : dropped) napi_delete_reference(e.env, reference);
}

int64_t countOf(const std::vector<int64_t>& shape) {
  int64_t count = 1;
  for (const int64_t size : shape) {
    if (size < 0) throw std::invalid_argument("a shape with a negative size");
    if (__builtin_mul_overflow(count, size, &count)) throw std::invalid_argument("a shape with too many elements");
  }
  return count;
}

// What `shape` elements of a type occupy must be what the typed array has.
static void requireBytes(const std::vector<int64_t>& shape, at::ScalarType type, size_t given) {
  size_t needed = 0;
  if (__builtin_mul_overflow(static_cast<size_t>(countOf(shape)), c10::elementSize(type), &needed)) {
    throw std::invalid_argument("a shape with too many elements");
  }
  if (needed == given) return;
  throw std::invalid_argument("the data has " + std::to_string(given) + " bytes, the shape and dtype need " + std::to_string(needed));
}

// copyIn(bytes, dtype) with the shape in the buffer: a new CPU tensor.
static napi_value copyIn(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    drain(*call.e);
    Reader reader{*call.e};
    const auto shape = reader.ints();
    const auto type = dtypeAt(call.number(1));
    const Bytes bytes = bytesOf(call, 0);
    requireBytes(shape, type, bytes.length);
    at::Tensor made = at::empty(shape, at::TensorOptions().dtype(type));
    if (bytes.length > 0) std::memcpy(made.data_ptr(), bytes.data, bytes.length);
    return toNumber(env, call.e->adopt(std::move(made)));
  });
}

// borrow(bytes, dtype) with the shape in the buffer: a CPU tensor over the
// array's own memory, which stays alive as long as the tensor does.
static napi_value borrow(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    drain(*call.e);
    Reader reader{*call.e};
    const auto shape = reader.ints();
    const auto type = dtypeAt(call.number(1));
    const Bytes bytes = bytesOf(call, 0);
    requireBytes(shape, type, bytes.length);
    napi_ref reference = nullptr;
    napi_create_reference(env, call.values[0], 1, &reference);
    std::shared_ptr<BorrowedBuffers> queue = call.e->borrowed;
    at::Tensor made = at::from_blob(
        bytes.data, shape,
        [queue, reference](void*) {
          std::lock_guard<std::mutex> lock(queue->mutex);
          queue->dropped.push_back(reference);
          queue->pending = true;
        },
        at::TensorOptions().dtype(type));
    return toNumber(env, call.e->adopt(std::move(made)));
  });
}

static const at::Tensor& plainCpu(Environment& e, double handle) {
  const at::Tensor& found = e.tensor(handle);
  if (!found.device().is_cpu() || !found.is_contiguous()) throw std::invalid_argument("a contiguous CPU tensor was expected");
  return found;
}

// copyOut(handle, bytes): a contiguous CPU tensor's elements into a typed array.
static napi_value copyOut(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const at::Tensor& from = plainCpu(*call.e, call.number(0));
    const Bytes bytes = bytesOf(call, 1);
    if (bytes.length != from.nbytes()) throw std::invalid_argument("the typed array's size is not the tensor's");
    if (bytes.length > 0) std::memcpy(bytes.data, from.data_ptr(), bytes.length);
    return nullptr;
  });
}

// view(handle): an ArrayBuffer over the tensor's own memory; the buffer keeps
// the storage alive for as long as JavaScript can reach it.
static napi_value view(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const at::Tensor& from = plainCpu(*call.e, call.number(0));
    auto* kept = new at::Tensor(from.detach());
    napi_value buffer = nullptr;
    const napi_status status = napi_create_external_arraybuffer(
        env, from.data_ptr(), from.nbytes(), [](napi_env, void*, void* hint) { delete static_cast<at::Tensor*>(hint); }, kept,
        &buffer);
    if (status != napi_ok) {
      delete kept;
      throw std::runtime_error("this JavaScript engine refuses array buffers over foreign memory");
    }
    return buffer;
  });
}

static napi_value release(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    napi_value arguments[1];
    size_t count = 1;
    void* data = nullptr;
    napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
    double handle = 0;
    napi_get_value_double(env, arguments[0], &handle);
    static_cast<Environment*>(data)->release(handle);
    return nullptr;
  });
}

// releaseMany(count): handles from the buffer.
static napi_value releaseMany(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    napi_value arguments[1];
    size_t argumentCount = 1;
    void* data = nullptr;
    napi_get_cb_info(env, info, &argumentCount, arguments, nullptr, &data);
    Environment& e = *static_cast<Environment*>(data);
    int32_t count = 0;
    napi_get_value_int32(env, arguments[0], &count);
    if (count < 0 || static_cast<size_t>(count) > e.bufferLength) throw std::out_of_range("too many handles");
    for (int32_t index = 0; index < count; ++index) e.release(e.buffer[index]);
    drain(e);
    return nullptr;
  });
}

// info(handle): dtype, device type, device index, requiresGrad, isLeaf, flags
// (1 contiguous, 2 channels last), dimensions, sizes…
static napi_value describe(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    Environment& e = *call.e;
    const at::Tensor& found = e.tensor(call.number(0));
    if (static_cast<size_t>(found.dim()) + 7 > e.factsLength) throw std::out_of_range("a tensor of " + std::to_string(found.dim()) + " dimensions");
    double* out = e.facts;
    out[0] = dtypeIndex(found.scalar_type());
    out[1] = deviceTypeIndex(found.device().type());
    out[2] = found.device().index();
    out[3] = found.requires_grad() ? 1 : 0;
    out[4] = found.is_leaf() ? 1 : 0;
    out[5] = (found.is_contiguous() ? 1 : 0) | (found.is_contiguous(at::MemoryFormat::ChannelsLast) ? 2 : 0);
    out[6] = static_cast<double>(found.dim());
    for (int64_t index = 0; index < found.dim(); ++index) out[7 + index] = static_cast<double>(found.size(index));
    return nullptr;
  });
}

static napi_value live(napi_env env, napi_callback_info info) {
  Call call = open(env, info);
  drain(*call.e);
  return toNumber(env, static_cast<double>(call.e->live));
}

// A second handle to the same tensor.
static napi_value share(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    return toNumber(env, call.e->adopt(call.e->tensor(call.number(0))));
  });
}

void defineStorage(napi_env env, napi_value exports, Environment* e) {
  define(env, exports, e, "copyIn", copyIn);
  define(env, exports, e, "borrow", borrow);
  define(env, exports, e, "copyOut", copyOut);
  define(env, exports, e, "view", view);
  define(env, exports, e, "release", release);
  define(env, exports, e, "releaseMany", releaseMany);
  define(env, exports, e, "info", describe);
  define(env, exports, e, "live", live);
  define(env, exports, e, "share", share);
}

}  // namespace bridge
