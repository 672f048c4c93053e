// The CPU memory of tensors: blocks that have been freed are kept and given out again.
#include "bridge.h"

#include <ATen/Context.h>
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 9)
#include <c10/core/CachingDeviceAllocator.h>
#define BRIDGE_KNOWS_DEVICE_MEMORY 1
#endif

#include <cstdlib>
#include <cstring>
#include <list>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace bridge {

struct MemoryUse {
  size_t live = 0;
  size_t idle = 0;
  size_t peak = 0;
};

#ifdef __linux__

// A training step frees its activations and asks for the same sizes again, and so does an image operation band by band.
// The C library gives blocks over 32 MB back to the kernel each time, and smaller ones as soon as a few lie free at the
// end of its heap; the kernel then clears every page anew: a quarter of the time of a transformer's step, a third of
// that of SURF. Told to keep them, it joins and splits them on its heap, which then grows by fragmentation. Here a block of
// 128 KB or more keeps its size for life: eight sizes to each power of two, so at most an eighth is wasted, and a free
// block serves the next request of its size. Blocks of 2 MB or more lie on huge pages where the kernel allows it.
class BlockCache final : public c10::Allocator {
 public:
  explicit BlockCache(c10::Allocator* small) : small_(small) {}

  // The base class asks for one of the two: the second up to libtorch 2.2, the first since.
  c10::DataPtr allocate(size_t bytes) { return allocated(bytes); }
  c10::DataPtr allocate(size_t bytes) const { return const_cast<BlockCache*>(this)->allocated(bytes); }

  // Asked for by the base class since libtorch 2.2.
  void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }

  c10::DeleterFnPtr raw_deleter() const override { return &freeAny; }

  MemoryUse use() {
    std::lock_guard<std::mutex> guard(mutex_);
    return {live_, idle_, peak_};
  }

  size_t releaseIdle() {
    std::lock_guard<std::mutex> guard(mutex_);
    const size_t released = idle_;
    shrinkTo(0);
    return released;
  }

 private:
  struct Block {
    void* data;
    size_t bytes;
  };
  using Idle = std::list<Block>;

  static constexpr size_t kLargeBytes = 1 << 17;
  // Idle blocks beyond what was once live: work that alternates between stages finds each one's sizes again.
  static constexpr size_t kSpareBytes = 256 << 20;
  static constexpr size_t kHugePageBytes = 2 << 20;

  static size_t sizeClass(size_t bytes) {
    size_t step = kLargeBytes / 8;
    while (bytes > step * 16) step *= 2;
    return (bytes + step - 1) / step * step;
  }

  c10::DataPtr allocated(size_t bytes) {
    if (bytes < kLargeBytes) return small_->allocate(bytes);
    void* data = take(sizeClass(bytes));
    return {data, data, &freeLarge, c10::Device(c10::DeviceType::CPU)};
  }

  void* take(size_t bytes) {
    std::lock_guard<std::mutex> guard(mutex_);
    void* data = nullptr;
    const auto found = bySize_.find(bytes);
    if (found != bySize_.end()) {
      const Idle::iterator block = found->second.back();
      found->second.pop_back();
      if (found->second.empty()) bySize_.erase(found);
      data = block->data;
      idle_ -= bytes;
      byAge_.erase(block);
    } else {
      data = map(bytes);
      if (data == nullptr) {
        shrinkTo(0);
        data = map(bytes);
      }
      TORCH_CHECK(data != nullptr, "no memory for a tensor of ", bytes, " bytes; ", live_, " bytes are in use by others");
    }
    sizes_.emplace(data, bytes);
    live_ += bytes;
    if (live_ > peak_) peak_ = live_;
    shrinkTo(peak_ - live_ + kSpareBytes);
    return data;
  }

  // Whether the block was one of the cache's.
  bool give(void* data) {
    std::lock_guard<std::mutex> guard(mutex_);
    const auto found = sizes_.find(data);
    if (found == sizes_.end()) return false;
    const size_t bytes = found->second;
    sizes_.erase(found);
    live_ -= bytes;
    idle_ += bytes;
    byAge_.push_back({data, bytes});
    bySize_[bytes].push_back(std::prev(byAge_.end()));
    return true;
  }

  // Live and idle blocks together never hold more than the live ones once did and the spare: the longest idle goes first.
  void shrinkTo(size_t idleBytes) {
    while (idle_ > idleBytes) {
      const Idle::iterator oldest = byAge_.begin();
      auto& sameSize = bySize_[oldest->bytes];
      for (auto at = sameSize.begin(); at != sameSize.end(); ++at) {
        if (*at != oldest) continue;
        sameSize.erase(at);
        break;
      }
      if (sameSize.empty()) bySize_.erase(oldest->bytes);
      munmap(oldest->data, oldest->bytes);
      idle_ -= oldest->bytes;
      byAge_.erase(oldest);
    }
  }

  static void* map(size_t bytes) {
    const bool huge = bytes >= kHugePageBytes;
    const size_t spare = huge ? kHugePageBytes : 0;
    void* mapped = mmap(nullptr, bytes + spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return nullptr;
    if (!huge) return mapped;
    char* const start = static_cast<char*>(mapped);
    char* const end = start + bytes + spare;
    const size_t misaligned = reinterpret_cast<size_t>(start) % kHugePageBytes;
    char* const data = misaligned == 0 ? start : start + (kHugePageBytes - misaligned);
    if (data > start) munmap(start, static_cast<size_t>(data - start));
    if (end > data + bytes) munmap(data + bytes, static_cast<size_t>(end - (data + bytes)));
    madvise(data, bytes, MADV_HUGEPAGE);
    return data;
  }

  static void freeLarge(void* data);
  static void freeAny(void* data);

  c10::Allocator* const small_;
  std::mutex mutex_;
  std::unordered_map<void*, size_t> sizes_;                // live blocks
  Idle byAge_;                                             // idle blocks, the longest idle first
  std::map<size_t, std::vector<Idle::iterator>> bySize_;   // idle blocks by size, the last freed last
  size_t live_ = 0;
  size_t idle_ = 0;
  size_t peak_ = 0;
};

