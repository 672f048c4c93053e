// CUDA graphs: what a stream is asked to do, recorded once and launched again as a whole. No tensor crosses here, so this
// is an addon of its own within the library of native/cuda, which Node opens by its path.

// The library is linked with every symbol defined but those of Node, which is the process that opens it.
#define NAPI_EXTERN __attribute__((visibility("default"), weak))
#include <node_api.h>

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAStream.h>
#include <c10/util/Exception.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

// What the calling thread works on. libtorch's guards would do, were they not inline and written in calls of the CUDA
// runtime, with which this library is not linked.
struct Place {
  c10::DeviceIndex device;
  c10::cuda::CUDAStream stream;  // of the graph's device

  void take() const {
    c10::cuda::setCurrentCUDAStream(stream);
    c10::cuda::set_device(device);
  }
};

// Recording is refused on a device's default stream, so warm-up and recording have a stream of their own, the same one:
// libraries keep handles and workspaces by stream, and autograd a stream for every parameter.
struct Graph {
  explicit Graph(c10::DeviceIndex device) : side(c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device)) {}

  at::cuda::CUDAGraph recorded;  // with the pool that its memory is of
  c10::cuda::CUDAStream side;
  std::optional<Place> before;
};

using Held = std::unique_ptr<Graph>;

// From here on the side stream is the calling thread's, and the graph's device its device.
void enter(Graph& graph) {
  const auto device = graph.side.device_index();
  graph.before = Place{c10::cuda::current_device(), c10::cuda::getCurrentCUDAStream(device)};
  Place{device, graph.side}.take();
  c10::cuda::device_synchronize();
}

void leave(Graph& graph) {
  if (!graph.before) return;
  const Place before = *std::exchange(graph.before, std::nullopt);
  try {
    c10::cuda::device_synchronize();
  } catch (...) {
    before.take();
    throw;
  }
  before.take();
}

// What torch.cuda.graph does before it records.
void begin(Graph& graph) {
  c10::cuda::device_synchronize();
  c10::cuda::CUDACachingAllocator::emptyCache();
  graph.recorded.capture_begin();
}

void end(Graph& graph) { graph.recorded.capture_end(); }

void replay(Graph& graph) { graph.recorded.replay(); }

template <typename Body>
napi_value guarded(napi_env env, Body&& body) {
  std::string message;
  try {
    return body();
  } catch (const c10::Error& error) {
    message = error.what_without_backtrace();
  } catch (const std::exception& error) {
    message = error.what();
  } catch (...) {
    message = "an exception of unknown type";
  }
  napi_throw_error(env, "LIBTORCH", message.substr(0, message.find("\nException raised from")).c_str());
  return nullptr;
}

napi_value firstArgument(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value = nullptr;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  return value;
}

Held& heldBy(napi_env env, napi_callback_info info) {
  void* held = nullptr;
  if (napi_get_value_external(env, firstArgument(env, info), &held) != napi_ok) {
    throw std::invalid_argument("what is no graph");
  }
  return *static_cast<Held*>(held);
}

// createGraph(device index, -1 for the current one): the graph, empty.
napi_value createGraph(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    int32_t device = 0;
    if (napi_get_value_int32(env, firstArgument(env, info), &device) != napi_ok) {
      throw std::invalid_argument("a device's index must be an integer");
    }
    auto held = std::make_unique<Held>(std::make_unique<Graph>(static_cast<c10::DeviceIndex>(device)));
    napi_value graph = nullptr;
    const auto drop = [](napi_env, void* data, void*) { delete static_cast<Held*>(data); };
    if (napi_create_external(env, held.get(), drop, nullptr, &graph) != napi_ok) {
      throw std::runtime_error("the graph cannot be handed to JavaScript");
    }
    (void)held.release();
    return graph;
  });
}

// Each of the others takes a graph.
template <void (*work)(Graph&)>
napi_value onGraph(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Held& held = heldBy(env, info);
    if (!held) throw std::invalid_argument("a released graph");
    work(*held);
    return nullptr;
  });
}

napi_value releaseGraph(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    heldBy(env, info).reset();
    return nullptr;
  });
}

}  // namespace

NAPI_MODULE_INIT() {
  const auto define = [&](const char* name, napi_callback callback) {
    napi_value function = nullptr;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
    napi_set_named_property(env, exports, name, function);
  };
  define("createGraph", createGraph);
  define("enterGraph", onGraph<enter>);
  define("leaveGraph", onGraph<leave>);
  define("beginCapture", onGraph<begin>);
  define("endCapture", onGraph<end>);
  define("replayGraph", onGraph<replay>);
  define("releaseGraph", releaseGraph);
  return exports;
}
