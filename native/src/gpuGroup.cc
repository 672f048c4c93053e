// The GPUs' side of a process group: NCCL, which lies in a library of its own (native/cuda) and is opened where it is
// needed, so that the bridge loads without CUDA.
#include "distributed.h"

#ifdef CYTONET_GLOO
#if TORCH_VERSION_MAJOR >= 2
#include "gpuBackend.h"

#include <dlfcn.h>

#include <thread>
#endif

namespace bridge {

#if TORCH_VERSION_MAJOR >= 2

namespace {
// Of the process, as the library is.
std::atomic<ConnectNccl*> connectNccl{nullptr};
std::atomic<EndNccl*> endNccl{nullptr};
}  // namespace

napi_value loadNccl(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    void* const library = dlopen(call.text(0).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(std::string(dlerror()));
    auto* const connect = reinterpret_cast<ConnectNccl*>(dlsym(library, kConnectNccl));
    auto* const end = reinterpret_cast<EndNccl*>(dlsym(library, kEndNccl));
    if (connect == nullptr || end == nullptr) throw std::runtime_error("a library that does not offer NCCL");
    endNccl = end;
    connectNccl = connect;
    return nullptr;
  });
}

void connectGpu(Group& group, at::DeviceIndex index) {
  if (group.nccl && group.gpu == index) return;
  if (group.left) throw std::invalid_argument("a destroyed process group");
  if (group.nccl) {
    throw std::invalid_argument("this rank exchanges tensors of cuda:" + std::to_string(group.gpu) + ", not of cuda:" +
                                std::to_string(index));
  }
  ConnectNccl* const connect = connectNccl;
  if (connect == nullptr) throw std::runtime_error("GPUs exchange tensors over NCCL, which has not been loaded");
  connect(group.store, group.rank, group.size, index, group.timeout, group.nccl);
  group.gpu = index;
}

// A communicator is taken apart by all ranks of a node at once, or one that comes alone waits for ever. So ranks tell
// each other through the store that they are leaving. The first to see that all do, or that not all do in time, decides
// for all of them; false in the second case.
static bool leavesWithOthers(Group& group) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  const auto all = [&](const char* key) {
    int64_t come = group.store->add(key, 1);
    while (come < group.size && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      come = group.store->add(key, 0);
    }
    return come >= group.size;
  };
  const std::vector<uint8_t> together{'1'};
  const std::vector<uint8_t> alone{'0'};
  try {
    const bool allCame = all("leaving");
    if (group.store->compareSet("leave together", {}, allCame ? together : alone) != together) return false;
    // The first rank serves the store, and stays until all have read it.
    if (group.rank == 0) {
      all("left");
    } else {
      group.store->add("left", 1);
    }
    return true;
  } catch (const std::exception&) {
    return false;  // the store is gone, and the first rank with it
  }
}

void leave(Group& group, bool waits) {
  group.left = true;
  if (!group.nccl) return;
  auto nccl = std::move(group.nccl);
  bool ended = false;
  try {
    ended = endNccl.load()(nccl, waits && leavesWithOthers(group));
  } catch (...) {
    (void)nccl.release();
    throw;
  }
  if (!ended) (void)nccl.release();
}

#else

napi_value loadNccl(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    open(env, info);
    throw std::runtime_error("libtorch 1 exchanges no tensors between GPUs here");
  });
}

void connectGpu(Group&, at::DeviceIndex) {
  throw std::runtime_error("libtorch 1 exchanges no tensors between GPUs here");
}

void leave(Group& group, bool) { group.left = true; }

#endif

Group::~Group() {
  try {
    leave(*this, /*waits=*/false);
  } catch (const std::exception& error) {
    TORCH_WARN("a process group ended with an error: ", error.what());
  }
}

Backend& backendFor(Group& group, const at::Device& device) {
  if (device.is_cpu()) return *group.gloo;
  if (!device.is_cuda()) throw std::invalid_argument("tensors of " + device.str() + " cannot be exchanged");
  connectGpu(group, device.index());
  return *group.nccl;
}

}  // namespace bridge

#endif
