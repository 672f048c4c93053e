// A process group as the bridge keeps it, shared by everything that communicates: Gloo between CPUs, NCCL between GPUs.
#pragma once

#include "bridge.h"

#ifdef CYTONET_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/version.h>
#endif

#include <chrono>
#include <stdexcept>

namespace bridge {

#ifdef CYTONET_GLOO

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif
using Work = c10d::Work;

struct Group {
  int rank = 0;
  int size = 1;
  std::chrono::milliseconds timeout;
  // Backends go before the store that their own threads may be asking.
  c10::intrusive_ptr<c10d::Store> store;
  c10::intrusive_ptr<Backend> gloo;
  // Made for the first GPU that takes part.
  c10::intrusive_ptr<Backend> nccl;
  at::DeviceIndex gpu = -1;
  bool left = false;

  // Ends NCCL at once where the ranks did not leave together before.
  ~Group();
};

// The backend that exchanges tensors of a device; connects the ranks' GPUs where it is the first from one. Throws where
// this process has no NCCL, and for a second GPU.
Backend& backendFor(Group& group, const at::Device& device);

// Puts a value into the first free slot of a table.
inline double keepIn(std::vector<std::shared_ptr<void>>& table, std::shared_ptr<void> value) {
  for (size_t index = 0; index < table.size(); ++index) {
    if (!table[index]) {
      table[index] = std::move(value);
      return static_cast<double>(index);
    }
  }
  table.push_back(std::move(value));
  return static_cast<double>(table.size() - 1);
}

// Throws what `what` says where the slot is empty.
template <typename T>
std::shared_ptr<T> takeFrom(const std::vector<std::shared_ptr<void>>& table, double index, const char* what) {
  if (!(index >= 0) || index >= static_cast<double>(table.size()) || !table[static_cast<size_t>(index)]) {
    throw std::invalid_argument(what);
  }
  return std::static_pointer_cast<T>(table[static_cast<size_t>(index)]);
}

inline std::shared_ptr<Group> groupAt(Environment& e, double index) {
  return takeFrom<Group>(e.groups, index, "a destroyed process group");
}

// loadNccl(path): the library of native/cuda; libtorch_cuda has to be loaded before it.
napi_value loadNccl(napi_env env, napi_callback_info info);

// Connects the GPU of this rank with those of the others; blocks until all have come. Throws as `backendFor`.
void connectGpu(Group& group, at::DeviceIndex index);

// Ends NCCL, together with the other ranks where they leave, too, and this one waits for that.
void leave(Group& group, bool waits);

// Waits for a collective over tensors of a device; throws where it was aborted. For a GPU it is the current stream that
// waits, while the caller goes on: NCCL's own watchdog keeps the time, and a timeout here would hold the caller.
inline void finish(Work& work, const at::Device& device, std::chrono::milliseconds timeout) {
  if (!(device.is_cuda() ? work.wait() : work.wait(timeout))) throw std::runtime_error("the collective was aborted");
}

#endif

// Stands for every function that needs Gloo where this libtorch has none.
inline napi_value withoutGloo(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    open(env, info);
    throw std::runtime_error("this libtorch was built without Gloo");
  });
}

}  // namespace bridge
