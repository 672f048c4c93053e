// Batch normalisation over the batches of all ranks, forward and backward.
#include "distributed.h"

#ifdef CYTONET_GLOO
#include <torch/csrc/autograd/custom_function.h>

#include <ATen/Functions.h>
#endif

namespace bridge {

#ifdef CYTONET_GLOO

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Every axis but the channels.
static std::vector<int64_t> statisticAxes(const at::Tensor& x) {
  std::vector<int64_t> axes{0};
  for (int64_t axis = 2; axis < x.dim(); ++axis) axes.push_back(axis);
  return axes;
}

static std::vector<int64_t> perChannel(const at::Tensor& x) {
  std::vector<int64_t> shape(static_cast<size_t>(x.dim()), 1);
  shape[1] = x.size(1);
  return shape;
}

struct Moments {
  at::Tensor mean;
  at::Tensor variance;  // biased
  at::Tensor counts;    // values per channel on each rank, float64; read back nowhere, since that would wait for a GPU
};

// Biased variance and mean of a rank's own batch, float32 where x is narrower.
static std::tuple<at::Tensor, at::Tensor> varianceAndMean(const at::Tensor& x, double eps) {
  if (x.is_cuda()) {
    // One pass in float32 whatever x is, without a wide copy of it; tells 1/√(variance + eps).
    const auto [mean, rate] = at::batch_norm_stats(x, eps);
    return {(rate.to(at::kDouble).pow(-2) - eps).clamp_min(0), mean};
  }
  const bool isReduced = x.scalar_type() == at::kHalf || x.scalar_type() == at::kBFloat16;
  return at::var_mean(isReduced ? x.to(at::kFloat) : x, statisticAxes(x), /*unbiased=*/false, /*keepdim=*/false);
}

// Moments of the whole batch from every rank's own (Chan et al. 1979): no difference of large sums.
static Moments gather(const at::Tensor& x, double eps, Group& group) {
  const int64_t channels = x.size(1);
  const auto count = static_cast<double>(x.numel() / channels);
  const auto [variance, mean] = varianceAndMean(x, eps);
  const auto options = mean.options().dtype(at::kDouble);
  at::Tensor own = at::cat({mean.to(at::kDouble), variance.to(at::kDouble), at::full({1}, count, options)});
  std::vector<at::Tensor> inputs{own};
  std::vector<std::vector<at::Tensor>> outputs(1);
  for (int rank = 0; rank < group.size; ++rank) outputs[0].push_back(at::empty_like(own));
  c10d::AllgatherOptions gatherOptions;
  gatherOptions.timeout = group.timeout;
  finish(*backendFor(group, own.device()).allgather(outputs, inputs, gatherOptions), own.device(), group.timeout);
  const at::Tensor all = at::stack(outputs[0]);
  const at::Tensor means = all.narrow(1, 0, channels);
  const at::Tensor variances = all.narrow(1, channels, channels);
  const at::Tensor counts = all.narrow(1, 2 * channels, 1);
  const at::Tensor total = counts.sum();
  const at::Tensor common = (means * counts).sum(0) / total;
  const at::Tensor spread = ((variances + (means - common).square()) * counts).sum(0) / total;
  return {common.to(mean.scalar_type()), spread.to(mean.scalar_type()), counts.reshape({-1})};
}

// Keeps a group alive for as long as a graph may need it.
struct HeldGroup : public torch::CustomClassHolder {
  explicit HeldGroup(std::shared_ptr<Group> group) : group(std::move(group)) {}
  std::shared_ptr<Group> group;
};

// Adds up over all ranks, in place.
static void sumOverRanks(at::Tensor& sums, Group& group) {
  std::vector<at::Tensor> tensors{sums};
  c10d::AllreduceOptions options;
  options.timeout = group.timeout;
  finish(*backendFor(group, sums.device()).allreduce(tensors, options), sums.device(), group.timeout);
}

// The same in PyTorch's two kernels for it, which compute in float32 whatever x is; for the CPU there are none. (Those of
// batch normalisation alone want statistics kept from a forward of theirs.)
static variable_list gradientsOnGpu(const at::Tensor& given, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& mean,
                                    const at::Tensor& variance, double eps, const at::Tensor& counts, Group& group) {
  const int64_t channels = x.size(1);
  const auto type = mean.scalar_type();
  const at::Tensor rate = (variance.to(at::kDouble) + eps).rsqrt().to(type);
  const at::Tensor dy = given.contiguous(x.suggest_memory_format());
  // Σ dy and Σ dy·(x − mean) of this rank, and its part of the gradients of γ and β.
  const auto [sum, products, slope, shift] = at::batch_norm_backward_reduce(dy, x, mean, rate, weight, true, true, true);
  at::Tensor sums = at::cat({sum, products}).to(at::kDouble);
  sumOverRanks(sums, group);
  const at::Tensor dx = at::batch_norm_backward_elemt(dy, x, mean, rate, weight, sums.narrow(0, 0, channels).to(type),
                                                      sums.narrow(0, channels, channels).to(type), counts.to(at::kInt));
  return {dx, slope, shift, at::Tensor(), at::Tensor()};
}

struct SyncBatchNorm : public torch::autograd::Function<SyncBatchNorm> {
  // Returns the normalised values, the mean and the unbiased variance of the whole batch.
  static variable_list forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                               double eps, std::shared_ptr<Group> group) {
    const Moments moments = gather(x, eps, *group);
    at::Tensor y = std::get<0>(at::native_batch_norm(x, weight, bias, moments.mean, moments.variance, false, 0, eps));
    context->save_for_backward({x, weight, moments.mean, moments.variance, moments.counts});
    context->saved_data["eps"] = eps;
    context->saved_data["group"] = c10::IValue::make_capsule(c10::make_intrusive<HeldGroup>(std::move(group)));
    at::Tensor mean = moments.mean.clone();
    const at::Tensor count = moments.counts.sum();
    at::Tensor unbiased = moments.variance * (count / (count - 1).clamp_min(1)).to(moments.variance.scalar_type());
    context->mark_non_differentiable({mean, unbiased});
    return {y, mean, unbiased};
  }

