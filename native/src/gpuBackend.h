// What the library of native/cuda offers to the bridge. The bridge is linked without CUDA, so that it loads where there
// is none; it opens this library by its path and finds the functions by these names.
#pragma once

#include <torch/csrc/distributed/c10d/Backend.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include <chrono>

extern "C" {

// Makes `device` the calling thread's, connects it with those of all other ranks over NCCL, and leaves the result in
// `made`. Blocks until all have come; throws.
using ConnectNccl = void(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, int device,
                         std::chrono::milliseconds timeout, c10::intrusive_ptr<c10d::Backend>& made);

// Ends it: once what is on its way has ended where all ranks do this together, else at once. Whether it has ended within
// a few seconds; where not, it must be left as it is until the process ends. Throws.
using EndNccl = bool(const c10::intrusive_ptr<c10d::Backend>& nccl, bool together);
}

namespace bridge {

constexpr const char* kConnectNccl = "cytonetConnectNccl";
constexpr const char* kEndNccl = "cytonetEndNccl";

}  // namespace bridge
