// Plans: what an operator's own schema says about its arguments, read once.
#include "values.h"

#include <ATen/core/function_schema.h>
#include <ATen/core/jit_type.h>

#include <stdexcept>

namespace bridge {

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

void definePlans(napi_env env, napi_value exports, Environment* e) {
  define(env, exports, e, "plan", plan);
  define(env, exports, e, "schemas", schemas);
  define(env, exports, e, "has", has);
}

}  // namespace bridge
