// One valid call for every operator of the allowlist, so that a malformed call
// differs from a valid one in exactly one value.
import { describeOperator, ops, tensor } from "../../dist/index.js";

/** Kinds of arguments, as `describeOperator` numbers them. */
export const KIND = {
  tensor: 0,
  int: 1,
  float: 2,
  bool: 3,
  scalar: 4,
  string: 5,
  dtype: 6,
  layout: 7,
  device: 8,
  format: 9,
  generator: 10,
};

/** Floats from 0.01 upwards, all different. @param {number[]} shape */
export const F = (...shape) => {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(
    Float32Array.from({ length: count }, (_, index) => (index + 1) / 100),
    { shape },
  );
};
/** Integers counting up and starting again at `modulus`. @param {number} modulus @param {number[]} shape */
export const I = (modulus, ...shape) => {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(
    BigInt64Array.from({ length: count }, (_, index) => BigInt(index % modulus)),
    { shape },
  );
};
/** True and false in turn. @param {number[]} shape */
export const B = (...shape) => ops.eqScalar(I(2, ...shape), 1);
/** Complex numbers. @param {number[]} shape */
const C = (...shape) => ops.complex(F(...shape), F(...shape));
/** A symmetric positive definite matrix. @param {number} n */
const SPD = (n) => ops.add(ops.mulScalar(ops.eye(n), 4), ops.full([n, n], 0.5));
/** A scalar. @param {number} value */
const N = (value) => tensor(value);

const image = () => [F(1, 2, 8, 8)];
const loss = () => [F(4, 4), F(4, 4)];
const pair = () => [
  [SPD(4), SPD(4)],
  [SPD(4), SPD(4)],
];
const fused = () => [0, 1, 2, 3].map(() => [F(4)]);

