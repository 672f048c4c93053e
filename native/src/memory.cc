// The process's own memory: how the C library keeps what tensors have freed.
#include "bridge.h"

#include <cstdlib>
#include <cstring>
#include <mutex>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace bridge {

// A training step frees and asks again for the same activations. By default glibc hands blocks over 32 MB, and the end
// of the heap, back to the kernel each time, and the kernel clears every page anew on the next step: a tenth of the
// time of a ResNet step, a third of a transformer's. Here freed memory stays with the process, as a framework's cache
// of GPU memory does, so a process keeps its peak. CYTONET_ALLOCATOR=system leaves the C library as it is.
void keepFreedMemory() {
#ifdef __GLIBC__
  static std::once_flag once;
  std::call_once(once, [] {
    const char* choice = std::getenv("CYTONET_ALLOCATOR");
    if (choice != nullptr && std::strcmp(choice, "system") == 0) return;
    const int largestBlock = 1 << 30;
    // Older glibc refuses thresholds over 32 MB; it can do without mapped blocks altogether.
    if (mallopt(M_MMAP_THRESHOLD, largestBlock) == 0) mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
  });
#endif
}

}  // namespace bridge
