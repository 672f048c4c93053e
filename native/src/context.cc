// Threads, autocast, generators, versions: what surrounds operators.
#include "bridge.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include <dlfcn.h>

namespace bridge {

static napi_value toText(napi_env env, const std::string& text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.c_str(), text.size(), &value);
  return value;
}

// loadLibrary(path): makes a library and its symbols part of the process.
static napi_value loadLibrary(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const std::string path = call.text(0);
    if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) throw std::runtime_error(std::string(dlerror()));
    return nullptr;
  });
}

// Debian's OpenBLAS keeps threads of its own that at::set_num_threads does not reach.
static napi_value setNumThreads(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const int count = static_cast<int>(call.number(0));
    at::set_num_threads(count);
    using Setter = void (*)(int);
    if (auto* set = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(count);
    return nullptr;
  });
}

static napi_value getNumThreads(napi_env env, napi_callback_info) { return toNumber(env, at::get_num_threads()); }

static napi_value version(napi_env env, napi_callback_info) { return toText(env, TORCH_VERSION); }

static napi_value config(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    open(env, info);
    return toText(env, at::show_config() + "\n" + at::get_parallel_info());
  });
}

static napi_value cpuCapability(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    open(env, info);
    // libtorch 1.13 has no call for it, but every version says it here.
    const std::string config = at::show_config();
    static const std::string label = "CPU capability usage: ";
    const auto from = config.find(label);
    if (from == std::string::npos) return toText(env, "unknown");
    const auto begin = from + label.size();
    return toText(env, config.substr(begin, config.find('\n', begin) - begin));
  });
}

// The name of this query changed between versions.
template <typename Hooks>
static int countDevices(const Hooks& hooks) {
  if constexpr (requires { hooks.deviceCount(); }) return static_cast<int>(hooks.deviceCount());
  else return static_cast<int>(hooks.getNumGPUs());
}

static napi_value cudaDeviceCount(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    open(env, info);
    return toNumber(env, at::globalContext().hasCUDA() ? countDevices(at::detail::getCUDAHooks()) : 0);
  });
}

static napi_value cudaSynchronize(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    at::detail::getCUDAHooks().deviceSynchronize(static_cast<c10::DeviceIndex>(call.number(0)));
    return nullptr;
  });
}

// setAutocast(device type, enabled, dtype, nesting: 1 on entering, -1 on
// leaving): the state before, as enabled * 100 + dtype.
static napi_value setAutocast(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const at::DeviceType device = deviceAt(call.number(0), -1).type();
    const bool enabled = call.number(1) != 0;
    const double dtype = call.number(2);
#if TORCH_VERSION_MAJOR >= 2
    const bool before = at::autocast::is_autocast_enabled(device);
    const auto dtypeBefore = at::autocast::get_autocast_dtype(device);
    at::autocast::set_autocast_enabled(device, enabled);
    if (dtype >= 0) at::autocast::set_autocast_dtype(device, dtypeAt(dtype));
#else
    const bool cpu = device == at::DeviceType::CPU;
    const bool before = cpu ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
    const auto dtypeBefore = cpu ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
    cpu ? at::autocast::set_cpu_enabled(enabled) : at::autocast::set_enabled(enabled);
    if (dtype >= 0) cpu ? at::autocast::set_autocast_cpu_dtype(dtypeAt(dtype)) : at::autocast::set_autocast_gpu_dtype(dtypeAt(dtype));
#endif
    if (call.number(3) > 0) at::autocast::increment_nesting();
    else if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    return toNumber(env, (before ? 100 : 0) + dtypeIndex(dtypeBefore));
  });
}

static napi_value adoptGenerator(Environment& e, at::Generator generator) {
  for (size_t index = 0; index < e.generators.size(); ++index) {
    if (!e.generators[index].defined()) {
      e.generators[index] = std::move(generator);
      return toNumber(e.env, static_cast<double>(index));
    }
  }
  e.generators.push_back(std::move(generator));
  return toNumber(e.env, static_cast<double>(e.generators.size() - 1));
}

static at::Generator& generatorAt(Environment& e, double index) {
  if (!(index >= 0) || index >= static_cast<double>(e.generators.size()) || !e.generators[static_cast<size_t>(index)].defined()) {
    throw std::invalid_argument("a released generator");
  }
  return e.generators[static_cast<size_t>(index)];
}

// createGenerator(device type, device index)
static napi_value createGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const at::Device device = deviceAt(call.number(0), call.number(1));
    if (device.is_cpu()) return adoptGenerator(*call.e, at::detail::createCPUGenerator());
    at::Generator copied = at::globalContext().defaultGenerator(device);
    return adoptGenerator(*call.e, copied.clone());
  });
}

static napi_value defaultGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    return adoptGenerator(*call.e, at::globalContext().defaultGenerator(deviceAt(call.number(0), call.number(1))));
  });
}

// seedGenerator(generator, seed: bigint)
static napi_value seedGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    uint64_t seed = 0;
    bool lossless = false;
    if (napi_get_value_bigint_uint64(env, call.values[1], &seed, &lossless) != napi_ok || !lossless) {
      throw std::invalid_argument("the seed must be a bigint of 64 bits");
    }
    at::Generator& generator = generatorAt(*call.e, call.number(0));
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(seed);
    return nullptr;
  });
}

static napi_value generatorState(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    at::Generator& generator = generatorAt(*call.e, call.number(0));
    std::lock_guard<std::mutex> lock(generator.mutex());
    return toNumber(env, call.e->adopt(generator.get_state()));
  });
}

static napi_value setGeneratorState(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    at::Generator& generator = generatorAt(*call.e, call.number(0));
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(call.e->tensor(call.number(1)));
    return nullptr;
  });
}

static napi_value releaseGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    generatorAt(*call.e, call.number(0)) = at::Generator();
    return nullptr;
  });
}

// setDeterministic(on): deterministic algorithms, without filling fresh memory.
static napi_value setDeterministic(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    at::globalContext().setDeterministicAlgorithms(call.number(0) != 0, false);
#if TORCH_VERSION_MAJOR >= 2
    at::globalContext().setDeterministicFillUninitializedMemory(false);
#endif
    return nullptr;
  });
}

void defineContext(napi_env env, napi_value exports, Environment* e) {
  define(env, exports, e, "loadLibrary", loadLibrary);
  define(env, exports, e, "setNumThreads", setNumThreads);
  define(env, exports, e, "getNumThreads", getNumThreads);
  define(env, exports, e, "version", version);
  define(env, exports, e, "config", config);
  define(env, exports, e, "cpuCapability", cpuCapability);
  define(env, exports, e, "cudaDeviceCount", cudaDeviceCount);
  define(env, exports, e, "cudaSynchronize", cudaSynchronize);
  define(env, exports, e, "setAutocast", setAutocast);
  define(env, exports, e, "createGenerator", createGenerator);
  define(env, exports, e, "defaultGenerator", defaultGenerator);
  define(env, exports, e, "seedGenerator", seedGenerator);
  define(env, exports, e, "generatorState", generatorState);
  define(env, exports, e, "setGeneratorState", setGeneratorState);
  define(env, exports, e, "releaseGenerator", releaseGenerator);
  define(env, exports, e, "setDeterministic", setDeterministic);
}

}  // namespace bridge