  // dx = γ/σ (dy − mean(dy) − x̂ mean(dy x̂)), with means over all ranks; γ and β keep this rank's own sums,
  // which are summed with all other gradients.
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const at::Tensor& x = saved[0];
    const at::Tensor& weight = saved[1];
    const at::Tensor& mean = saved[2];
    const at::Tensor& variance = saved[3];
    const at::Tensor& counts = saved[4];
    const double eps = context->saved_data["eps"].toDouble();
    const auto held = context->saved_data["group"].toCapsule();
    Group& group = *static_cast<HeldGroup*>(held.get())->group;
    const at::Tensor& dy = gradients[0];
    if (x.is_cuda()) return gradientsOnGpu(dy, x, weight, mean, variance, eps, counts, group);

    const auto own = at::native_batch_norm_backward(dy, x, weight, mean, variance, {}, {}, false, eps, {false, true, true});
    const at::Tensor& slope = std::get<1>(own);  // Σ dy·x̂
    const at::Tensor& shift = std::get<2>(own);  // Σ dy
    at::Tensor sums = at::cat({shift, slope}).to(at::kDouble);
    sumOverRanks(sums, group);

    const int64_t channels = x.size(1);
    const at::Tensor count = counts.sum();
    const at::Tensor meanShift = sums.narrow(0, 0, channels) / count;
    const at::Tensor meanSlope = sums.narrow(0, channels, channels) / count;
    const at::Tensor rate = (variance.to(at::kDouble) + eps).rsqrt();
    const at::Tensor a = weight.to(at::kDouble) * rate;
    const at::Tensor b = -a * rate * meanSlope;
    const at::Tensor c = -a * meanShift;
    const auto shape = perChannel(x);
    const auto type = x.scalar_type();
    auto spread = [&](const at::Tensor& value) { return value.to(type).view(shape); };
    // x − mean first: folding the mean into c would cancel where it is far larger than σ.
    const at::Tensor dx = at::addcmul(at::addcmul(spread(c), x - spread(mean), spread(b)), dy, spread(a));
    return {dx, slope, shift, at::Tensor(), at::Tensor()};
  }
};

// syncBatchNorm(group, eps): x, weight and bias in the buffer; answers there with the normalised values, and mean
// and unbiased variance of the whole batch.
static napi_value syncBatchNorm(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Call call = open(env, info);
    Environment& e = *call.e;
    Reader reader{e};
    const auto inputs = reader.tensors();
    if (inputs.size() != 3) throw std::invalid_argument("syncBatchNorm takes x, weight and bias");
    auto results = SyncBatchNorm::apply(inputs[0], inputs[1], inputs[2], call.number(1), groupAt(e, call.number(0)));
    for (size_t i = 0; i < results.size(); ++i) e.buffer[i] = e.adopt(std::move(results[i]));
    return nullptr;
  });
}

#endif

void defineSyncBatchNorm(napi_env env, napi_value exports, Environment* e) {
#ifdef CYTONET_GLOO
  define(env, exports, e, "syncBatchNorm", syncBatchNorm);
#else
  define(env, exports, e, "syncBatchNorm", withoutGloo);
#endif
}

}  // namespace bridge
