// Gradients summed over ranks while backward still runs: parameters are packed
// into buckets, and a bucket's all-reduce starts when its last gradient is there.
#include "distributed.h"

#ifdef CYTONET_GLOO
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>
#endif

namespace bridge {

#ifdef CYTONET_GLOO

using torch::autograd::variable_list;

struct Bucket {
  std::vector<size_t> members;  // positions among the parameters
  at::Tensor flat;
  std::vector<at::Tensor> views;  // into flat, laid out as the members are
  size_t missing = 0;
  c10::intrusive_ptr<Work> work;
};

struct Buckets {
  std::shared_ptr<Group> group;
  std::vector<at::Tensor> parameters;
  std::vector<std::shared_ptr<void>> accumulators;
  std::vector<size_t> bucketOf;
  std::vector<bool> ready;
  std::vector<Bucket> buckets;
  size_t next = 0;  // every rank starts its buckets in this order
  bool armed = false;
  std::mutex mutex;

  void arm() {
    const std::lock_guard<std::mutex> guard(mutex);
    for (auto& bucket : buckets) {
      bucket.missing = bucket.members.size();
      bucket.work.reset();
    }
    std::fill(ready.begin(), ready.end(), false);
    next = 0;
    armed = true;
  }

  // Called by whichever thread runs backward: the caller's for the CPU, one of libtorch's own for a GPU.
  void arrived(size_t parameter) {
    const std::lock_guard<std::mutex> guard(mutex);
    if (!armed || ready[parameter]) return;
    ready[parameter] = true;
    --buckets[bucketOf[parameter]].missing;
    while (next < buckets.size() && buckets[next].missing == 0) launch(buckets[next++]);
  }

  void launch(Bucket& bucket) {
    at::NoGradGuard noGrad;
    for (size_t i = 0; i < bucket.members.size(); ++i) {
      const at::Tensor& gradient = parameters[bucket.members[i]].grad();
      if (gradient.defined()) {
        bucket.views[i].copy_(gradient);
      } else {
        bucket.views[i].zero_();
      }
    }
    std::vector<at::Tensor> tensors{bucket.flat};
    c10d::AllreduceOptions options;
    options.timeout = group->timeout;
    bucket.work = backendFor(*group, bucket.flat.device()).allreduce(tensors, options);
  }

  // Starts what backward did not reach, waits for all, and writes the sums back.
  void complete() {
    const std::lock_guard<std::mutex> guard(mutex);
    at::NoGradGuard noGrad;
    if (!armed) throw std::logic_error("finish() before arm()");
    armed = false;
    while (next < buckets.size()) launch(buckets[next++]);
    for (auto& bucket : buckets) {
      finish(*bucket.work, bucket.flat.device(), group->timeout);
      for (size_t i = 0; i < bucket.members.size(); ++i) {
        at::Tensor& parameter = parameters[bucket.members[i]];
        at::Tensor& gradient = parameter.mutable_grad();
        if (gradient.defined()) {
          gradient.copy_(bucket.views[i]);
        } else {
          gradient = bucket.views[i].clone();
        }
      }
      bucket.work.reset();
    }
  }
};

// Tells the buckets that a parameter's gradient is complete; outlived buckets hear nothing.
struct Arrival : public torch::autograd::FunctionPostHook {
  Arrival(std::weak_ptr<Buckets> buckets, size_t parameter) : buckets(std::move(buckets)), parameter(parameter) {}
  variable_list operator()(const variable_list& outputs, const variable_list&) override {
    if (auto alive = buckets.lock()) alive->arrived(parameter);
    return outputs;
  }
  std::weak_ptr<Buckets> buckets;
  size_t parameter;
};

// The last parameters get their gradients first, so buckets are filled from the end.
static void fill(Buckets& all, int64_t bucketBytes) {
  all.bucketOf.resize(all.parameters.size());
  int64_t bytes = 0;
  for (size_t back = all.parameters.size(); back-- > 0;) {
    const at::Tensor& parameter = all.parameters[back];
    const bool fits = !all.buckets.empty() && bytes + static_cast<int64_t>(parameter.nbytes()) <= bucketBytes &&
                      all.parameters[all.buckets.back().members[0]].scalar_type() == parameter.scalar_type() &&
                      all.parameters[all.buckets.back().members[0]].device() == parameter.device();
    if (!fits) {
      all.buckets.emplace_back();
      bytes = 0;
    }
    all.buckets.back().members.push_back(back);
    all.bucketOf[back] = all.buckets.size() - 1;
    bytes += static_cast<int64_t>(parameter.nbytes());
  }
  for (auto& bucket : all.buckets) {
    int64_t count = 0;
    for (size_t member : bucket.members) count += all.parameters[member].numel();
    bucket.flat = at::empty({count}, all.parameters[bucket.members[0]].options().requires_grad(false));
    int64_t offset = 0;
    for (size_t member : bucket.members) {
      const at::Tensor& parameter = all.parameters[member];
      // Copies run along memory: a view has its parameter's own order of axes.
      bucket.views.push_back(parameter.is_non_overlapping_and_dense()
                                 ? bucket.flat.as_strided(parameter.sizes(), parameter.strides(), offset)
                                 : bucket.flat.narrow(0, offset, parameter.numel()).view(parameter.sizes()));
      offset += parameter.numel();
    }
  }
}

// createBuckets(group, bytes a bucket): parameters in the buffer, in the same order on every rank.
static napi_value createBuckets(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    auto all = std::make_shared<Buckets>();
    all->group = groupAt(*call.e, call.number(0));
    Reader reader{*call.e};
    all->parameters = reader.tensors();
    all->ready.resize(all->parameters.size());
    fill(*all, static_cast<int64_t>(call.number(1)));
    // Ranks' GPUs are connected here, not from within a backward.
    for (const Bucket& bucket : all->buckets) backendFor(*all->group, bucket.flat.device());
    for (size_t i = 0; i < all->parameters.size(); ++i) {
      auto accumulator = torch::autograd::impl::grad_accumulator(all->parameters[i]);
      if (!accumulator) throw std::invalid_argument("a parameter that is no leaf with a gradient");
      accumulator->add_post_hook(std::make_unique<Arrival>(all, i));
      // A variable holds its accumulator weakly: without this the hook would be gone before backward.
      using Held = decltype(accumulator);
      all->accumulators.push_back(std::make_shared<Held>(std::move(accumulator)));
    }
    return toNumber(env, keepIn(call.e->buckets, std::move(all)));
  });
}

static std::shared_ptr<Buckets> bucketsAt(const Call& call) {
  return takeFrom<Buckets>(call.e->buckets, call.number(0), "buckets that were released");
}

static napi_value armBuckets(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    bucketsAt(open(env, info))->arm();
    return nullptr;
  });
}

static napi_value finishBuckets(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    bucketsAt(open(env, info))->complete();
    return nullptr;
  });
}

static napi_value releaseBuckets(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    bucketsAt(call)->accumulators.clear();
    call.e->buckets[static_cast<size_t>(call.number(0))].reset();
    return nullptr;
  });
}

#endif

void defineBuckets(napi_env env, napi_value exports, Environment* e) {
#ifdef CYTONET_GLOO
  define(env, exports, e, "createBuckets", createBuckets);
  define(env, exports, e, "armBuckets", armBuckets);
  define(env, exports, e, "finishBuckets", finishBuckets);
  define(env, exports, e, "releaseBuckets", releaseBuckets);
#else
  for (const char* name : {"createBuckets", "armBuckets", "finishBuckets", "releaseBuckets"}) define(env, exports, e, name, withoutGloo);
#endif
}

}  // namespace bridge
