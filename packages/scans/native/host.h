// Reads the arguments of a call from Node and makes its answer.
#pragma once

#include <node_api.h>

#include <climits>
#include <cmath>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "codecs.h"

namespace scans {

/** The caller gave what this addon does not take: a mistake in the package, never a damaged file. */
struct Misuse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/** Whether a number of JavaScript is a whole one that files may have bytes at. */
inline bool isPlace(double value) { return value >= 0 && value <= 9007199254740991 && value == std::floor(value); }

class Call {
 public:
  Call(napi_env env, napi_callback_info info) : env_(env) {
    if (napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr) != napi_ok) throw Misuse("no arguments");
  }

  Workspace& workspace() {
    void* found = nullptr;
    if (napi_get_instance_data(env_, &found) != napi_ok || found == nullptr) throw Misuse("the addon is shut down");
    return *static_cast<Workspace*>(found);
  }

  bool isUndefined(size_t index) {
    napi_valuetype type = napi_undefined;
    return index >= count_ || napi_typeof(env_, values_[index], &type) != napi_ok || type == napi_undefined;
  }

  int32_t integer(size_t index, int32_t least, int32_t most) {
    double value = 0;
    if (index >= count_ || napi_get_value_double(env_, values_[index], &value) != napi_ok ||
        !(value >= least && value <= most) || value != static_cast<int32_t>(value)) {
      throw Misuse("argument " + std::to_string(index) + " is not a whole number in its range");
    }
    return static_cast<int32_t>(value);
  }

  /** A place in a file. */
  uint64_t place(size_t index) {
    double value = 0;
    if (index >= count_ || napi_get_value_double(env_, values_[index], &value) != napi_ok || !isPlace(value)) {
      throw Misuse("argument " + std::to_string(index) + " is no place in a file");
    }
    return static_cast<uint64_t>(value);
  }

  /** The memory of a Uint8Array or a Uint16Array. */
  Room room(size_t index) {
    napi_typedarray_type type;
    return view(index, type);
  }

  Bytes bytes(size_t index) {
    const Room room = this->room(index);
    return {room.data, room.size};
  }

  /** The memory of an Int32Array: its values and their number. */
  std::pair<const int32_t*, size_t> integers(size_t index) {
    const auto [data, count] = array(index, napi_int32_array, "Int32Array");
    return {static_cast<const int32_t*>(data), count};
  }

  /** The memory of a Float64Array. */
  std::pair<double*, size_t> doubles(size_t index) {
    const auto [data, count] = array(index, napi_float64_array, "Float64Array");
    return {static_cast<double*>(data), count};
  }

  /** An array of strings. */
  std::vector<std::string> texts(size_t index) {
    uint32_t count = 0;
    if (index >= count_ || napi_get_array_length(env_, values_[index], &count) != napi_ok) {
      throw Misuse("argument " + std::to_string(index) + " is no array");
    }
    std::vector<std::string> result(count);
    for (uint32_t i = 0; i < count; i++) {
      napi_value item = nullptr;
      size_t bytes = 0;
      if (napi_get_element(env_, values_[index], i, &item) != napi_ok ||
          napi_get_value_string_utf8(env_, item, nullptr, 0, &bytes) != napi_ok) {
        throw Misuse("argument " + std::to_string(index) + " holds what is no string");
      }
      result[i].resize(bytes);
      napi_get_value_string_utf8(env_, item, result[i].data(), bytes + 1, &bytes);
    }
    return result;
  }

  /** Keeps an argument from being collected, until the reference is deleted. */
  napi_ref hold(size_t index) {
    napi_ref result = nullptr;
    if (index >= count_ || napi_create_reference(env_, values_[index], 1, &result) != napi_ok) {
      throw Misuse("argument " + std::to_string(index) + " cannot be held");
    }
    return result;
  }

  napi_env env() const { return env_; }

  size_t sampleBytes(size_t index) {
    napi_typedarray_type type;
    view(index, type);
    return type == napi_uint16_array ? 2 : 1;
  }

  napi_value number(double value) {
    napi_value result = nullptr;
    napi_create_double(env_, value, &result);
    return result;
  }

  napi_value text(const std::string& value) {
    napi_value result = nullptr;
    napi_create_string_utf8(env_, value.data(), value.size(), &result);
    return result;
  }

 private:
  std::pair<void*, size_t> array(size_t index, napi_typedarray_type wanted, const char* name) {
    napi_typedarray_type type;
    size_t length = 0;
    void* data = nullptr;
    if (index >= count_ ||
        napi_get_typedarray_info(env_, values_[index], &type, &length, &data, nullptr, nullptr) != napi_ok ||
        type != wanted) {
      throw Misuse("argument " + std::to_string(index) + " is no " + name);
    }
    return {data, length};
  }

  Room view(size_t index, napi_typedarray_type& type) {
    size_t length = 0;
    void* data = nullptr;
    if (index >= count_ ||
        napi_get_typedarray_info(env_, values_[index], &type, &length, &data, nullptr, nullptr) != napi_ok ||
        (type != napi_uint8_array && type != napi_uint8_clamped_array && type != napi_uint16_array)) {
      throw Misuse("argument " + std::to_string(index) + " is no Uint8Array or Uint16Array");
    }
    return {static_cast<uint8_t*>(data), length * (type == napi_uint16_array ? 2 : 1)};
  }

  static constexpr size_t mostArguments = 12;
  napi_env env_;
  size_t count_ = mostArguments;
  napi_value values_[mostArguments];
};

/** Gives this environment its workspace. */
inline void attachWorkspace(napi_env env) {
  const auto free = [](napi_env, void* data, void*) { delete static_cast<Workspace*>(data); };
  napi_set_instance_data(env, new Workspace(), free, nullptr);
}

/** Exports `body` under a name; what it throws becomes an Error of JavaScript. */
template <napi_value (*body)(Call&)>
void define(napi_env env, napi_value exports, const char* name) {
  const auto run = [](napi_env env, napi_callback_info info) -> napi_value {
    try {
      Call call(env, info);
      return body(call);
    } catch (const std::exception& error) {
      napi_throw_error(env, nullptr, error.what());
      return nullptr;
    }
  };
  napi_value function = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, run, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace scans
