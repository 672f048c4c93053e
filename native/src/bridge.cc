#include "bridge.h"

#include <c10/util/Exception.h>

#include <stdexcept>

namespace bridge {

double Environment::adopt(at::Tensor value) {
  if (!value.defined()) return 0;
  uint32_t slot;
  if (freeSlots.empty()) {
    slot = static_cast<uint32_t>(tensors.size());
    tensors.push_back(std::move(value));
  } else {
    slot = freeSlots.back();
    freeSlots.pop_back();
    tensors[slot] = std::move(value);
  }
  ++live;
  return slot;
}

const at::Tensor& Environment::tensor(double handle) {
  if (!(handle >= 1) || handle >= static_cast<double>(tensors.size())) {
    throw std::invalid_argument("a tensor handle that was never given out");
  }
  const at::Tensor& found = tensors[static_cast<size_t>(handle)];
  if (!found.defined()) throw std::invalid_argument("a released tensor");
  return found;
}

void Environment::release(double handle) {
  if (!(handle >= 1) || handle >= static_cast<double>(tensors.size())) return;
  const auto slot = static_cast<uint32_t>(handle);
  if (!tensors[slot].defined()) return;
  // The tensor's destructor may run a deleter: empty the slot first.
  at::Tensor last = std::move(tensors[slot]);
  tensors[slot] = at::Tensor();
  freeSlots.push_back(slot);
  --live;
}

double Reader::next() {
  if (at >= e.bufferLength) throw std::out_of_range("the call buffer ends before its values do");
  return e.buffer[at++];
}

std::vector<int64_t> Reader::ints() {
  const double length = next();
  if (!(length >= 0) || length > static_cast<double>(e.bufferLength)) throw std::out_of_range("a list length out of range");
  std::vector<int64_t> values(static_cast<size_t>(length));
  for (auto& value : values) value = static_cast<int64_t>(next());
  return values;
}

std::vector<at::Tensor> Reader::tensors() {
  std::vector<at::Tensor> found;
  for (const int64_t handle : ints()) found.push_back(handle == 0 ? at::Tensor() : e.tensor(static_cast<double>(handle)));
  return found;
}

// The order of these names is the wire format: `dtype.ts` has the same list.
static constexpr at::ScalarType kDtypes[] = {
    at::ScalarType::Float,  at::ScalarType::Double, at::ScalarType::Half,  at::ScalarType::BFloat16,
    at::ScalarType::Long,   at::ScalarType::Int,    at::ScalarType::Short, at::ScalarType::Char,
    at::ScalarType::Byte,   at::ScalarType::Bool,   at::ScalarType::ComplexFloat,
    at::ScalarType::ComplexDouble,
};
static constexpr int kDtypeCount = sizeof(kDtypes) / sizeof(kDtypes[0]);

int dtypeIndex(at::ScalarType type) {
  for (int index = 0; index < kDtypeCount; ++index) {
    if (kDtypes[index] == type) return index;
  }
  throw std::invalid_argument(std::string("a tensor of dtype ") + c10::toString(type) + ", which has no name here");
}

at::ScalarType dtypeAt(double index) {
  if (!(index >= 0) || index >= kDtypeCount) throw std::invalid_argument("an unknown dtype");
  return kDtypes[static_cast<int>(index)];
}

static constexpr at::DeviceType kDeviceTypes[] = {at::DeviceType::CPU, at::DeviceType::CUDA, at::DeviceType::Meta};

int deviceTypeIndex(at::DeviceType type) {
  for (int index = 0; index < 3; ++index) {
    if (kDeviceTypes[index] == type) return index;
  }
  throw std::invalid_argument("a device that has no name here");
}

at::Device deviceAt(double type, double index) {
  if (!(type >= 0) || type > 2 || !(index >= -1) || index > 127) throw std::invalid_argument("an unknown device");
  return at::Device(kDeviceTypes[static_cast<int>(type)], static_cast<c10::DeviceIndex>(index));
}

at::MemoryFormat formatAt(double index) {
  static constexpr at::MemoryFormat formats[] = {at::MemoryFormat::Contiguous, at::MemoryFormat::Preserve,
                                                 at::MemoryFormat::ChannelsLast, at::MemoryFormat::ChannelsLast3d};
  if (!(index >= 0) || index > 3) throw std::invalid_argument("an unknown memory format");
  return formats[static_cast<int>(index)];
}

void raise(napi_env env, const char* code, const std::string& message) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, code, message.c_str());
}

std::string plainMessage(const std::exception& error) {
  const auto* known = dynamic_cast<const c10::Error*>(&error);
  // Some operators quote an inner error whole, trace and all.
  std::string text = known != nullptr ? known->what_without_backtrace() : error.what();
  const auto trace = text.find("\nException raised from");
  return trace == std::string::npos ? text : text.substr(0, trace);
}

double Call::number(size_t index) const {
  double value = 0;
  if (index >= count || napi_get_value_double(env, values[index], &value) != napi_ok) {
    throw std::invalid_argument("native argument " + std::to_string(index) + " must be a number");
  }
  return value;
}

std::string Call::text(size_t index) const {
  size_t length = 0;
  if (index >= count || napi_get_value_string_utf8(env, values[index], nullptr, 0, &length) != napi_ok) {
    throw std::invalid_argument("native argument " + std::to_string(index) + " must be a string");
  }
  std::string value(length, '\0');
  napi_get_value_string_utf8(env, values[index], value.data(), length + 1, &length);
  return value;
}

Call open(napi_env env, napi_callback_info info) {
  Call call;
  call.env = env;
  void* data = nullptr;
  napi_get_cb_info(env, info, &call.count, call.values, nullptr, &data);
  call.e = static_cast<Environment*>(data);
  if (call.count > 8) call.count = 8;
  return call;
}

napi_value toNumber(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

void define(napi_env env, napi_value exports, Environment* e, const char* name, napi_callback callback) {
  napi_value function = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, e, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace bridge

static napi_value initialise(napi_env env, napi_value exports) {
  auto* e = new bridge::Environment();
  e->env = env;
  e->tensors.emplace_back();
  napi_set_instance_data(
      env, e, [](napi_env, void* data, void*) { delete static_cast<bridge::Environment*>(data); }, nullptr);
  bridge::definePlans(env, exports, e);
  bridge::defineCalls(env, exports, e);
  bridge::defineStorage(env, exports, e);
  bridge::defineMapping(env, exports, e);
  bridge::defineAutograd(env, exports, e);
  bridge::defineMemory(env, exports, e);
  bridge::defineContext(env, exports, e);
  bridge::defineDistributed(env, exports, e);
  bridge::defineBuckets(env, exports, e);
  bridge::defineSyncBatchNorm(env, exports, e);
  return exports;
}

NAPI_MODULE(cytonet_torch, initialise)
