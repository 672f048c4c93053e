// The dispatcher is the binding: one function calls any operator that a plan
// was made for. A plan holds what the operator's own schema says about its
// arguments; values come through the call buffer, so that a call crosses into
// C++ once and allocates nothing on the JavaScript side but its result.
#include "bridge.h"

#include <ATen/core/function_schema.h>
#include <ATen/core/jit_type.h>
#include <torch/version.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace bridge {

#if TORCH_VERSION_MAJOR >= 2
template <typename T>
using Optional = std::optional<T>;
#else
template <typename T>
using Optional = c10::optional<T>;
#endif

static Kind kindOf(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType: return kTensorArg;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return kIntArg;
    case c10::TypeKind::FloatType: return kFloatArg;
    case c10::TypeKind::BoolType: return kBoolArg;
    case c10::TypeKind::NumberType: return kScalarArg;
    case c10::TypeKind::StringType: return kStringArg;
    case c10::TypeKind::ScalarTypeType: return kDtypeArg;
    case c10::TypeKind::LayoutType: return kLayoutArg;
    case c10::TypeKind::DeviceObjType: return kDeviceArg;
    case c10::TypeKind::MemoryFormatType: return kFormatArg;
    case c10::TypeKind::GeneratorType: return kGeneratorArg;
    default: return kUnsupportedArg;
  }
}

static ArgumentPlan planArgument(const c10::Argument& argument) {
  ArgumentPlan plan;
  plan.name = argument.name();
  c10::TypePtr type = argument.real_type();
  if (type->kind() == c10::TypeKind::OptionalType) {
    plan.optional = true;
    type = type->castRaw<c10::OptionalType>()->getElementType();
  }
  if (type->kind() == c10::TypeKind::ListType) {
    plan.list = true;
    type = type->castRaw<c10::ListType>()->getElementType();
    if (type->kind() == c10::TypeKind::OptionalType) {
      plan.optionalItem = true;
      type = type->castRaw<c10::OptionalType>()->getElementType();
    }
    if (argument.N()) plan.fixedLength = static_cast<int>(*argument.N());
  }
  plan.kind = kindOf(*type);
  // Lists of optional integers and of dtypes are converted differently by
  // different versions: leave them out rather than guess.
  if (plan.list && (plan.kind > kScalarArg || (plan.optionalItem && plan.kind != kTensorArg))) plan.kind = kUnsupportedArg;
  if (argument.default_value()) {
    plan.hasDefault = true;
    plan.fallback = *argument.default_value();
  }
  plan.written = argument.alias_info() != nullptr && argument.alias_info()->isWrite();
  return plan;
}

static std::pair<std::string, std::string> splitName(const std::string& name) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) return {name, ""};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

// Wants: words are tag, payload. Returns the value as the schema's type says.
static c10::IValue readValue(Environment& e, Reader& reader, const ArgumentPlan& plan);

static int64_t readInt(Reader& reader, int tag) {
  const double word = reader.next();
  if (tag == kBigInt) {
    int64_t bits;
    std::memcpy(&bits, &word, sizeof bits);
    return bits;
  }
  if (tag != kInt) throw std::invalid_argument("an integer was expected");
  return static_cast<int64_t>(word);
}

static at::Scalar readScalar(Reader& reader, int tag) {
  if (tag == kDouble) return at::Scalar(reader.next());
  if (tag == kBool) return at::Scalar(reader.next() != 0);
  return at::Scalar(readInt(reader, tag));
}

static c10::IValue readList(Environment& e, Reader& reader, const ArgumentPlan& plan) {
  const double words = reader.next();
  if (!(words >= 0) || words > static_cast<double>(e.bufferLength)) throw std::out_of_range("a list length out of range");
  const auto length = static_cast<size_t>(words);
  const auto tag = [&] { return static_cast<int>(reader.next()); };
  switch (plan.kind) {
    case kTensorArg: {
      if (plan.optionalItem) {
        c10::List<Optional<at::Tensor>> list;
        list.reserve(length);
        for (size_t index = 0; index < length; ++index) {
          if (tag() == kNone) list.push_back(Optional<at::Tensor>());
          else list.push_back(Optional<at::Tensor>(e.tensor(reader.next())));
        }
        return list;
      }
      c10::List<at::Tensor> list;
      list.reserve(length);
      for (size_t index = 0; index < length; ++index) {
        if (tag() != kTensor) throw std::invalid_argument("a tensor was expected in a list");
        list.push_back(e.tensor(reader.next()));
      }
      return list;
    }
    case kIntArg: {
      c10::List<int64_t> list;
      list.reserve(length);
      for (size_t index = 0; index < length; ++index) list.push_back(readInt(reader, tag()));
      return list;
    }
    case kFloatArg: {
      c10::List<double> list;
      for (size_t index = 0; index < length; ++index) {
        tag();
        list.push_back(reader.next());
      }
      return list;
    }
    case kBoolArg: {
      c10::List<bool> list;
      for (size_t index = 0; index < length; ++index) {
        tag();
        list.push_back(reader.next() != 0);
      }
      return list;
    }
    case kScalarArg: {
      c10::impl::GenericList list(c10::NumberType::get());
      for (size_t index = 0; index < length; ++index) list.push_back(c10::IValue(readScalar(reader, tag())));
      return list;
    }
    default: throw std::invalid_argument("argument '" + plan.name + "' has a list type without a conversion");
  }
}

