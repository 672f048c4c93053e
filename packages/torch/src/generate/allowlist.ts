/**
 * The operators that become functions of `ops` and methods of `Tensor`.
 *
 * A line names operators of libtorch (`base.overload`, without `aten::`).
 * `operator=name` gives a name of its own; otherwise the base in camelCase,
 * followed by the overload unless that is the plain one (``, `Tensor`, `self`,
 * `default`). Regenerate with `npm run generate -w packages/torch`.
 */
export const ALLOWLIST = `
# arithmetic
add.Tensor add.Scalar add_.Tensor add_.Scalar sub.Tensor sub.Scalar sub_.Tensor sub_.Scalar rsub.Scalar
mul.Tensor mul.Scalar mul_.Tensor mul_.Scalar div.Tensor div.Scalar div_.Tensor div_.Scalar
div.Tensor_mode=divMode div.Scalar_mode=divScalarMode floor_divide floor_divide.Scalar
remainder.Tensor remainder.Scalar fmod.Tensor fmod.Scalar
pow.Tensor_Scalar=powScalar pow.Tensor_Tensor=pow pow.Scalar=scalarPow pow_.Scalar=powScalar_ square square_
addcmul addcmul_ addcdiv addcdiv_ lerp.Scalar lerp.Tensor lerp_.Scalar lerp_.Tensor
neg neg_ abs abs_ sign sgn reciprocal reciprocal_ sqrt sqrt_ rsqrt rsqrt_ exp exp_ exp2 expm1 log log_ log2 log10 log1p
sin sin_ cos cos_ tan asin acos atan atan2 atan2_ sinh cosh tanh tanh_ asinh acosh atanh
floor floor_ ceil ceil_ round round_ round.decimals=roundDecimals trunc trunc_ frac
erf erfc erfinv erfinv_ lgamma digamma logit sigmoid sigmoid_ hypot copysign.Tensor nan_to_num nan_to_num_
clamp clamp_ clamp.Tensor=clampTensor clamp_.Tensor=clampTensor_ clamp_min clamp_min_ clamp_min.Tensor=clampMinTensor clamp_max clamp_max_ clamp_max.Tensor=clampMaxTensor
maximum minimum fmax fmin logaddexp

# comparison and logic
eq.Tensor eq.Scalar ne.Tensor ne.Scalar lt.Tensor lt.Scalar le.Tensor le.Scalar gt.Tensor gt.Scalar ge.Tensor ge.Scalar
equal allclose isclose isnan isinf isfinite
logical_and logical_or logical_xor logical_not bitwise_and.Tensor bitwise_and.Scalar bitwise_or.Tensor bitwise_xor.Tensor bitwise_not
bitwise_left_shift.Tensor_Scalar=bitwiseLeftShiftScalar bitwise_right_shift.Tensor_Scalar=bitwiseRightShiftScalar
where.self=where where.ScalarOther=whereScalarOther where.ScalarSelf=whereScalarSelf masked_fill.Scalar masked_fill.Tensor masked_fill_.Scalar masked_fill_.Tensor masked_select masked_scatter nonzero
isin.Tensor_Tensor=isin

# reduction
sum sum.dim_IntList=sumDim mean mean.dim=meanDim prod prod.dim_int=prodDim nansum nanmean
var.correction=variance std.correction=std var_mean.correction=varMean std_mean.correction=stdMean
max min max.dim=maxDim min.dim=minDim amax amin aminmax argmax argmin all all.dim=allDim any any.dim=anyDim
logsumexp cumsum cumprod cummax cummin logcumsumexp median median.dim=medianDim nanmedian kthvalue mode quantile.scalar=quantile quantile=quantiles
norm.Scalar=norm norm.ScalarOpt_dim=normDim linalg_vector_norm count_nonzero dist
sort sort.stable=sortStable argsort argsort.stable=argsortStable topk bincount histc unique_consecutive _unique2=unique2 unique_dim searchsorted.Tensor=searchsorted bucketize.Tensor=bucketize
trapezoid.dx=trapezoid diff cov corrcoef

# creation
empty.memory_format=empty empty_like zeros zeros_like ones ones_like full full_like new_zeros new_empty new_full new_ones eye eye.m=eyeRectangular
arange arange.start arange.start_step linspace scalar_tensor
rand rand.generator randn randn.generator randint randint.low randint.generator randint.low_generator randperm randperm.generator rand_like randn_like
normal_ uniform_ bernoulli bernoulli_.float=bernoulli_ random_.from=random_ exponential_ multinomial poisson
tril triu tril_indices triu_indices diag diagonal diag_embed meshgrid.indexing=meshgrid one_hot complex polar

# shape
view reshape view_as reshape_as flatten.using_ints=flatten unflatten.int=unflatten squeeze squeeze.dim=squeezeDim unsqueeze unsqueeze_ expand expand_as
permute transpose.int=transpose t movedim.int=movedim swapaxes contiguous clone detach detach_ alias numpy_T=mirrored
cat stack split.Tensor=split split_with_sizes chunk unbind.int=unbind hsplit.int=hsplit vstack hstack tile repeat repeat_interleave.self_int=repeatInterleave repeat_interleave.self_Tensor=repeatInterleaveTensor
select.int=select slice.Tensor=slice narrow index_select index_select.out=indexSelectOut gather scatter.src=scatter scatter.value=scatterValue scatter_.src=scatter_ scatter_.value=scatterValue_ scatter_add scatter_add_ scatter_reduce.two=scatterReduce
index.Tensor=index index_put index_put_ index_add index_add_ index_copy index_copy_ index_fill.int_Scalar=indexFillScalar take take_along_dim
flip fliplr flipud roll rot90 unfold as_strided pixel_shuffle pixel_unshuffle
to.dtype_layout=to type_as set_data copy_ fill_.Scalar=fillScalar_ fill_.Tensor=fill_ zero_ pin_memory is_pinned view_as_real view_as_complex real imag conj resolve_conj
constant_pad_nd pad

# products and linear algebra
mm bmm matmul mv dot outer addmm addmm_ baddbmm einsum linear bilinear tensordot kron cross linalg_cross cdist pdist
linalg_cholesky linalg_cholesky_ex cholesky_solve linalg_inv linalg_solve linalg_lstsq linalg_qr linalg_eigh linalg_eigvalsh linalg_svd linalg_svdvals linalg_det linalg_slogdet linalg_pinv linalg_matrix_norm linalg_norm linalg_solve_triangular linalg_matrix_exp trace

# Fourier
fft_fft fft_ifft fft_rfft fft_irfft fft_fft2 fft_ifft2 fft_rfft2 fft_irfft2 fft_fftn fft_ifftn fft_rfftn fft_irfftn fft_fftshift fft_ifftshift fft_fftfreq fft_rfftfreq

# networks
conv1d conv2d conv3d conv_transpose2d.input=convTranspose2d convolution
max_pool2d max_pool2d_with_indices max_pool3d max_pool1d avg_pool2d avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d adaptive_max_pool2d
batch_norm native_batch_norm layer_norm native_layer_norm group_norm instance_norm
relu relu_ relu6 leaky_relu leaky_relu_ gelu gelu_ silu silu_ elu softplus hardtanh hardswish mish threshold
softmax.int=softmax log_softmax.int=logSoftmax dropout dropout_ feature_dropout native_dropout
embedding cross_entropy_loss nll_loss nll_loss2d mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits kl_div cosine_similarity pairwise_distance cosine_embedding_loss
scaled_dot_product_attention
upsample_nearest2d upsample_bilinear2d upsample_bicubic2d upsample_trilinear3d upsample_nearest3d upsample_linear1d _upsample_bicubic2d_aa=upsampleBicubic2dAntialias _upsample_bilinear2d_aa=upsampleBilinear2dAntialias
grid_sampler grid_sampler_2d grid_sampler_3d affine_grid_generator im2col col2im
reflection_pad1d reflection_pad2d reflection_pad3d replication_pad2d replication_pad3d

# many tensors at once
_foreach_add_.Scalar _foreach_add_.List _foreach_add.List _foreach_add.Scalar _foreach_add_.ScalarList _foreach_sub_.List _foreach_sub.List _foreach_sub_.Scalar
_foreach_mul_.Scalar _foreach_mul_.List _foreach_mul.Scalar _foreach_mul.List _foreach_mul_.ScalarList _foreach_div_.List _foreach_div.List _foreach_div_.Scalar _foreach_div_.ScalarList
_foreach_addcmul_.Scalar _foreach_addcmul_.ScalarList _foreach_addcdiv_.Scalar _foreach_addcdiv_.ScalarList _foreach_lerp_.Scalar _foreach_lerp_.List
_foreach_sqrt _foreach_sqrt_ _foreach_neg _foreach_neg_ _foreach_reciprocal_ _foreach_zero_ _foreach_copy_ _foreach_norm.Scalar=_foreachNorm _foreach_maximum_.List=_foreachMaximum_
_foreach_exp_ _foreach_abs _foreach_abs_ _foreach_clamp_min_.Scalar _foreach_clamp_max_.Scalar
_fused_adamw_ _fused_sgd_
_amp_foreach_non_finite_check_and_unscale_ _amp_update_scale_
`;
