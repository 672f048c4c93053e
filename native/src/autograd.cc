// Backward, gradients of chosen inputs, gradient mode and the .grad field.
#include "bridge.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

namespace bridge {

// backward(retainGraph, createGraph): roots, then their gradients (0 for none).
static napi_value backward(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    Reader reader{*call.e};
    const auto roots = reader.tensors();
    const auto gradients = reader.tensors();
    torch::autograd::backward(roots, gradients, call.number(0) != 0, call.number(1) != 0);
    return nullptr;
  });
}

// grad(retainGraph, createGraph, allowUnused): outputs, their gradients,
// inputs; the results' handles go to the buffer (0 for an unused input).
static napi_value grad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    Environment& e = *call.e;
    Reader reader{e};
    const auto outputs = reader.tensors();
    const auto gradients = reader.tensors();
    const auto inputs = reader.tensors();
    auto results = torch::autograd::grad(outputs, inputs, gradients, call.number(0) != 0, call.number(1) != 0, call.number(2) != 0);
    size_t at = 0;
    for (auto& result : results) e.buffer[at++] = e.adopt(std::move(result));
    return toNumber(env, static_cast<double>(at));
  });
}

static napi_value setGradMode(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const bool before = at::GradMode::is_enabled();
    at::GradMode::set_enabled(call.number(0) != 0);
    return toNumber(env, before ? 1 : 0);
  });
}

static napi_value isGradEnabled(napi_env env, napi_callback_info) { return toNumber(env, at::GradMode::is_enabled() ? 1 : 0); }

static napi_value getGrad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    return toNumber(env, call.e->adopt(call.e->tensor(call.number(0)).grad()));
  });
}

// setGrad(handle, gradient or 0)
static napi_value setGrad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const double gradient = call.number(1);
    at::Tensor target = call.e->tensor(call.number(0));
    if (gradient == 0) {
      target.mutable_grad() = at::Tensor();
      return nullptr;
    }
    const at::Tensor& value = call.e->tensor(gradient);
    if (value.sizes() != target.sizes() || value.device() != target.device() || value.scalar_type() != target.scalar_type()) {
      throw std::invalid_argument("the gradient's shape, dtype or device differs from the tensor's");
    }
    target.mutable_grad() = value;
    return nullptr;
  });
}

static napi_value setRequiresGrad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    at::Tensor target = call.e->tensor(call.number(0));
    const bool wanted = call.number(1) != 0;
    if (!target.is_leaf() && !wanted) throw std::invalid_argument("only leaf tensors can stop requiring a gradient: use detach()");
    if (wanted && !at::isFloatingType(target.scalar_type()) && !at::isComplexType(target.scalar_type())) {
      throw std::invalid_argument("only floating-point tensors can require gradients");
    }
    target.set_requires_grad(wanted);
    return nullptr;
  });
}

void defineAutograd(napi_env env, napi_value exports, Environment* e) {
  define(env, exports, e, "backward", backward);
  define(env, exports, e, "grad", grad);
  define(env, exports, e, "setGradMode", setGradMode);
  define(env, exports, e, "isGradEnabled", isGradEnabled);
  define(env, exports, e, "getGrad", getGrad);
  define(env, exports, e, "setGrad", setGrad);
  define(env, exports, e, "setRequiresGrad", setRequiresGrad);
}

}  // namespace bridge