static c10::IValue readValue(Environment& e, Reader& reader, const ArgumentPlan& plan) {
  const int tag = static_cast<int>(reader.next());
  if (tag == kDefault) {
    if (plan.hasDefault) return plan.fallback;
    throw std::invalid_argument("argument '" + plan.name + "' is required");
  }
  if (tag == kNone) {
    if (plan.optional) return c10::IValue();
    throw std::invalid_argument("argument '" + plan.name + "' may not be None");
  }
  if (plan.list) {
    if (tag != kList) throw std::invalid_argument("argument '" + plan.name + "' must be a list");
    return readList(e, reader, plan);
  }
  switch (plan.kind) {
    case kTensorArg:
      if (tag != kTensor) throw std::invalid_argument("argument '" + plan.name + "' must be a tensor");
      return e.tensor(reader.next());
    case kIntArg: return readInt(reader, tag);
    case kFloatArg: return reader.next();
    case kBoolArg: return reader.next() != 0;
    case kScalarArg: return readScalar(reader, tag);
    case kStringArg: {
      const double index = reader.next();
      if (!(index >= 0) || index >= static_cast<double>(e.strings.size())) throw std::out_of_range("an unknown string");
      return e.strings[static_cast<size_t>(index)];
    }
    case kDtypeArg: return dtypeAt(reader.next());
    case kDeviceArg: {
      const double type = reader.next();
      return deviceAt(type, reader.next());
    }
    case kFormatArg: return formatAt(reader.next());
    case kGeneratorArg: {
      const double index = reader.next();
      if (!(index >= 0) || index >= static_cast<double>(e.generators.size()) || !e.generators[static_cast<size_t>(index)].defined()) {
        throw std::invalid_argument("a released generator");
      }
      return e.generators[static_cast<size_t>(index)];
    }
    default: throw std::invalid_argument("argument '" + plan.name + "' has a type without a conversion");
  }
}

// Writes results into the call buffer. Unless `committed`, the tensors that it
// gave handles are released again: a result that cannot be passed leaves nothing behind.
struct Writer {
  Environment& e;
  size_t at = 0;
  bool committed = false;
  std::vector<double> adopted = {};
  ~Writer() {
    if (committed) return;
    for (const double handle : adopted) e.release(handle);
  }
  void put(double word) {
    if (at >= e.bufferLength) {
      throw std::out_of_range("the result has more values than one call can return (" + std::to_string(e.bufferLength / 2) + ")");
    }
    e.buffer[at++] = word;
  }
  void value(const c10::IValue& result) {
    if (result.isNone()) {
      put(kNone);
    } else if (result.isTensor()) {
      const double handle = e.adopt(result.toTensor());
      if (handle != 0) adopted.push_back(handle);
      put(handle == 0 ? kNone : kTensor);
      if (handle != 0) put(handle);
    } else if (result.isTensorList()) {
      const auto list = result.toTensorVector();
      put(kList);
      put(static_cast<double>(list.size()));
      for (const auto& item : list) value(item);
    } else if (result.isInt()) {
      integer(result.toInt());
    } else if (result.isSymInt()) {
      integer(result.toSymInt().expect_int());
    } else if (result.isDouble()) {
      put(kDouble);
      put(result.toDouble());
    } else if (result.isBool()) {
      put(kBool);
      put(result.toBool() ? 1 : 0);
    } else if (result.isIntList()) {
      const auto list = result.toIntVector();
      put(kList);
      put(static_cast<double>(list.size()));
      for (const auto item : list) integer(item);
    } else if (result.isDoubleList()) {
      const auto list = result.toDoubleVector();
      put(kList);
      put(static_cast<double>(list.size()));
      for (const auto item : list) {
        put(kDouble);
        put(item);
      }
    } else {
      throw std::invalid_argument("a result of type " + result.tagKind() + ", which has no conversion");
    }
  }
  void integer(int64_t number) {
    double bits;
    if (number > (int64_t{1} << 53) || number < -(int64_t{1} << 53)) {
      std::memcpy(&bits, &number, sizeof bits);
      put(kBigInt);
    } else {
      bits = static_cast<double>(number);
      put(kInt);
    }
    put(bits);
  }
};

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

