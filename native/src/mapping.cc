// Files mapped into memory, and tensors over them.
#include "bridge.h"

#include <ATen/Functions.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace bridge {

struct Mapping {
  void* data = nullptr;
  size_t length = 0;
  ~Mapping() {
    if (data != nullptr) munmap(data, length);
  }
};

// mapFile(path): index of a private (copy on write) mapping and, in the
// buffer, its length. The mapping lives until its tensors are gone and
// unmapFile was called.
static napi_value mapFile(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const std::string path = call.text(0);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw std::runtime_error(path + ": " + std::strerror(errno));
    struct stat status {};
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
      ::close(descriptor);
      throw std::runtime_error(path + ": not a regular file");
    }
    auto mapping = std::make_shared<Mapping>();
    mapping->length = static_cast<size_t>(status.st_size);
    if (mapping->length > 0) {
      void* data = mmap(nullptr, mapping->length, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0);
      const int problem = errno;
      ::close(descriptor);
      if (data == MAP_FAILED) throw std::runtime_error(path + ": cannot be mapped: " + std::strerror(problem));
      mapping->data = data;
    } else {
      ::close(descriptor);
    }
    call.e->buffer[0] = static_cast<double>(mapping->length);
    call.e->mappings.push_back(mapping);
    return toNumber(env, static_cast<double>(call.e->mappings.size() - 1));
  });
}

static std::shared_ptr<void>& mappingAt(Environment& e, double index) {
  if (!(index >= 0) || index >= static_cast<double>(e.mappings.size()) || !e.mappings[static_cast<size_t>(index)]) {
    throw std::invalid_argument("no such mapped file");
  }
  return e.mappings[static_cast<size_t>(index)];
}

// mapped(mapping, byteOffset, dtype) with the shape in the buffer.
static napi_value mapped(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    auto mapping = std::static_pointer_cast<Mapping>(mappingAt(*call.e, call.number(0)));
    const double offset = call.number(1);
    const auto type = dtypeAt(call.number(2));
    Reader reader{*call.e};
    const auto shape = reader.ints();
    const size_t width = c10::elementSize(type);
    size_t length = 0;
    if (__builtin_mul_overflow(static_cast<size_t>(countOf(shape)), width, &length) || !(offset >= 0) ||
        offset > static_cast<double>(mapping->length) || length > mapping->length - static_cast<size_t>(offset)) {
      throw std::out_of_range("a tensor outside its file");
    }
    uint8_t* data = static_cast<uint8_t*>(mapping->data) + static_cast<size_t>(offset);
    const auto options = at::TensorOptions().dtype(type);
    at::Tensor made;
    if (length == 0) {
      made = at::empty(shape, options);
    } else if (reinterpret_cast<uintptr_t>(data) % width != 0) {
      // Kernels need aligned elements; the format only promises it.
      made = at::empty(shape, options);
      std::memcpy(made.data_ptr(), data, length);
    } else {
      made = at::from_blob(data, shape, [mapping](void*) {}, options);
    }
    return toNumber(env, call.e->adopt(std::move(made)));
  });
}

// mappedBytes(mapping, offset, bytes): copies from the file.
static napi_value mappedBytes(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    auto mapping = std::static_pointer_cast<Mapping>(mappingAt(*call.e, call.number(0)));
    const double offset = call.number(1);
    const Bytes bytes = bytesOf(call, 2);
    if (!(offset >= 0) || offset > static_cast<double>(mapping->length) || bytes.length > mapping->length - static_cast<size_t>(offset)) {
      throw std::out_of_range("bytes outside the file");
    }
    if (bytes.length > 0) std::memcpy(bytes.data, static_cast<uint8_t*>(mapping->data) + static_cast<size_t>(offset), bytes.length);
    return nullptr;
  });
}

static napi_value unmapFile(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    mappingAt(*call.e, call.number(0)).reset();
    return nullptr;
  });
}

void defineMapping(napi_env env, napi_value exports, Environment* e) {
  define(env, exports, e, "mapFile", mapFile);
  define(env, exports, e, "mapped", mapped);
  define(env, exports, e, "mappedBytes", mappedBytes);
  define(env, exports, e, "unmapFile", unmapFile);
}

}  // namespace bridge
