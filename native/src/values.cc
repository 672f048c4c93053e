#include "values.h"

#include <torch/version.h>

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

c10::IValue readValue(Environment& e, Reader& reader, const ArgumentPlan& plan) {
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

Writer::~Writer() {
  if (committed) return;
  for (const double handle : adopted) e.release(handle);
}

void Writer::put(double word) {
  if (at >= e.bufferLength) {
    throw std::out_of_range("the result has more values than one call can return (" + std::to_string(e.bufferLength / 2) + ")");
  }
  e.buffer[at++] = word;
}

void Writer::value(const c10::IValue& result) {
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

void Writer::integer(int64_t number) {
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

}  // namespace bridge