// plan(name, callerArgumentNames: string[]): the plan's number; describes the
// caller's arguments in the buffer: kind, flags, N for each, -1 where this
// libtorch has no such argument. Returns -1 when there is no such operator.
static napi_value plan(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    Environment& e = *call.e;
    const std::string name = call.text(0);
    const auto [base, overload] = splitName(name);
    auto found = c10::Dispatcher::singleton().findSchema({base, overload});
    if (!found) return toNumber(env, -1);
    const c10::FunctionSchema& schema = found->schema();
    std::vector<std::string> callers;
    uint32_t count = 0;
    napi_get_array_length(env, call.values[1], &count);
    for (uint32_t index = 0; index < count; ++index) {
      napi_value item = nullptr;
      napi_get_element(env, call.values[1], index, &item);
      Call one;
      one.env = env;
      one.values[0] = item;
      one.count = 1;
      callers.push_back(one.text(0));
    }
    auto made = std::make_unique<Plan>(Plan{*found, name, {}, {}, static_cast<int>(count), {}});
    std::vector<int> schemaPosition(count, -1);
    for (size_t index = 0; index < schema.arguments().size(); ++index) {
      made->arguments.push_back(planArgument(schema.arguments()[index]));
      const auto& argument = made->arguments.back();
      if (argument.written && !argument.list) made->written.push_back(static_cast<int>(index));
      int position = -1;
      for (uint32_t caller = 0; caller < count; ++caller) {
        if (callers[caller] == argument.name) position = static_cast<int>(caller);
      }
      if (position >= 0) schemaPosition[static_cast<size_t>(position)] = static_cast<int>(index);
      else if (!argument.hasDefault) {
        throw std::invalid_argument("this libtorch requires an argument '" + argument.name + "' that the wrapper does not know");
      }
      made->order.push_back(position);
    }
    Writer writer{e};
    for (uint32_t caller = 0; caller < count; ++caller) {
      const int position = schemaPosition[caller];
      if (position < 0) {
        for (int word = 0; word < 3; ++word) writer.put(-1);
        continue;
      }
      const auto& argument = made->arguments[static_cast<size_t>(position)];
      writer.put(argument.kind);
      writer.put((argument.optional ? 1 : 0) | (argument.list ? 2 : 0) | (argument.optionalItem ? 4 : 0) | (argument.hasDefault ? 8 : 0) |
                 (argument.written && !argument.list ? 16 : 0));
      writer.put(argument.fixedLength);
    }
    writer.committed = true;
    e.plans.push_back(std::move(made));
    return toNumber(env, static_cast<double>(e.plans.size() - 1));
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

// schemas(): every registered operator's schema, a line each.
static napi_value schemas(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    napi_value list = nullptr;
    napi_create_array(env, &list);
    uint32_t index = 0;
    for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
      auto found = c10::Dispatcher::singleton().findSchema(name);
      if (!found) continue;
      std::string text = c10::toString(found->schema());
      // The printer says `int` for what the boxed call wants as an enum.
      text += " | ";
      for (const auto& argument : found->schema().arguments()) text += argument.name() + ":" + argument.real_type()->str() + " ";
      napi_value item = nullptr;
      napi_create_string_utf8(env, text.c_str(), text.size(), &item);
      napi_set_element(env, list, index++, item);
    }
    return list;
  });
}

static napi_value has(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const auto [base, overload] = splitName(call.text(0));
    napi_value result = nullptr;
    napi_get_boolean(env, c10::Dispatcher::singleton().findSchema({base, overload}).has_value(), &result);
    return result;
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
  define(env, exports, e, "plan", plan);
  define(env, exports, e, "call", callOperator);
  define(env, exports, e, "schemas", schemas);
  define(env, exports, e, "has", has);
  define(env, exports, e, "intern", intern);
  define(env, exports, e, "forgetStrings", forgetStrings);
}

}  // namespace bridge
