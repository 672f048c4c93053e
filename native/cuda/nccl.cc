// NCCL between GPUs, a library of its own beside the bridge: it is linked with libtorch's CUDA half and compiled where
// NCCL's and CUDA's headers are.
#include "gpuBackend.h"

#include <c10/cuda/CUDAFunctions.h>
#include <torch/csrc/cuda/nccl.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#include <future>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

// How long a communicator that is aborted may take.
constexpr std::chrono::seconds kPatience(5);

// The options of a group hold NCCL's own settings, a struct that its versions lengthen: libtorch has to have been compiled
// with the header that this is compiled with.
void requireSameNccl() {
  const std::uint64_t of = torch::cuda::nccl::version();
  const auto major = static_cast<int>(of >> 32);
  const auto minor = static_cast<int>((of >> 16) & 0xffff);
  if (major == NCCL_MAJOR && minor == NCCL_MINOR) return;
  throw std::runtime_error("libtorch was compiled with NCCL " + std::to_string(major) + "." + std::to_string(minor) +
                           ", and the engine with the header of " + std::to_string(NCCL_MAJOR) + "." +
                           std::to_string(NCCL_MINOR) + ": give it that one (python3 -m pip install nvidia-nccl-cu13==" +
                           std::to_string(major) + "." + std::to_string(minor) + ".*) and run `make setup`");
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) ConnectNccl cytonetConnectNccl;
__attribute__((visibility("default"))) EndNccl cytonetEndNccl;

void cytonetConnectNccl(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, int device,
                        std::chrono::milliseconds timeout, c10::intrusive_ptr<c10d::Backend>& made) {
  requireSameNccl();
  const at::Device gpu(at::DeviceType::CUDA, static_cast<c10::DeviceIndex>(device));
  // What names no device, pinned memory among it, would else take memory of the first GPU for every rank.
  c10::cuda::set_device(gpu.index());
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  options->group_name = "cytonet";
  // Connecting fails here rather than at the first exchange.
  options->config.blocking = 1;
  auto scoped = c10::make_intrusive<c10d::PrefixStore>("nccl", store);
  auto nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(std::move(scoped), rank, size, std::move(options));
  nccl->setBoundDeviceId(gpu);
  nccl->eagerConnectSingleDevice(gpu);
  made = std::move(nccl);
}

bool cytonetEndNccl(const c10::intrusive_ptr<c10d::Backend>& nccl, bool together) {
  auto& group = dynamic_cast<c10d::ProcessGroupNCCL&>(*nccl);
  if (together) {
    group.shutdown();
    return true;
  }
  // Aborting frees memory that other ranks of the node may be using, and then waits for them.
  std::promise<void> aborted;
  auto done = aborted.get_future();
  std::thread([nccl, &group, aborted = std::move(aborted)]() mutable {
    try {
      group.abort();
      aborted.set_value();
    } catch (...) {
      aborted.set_exception(std::current_exception());
    }
  }).detach();
  if (done.wait_for(kPatience) != std::future_status::ready) return false;
  done.get();
  return true;
}
}