namespace {
BlockCache* cache = nullptr;  // lives as long as the process: tensors are freed until its very end
}

void BlockCache::freeLarge(void* data) { cache->give(data); }

void BlockCache::freeAny(void* data) {
  if (data == nullptr || cache->give(data)) return;
  cache->small_->raw_deleter()(data);
}

static void keepFreedMemory() {
  static std::once_flag once;
  std::call_once(once, [] {
    const char* choice = std::getenv("CYTONET_ALLOCATOR");
    if (choice != nullptr && std::strcmp(choice, "system") == 0) return;
    cache = new BlockCache(c10::GetCPUAllocator());
    c10::SetCPUAllocator(cache, 1);
  });
}

static MemoryUse useOfCache() { return cache == nullptr ? MemoryUse{} : cache->use(); }

static size_t releaseIdle() { return cache == nullptr ? 0 : cache->releaseIdle(); }

#else

static void keepFreedMemory() {}
static MemoryUse useOfCache() { return {}; }
static size_t releaseIdle() { return 0; }

#endif

static napi_value listOf(napi_env env, std::initializer_list<double> numbers) {
  napi_value list = nullptr;
  napi_create_array_with_length(env, numbers.size(), &list);
  uint32_t at = 0;
  for (const double number : numbers) napi_set_element(env, list, at++, toNumber(env, number));
  return list;
}

// cpuMemory(): [bytes of live, of idle blocks, the most that were live at once]
static napi_value cpuMemory(napi_env env, napi_callback_info) {
  const auto [live, idle, peak] = useOfCache();
  return listOf(env, {static_cast<double>(live), static_cast<double>(idle), static_cast<double>(peak)});
}

// cudaMemory(device): [bytes of tensors, the most of them at once, bytes taken from the device, the most of these];
// empty where the device has not been used or this libtorch does not tell.
static napi_value cudaMemory(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const auto index = static_cast<c10::DeviceIndex>(call.number(0));
#ifdef BRIDGE_KNOWS_DEVICE_MEMORY
    const bool gpu = at::globalContext().hasCUDA();
    auto* const allocator = dynamic_cast<c10::DeviceAllocator*>(gpu ? c10::GetAllocator(c10::DeviceType::CUDA) : nullptr);
    if (allocator != nullptr && allocator->initialized()) {
      const auto stats = allocator->getDeviceStats(index);
      constexpr auto all = static_cast<size_t>(c10::CachingAllocator::StatType::AGGREGATE);
      const auto& tensors = stats.allocated_bytes[all];
      const auto& taken = stats.reserved_bytes[all];
      return listOf(env, {static_cast<double>(tensors.current), static_cast<double>(tensors.peak),
                          static_cast<double>(taken.current), static_cast<double>(taken.peak)});
    }
#endif
    (void)index;
    return listOf(env, {});
  });
}

// releaseCpuMemory(): gives idle blocks back to the kernel, returns their bytes
static napi_value releaseCpuMemory(napi_env env, napi_callback_info) {
  return toNumber(env, static_cast<double>(releaseIdle()));
}

void defineMemory(napi_env env, napi_value exports, Environment* e) {
  keepFreedMemory();
  define(env, exports, e, "cpuMemory", cpuMemory);
  define(env, exports, e, "releaseCpuMemory", releaseCpuMemory);
  define(env, exports, e, "cudaMemory", cudaMemory);
}

}  // namespace bridge
