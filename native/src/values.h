// Values between the call buffer and libtorch's IValues.
#pragma once

#include "bridge.h"

namespace bridge {

// Reads one argument from the buffer: a tag, then its words. Returns the value as the schema's type says;
// throws for a value that the plan does not allow.
c10::IValue readValue(Environment& e, Reader& reader, const ArgumentPlan& plan);

// Writes results into the call buffer. Unless `committed`, the tensors that it
// gave handles are released again: a result that cannot be passed leaves nothing behind.
struct Writer {
  Environment& e;
  size_t at = 0;
  bool committed = false;
  std::vector<double> adopted = {};
  ~Writer();
  void put(double word);
  void value(const c10::IValue& result);
  void integer(int64_t number);
};

}  // namespace bridge