/** @type {Record<string, () => unknown[]>} */
const SPECIAL = {
  // name: required arguments in the order of the schema, then defaulted ones by name
  "div.Tensor_mode": () => [F(4), F(4), "floor"],
  "div.Scalar_mode": () => [F(4), 2, "floor"],
  clamp: () => [F(4), { min: 0 }],
  clamp_: () => [F(4), { min: 0 }],
  "clamp.Tensor": () => [F(4), { min: F(4) }],
  "clamp_.Tensor": () => [F(4), { min: F(4) }],
  "movedim.int": () => [F(4, 4), 0, 1],
  "fill_.Tensor": () => [F(4), N(1)],
  "where.self": () => [B(4, 4), F(4, 4), F(4, 4)],
  "where.ScalarOther": () => [B(4, 4), F(4, 4), 1],
  "where.ScalarSelf": () => [B(4, 4), 1, F(4, 4)],
  "masked_fill.Scalar": () => [F(4, 4), B(4, 4), 1],
  "masked_fill_.Scalar": () => [F(4, 4), B(4, 4), 1],
  "masked_fill.Tensor": () => [F(4, 4), B(4, 4), N(1)],
  "masked_fill_.Tensor": () => [F(4, 4), B(4, 4), N(1)],
  masked_select: () => [F(4, 4), B(4, 4)],
  masked_scatter: () => [F(4, 4), B(4, 4), F(4, 4)],
  "lerp.Scalar": () => [F(4), F(4), 0.5],
  logical_and: () => [B(4), B(4)],
  "bitwise_and.Tensor": () => [I(5, 4), I(3, 4)],
  "bitwise_and.Scalar": () => [I(5, 4), 3],
  "bitwise_or.Tensor": () => [I(5, 4), I(3, 4)],
  "bitwise_xor.Tensor": () => [I(5, 4), I(3, 4)],
  bitwise_not: () => [I(5, 4)],
  "bitwise_left_shift.Tensor_Scalar": () => [I(5, 4), 1],
  "bitwise_right_shift.Tensor_Scalar": () => [I(5, 4), 1],
  bincount: () => [I(5, 8)],
  "searchsorted.Tensor": () => [F(8), F(3)],
  "bucketize.Tensor": () => [F(3), F(8)],
  "quantile.scalar": () => [F(8), 0.5],
  quantile: () => [F(8), F(3)],
  randint: () => [5, [3]],
  "randint.generator": () => [5, [3], null],
  "randint.low": () => [1, 5, [3]],
  "randint.low_generator": () => [1, 5, [3], null],
  "random_.from": () => [F(4), 0, 5],
  multinomial: () => [F(4), 2],
  exponential_: () => [F(4)],
  "meshgrid.indexing": () => [[F(3), F(4)], "ij"],
  one_hot: () => [I(4, 4)],
  bernoulli: () => [F(4)],
  diag_embed: () => [F(4)],
  linspace: () => [0, 1, 5],
  "arange.start_step": () => [0, 4, 2],
  "arange.start": () => [0, 4],
  arange: () => [4],
  eye: () => [3],
  "eye.m": () => [3, 4],
  tril_indices: () => [3, 3],
  triu_indices: () => [3, 3],
  view: () => [F(4, 4), [2, 8]],
  reshape: () => [F(4, 4), [2, 8]],
  "unflatten.int": () => [F(4, 4), 0, [2, 2]],
  expand: () => [F(1, 4), [3, 4]],
  permute: () => [F(2, 3, 4), [2, 0, 1]],
  split_with_sizes: () => [F(4, 4), [1, 3]],
  "hsplit.int": () => [F(4, 4), 2],
  tile: () => [F(2, 2), [2, 2]],
  repeat: () => [F(2, 2), [2, 2]],
  "repeat_interleave.self_Tensor": () => [F(4), I(3, 4)],
  index_select: () => [F(4, 4), 0, I(4, 3)],
  "index_select.out": () => [F(4, 4), 0, I(4, 3), F(3, 4)],
  gather: () => [F(4, 4), 0, I(4, 2, 4)],
  "scatter.src": () => [F(4, 4), 0, I(4, 2, 4), F(2, 4)],
  "scatter_.src": () => [F(4, 4), 0, I(4, 2, 4), F(2, 4)],
  "scatter.value": () => [F(4, 4), 0, I(4, 2, 4), 1],
  "scatter_.value": () => [F(4, 4), 0, I(4, 2, 4), 1],
  scatter_add: () => [F(4, 4), 0, I(4, 2, 4), F(2, 4)],
  scatter_add_: () => [F(4, 4), 0, I(4, 2, 4), F(2, 4)],
  "scatter_reduce.two": () => [F(4, 4), 0, I(4, 2, 4), F(2, 4), "sum"],
  "index.Tensor": () => [F(4, 4), [I(4, 3), null]],
  index_put: () => [F(4, 4), [I(4, 3), null], F(3, 4)],
  index_put_: () => [F(4, 4), [I(4, 3), null], F(3, 4)],
  index_add: () => [F(4, 4), 0, I(4, 3), F(3, 4)],
  index_add_: () => [F(4, 4), 0, I(4, 3), F(3, 4)],
  index_copy: () => [F(4, 4), 0, I(4, 3), F(3, 4)],
  index_copy_: () => [F(4, 4), 0, I(4, 3), F(3, 4)],
  "index_fill.int_Scalar": () => [F(4, 4), 0, I(4, 3), 1],
  take: () => [F(4, 4), I(16, 3)],
  take_along_dim: () => [F(4, 4), I(4, 4, 4)],
  flip: () => [F(4, 4), [0]],
  roll: () => [F(4, 4), [1]],
  unfold: () => [F(8), 0, 2, 2],
  as_strided: () => [F(4, 4), [2, 2], [4, 1]],
  pixel_shuffle: () => [F(1, 4, 2, 2), 2],
  pixel_unshuffle: () => [F(1, 1, 4, 4), 2],
  view_as_real: () => [C(4)],
  view_as_complex: () => [F(4, 2)],
  imag: () => [C(4)],
  constant_pad_nd: () => [F(4, 4), [1, 1]],
  pad: () => [F(4, 4), [1, 1]],
  mv: () => [F(4, 4), F(4)],
  dot: () => [F(4), F(4)],
  outer: () => [F(4), F(4)],
  bmm: () => [F(2, 4, 4), F(2, 4, 4)],
  baddbmm: () => [F(2, 4, 4), F(2, 4, 4), F(2, 4, 4)],
  einsum: () => ["ij,jk->ik", [F(4, 4), F(4, 4)]],
  bilinear: () => [F(3, 4), F(3, 4), F(2, 4, 4)],
  tensordot: () => [F(4, 4), F(4, 4), [1], [0]],
  cross: () => [F(4, 3), F(4, 3)],
  linalg_cross: () => [F(4, 3), F(4, 3)],
  linalg_matrix_norm: () => [F(4, 4), 2],
  linalg_solve_triangular: () => [SPD(4), F(4, 4), true],
  fft_irfft: () => [C(4)],
  fft_irfft2: () => [C(4, 4)],
  fft_irfftn: () => [C(4, 4)],
  fft_fftfreq: () => [4],
  fft_rfftfreq: () => [4],
  conv1d: () => [F(1, 2, 8), F(3, 2, 3)],
  conv2d: () => [F(1, 2, 8, 8), F(3, 2, 3, 3)],
  conv3d: () => [F(1, 2, 4, 4, 4), F(3, 2, 3, 3, 3)],
  "conv_transpose2d.input": () => [F(1, 2, 8, 8), F(2, 3, 3, 3)],
  convolution: () => [F(1, 2, 8, 8), F(3, 2, 3, 3), F(3), [1, 1], [0, 0], [1, 1], false, [0, 0], 1],
  max_pool1d: () => [F(1, 2, 8), [2]],
  max_pool2d: () => [...image(), [2, 2]],
  max_pool2d_with_indices: () => [...image(), [2, 2]],
  avg_pool2d: () => [...image(), [2, 2]],
  max_pool3d: () => [F(1, 2, 4, 4, 4), [2, 2, 2]],
  avg_pool3d: () => [F(1, 2, 4, 4, 4), [2, 2, 2]],
  adaptive_avg_pool1d: () => [F(1, 2, 8), [2]],
  adaptive_avg_pool2d: () => [...image(), [2, 2]],
  adaptive_max_pool2d: () => [...image(), [2, 2]],
  batch_norm: () => [...image(), F(2), F(2), F(2), F(2), true, 0.1, 1e-5, false],
  native_batch_norm: () => [...image(), F(2), F(2), F(2), F(2), true, 0.1, 1e-5],
  instance_norm: () => [...image(), F(2), F(2), F(2), F(2), true, 0.1, 1e-5, false],
  layer_norm: () => [F(4, 4), [4]],
  native_layer_norm: () => [F(4, 4), [4], F(4), F(4), 1e-5],
  group_norm: () => [F(1, 4, 8), 2],
  dropout: () => [F(4), 0.5, true],
  dropout_: () => [F(4), 0.5, true],
  feature_dropout: () => [F(2, 3, 4), 0.5, true],
  native_dropout: () => [F(4), 0.5, true],
  embedding: () => [F(5, 4), I(5, 3)],
  cross_entropy_loss: () => [F(4, 5), I(5, 4)],
  nll_loss: () => [F(4, 5), I(5, 4)],
  nll_loss2d: () => [F(1, 5, 3, 3), I(5, 1, 3, 3)],
  binary_cross_entropy: loss,
  cosine_embedding_loss: () => [F(4, 4), F(4, 4), F(4)],
  scaled_dot_product_attention: () => [F(1, 2, 4, 8), F(1, 2, 4, 8), F(1, 2, 4, 8)],
  upsample_linear1d: () => [F(1, 2, 8), [4], false],
  upsample_nearest2d: () => [...image(), [4, 4]],
  upsample_bilinear2d: () => [...image(), [4, 4], false],
  upsample_bicubic2d: () => [...image(), [4, 4], false],
  _upsample_bicubic2d_aa: () => [...image(), [4, 4], false],
  _upsample_bilinear2d_aa: () => [...image(), [4, 4], false],
  upsample_trilinear3d: () => [F(1, 2, 4, 4, 4), [2, 2, 2], false],
  upsample_nearest3d: () => [F(1, 2, 4, 4, 4), [2, 2, 2]],
  grid_sampler: () => [...image(), F(1, 4, 4, 2), 0, 0, false],
  grid_sampler_2d: () => [...image(), F(1, 4, 4, 2), 0, 0, false],
  grid_sampler_3d: () => [F(1, 2, 4, 4, 4), F(1, 2, 2, 2, 3), 0, 0, false],
  affine_grid_generator: () => [F(1, 2, 3), [1, 1, 4, 4], false],
  im2col: () => [...image(), [2, 2], [1, 1], [0, 0], [1, 1]],
  col2im: () => [F(1, 8, 49), [8, 8], [2, 2], [1, 1], [0, 0], [1, 1]],
  reflection_pad1d: () => [F(1, 2, 8), [1, 1]],
  reflection_pad2d: () => [...image(), [1, 1, 1, 1]],
  reflection_pad3d: () => [F(1, 2, 4, 4, 4), [1, 1, 1, 1, 1, 1]],
  replication_pad2d: () => [...image(), [1, 1, 1, 1]],
  replication_pad3d: () => [F(1, 2, 4, 4, 4), [1, 1, 1, 1, 1, 1]],
  "_foreach_addcmul_.ScalarList": () => [...pair(), [SPD(4), SPD(4)], [1, 2]],
  "_foreach_addcdiv_.ScalarList": () => [...pair(), [SPD(4), SPD(4)], [1, 2]],
  "_foreach_add_.ScalarList": () => [
    [F(4), F(4)],
    [1, 2],
  ],
  "_foreach_mul_.ScalarList": () => [
    [F(4), F(4)],
    [1, 2],
  ],
  "_foreach_div_.ScalarList": () => [
    [F(4), F(4)],
    [1, 2],
  ],
  _fused_adamw_: () => [...fused(), [], [N(1)], 0.1, 0.9, 0.99, 0.01, 1e-8, false, false],
  _fused_sgd_: () => [...fused().slice(0, 3), 0.1, 0.9, 0.1, 0, false, false, false],
  _amp_update_scale_: () => [N(4), tensor(new Int32Array([0])).select(0, 0), N(0), 2, 0.5, 3],
  _amp_foreach_non_finite_check_and_unscale_: () => [[F(4)], N(0), N(1)],
  set_data: () => [F(4, 4), F(2, 2)],
  poisson: () => [F(4)],
  polar: () => [F(4), F(4)],
  complex: () => [F(4), F(4)],
  normal_: () => [F(4)],
  kthvalue: () => [F(4), 2],
  histc: () => [F(4)],
  "norm.ScalarOpt_dim": () => [F(4, 4), 2, [0]],
  corrcoef: () => [F(4, 4)],
  "trapezoid.dx": () => [F(4)],
  linalg_lstsq: () => [F(4, 4), F(4, 4)],
  "_foreach_lerp_.Scalar": () => [...pair(), 0.5],
  new_full: () => [F(4), [2], 1],
  full: () => [[2], 1],
  view_as: () => [F(4, 4), F(4, 4)],
  swapaxes: () => [F(4, 4), 0, 1],
  rot90: () => [F(4, 4)],
};

