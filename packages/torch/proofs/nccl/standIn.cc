// Stands in for the library of native/cuda where there is no GPU: tells on stdout what it is asked for.
#include "gpuBackend.h"

#include <cstdio>

namespace {
struct StandIn : public c10d::Backend {
  using c10d::Backend::Backend;
};
}  // namespace

extern "C" {

__attribute__((visibility("default"))) ConnectNccl cytonetConnectNccl;
__attribute__((visibility("default"))) EndNccl cytonetEndNccl;

void cytonetConnectNccl(const c10::intrusive_ptr<c10d::Store>&, int rank, int size, int device, std::chrono::milliseconds,
                        c10::intrusive_ptr<c10d::Backend>& made) {
  made = c10::make_intrusive<StandIn>(rank, size);
  std::printf("connected cuda:%d\n", device);
}

bool cytonetEndNccl(const c10::intrusive_ptr<c10d::Backend>&, bool together) {
  std::printf("ended %s\n", together ? "together" : "alone");
  std::fflush(stdout);
  return together;
}
}
