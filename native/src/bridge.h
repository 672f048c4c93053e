// What every part of the bridge shares: the per-environment state, the layout
// of the call buffer and the guard that turns C++ exceptions into JS errors.
//
// One `Environment` belongs to one Node environment (the main thread or one
// worker). Nothing here is global: two workers never see each other's handles.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <node_api.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace bridge {

// Tags of the call buffer, a Float64Array that JavaScript shares with us. A
// value is a tag followed by its words. `operator.ts` writes the same numbers.
enum Tag : int {
  kDefault = 0,    // take the schema's default
  kNone = 1,       // None
  kTensor = 2,     // handle
  kInt = 3,        // value
  kDouble = 4,     // value
  kBool = 5,       // 0 or 1
  kList = 6,       // length, then that many values
  kString = 7,     // index into Environment::strings
  kDtype = 8,      // index into dtype names
  kDevice = 9,     // device type index, device index
  kGenerator = 10, // handle
  kFormat = 11,    // memory format index
  kBigInt = 12,    // the 64 bits of an int64 in a float64's place
};

enum Kind : int {
  kTensorArg = 0,
  kIntArg = 1,
  kFloatArg = 2,
  kBoolArg = 3,
  kScalarArg = 4,
  kStringArg = 5,
  kDtypeArg = 6,
  kLayoutArg = 7,
  kDeviceArg = 8,
  kFormatArg = 9,
  kGeneratorArg = 10,
  kUnsupportedArg = 11,
};

// How one argument of an operator is converted: from `Argument::real_type()`.
struct ArgumentPlan {
  std::string name;
  Kind kind = kUnsupportedArg;
  bool optional = false;      // the value may be None
  bool list = false;          // a list of `kind`
  bool optionalItem = false;  // a list whose items may be None
  int fixedLength = 0;        // N of int[N]; 0 when free
  bool hasDefault = false;
  c10::IValue fallback;
  bool written = false;       // the operator writes into it (alias annotation)
};

struct Plan {
  c10::OperatorHandle handle;
  std::string name;
  std::vector<ArgumentPlan> arguments;  // in the order of this libtorch's schema
  std::vector<int> order;               // schema position -> caller's position, -1 when the caller has none
  int callerArguments = 0;
  std::vector<int> written;             // schema positions with a write alias
};

// A reference to an ArrayBuffer that must be dropped on the JS thread, while
// libtorch drops the tensor that borrowed it on whatever thread it likes.
struct BorrowedBuffers {
  std::mutex mutex;
  std::vector<napi_ref> dropped;
  std::atomic<bool> pending{false};
};

struct Environment {
  napi_env env = nullptr;
  std::vector<at::Tensor> tensors;  // slot 0 is never used
  std::vector<uint32_t> freeSlots;
  int64_t live = 0;
  std::vector<std::unique_ptr<Plan>> plans;
  std::vector<at::Generator> generators;
  std::vector<std::string> strings;
  std::vector<std::shared_ptr<void>> mappings;
  std::vector<std::shared_ptr<void>> groups;
  std::vector<std::shared_ptr<void>> works;
  std::vector<std::shared_ptr<void>> buckets;
  std::shared_ptr<BorrowedBuffers> borrowed = std::make_shared<BorrowedBuffers>();
  napi_ref bufferReference = nullptr;
  double* buffer = nullptr;
  size_t bufferLength = 0;
  // Where `info` answers: reading a shape must not disturb a call that is being written.
  napi_ref factsReference = nullptr;
  double* facts = nullptr;
  size_t factsLength = 0;
  std::vector<c10::IValue> stack;

  double adopt(at::Tensor tensor);         // the new handle; 0 for an undefined tensor
  const at::Tensor& tensor(double handle); // throws when the handle holds nothing
  void release(double handle);
};

// Reads numbers from the call buffer and never past its end.
struct Reader {
  Environment& e;
  size_t at = 0;
  double next();
  std::vector<int64_t> ints();              // length, then plain words
  std::vector<at::Tensor> tensors();        // length, then handles
};

int dtypeIndex(at::ScalarType type);        // throws for a dtype without a name
at::ScalarType dtypeAt(double index);       // throws when out of range
at::Device deviceAt(double type, double index);
int deviceTypeIndex(at::DeviceType type);
at::MemoryFormat formatAt(double index);

// Throws a JS error; `code` is how TypeScript tells the kinds apart.
void raise(napi_env env, const char* code, const std::string& message);

// Strips libtorch's C++ stack trace from a message.
std::string plainMessage(const std::exception& error);

// Runs `body`, turning everything it throws into a JS error.
template <typename Body>
napi_value guarded(napi_env env, Body&& body) {
  try {
    return body();
  } catch (const std::exception& error) {
    raise(env, "LIBTORCH", plainMessage(error));
  } catch (...) {
    raise(env, "LIBTORCH", "an exception of unknown type");
  }
  return nullptr;
}

// Arguments of a native function as JS values, plus the environment.
struct Call {
  Environment* e = nullptr;
  napi_env env = nullptr;
  napi_value values[8] = {};
  size_t count = 8;
  double number(size_t index) const;
  std::string text(size_t index) const;
};
Call open(napi_env env, napi_callback_info info);
napi_value toNumber(napi_env env, double value);

// The memory of a typed array.
struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
  napi_value buffer = nullptr;
};
Bytes bytesOf(const Call& call, size_t index);  // throws for anything else

// Elements of a shape; throws for negative sizes and counts that overflow.
int64_t countOf(const std::vector<int64_t>& shape);

void define(napi_env env, napi_value exports, Environment* e, const char* name, napi_callback callback);

void definePlans(napi_env env, napi_value exports, Environment* e);
void defineCalls(napi_env env, napi_value exports, Environment* e);
void defineStorage(napi_env env, napi_value exports, Environment* e);
void defineMapping(napi_env env, napi_value exports, Environment* e);
void defineAutograd(napi_env env, napi_value exports, Environment* e);
void defineContext(napi_env env, napi_value exports, Environment* e);
void defineMemory(napi_env env, napi_value exports, Environment* e);
void defineDistributed(napi_env env, napi_value exports, Environment* e);
void defineBuckets(napi_env env, napi_value exports, Environment* e);
void defineSyncBatchNorm(napi_env env, napi_value exports, Environment* e);

}  // namespace bridge