/** A value for a required argument of an operator without a special sample. */
function plainValue({ kind, list, name, fixedLength, optional }) {
  const one = () => {
    switch (kind) {
      case KIND.tensor:
        return SPD(4);
      case KIND.int:
        return name === "dim1" ? 1 : name.startsWith("dim") ? 0 : 2;
      case KIND.float:
        return 0.5;
      case KIND.bool:
        return false;
      case KIND.scalar:
        return 2;
      case KIND.string:
        return "";
      case KIND.dtype:
        return "float32";
      default:
        return null;
    }
  };
  if (!list) return kind === KIND.generator && optional ? null : one();
  if (kind === KIND.tensor) return [SPD(4), SPD(4)];
  if (name.startsWith("dim")) return [0];
  return Array.from({ length: fixedLength || 2 }, one);
}

/** Values of a valid call, one for each argument; defaults are `undefined`. @param {string} name */
export function sample(name) {
  const plans = describeOperator(name);
  const special = SPECIAL[name.replace("aten::", "")]?.();
  const last = special?.at(-1);
  const named = Object.getPrototypeOf(last ?? 0) === Object.prototype ? last : {};
  let next = 0;
  return plans.map((plan) => {
    if (plan.hasDefault) return named[plan.name];
    return special === undefined ? plainValue(plan) : special[next++];
  });
}
