// Stands in for libtorch's CUDA half where there is no GPU: says on stdout what it is asked for, and refuses what
// STAND_IN_REFUSES names.
#pragma once

#include <c10/core/Device.h>
#include <c10/util/Exception.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace standin {

inline void say(const std::string& what) {
  std::printf("%s\n", what.c_str());
  std::fflush(stdout);
}

inline void asked(const std::string& what) {
  say(what);
  const char* const refused = std::getenv("STAND_IN_REFUSES");
  TORCH_CHECK(refused == nullptr || what != refused, what, " is not permitted");
}

}  // namespace standin

namespace c10::cuda {

struct CUDAStream {
  DeviceIndex device;
  const char* name;
  DeviceIndex device_index() const { return device; }
};

inline CUDAStream getStreamFromPool(bool, DeviceIndex device) { return {device, "side"}; }
inline CUDAStream getCurrentCUDAStream(DeviceIndex device) { return {device, "default"}; }
inline void setCurrentCUDAStream(CUDAStream stream) {
  standin::asked(std::string(stream.name) + " stream of " + std::to_string(stream.device));
}
inline DeviceIndex current_device() { return 0; }
inline void set_device(DeviceIndex device) { standin::asked("device " + std::to_string(device)); }
inline void device_synchronize() { standin::asked("wait"); }

namespace CUDACachingAllocator {
inline void emptyCache() { standin::asked("empty cache"); }
}  // namespace CUDACachingAllocator

}  // namespace c10::cuda

namespace at::cuda {

struct CUDAGraph {
  void capture_begin() { standin::asked("begin"); }
  void capture_end() { standin::asked("end"); }
  void replay() { standin::asked("launch"); }
  ~CUDAGraph() { standin::say("freed"); }
};

}  // namespace at::cuda
