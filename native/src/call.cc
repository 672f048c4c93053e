// The dispatcher is the binding: one function calls any operator that a plan
// was made for. Values come through the call buffer, so that a call crosses
// into C++ once and allocates nothing on the JavaScript side but its result.
#include "values.h"

#include <algorithm>
#include <stdexcept>

namespace bridge {

static void attachOne(napi_env env, napi_value array, double*& data, size_t& length, napi_ref& reference) {
  napi_typedarray_type type;
  void* found = nullptr;
  napi_value buffer = nullptr;
  size_t offset = 0;
  if (napi_get_typedarray_info(env, array, &type, &length, &found, &buffer, &offset) != napi_ok || type != napi_float64_array) {
    throw std::invalid_argument("the call buffer must be a Float64Array");
  }
  if (reference) napi_delete_reference(env, reference);
  napi_create_reference(env, array, 1, &reference);
  data = static_cast<double*>(found);
}

// attach(calls: Float64Array, facts: Float64Array): shares the memory for calls and for `info`.
static napi_value attach(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    Environment& e = *call.e;
    attachOne(env, call.values[0], e.buffer, e.bufferLength, e.bufferReference);
    attachOne(env, call.count > 1 ? call.values[1] : call.values[0], e.facts, e.factsLength, e.factsReference);
    return nullptr;
  });
}

// call(plan): runs it on the values in the buffer. A single tensor comes back
// as its handle; an argument written in place as -1 - the caller's position of
// it; 0 says: read the buffer (count, then values).
static napi_value callOperator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    napi_value arguments[1];
    size_t count = 1;
    void* data = nullptr;
    napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
    Environment& e = *static_cast<Environment*>(data);
    int32_t number = -1;
    napi_get_value_int32(env, arguments[0], &number);
    if (number < 0 || static_cast<size_t>(number) >= e.plans.size()) throw std::invalid_argument("no such plan");
    const Plan& plan = *e.plans[static_cast<size_t>(number)];
    auto& stack = e.stack;
    stack.clear();
    struct Clear {
      std::vector<c10::IValue>& stack;
      ~Clear() { stack.clear(); }
    } clear{stack};
    Reader reader{e};
    // The caller writes in its own order; wrappers are generated from a schema
    // whose order libtorch has never changed, so in practice this is a walk.
    int expected = 0;
    for (size_t index = 0; index < plan.arguments.size(); ++index) {
      const int position = plan.order[index];
      if (position < 0) {
        stack.push_back(plan.arguments[index].fallback);
        continue;
      }
      if (position < expected) throw std::invalid_argument("this libtorch orders the arguments of the operator differently");
      // Arguments that this libtorch lacks carry a kDefault word each.
      for (; expected < position; ++expected) {
        if (static_cast<int>(reader.next()) != kDefault) throw std::invalid_argument("an argument that this libtorch does not have");
      }
      stack.push_back(readValue(e, reader, plan.arguments[index]));
      ++expected;
    }
    // The impls that may come back, so that they return to their own handles.
    static constexpr size_t kMostWritten = 4;
    c10::TensorImpl* written[kMostWritten] = {};
    const size_t writtenCount = std::min(plan.written.size(), kMostWritten);
    for (size_t index = 0; index < writtenCount; ++index) {
      const auto& value = stack[static_cast<size_t>(plan.written[index])];
      if (value.isTensor()) written[index] = value.toTensor().unsafeGetTensorImpl();
    }
    plan.handle.callBoxed(&stack);
    if (stack.size() == 1 && stack[0].isTensor()) {
      const at::Tensor& result = stack[0].toTensor();
      if (!result.defined()) {
        e.buffer[0] = 1;
        e.buffer[1] = kNone;
        return toNumber(env, 0);
      }
      int32_t answer = 0;
      for (size_t index = 0; index < writtenCount && answer == 0; ++index) {
        if (result.unsafeGetTensorImpl() == written[index]) answer = -1 - plan.order[static_cast<size_t>(plan.written[index])];
      }
      if (answer == 0) answer = static_cast<int32_t>(e.adopt(std::move(stack[0]).toTensor()));
      napi_value handle = nullptr;
      napi_create_int32(env, answer, &handle);
      return handle;
    }
    Writer writer{e};
    writer.put(static_cast<double>(stack.size()));
    for (const auto& value : stack) writer.value(value);
    writer.committed = true;
    return toNumber(env, 0);
  });
}

// intern(text): its index, for string arguments.
static napi_value intern(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    call.e->strings.push_back(call.text(0));
    return toNumber(env, static_cast<double>(call.e->strings.size() - 1));
  });
}

static napi_value forgetStrings(napi_env env, napi_callback_info info) {
  open(env, info).e->strings.clear();
  return nullptr;
}

void defineCalls(napi_env env, napi_value exports, Environment* e) {
  define(env, exports, e, "attach", attach);
  define(env, exports, e, "call", callOperator);
  define(env, exports, e, "intern", intern);
  define(env, exports, e, "forgetStrings", forgetStrings);
}

}  // namespace bridge
