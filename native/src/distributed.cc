// Process groups over c10d: a TCPStore where ranks meet, Gloo between CPUs, NCCL between GPUs. Built with CYTONET_GLOO
// where this libtorch exports its Gloo backend; elsewhere the functions say that it is missing. gpuGroup.cc has the GPUs'
// side.
//
// Collectives start and return a work handle, so that JavaScript may go on while they run; only waitWork blocks, and
// that for CPU tensors.
#include "distributed.h"

#ifdef CYTONET_GLOO
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#endif

namespace bridge {

#ifdef CYTONET_GLOO

struct Pending {
  c10::intrusive_ptr<Work> work;
  at::Device device;
  // A backend reads and writes through these until the work is done.
  std::vector<at::Tensor> tensors;
};

static double start(Environment& e, c10::intrusive_ptr<Work> work, at::Device device, std::vector<at::Tensor> tensors) {
  return keepIn(e.works, std::make_shared<Pending>(Pending{std::move(work), device, std::move(tensors)}));
}

static std::shared_ptr<::gloo::transport::Device> deviceFor(const std::string& host, const std::string& interface) {
  if (!interface.empty()) return c10d::ProcessGroupGloo::createDeviceForInterface(interface);
  // Ranks that meet over loopback are on one machine, whose own name may not resolve.
  if (host == "localhost" || host.rfind("127.", 0) == 0) return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
  return c10d::ProcessGroupGloo::createDefaultDevice();
}

// createGroup(rank, size, host, port, timeout ms, network interface or ""):
// blocks until every rank has come, at most for the timeout.
static napi_value createGroup(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const int rank = static_cast<int>(call.number(0));
    const int size = static_cast<int>(call.number(1));
    const std::string host = call.text(2);
    const auto timeout = std::chrono::milliseconds(static_cast<int64_t>(call.number(4)));
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(call.number(3));
    options.isServer = rank == 0;
    options.numWorkers = static_cast<size_t>(size);
    options.timeout = timeout;
    auto group = std::make_shared<Group>();
    group->rank = rank;
    group->size = size;
    group->timeout = timeout;
    group->store = c10::make_intrusive<c10d::TCPStore>(host, options);
    auto glooOptions = c10d::ProcessGroupGloo::Options::create(timeout);
    glooOptions->devices.push_back(deviceFor(host, call.text(5)));
    auto scoped = c10::make_intrusive<c10d::PrefixStore>("gloo", group->store);
    group->gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(std::move(scoped), rank, size, glooOptions);
    return toNumber(env, keepIn(call.e->groups, std::move(group)));
  });
}

// connectGroup(group, GPU): connects the ranks' GPUs, blocking until every rank has come to it.
static napi_value connectGroup(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    connectGpu(*groupAt(*call.e, call.number(0)), static_cast<at::DeviceIndex>(call.number(1)));
    return nullptr;
  });
}

static napi_value destroyGroup(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const double index = call.number(0);
    auto group = groupAt(*call.e, index);
    call.e->groups[static_cast<size_t>(index)].reset();
    leave(*group, /*waits=*/true);
    return nullptr;
  });
}

// startAllReduce(group, operation: 0 sum, 1 product, 2 min, 3 max) of the tensor in argument 2, in place.
static napi_value startAllReduce(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    static constexpr c10d::ReduceOp::RedOpType operations[] = {c10d::ReduceOp::SUM, c10d::ReduceOp::PRODUCT, c10d::ReduceOp::MIN,
                                                               c10d::ReduceOp::MAX};
    const auto group = groupAt(*call.e, call.number(0));
    const double operation = call.number(1);
    if (!(operation >= 0) || operation > 3) throw std::invalid_argument("an unknown reduction");
    std::vector<at::Tensor> tensors{call.e->tensor(call.number(2))};
    c10d::AllreduceOptions options;
    options.reduceOp = operations[static_cast<int>(operation)];
    options.timeout = group->timeout;
    const at::Device device = tensors[0].device();
    auto work = backendFor(*group, device).allreduce(tensors, options);
    return toNumber(env, start(*call.e, std::move(work), device, std::move(tensors)));
  });
}

// startBroadcast(group, root rank, tensor): in place.
static napi_value startBroadcast(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const auto group = groupAt(*call.e, call.number(0));
    std::vector<at::Tensor> tensors{call.e->tensor(call.number(2))};
    c10d::BroadcastOptions options;
    options.rootRank = static_cast<int64_t>(call.number(1));
    options.rootTensor = 0;
    options.timeout = group->timeout;
    const at::Device device = tensors[0].device();
    auto work = backendFor(*group, device).broadcast(tensors, options);
    return toNumber(env, start(*call.e, std::move(work), device, std::move(tensors)));
  });
}

// startAllGather(group, tensor): into the tensors in the buffer, one a rank.
static napi_value startAllGather(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const auto group = groupAt(*call.e, call.number(0));
    std::vector<at::Tensor> inputs{call.e->tensor(call.number(1))};
    Reader reader{*call.e};
    std::vector<std::vector<at::Tensor>> outputs{reader.tensors()};
    c10d::AllgatherOptions options;
    options.timeout = group->timeout;
    const at::Device device = inputs[0].device();
    auto work = backendFor(*group, device).allgather(outputs, inputs, options);
    auto kept = std::move(outputs[0]);
    kept.push_back(inputs[0]);
    return toNumber(env, start(*call.e, std::move(work), device, std::move(kept)));
  });
}

// startBarrier(group): of the processes, whatever their GPUs are still doing.
static napi_value startBarrier(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const auto group = groupAt(*call.e, call.number(0));
    c10d::BarrierOptions options;
    options.timeout = group->timeout;
    return toNumber(env, start(*call.e, group->gloo->barrier(options), at::kCPU, {}));
  });
}

// workDone(work): whether it is over.
static napi_value workDone(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    return toNumber(env, takeFrom<Pending>(call.e->works, call.number(0), "a collective that was waited for already")->work->isCompleted() ? 1 : 0);
  });
}

// waitWork(work, timeout ms): see finish; the handle is spent whatever happens.
static napi_value waitWork(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    const double index = call.number(0);
    const auto pending = takeFrom<Pending>(call.e->works, index, "a collective that was waited for already");
    call.e->works[static_cast<size_t>(index)].reset();
    finish(*pending->work, pending->device, std::chrono::milliseconds(static_cast<int64_t>(call.number(1))));
    return nullptr;
  });
}

#endif

void defineDistributed(napi_env env, napi_value exports, Environment* e) {
#ifdef CYTONET_GLOO
  define(env, exports, e, "loadNccl", loadNccl);
  define(env, exports, e, "createGroup", createGroup);
  define(env, exports, e, "connectGroup", connectGroup);
  define(env, exports, e, "destroyGroup", destroyGroup);
  define(env, exports, e, "startAllReduce", startAllReduce);
  define(env, exports, e, "startBroadcast", startBroadcast);
  define(env, exports, e, "startAllGather", startAllGather);
  define(env, exports, e, "startBarrier", startBarrier);
  define(env, exports, e, "workDone", workDone);
  define(env, exports, e, "waitWork", waitWork);
#else
  for (const char* name : {"loadNccl", "createGroup", "connectGroup", "destroyGroup", "startAllReduce", "startBroadcast",
                           "startAllGather", "startBarrier", "workDone", "waitWork"}) {
    define(env, exports, e, name, withoutGloo);
  }
#endif
}

}  // namespace bridge
