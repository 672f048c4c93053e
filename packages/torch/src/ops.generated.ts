// Generated from libtorch's schemas and generate/allowlist.ts: `npm run generate -w packages/torch`.
import type { Device, DType, MemoryFormat, Scalar } from "./dtype.js";
import type { Generator } from "./generator.js";
import { call, declare } from "./operator.js";
import { Tensor } from "./tensor.js";

const op_add = declare("aten::add.Tensor", ["self", "other", "alpha"], ["alpha"]);
/** `aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
export function add(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_add, [self, other, options?.alpha], options) as Tensor;
}

const op_addScalar = declare("aten::add.Scalar", ["self", "other", "alpha"], ["alpha"]);
/** `aten::add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
export function addScalar(self: Tensor, other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_addScalar, [self, other, options?.alpha], options) as Tensor;
}

const op_add_ = declare("aten::add_.Tensor", ["self", "other", "alpha"], ["alpha"]);
/** `aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
export function add_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_add_, [self, other, options?.alpha], options) as Tensor;
}

const op_addScalar_ = declare("aten::add_.Scalar", ["self", "other", "alpha"], ["alpha"]);
/** `aten::add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
export function addScalar_(self: Tensor, other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_addScalar_, [self, other, options?.alpha], options) as Tensor;
}

const op_sub = declare("aten::sub.Tensor", ["self", "other", "alpha"], ["alpha"]);
/** `aten::sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
export function sub(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_sub, [self, other, options?.alpha], options) as Tensor;
}

const op_subScalar = declare("aten::sub.Scalar", ["self", "other", "alpha"], ["alpha"]);
/** `aten::sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
export function subScalar(self: Tensor, other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_subScalar, [self, other, options?.alpha], options) as Tensor;
}

const op_sub_ = declare("aten::sub_.Tensor", ["self", "other", "alpha"], ["alpha"]);
/** `aten::sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
export function sub_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_sub_, [self, other, options?.alpha], options) as Tensor;
}

const op_subScalar_ = declare("aten::sub_.Scalar", ["self", "other", "alpha"], ["alpha"]);
/** `aten::sub_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
export function subScalar_(self: Tensor, other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_subScalar_, [self, other, options?.alpha], options) as Tensor;
}

const op_rsubScalar = declare("aten::rsub.Scalar", ["self", "other", "alpha"], ["alpha"]);
/** `aten::rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
export function rsubScalar(self: Tensor, other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_rsubScalar, [self, other, options?.alpha], options) as Tensor;
}

const op_mul = declare("aten::mul.Tensor", ["self", "other"]);
/** `aten::mul.Tensor(Tensor self, Tensor other) -> Tensor` */
export function mul(self: Tensor, other: Tensor): Tensor {
  return call(op_mul, [self, other]) as Tensor;
}

const op_mulScalar = declare("aten::mul.Scalar", ["self", "other"]);
/** `aten::mul.Scalar(Tensor self, Scalar other) -> Tensor` */
export function mulScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_mulScalar, [self, other]) as Tensor;
}

const op_mul_ = declare("aten::mul_.Tensor", ["self", "other"]);
/** `aten::mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
export function mul_(self: Tensor, other: Tensor): Tensor {
  return call(op_mul_, [self, other]) as Tensor;
}

const op_mulScalar_ = declare("aten::mul_.Scalar", ["self", "other"]);
/** `aten::mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
export function mulScalar_(self: Tensor, other: Scalar): Tensor {
  return call(op_mulScalar_, [self, other]) as Tensor;
}

const op_div = declare("aten::div.Tensor", ["self", "other"]);
/** `aten::div.Tensor(Tensor self, Tensor other) -> Tensor` */
export function div(self: Tensor, other: Tensor): Tensor {
  return call(op_div, [self, other]) as Tensor;
}

const op_divScalar = declare("aten::div.Scalar", ["self", "other"]);
/** `aten::div.Scalar(Tensor self, Scalar other) -> Tensor` */
export function divScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_divScalar, [self, other]) as Tensor;
}

const op_div_ = declare("aten::div_.Tensor", ["self", "other"]);
/** `aten::div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
export function div_(self: Tensor, other: Tensor): Tensor {
  return call(op_div_, [self, other]) as Tensor;
}

const op_divScalar_ = declare("aten::div_.Scalar", ["self", "other"]);
/** `aten::div_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
export function divScalar_(self: Tensor, other: Scalar): Tensor {
  return call(op_divScalar_, [self, other]) as Tensor;
}

const op_divMode = declare("aten::div.Tensor_mode", ["self", "other", "rounding_mode"]);
/** `aten::div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor` */
export function divMode(self: Tensor, other: Tensor, roundingMode: string | null): Tensor {
  return call(op_divMode, [self, other, roundingMode]) as Tensor;
}

const op_divScalarMode = declare("aten::div.Scalar_mode", ["self", "other", "rounding_mode"]);
/** `aten::div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor` */
export function divScalarMode(self: Tensor, other: Scalar, roundingMode: string | null): Tensor {
  return call(op_divScalarMode, [self, other, roundingMode]) as Tensor;
}

const op_floorDivide = declare("aten::floor_divide", ["self", "other"]);
/** `aten::floor_divide(Tensor self, Tensor other) -> Tensor` */
export function floorDivide(self: Tensor, other: Tensor): Tensor {
  return call(op_floorDivide, [self, other]) as Tensor;
}

const op_floorDivideScalar = declare("aten::floor_divide.Scalar", ["self", "other"]);
/** `aten::floor_divide.Scalar(Tensor self, Scalar other) -> Tensor` */
export function floorDivideScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_floorDivideScalar, [self, other]) as Tensor;
}

const op_remainder = declare("aten::remainder.Tensor", ["self", "other"]);
/** `aten::remainder.Tensor(Tensor self, Tensor other) -> Tensor` */
export function remainder(self: Tensor, other: Tensor): Tensor {
  return call(op_remainder, [self, other]) as Tensor;
}

const op_remainderScalar = declare("aten::remainder.Scalar", ["self", "other"]);
/** `aten::remainder.Scalar(Tensor self, Scalar other) -> Tensor` */
export function remainderScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_remainderScalar, [self, other]) as Tensor;
}

const op_fmod = declare("aten::fmod.Tensor", ["self", "other"]);
/** `aten::fmod.Tensor(Tensor self, Tensor other) -> Tensor` */
export function fmod(self: Tensor, other: Tensor): Tensor {
  return call(op_fmod, [self, other]) as Tensor;
}

const op_fmodScalar = declare("aten::fmod.Scalar", ["self", "other"]);
/** `aten::fmod.Scalar(Tensor self, Scalar other) -> Tensor` */
export function fmodScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_fmodScalar, [self, other]) as Tensor;
}

const op_powScalar = declare("aten::pow.Tensor_Scalar", ["self", "exponent"]);
/** `aten::pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor` */
export function powScalar(self: Tensor, exponent: Scalar): Tensor {
  return call(op_powScalar, [self, exponent]) as Tensor;
}

const op_pow = declare("aten::pow.Tensor_Tensor", ["self", "exponent"]);
/** `aten::pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` */
export function pow(self: Tensor, exponent: Tensor): Tensor {
  return call(op_pow, [self, exponent]) as Tensor;
}

const op_scalarPow = declare("aten::pow.Scalar", ["self", "exponent"]);
/** `aten::pow.Scalar(Scalar self, Tensor exponent) -> Tensor` */
export function scalarPow(self: Scalar, exponent: Tensor): Tensor {
  return call(op_scalarPow, [self, exponent]) as Tensor;
}

const op_powScalar_ = declare("aten::pow_.Scalar", ["self", "exponent"]);
/** `aten::pow_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)` */
export function powScalar_(self: Tensor, exponent: Scalar): Tensor {
  return call(op_powScalar_, [self, exponent]) as Tensor;
}

const op_square = declare("aten::square", ["self"]);
/** `aten::square(Tensor self) -> Tensor` */
export function square(self: Tensor): Tensor {
  return call(op_square, [self]) as Tensor;
}

const op_square_ = declare("aten::square_", ["self"]);
/** `aten::square_(Tensor(a!) self) -> Tensor(a!)` */
export function square_(self: Tensor): Tensor {
  return call(op_square_, [self]) as Tensor;
}

const op_addcmul = declare("aten::addcmul", ["self", "tensor1", "tensor2", "value"], ["value"]);
/** `aten::addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
export function addcmul(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor {
  return call(op_addcmul, [self, tensor1, tensor2, options?.value], options) as Tensor;
}

const op_addcmul_ = declare("aten::addcmul_", ["self", "tensor1", "tensor2", "value"], ["value"]);
/** `aten::addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
export function addcmul_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor {
  return call(op_addcmul_, [self, tensor1, tensor2, options?.value], options) as Tensor;
}

const op_addcdiv = declare("aten::addcdiv", ["self", "tensor1", "tensor2", "value"], ["value"]);
/** `aten::addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
export function addcdiv(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor {
  return call(op_addcdiv, [self, tensor1, tensor2, options?.value], options) as Tensor;
}

const op_addcdiv_ = declare("aten::addcdiv_", ["self", "tensor1", "tensor2", "value"], ["value"]);
/** `aten::addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
export function addcdiv_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor {
  return call(op_addcdiv_, [self, tensor1, tensor2, options?.value], options) as Tensor;
}

const op_lerpScalar = declare("aten::lerp.Scalar", ["self", "end", "weight"]);
/** `aten::lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor` */
export function lerpScalar(self: Tensor, end: Tensor, weight: Scalar): Tensor {
  return call(op_lerpScalar, [self, end, weight]) as Tensor;
}

const op_lerp = declare("aten::lerp.Tensor", ["self", "end", "weight"]);
/** `aten::lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor` */
export function lerp(self: Tensor, end: Tensor, weight: Tensor): Tensor {
  return call(op_lerp, [self, end, weight]) as Tensor;
}

const op_lerpScalar_ = declare("aten::lerp_.Scalar", ["self", "end", "weight"]);
/** `aten::lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)` */
export function lerpScalar_(self: Tensor, end: Tensor, weight: Scalar): Tensor {
  return call(op_lerpScalar_, [self, end, weight]) as Tensor;
}

const op_lerp_ = declare("aten::lerp_.Tensor", ["self", "end", "weight"]);
/** `aten::lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)` */
export function lerp_(self: Tensor, end: Tensor, weight: Tensor): Tensor {
  return call(op_lerp_, [self, end, weight]) as Tensor;
}

const op_neg = declare("aten::neg", ["self"]);
/** `aten::neg(Tensor self) -> Tensor` */
export function neg(self: Tensor): Tensor {
  return call(op_neg, [self]) as Tensor;
}

const op_neg_ = declare("aten::neg_", ["self"]);
/** `aten::neg_(Tensor(a!) self) -> Tensor(a!)` */
export function neg_(self: Tensor): Tensor {
  return call(op_neg_, [self]) as Tensor;
}

const op_abs = declare("aten::abs", ["self"]);
/** `aten::abs(Tensor self) -> Tensor` */
export function abs(self: Tensor): Tensor {
  return call(op_abs, [self]) as Tensor;
}

const op_abs_ = declare("aten::abs_", ["self"]);
/** `aten::abs_(Tensor(a!) self) -> Tensor(a!)` */
export function abs_(self: Tensor): Tensor {
  return call(op_abs_, [self]) as Tensor;
}

const op_sign = declare("aten::sign", ["self"]);
/** `aten::sign(Tensor self) -> Tensor` */
export function sign(self: Tensor): Tensor {
  return call(op_sign, [self]) as Tensor;
}

const op_sgn = declare("aten::sgn", ["self"]);
/** `aten::sgn(Tensor self) -> Tensor` */
export function sgn(self: Tensor): Tensor {
  return call(op_sgn, [self]) as Tensor;
}

const op_reciprocal = declare("aten::reciprocal", ["self"]);
/** `aten::reciprocal(Tensor self) -> Tensor` */
export function reciprocal(self: Tensor): Tensor {
  return call(op_reciprocal, [self]) as Tensor;
}

const op_reciprocal_ = declare("aten::reciprocal_", ["self"]);
/** `aten::reciprocal_(Tensor(a!) self) -> Tensor(a!)` */
export function reciprocal_(self: Tensor): Tensor {
  return call(op_reciprocal_, [self]) as Tensor;
}

const op_sqrt = declare("aten::sqrt", ["self"]);
/** `aten::sqrt(Tensor self) -> Tensor` */
export function sqrt(self: Tensor): Tensor {
  return call(op_sqrt, [self]) as Tensor;
}

const op_sqrt_ = declare("aten::sqrt_", ["self"]);
/** `aten::sqrt_(Tensor(a!) self) -> Tensor(a!)` */
export function sqrt_(self: Tensor): Tensor {
  return call(op_sqrt_, [self]) as Tensor;
}

const op_rsqrt = declare("aten::rsqrt", ["self"]);
/** `aten::rsqrt(Tensor self) -> Tensor` */
export function rsqrt(self: Tensor): Tensor {
  return call(op_rsqrt, [self]) as Tensor;
}

const op_rsqrt_ = declare("aten::rsqrt_", ["self"]);
/** `aten::rsqrt_(Tensor(a!) self) -> Tensor(a!)` */
export function rsqrt_(self: Tensor): Tensor {
  return call(op_rsqrt_, [self]) as Tensor;
}

const op_exp = declare("aten::exp", ["self"]);
/** `aten::exp(Tensor self) -> Tensor` */
export function exp(self: Tensor): Tensor {
  return call(op_exp, [self]) as Tensor;
}

const op_exp_ = declare("aten::exp_", ["self"]);
/** `aten::exp_(Tensor(a!) self) -> Tensor(a!)` */
export function exp_(self: Tensor): Tensor {
  return call(op_exp_, [self]) as Tensor;
}

const op_exp2 = declare("aten::exp2", ["self"]);
/** `aten::exp2(Tensor self) -> Tensor` */
export function exp2(self: Tensor): Tensor {
  return call(op_exp2, [self]) as Tensor;
}

const op_expm1 = declare("aten::expm1", ["self"]);
/** `aten::expm1(Tensor self) -> Tensor` */
export function expm1(self: Tensor): Tensor {
  return call(op_expm1, [self]) as Tensor;
}

const op_log = declare("aten::log", ["self"]);
/** `aten::log(Tensor self) -> Tensor` */
export function log(self: Tensor): Tensor {
  return call(op_log, [self]) as Tensor;
}

const op_log_ = declare("aten::log_", ["self"]);
/** `aten::log_(Tensor(a!) self) -> Tensor(a!)` */
export function log_(self: Tensor): Tensor {
  return call(op_log_, [self]) as Tensor;
}

const op_log2 = declare("aten::log2", ["self"]);
/** `aten::log2(Tensor self) -> Tensor` */
export function log2(self: Tensor): Tensor {
  return call(op_log2, [self]) as Tensor;
}

const op_log10 = declare("aten::log10", ["self"]);
/** `aten::log10(Tensor self) -> Tensor` */
export function log10(self: Tensor): Tensor {
  return call(op_log10, [self]) as Tensor;
}

const op_log1p = declare("aten::log1p", ["self"]);
/** `aten::log1p(Tensor self) -> Tensor` */
export function log1p(self: Tensor): Tensor {
  return call(op_log1p, [self]) as Tensor;
}

const op_sin = declare("aten::sin", ["self"]);
/** `aten::sin(Tensor self) -> Tensor` */
export function sin(self: Tensor): Tensor {
  return call(op_sin, [self]) as Tensor;
}

const op_sin_ = declare("aten::sin_", ["self"]);
/** `aten::sin_(Tensor(a!) self) -> Tensor(a!)` */
export function sin_(self: Tensor): Tensor {
  return call(op_sin_, [self]) as Tensor;
}

const op_cos = declare("aten::cos", ["self"]);
/** `aten::cos(Tensor self) -> Tensor` */
export function cos(self: Tensor): Tensor {
  return call(op_cos, [self]) as Tensor;
}

const op_cos_ = declare("aten::cos_", ["self"]);
/** `aten::cos_(Tensor(a!) self) -> Tensor(a!)` */
export function cos_(self: Tensor): Tensor {
  return call(op_cos_, [self]) as Tensor;
}

const op_tan = declare("aten::tan", ["self"]);
/** `aten::tan(Tensor self) -> Tensor` */
export function tan(self: Tensor): Tensor {
  return call(op_tan, [self]) as Tensor;
}

const op_asin = declare("aten::asin", ["self"]);
/** `aten::asin(Tensor self) -> Tensor` */
export function asin(self: Tensor): Tensor {
  return call(op_asin, [self]) as Tensor;
}

const op_acos = declare("aten::acos", ["self"]);
/** `aten::acos(Tensor self) -> Tensor` */
export function acos(self: Tensor): Tensor {
  return call(op_acos, [self]) as Tensor;
}

const op_atan = declare("aten::atan", ["self"]);
/** `aten::atan(Tensor self) -> Tensor` */
export function atan(self: Tensor): Tensor {
  return call(op_atan, [self]) as Tensor;
}

const op_atan2 = declare("aten::atan2", ["self", "other"]);
/** `aten::atan2(Tensor self, Tensor other) -> Tensor` */
export function atan2(self: Tensor, other: Tensor): Tensor {
  return call(op_atan2, [self, other]) as Tensor;
}

const op_atan2_ = declare("aten::atan2_", ["self", "other"]);
/** `aten::atan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
export function atan2_(self: Tensor, other: Tensor): Tensor {
  return call(op_atan2_, [self, other]) as Tensor;
}

const op_sinh = declare("aten::sinh", ["self"]);
/** `aten::sinh(Tensor self) -> Tensor` */
export function sinh(self: Tensor): Tensor {
  return call(op_sinh, [self]) as Tensor;
}

const op_cosh = declare("aten::cosh", ["self"]);
/** `aten::cosh(Tensor self) -> Tensor` */
export function cosh(self: Tensor): Tensor {
  return call(op_cosh, [self]) as Tensor;
}

const op_tanh = declare("aten::tanh", ["self"]);
/** `aten::tanh(Tensor self) -> Tensor` */
export function tanh(self: Tensor): Tensor {
  return call(op_tanh, [self]) as Tensor;
}

const op_tanh_ = declare("aten::tanh_", ["self"]);
/** `aten::tanh_(Tensor(a!) self) -> Tensor(a!)` */
export function tanh_(self: Tensor): Tensor {
  return call(op_tanh_, [self]) as Tensor;
}

const op_asinh = declare("aten::asinh", ["self"]);
/** `aten::asinh(Tensor self) -> Tensor` */
export function asinh(self: Tensor): Tensor {
  return call(op_asinh, [self]) as Tensor;
}

const op_acosh = declare("aten::acosh", ["self"]);
/** `aten::acosh(Tensor self) -> Tensor` */
export function acosh(self: Tensor): Tensor {
  return call(op_acosh, [self]) as Tensor;
}

const op_atanh = declare("aten::atanh", ["self"]);
/** `aten::atanh(Tensor self) -> Tensor` */
export function atanh(self: Tensor): Tensor {
  return call(op_atanh, [self]) as Tensor;
}

const op_floor = declare("aten::floor", ["self"]);
/** `aten::floor(Tensor self) -> Tensor` */
export function floor(self: Tensor): Tensor {
  return call(op_floor, [self]) as Tensor;
}

const op_floor_ = declare("aten::floor_", ["self"]);
/** `aten::floor_(Tensor(a!) self) -> Tensor(a!)` */
export function floor_(self: Tensor): Tensor {
  return call(op_floor_, [self]) as Tensor;
}

const op_ceil = declare("aten::ceil", ["self"]);
/** `aten::ceil(Tensor self) -> Tensor` */
export function ceil(self: Tensor): Tensor {
  return call(op_ceil, [self]) as Tensor;
}

const op_ceil_ = declare("aten::ceil_", ["self"]);
/** `aten::ceil_(Tensor(a!) self) -> Tensor(a!)` */
export function ceil_(self: Tensor): Tensor {
  return call(op_ceil_, [self]) as Tensor;
}

const op_round = declare("aten::round", ["self"]);
/** `aten::round(Tensor self) -> Tensor` */
export function round(self: Tensor): Tensor {
  return call(op_round, [self]) as Tensor;
}

const op_round_ = declare("aten::round_", ["self"]);
/** `aten::round_(Tensor(a!) self) -> Tensor(a!)` */
export function round_(self: Tensor): Tensor {
  return call(op_round_, [self]) as Tensor;
}

const op_roundDecimals = declare("aten::round.decimals", ["self", "decimals"]);
/** `aten::round.decimals(Tensor self, *, int decimals) -> Tensor` */
export function roundDecimals(self: Tensor, decimals: number): Tensor {
  return call(op_roundDecimals, [self, decimals]) as Tensor;
}

const op_trunc = declare("aten::trunc", ["self"]);
/** `aten::trunc(Tensor self) -> Tensor` */
export function trunc(self: Tensor): Tensor {
  return call(op_trunc, [self]) as Tensor;
}

const op_trunc_ = declare("aten::trunc_", ["self"]);
/** `aten::trunc_(Tensor(a!) self) -> Tensor(a!)` */
export function trunc_(self: Tensor): Tensor {
  return call(op_trunc_, [self]) as Tensor;
}

const op_frac = declare("aten::frac", ["self"]);
/** `aten::frac(Tensor self) -> Tensor` */
export function frac(self: Tensor): Tensor {
  return call(op_frac, [self]) as Tensor;
}

const op_erf = declare("aten::erf", ["self"]);
/** `aten::erf(Tensor self) -> Tensor` */
export function erf(self: Tensor): Tensor {
  return call(op_erf, [self]) as Tensor;
}

const op_erfc = declare("aten::erfc", ["self"]);
/** `aten::erfc(Tensor self) -> Tensor` */
export function erfc(self: Tensor): Tensor {
  return call(op_erfc, [self]) as Tensor;
}

const op_erfinv = declare("aten::erfinv", ["self"]);
/** `aten::erfinv(Tensor self) -> Tensor` */
export function erfinv(self: Tensor): Tensor {
  return call(op_erfinv, [self]) as Tensor;
}

const op_erfinv_ = declare("aten::erfinv_", ["self"]);
/** `aten::erfinv_(Tensor(a!) self) -> Tensor(a!)` */
export function erfinv_(self: Tensor): Tensor {
  return call(op_erfinv_, [self]) as Tensor;
}

const op_lgamma = declare("aten::lgamma", ["self"]);
/** `aten::lgamma(Tensor self) -> Tensor` */
export function lgamma(self: Tensor): Tensor {
  return call(op_lgamma, [self]) as Tensor;
}

const op_digamma = declare("aten::digamma", ["self"]);
/** `aten::digamma(Tensor self) -> Tensor` */
export function digamma(self: Tensor): Tensor {
  return call(op_digamma, [self]) as Tensor;
}

const op_logit = declare("aten::logit", ["self", "eps"], ["eps"]);
/** `aten::logit(Tensor self, float? eps=None) -> Tensor` */
export function logit(self: Tensor, options?: { eps?: number | null | undefined }): Tensor {
  return call(op_logit, [self, options?.eps], options) as Tensor;
}

const op_sigmoid = declare("aten::sigmoid", ["self"]);
/** `aten::sigmoid(Tensor self) -> Tensor` */
export function sigmoid(self: Tensor): Tensor {
  return call(op_sigmoid, [self]) as Tensor;
}

const op_sigmoid_ = declare("aten::sigmoid_", ["self"]);
/** `aten::sigmoid_(Tensor(a!) self) -> Tensor(a!)` */
export function sigmoid_(self: Tensor): Tensor {
  return call(op_sigmoid_, [self]) as Tensor;
}

const op_hypot = declare("aten::hypot", ["self", "other"]);
/** `aten::hypot(Tensor self, Tensor other) -> Tensor` */
export function hypot(self: Tensor, other: Tensor): Tensor {
  return call(op_hypot, [self, other]) as Tensor;
}

const op_copysign = declare("aten::copysign.Tensor", ["self", "other"]);
/** `aten::copysign.Tensor(Tensor self, Tensor other) -> Tensor` */
export function copysign(self: Tensor, other: Tensor): Tensor {
  return call(op_copysign, [self, other]) as Tensor;
}

const op_nanToNum = declare("aten::nan_to_num", ["self", "nan", "posinf", "neginf"], ["nan", "posinf", "neginf"]);
/** `aten::nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor` */
export function nanToNum(self: Tensor, options?: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor {
  return call(op_nanToNum, [self, options?.nan, options?.posinf, options?.neginf], options) as Tensor;
}

const op_nanToNum_ = declare("aten::nan_to_num_", ["self", "nan", "posinf", "neginf"], ["nan", "posinf", "neginf"]);
/** `aten::nan_to_num_(Tensor(a!) self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor(a!)` */
export function nanToNum_(self: Tensor, options?: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor {
  return call(op_nanToNum_, [self, options?.nan, options?.posinf, options?.neginf], options) as Tensor;
}

const op_clamp = declare("aten::clamp", ["self", "min", "max"], ["min", "max"]);
/** `aten::clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` */
export function clamp(self: Tensor, options?: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor {
  return call(op_clamp, [self, options?.min, options?.max], options) as Tensor;
}

const op_clamp_ = declare("aten::clamp_", ["self", "min", "max"], ["min", "max"]);
/** `aten::clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)` */
export function clamp_(self: Tensor, options?: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor {
  return call(op_clamp_, [self, options?.min, options?.max], options) as Tensor;
}

const op_clampTensor = declare("aten::clamp.Tensor", ["self", "min", "max"], ["min", "max"]);
/** `aten::clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor` */
export function clampTensor(self: Tensor, options?: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor {
  return call(op_clampTensor, [self, options?.min, options?.max], options) as Tensor;
}

const op_clampTensor_ = declare("aten::clamp_.Tensor", ["self", "min", "max"], ["min", "max"]);
/** `aten::clamp_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)` */
export function clampTensor_(self: Tensor, options?: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor {
  return call(op_clampTensor_, [self, options?.min, options?.max], options) as Tensor;
}

const op_clampMin = declare("aten::clamp_min", ["self", "min"]);
/** `aten::clamp_min(Tensor self, Scalar min) -> Tensor` */
export function clampMin(self: Tensor, min: Scalar): Tensor {
  return call(op_clampMin, [self, min]) as Tensor;
}

const op_clampMin_ = declare("aten::clamp_min_", ["self", "min"]);
/** `aten::clamp_min_(Tensor(a!) self, Scalar min) -> Tensor(a!)` */
export function clampMin_(self: Tensor, min: Scalar): Tensor {
  return call(op_clampMin_, [self, min]) as Tensor;
}

const op_clampMinTensor = declare("aten::clamp_min.Tensor", ["self", "min"]);
/** `aten::clamp_min.Tensor(Tensor self, Tensor min) -> Tensor` */
export function clampMinTensor(self: Tensor, min: Tensor): Tensor {
  return call(op_clampMinTensor, [self, min]) as Tensor;
}

const op_clampMax = declare("aten::clamp_max", ["self", "max"]);
/** `aten::clamp_max(Tensor self, Scalar max) -> Tensor` */
export function clampMax(self: Tensor, max: Scalar): Tensor {
  return call(op_clampMax, [self, max]) as Tensor;
}

const op_clampMax_ = declare("aten::clamp_max_", ["self", "max"]);
/** `aten::clamp_max_(Tensor(a!) self, Scalar max) -> Tensor(a!)` */
export function clampMax_(self: Tensor, max: Scalar): Tensor {
  return call(op_clampMax_, [self, max]) as Tensor;
}

const op_clampMaxTensor = declare("aten::clamp_max.Tensor", ["self", "max"]);
/** `aten::clamp_max.Tensor(Tensor self, Tensor max) -> Tensor` */
export function clampMaxTensor(self: Tensor, max: Tensor): Tensor {
  return call(op_clampMaxTensor, [self, max]) as Tensor;
}

const op_maximum = declare("aten::maximum", ["self", "other"]);
/** `aten::maximum(Tensor self, Tensor other) -> Tensor` */
export function maximum(self: Tensor, other: Tensor): Tensor {
  return call(op_maximum, [self, other]) as Tensor;
}

const op_minimum = declare("aten::minimum", ["self", "other"]);
/** `aten::minimum(Tensor self, Tensor other) -> Tensor` */
export function minimum(self: Tensor, other: Tensor): Tensor {
  return call(op_minimum, [self, other]) as Tensor;
}

const op_fmax = declare("aten::fmax", ["self", "other"]);
/** `aten::fmax(Tensor self, Tensor other) -> Tensor` */
export function fmax(self: Tensor, other: Tensor): Tensor {
  return call(op_fmax, [self, other]) as Tensor;
}

const op_fmin = declare("aten::fmin", ["self", "other"]);
/** `aten::fmin(Tensor self, Tensor other) -> Tensor` */
export function fmin(self: Tensor, other: Tensor): Tensor {
  return call(op_fmin, [self, other]) as Tensor;
}

const op_logaddexp = declare("aten::logaddexp", ["self", "other"]);
/** `aten::logaddexp(Tensor self, Tensor other) -> Tensor` */
export function logaddexp(self: Tensor, other: Tensor): Tensor {
  return call(op_logaddexp, [self, other]) as Tensor;
}

const op_eq = declare("aten::eq.Tensor", ["self", "other"]);
/** `aten::eq.Tensor(Tensor self, Tensor other) -> Tensor` */
export function eq(self: Tensor, other: Tensor): Tensor {
  return call(op_eq, [self, other]) as Tensor;
}

const op_eqScalar = declare("aten::eq.Scalar", ["self", "other"]);
/** `aten::eq.Scalar(Tensor self, Scalar other) -> Tensor` */
export function eqScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_eqScalar, [self, other]) as Tensor;
}

const op_ne = declare("aten::ne.Tensor", ["self", "other"]);
/** `aten::ne.Tensor(Tensor self, Tensor other) -> Tensor` */
export function ne(self: Tensor, other: Tensor): Tensor {
  return call(op_ne, [self, other]) as Tensor;
}

const op_neScalar = declare("aten::ne.Scalar", ["self", "other"]);
/** `aten::ne.Scalar(Tensor self, Scalar other) -> Tensor` */
export function neScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_neScalar, [self, other]) as Tensor;
}

const op_lt = declare("aten::lt.Tensor", ["self", "other"]);
/** `aten::lt.Tensor(Tensor self, Tensor other) -> Tensor` */
export function lt(self: Tensor, other: Tensor): Tensor {
  return call(op_lt, [self, other]) as Tensor;
}

const op_ltScalar = declare("aten::lt.Scalar", ["self", "other"]);
/** `aten::lt.Scalar(Tensor self, Scalar other) -> Tensor` */
export function ltScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_ltScalar, [self, other]) as Tensor;
}

const op_le = declare("aten::le.Tensor", ["self", "other"]);
/** `aten::le.Tensor(Tensor self, Tensor other) -> Tensor` */
export function le(self: Tensor, other: Tensor): Tensor {
  return call(op_le, [self, other]) as Tensor;
}

const op_leScalar = declare("aten::le.Scalar", ["self", "other"]);
/** `aten::le.Scalar(Tensor self, Scalar other) -> Tensor` */
export function leScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_leScalar, [self, other]) as Tensor;
}

const op_gt = declare("aten::gt.Tensor", ["self", "other"]);
/** `aten::gt.Tensor(Tensor self, Tensor other) -> Tensor` */
export function gt(self: Tensor, other: Tensor): Tensor {
  return call(op_gt, [self, other]) as Tensor;
}

const op_gtScalar = declare("aten::gt.Scalar", ["self", "other"]);
/** `aten::gt.Scalar(Tensor self, Scalar other) -> Tensor` */
export function gtScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_gtScalar, [self, other]) as Tensor;
}

const op_ge = declare("aten::ge.Tensor", ["self", "other"]);
/** `aten::ge.Tensor(Tensor self, Tensor other) -> Tensor` */
export function ge(self: Tensor, other: Tensor): Tensor {
  return call(op_ge, [self, other]) as Tensor;
}

const op_geScalar = declare("aten::ge.Scalar", ["self", "other"]);
/** `aten::ge.Scalar(Tensor self, Scalar other) -> Tensor` */
export function geScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_geScalar, [self, other]) as Tensor;
}

const op_equal = declare("aten::equal", ["self", "other"]);
/** `aten::equal(Tensor self, Tensor other) -> bool` */
export function equal(self: Tensor, other: Tensor): boolean {
  return call(op_equal, [self, other]) as boolean;
}

const op_allclose = declare("aten::allclose", ["self", "other", "rtol", "atol", "equal_nan"], ["rtol", "atol", "equalNan"]);
/** `aten::allclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> bool` */
export function allclose(self: Tensor, other: Tensor, options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): boolean {
  return call(op_allclose, [self, other, options?.rtol, options?.atol, options?.equalNan], options) as boolean;
}

const op_isclose = declare("aten::isclose", ["self", "other", "rtol", "atol", "equal_nan"], ["rtol", "atol", "equalNan"]);
/** `aten::isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor` */
export function isclose(self: Tensor, other: Tensor, options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): Tensor {
  return call(op_isclose, [self, other, options?.rtol, options?.atol, options?.equalNan], options) as Tensor;
}

const op_isnan = declare("aten::isnan", ["self"]);
/** `aten::isnan(Tensor self) -> Tensor` */
export function isnan(self: Tensor): Tensor {
  return call(op_isnan, [self]) as Tensor;
}

const op_isinf = declare("aten::isinf", ["self"]);
/** `aten::isinf(Tensor self) -> Tensor` */
export function isinf(self: Tensor): Tensor {
  return call(op_isinf, [self]) as Tensor;
}

const op_isfinite = declare("aten::isfinite", ["self"]);
/** `aten::isfinite(Tensor self) -> Tensor` */
export function isfinite(self: Tensor): Tensor {
  return call(op_isfinite, [self]) as Tensor;
}

const op_logicalAnd = declare("aten::logical_and", ["self", "other"]);
/** `aten::logical_and(Tensor self, Tensor other) -> Tensor` */
export function logicalAnd(self: Tensor, other: Tensor): Tensor {
  return call(op_logicalAnd, [self, other]) as Tensor;
}

const op_logicalOr = declare("aten::logical_or", ["self", "other"]);
/** `aten::logical_or(Tensor self, Tensor other) -> Tensor` */
export function logicalOr(self: Tensor, other: Tensor): Tensor {
  return call(op_logicalOr, [self, other]) as Tensor;
}

const op_logicalXor = declare("aten::logical_xor", ["self", "other"]);
/** `aten::logical_xor(Tensor self, Tensor other) -> Tensor` */
export function logicalXor(self: Tensor, other: Tensor): Tensor {
  return call(op_logicalXor, [self, other]) as Tensor;
}

const op_logicalNot = declare("aten::logical_not", ["self"]);
/** `aten::logical_not(Tensor self) -> Tensor` */
export function logicalNot(self: Tensor): Tensor {
  return call(op_logicalNot, [self]) as Tensor;
}

const op_bitwiseAnd = declare("aten::bitwise_and.Tensor", ["self", "other"]);
/** `aten::bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor` */
export function bitwiseAnd(self: Tensor, other: Tensor): Tensor {
  return call(op_bitwiseAnd, [self, other]) as Tensor;
}

const op_bitwiseAndScalar = declare("aten::bitwise_and.Scalar", ["self", "other"]);
/** `aten::bitwise_and.Scalar(Tensor self, Scalar other) -> Tensor` */
export function bitwiseAndScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_bitwiseAndScalar, [self, other]) as Tensor;
}

const op_bitwiseOr = declare("aten::bitwise_or.Tensor", ["self", "other"]);
/** `aten::bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor` */
export function bitwiseOr(self: Tensor, other: Tensor): Tensor {
  return call(op_bitwiseOr, [self, other]) as Tensor;
}

const op_bitwiseXor = declare("aten::bitwise_xor.Tensor", ["self", "other"]);
/** `aten::bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor` */
export function bitwiseXor(self: Tensor, other: Tensor): Tensor {
  return call(op_bitwiseXor, [self, other]) as Tensor;
}

const op_bitwiseNot = declare("aten::bitwise_not", ["self"]);
/** `aten::bitwise_not(Tensor self) -> Tensor` */
export function bitwiseNot(self: Tensor): Tensor {
  return call(op_bitwiseNot, [self]) as Tensor;
}

const op_bitwiseLeftShiftScalar = declare("aten::bitwise_left_shift.Tensor_Scalar", ["self", "other"]);
/** `aten::bitwise_left_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor` */
export function bitwiseLeftShiftScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_bitwiseLeftShiftScalar, [self, other]) as Tensor;
}

const op_bitwiseRightShiftScalar = declare("aten::bitwise_right_shift.Tensor_Scalar", ["self", "other"]);
/** `aten::bitwise_right_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor` */
export function bitwiseRightShiftScalar(self: Tensor, other: Scalar): Tensor {
  return call(op_bitwiseRightShiftScalar, [self, other]) as Tensor;
}

const op_where = declare("aten::where.self", ["condition", "self", "other"]);
/** `aten::where.self(Tensor condition, Tensor self, Tensor other) -> Tensor` */
export function where(condition: Tensor, self: Tensor, other: Tensor): Tensor {
  return call(op_where, [condition, self, other]) as Tensor;
}

const op_whereScalarOther = declare("aten::where.ScalarOther", ["condition", "self", "other"]);
/** `aten::where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor` */
export function whereScalarOther(condition: Tensor, self: Tensor, other: Scalar): Tensor {
  return call(op_whereScalarOther, [condition, self, other]) as Tensor;
}

const op_whereScalarSelf = declare("aten::where.ScalarSelf", ["condition", "self", "other"]);
/** `aten::where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor` */
export function whereScalarSelf(condition: Tensor, self: Scalar, other: Tensor): Tensor {
  return call(op_whereScalarSelf, [condition, self, other]) as Tensor;
}

const op_maskedFillScalar = declare("aten::masked_fill.Scalar", ["self", "mask", "value"]);
/** `aten::masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor` */
export function maskedFillScalar(self: Tensor, mask: Tensor, value: Scalar): Tensor {
  return call(op_maskedFillScalar, [self, mask, value]) as Tensor;
}

const op_maskedFill = declare("aten::masked_fill.Tensor", ["self", "mask", "value"]);
/** `aten::masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor` */
export function maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor {
  return call(op_maskedFill, [self, mask, value]) as Tensor;
}

const op_maskedFillScalar_ = declare("aten::masked_fill_.Scalar", ["self", "mask", "value"]);
/** `aten::masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)` */
export function maskedFillScalar_(self: Tensor, mask: Tensor, value: Scalar): Tensor {
  return call(op_maskedFillScalar_, [self, mask, value]) as Tensor;
}

const op_maskedFill_ = declare("aten::masked_fill_.Tensor", ["self", "mask", "value"]);
/** `aten::masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)` */
export function maskedFill_(self: Tensor, mask: Tensor, value: Tensor): Tensor {
  return call(op_maskedFill_, [self, mask, value]) as Tensor;
}

const op_maskedSelect = declare("aten::masked_select", ["self", "mask"]);
/** `aten::masked_select(Tensor self, Tensor mask) -> Tensor` */
export function maskedSelect(self: Tensor, mask: Tensor): Tensor {
  return call(op_maskedSelect, [self, mask]) as Tensor;
}

const op_maskedScatter = declare("aten::masked_scatter", ["self", "mask", "source"]);
/** `aten::masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor` */
export function maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor {
  return call(op_maskedScatter, [self, mask, source]) as Tensor;
}

const op_nonzero = declare("aten::nonzero", ["self"]);
/** `aten::nonzero(Tensor self) -> Tensor` */
export function nonzero(self: Tensor): Tensor {
  return call(op_nonzero, [self]) as Tensor;
}

const op_isin = declare("aten::isin.Tensor_Tensor", ["elements", "test_elements", "assume_unique", "invert"], ["assumeUnique", "invert"]);
/** `aten::isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor` */
export function isin(elements: Tensor, testElements: Tensor, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor {
  return call(op_isin, [elements, testElements, options?.assumeUnique, options?.invert], options) as Tensor;
}

const op_sum = declare("aten::sum", ["self", "dtype"], ["dtype"]);
/** `aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
export function sum(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_sum, [self, options?.dtype], options) as Tensor;
}

const op_sumDim = declare("aten::sum.dim_IntList", ["self", "dim", "keepdim", "dtype"], ["keepdim", "dtype"]);
/** `aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function sumDim(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_sumDim, [self, dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_mean = declare("aten::mean", ["self", "dtype"], ["dtype"]);
/** `aten::mean(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
export function mean(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_mean, [self, options?.dtype], options) as Tensor;
}

const op_meanDim = declare("aten::mean.dim", ["self", "dim", "keepdim", "dtype"], ["keepdim", "dtype"]);
/** `aten::mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function meanDim(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_meanDim, [self, dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_prod = declare("aten::prod", ["self", "dtype"], ["dtype"]);
/** `aten::prod(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
export function prod(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_prod, [self, options?.dtype], options) as Tensor;
}

const op_prodDim = declare("aten::prod.dim_int", ["self", "dim", "keepdim", "dtype"], ["keepdim", "dtype"]);
/** `aten::prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function prodDim(self: Tensor, dim: number, options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_prodDim, [self, dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_nansum = declare("aten::nansum", ["self", "dim", "keepdim", "dtype"], ["dim", "keepdim", "dtype"]);
/** `aten::nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function nansum(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_nansum, [self, options?.dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_nanmean = declare("aten::nanmean", ["self", "dim", "keepdim", "dtype"], ["dim", "keepdim", "dtype"]);
/** `aten::nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function nanmean(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_nanmean, [self, options?.dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_variance = declare("aten::var.correction", ["self", "dim", "correction", "keepdim"], ["dim", "correction", "keepdim"]);
/** `aten::var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
export function variance(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_variance, [self, options?.dim, options?.correction, options?.keepdim], options) as Tensor;
}

const op_std = declare("aten::std.correction", ["self", "dim", "correction", "keepdim"], ["dim", "correction", "keepdim"]);
/** `aten::std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
export function std(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_std, [self, options?.dim, options?.correction, options?.keepdim], options) as Tensor;
}

const op_varMean = declare("aten::var_mean.correction", ["self", "dim", "correction", "keepdim"], ["dim", "correction", "keepdim"]);
/** `aten::var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
export function varMean(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_varMean, [self, options?.dim, options?.correction, options?.keepdim], options) as [Tensor, Tensor];
}

const op_stdMean = declare("aten::std_mean.correction", ["self", "dim", "correction", "keepdim"], ["dim", "correction", "keepdim"]);
/** `aten::std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
export function stdMean(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_stdMean, [self, options?.dim, options?.correction, options?.keepdim], options) as [Tensor, Tensor];
}

const op_max = declare("aten::max", ["self"]);
/** `aten::max(Tensor self) -> Tensor` */
export function max(self: Tensor): Tensor {
  return call(op_max, [self]) as Tensor;
}

const op_min = declare("aten::min", ["self"]);
/** `aten::min(Tensor self) -> Tensor` */
export function min(self: Tensor): Tensor {
  return call(op_min, [self]) as Tensor;
}

const op_maxDim = declare("aten::max.dim", ["self", "dim", "keepdim"], ["keepdim"]);
/** `aten::max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function maxDim(self: Tensor, dim: number, options?: { keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_maxDim, [self, dim, options?.keepdim], options) as [Tensor, Tensor];
}

const op_minDim = declare("aten::min.dim", ["self", "dim", "keepdim"], ["keepdim"]);
/** `aten::min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function minDim(self: Tensor, dim: number, options?: { keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_minDim, [self, dim, options?.keepdim], options) as [Tensor, Tensor];
}

const op_amax = declare("aten::amax", ["self", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
export function amax(self: Tensor, options?: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_amax, [self, options?.dim, options?.keepdim], options) as Tensor;
}

const op_amin = declare("aten::amin", ["self", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
export function amin(self: Tensor, options?: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_amin, [self, options?.dim, options?.keepdim], options) as Tensor;
}

const op_aminmax = declare("aten::aminmax", ["self", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)` */
export function aminmax(self: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_aminmax, [self, options?.dim, options?.keepdim], options) as [Tensor, Tensor];
}

const op_argmax = declare("aten::argmax", ["self", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
export function argmax(self: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_argmax, [self, options?.dim, options?.keepdim], options) as Tensor;
}

const op_argmin = declare("aten::argmin", ["self", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
export function argmin(self: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_argmin, [self, options?.dim, options?.keepdim], options) as Tensor;
}

const op_all = declare("aten::all", ["self"]);
/** `aten::all(Tensor self) -> Tensor` */
export function all(self: Tensor): Tensor {
  return call(op_all, [self]) as Tensor;
}

const op_allDim = declare("aten::all.dim", ["self", "dim", "keepdim"], ["keepdim"]);
/** `aten::all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` */
export function allDim(self: Tensor, dim: number, options?: { keepdim?: boolean | undefined }): Tensor {
  return call(op_allDim, [self, dim, options?.keepdim], options) as Tensor;
}

const op_any = declare("aten::any", ["self"]);
/** `aten::any(Tensor self) -> Tensor` */
export function any(self: Tensor): Tensor {
  return call(op_any, [self]) as Tensor;
}

const op_anyDim = declare("aten::any.dim", ["self", "dim", "keepdim"], ["keepdim"]);
/** `aten::any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` */
export function anyDim(self: Tensor, dim: number, options?: { keepdim?: boolean | undefined }): Tensor {
  return call(op_anyDim, [self, dim, options?.keepdim], options) as Tensor;
}

const op_logsumexp = declare("aten::logsumexp", ["self", "dim", "keepdim"], ["keepdim"]);
/** `aten::logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
export function logsumexp(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean | undefined }): Tensor {
  return call(op_logsumexp, [self, dim, options?.keepdim], options) as Tensor;
}

const op_cumsum = declare("aten::cumsum", ["self", "dim", "dtype"], ["dtype"]);
/** `aten::cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
export function cumsum(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_cumsum, [self, dim, options?.dtype], options) as Tensor;
}

const op_cumprod = declare("aten::cumprod", ["self", "dim", "dtype"], ["dtype"]);
/** `aten::cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
export function cumprod(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_cumprod, [self, dim, options?.dtype], options) as Tensor;
}

const op_cummax = declare("aten::cummax", ["self", "dim"]);
/** `aten::cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
export function cummax(self: Tensor, dim: number): [Tensor, Tensor] {
  return call(op_cummax, [self, dim]) as [Tensor, Tensor];
}

const op_cummin = declare("aten::cummin", ["self", "dim"]);
/** `aten::cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
export function cummin(self: Tensor, dim: number): [Tensor, Tensor] {
  return call(op_cummin, [self, dim]) as [Tensor, Tensor];
}

const op_logcumsumexp = declare("aten::logcumsumexp", ["self", "dim"]);
/** `aten::logcumsumexp(Tensor self, int dim) -> Tensor` */
export function logcumsumexp(self: Tensor, dim: number): Tensor {
  return call(op_logcumsumexp, [self, dim]) as Tensor;
}

const op_median = declare("aten::median", ["self"]);
/** `aten::median(Tensor self) -> Tensor` */
export function median(self: Tensor): Tensor {
  return call(op_median, [self]) as Tensor;
}

const op_medianDim = declare("aten::median.dim", ["self", "dim", "keepdim"], ["keepdim"]);
/** `aten::median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function medianDim(self: Tensor, dim: number, options?: { keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_medianDim, [self, dim, options?.keepdim], options) as [Tensor, Tensor];
}

const op_nanmedian = declare("aten::nanmedian", ["self"]);
/** `aten::nanmedian(Tensor self) -> Tensor` */
export function nanmedian(self: Tensor): Tensor {
  return call(op_nanmedian, [self]) as Tensor;
}

const op_kthvalue = declare("aten::kthvalue", ["self", "k", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function kthvalue(self: Tensor, k: number, options?: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_kthvalue, [self, k, options?.dim, options?.keepdim], options) as [Tensor, Tensor];
}

const op_mode = declare("aten::mode", ["self", "dim", "keepdim"], ["dim", "keepdim"]);
/** `aten::mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
export function mode(self: Tensor, options?: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_mode, [self, options?.dim, options?.keepdim], options) as [Tensor, Tensor];
}

const op_quantile = declare("aten::quantile.scalar", ["self", "q", "dim", "keepdim", "interpolation"], ["dim", "keepdim", "interpolation"]);
/** `aten::quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
export function quantile(self: Tensor, q: number, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor {
  return call(op_quantile, [self, q, options?.dim, options?.keepdim, options?.interpolation], options) as Tensor;
}

const op_quantiles = declare("aten::quantile", ["self", "q", "dim", "keepdim", "interpolation"], ["dim", "keepdim", "interpolation"]);
/** `aten::quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
export function quantiles(self: Tensor, q: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor {
  return call(op_quantiles, [self, q, options?.dim, options?.keepdim, options?.interpolation], options) as Tensor;
}

const op_norm = declare("aten::norm.Scalar", ["self", "p"], ["p"]);
/** `aten::norm.Scalar(Tensor self, Scalar p=2) -> Tensor` */
export function norm(self: Tensor, options?: { p?: Scalar | undefined }): Tensor {
  return call(op_norm, [self, options?.p], options) as Tensor;
}

const op_normDim = declare("aten::norm.ScalarOpt_dim", ["self", "p", "dim", "keepdim"], ["keepdim"]);
/** `aten::norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor` */
export function normDim(self: Tensor, p: Scalar | null, dim: number | readonly number[], options?: { keepdim?: boolean | undefined }): Tensor {
  return call(op_normDim, [self, p, dim, options?.keepdim], options) as Tensor;
}

const op_linalgVectorNorm = declare("aten::linalg_vector_norm", ["self", "ord", "dim", "keepdim", "dtype"], ["ord", "dim", "keepdim", "dtype"]);
/** `aten::linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function linalgVectorNorm(self: Tensor, options?: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_linalgVectorNorm, [self, options?.ord, options?.dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_countNonzero = declare("aten::count_nonzero", ["self", "dim"], ["dim"]);
/** `aten::count_nonzero(Tensor self, int? dim=None) -> Tensor` */
export function countNonzero(self: Tensor, options?: { dim?: number | null | undefined }): Tensor {
  return call(op_countNonzero, [self, options?.dim], options) as Tensor;
}

const op_dist = declare("aten::dist", ["self", "other", "p"], ["p"]);
/** `aten::dist(Tensor self, Tensor other, Scalar p=2) -> Tensor` */
export function dist(self: Tensor, other: Tensor, options?: { p?: Scalar | undefined }): Tensor {
  return call(op_dist, [self, other, options?.p], options) as Tensor;
}

const op_sort = declare("aten::sort", ["self", "dim", "descending"], ["dim", "descending"]);
/** `aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
export function sort(self: Tensor, options?: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_sort, [self, options?.dim, options?.descending], options) as [Tensor, Tensor];
}

const op_sortStable = declare("aten::sort.stable", ["self", "stable", "dim", "descending"], ["dim", "descending"]);
/** `aten::sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
export function sortStable(self: Tensor, stable: boolean | null, options?: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_sortStable, [self, stable, options?.dim, options?.descending], options) as [Tensor, Tensor];
}

const op_argsort = declare("aten::argsort", ["self", "dim", "descending"], ["dim", "descending"]);
/** `aten::argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor` */
export function argsort(self: Tensor, options?: { dim?: number | undefined; descending?: boolean | undefined }): Tensor {
  return call(op_argsort, [self, options?.dim, options?.descending], options) as Tensor;
}

const op_argsortStable = declare("aten::argsort.stable", ["self", "stable", "dim", "descending"], ["dim", "descending"]);
/** `aten::argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor` */
export function argsortStable(self: Tensor, stable: boolean, options?: { dim?: number | undefined; descending?: boolean | undefined }): Tensor {
  return call(op_argsortStable, [self, stable, options?.dim, options?.descending], options) as Tensor;
}

const op_topk = declare("aten::topk", ["self", "k", "dim", "largest", "sorted"], ["dim", "largest", "sorted"]);
/** `aten::topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)` */
export function topk(self: Tensor, k: number, options?: { dim?: number | undefined; largest?: boolean | undefined; sorted?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_topk, [self, k, options?.dim, options?.largest, options?.sorted], options) as [Tensor, Tensor];
}

const op_bincount = declare("aten::bincount", ["self", "weights", "minlength"], ["weights", "minlength"]);
/** `aten::bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor` */
export function bincount(self: Tensor, options?: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor {
  return call(op_bincount, [self, options?.weights, options?.minlength], options) as Tensor;
}

const op_histc = declare("aten::histc", ["self", "bins", "min", "max"], ["bins", "min", "max"]);
/** `aten::histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor` */
export function histc(self: Tensor, options?: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor {
  return call(op_histc, [self, options?.bins, options?.min, options?.max], options) as Tensor;
}

const op_uniqueConsecutive = declare("aten::unique_consecutive", ["self", "return_inverse", "return_counts", "dim"], ["returnInverse", "returnCounts", "dim"]);
/** `aten::unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)` */
export function uniqueConsecutive(self: Tensor, options?: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined; dim?: number | null | undefined }): [Tensor, Tensor, Tensor] {
  return call(op_uniqueConsecutive, [self, options?.returnInverse, options?.returnCounts, options?.dim], options) as [Tensor, Tensor, Tensor];
}

const op_unique2 = declare("aten::_unique2", ["self", "sorted", "return_inverse", "return_counts"], ["sorted", "returnInverse", "returnCounts"]);
/** `aten::_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
export function unique2(self: Tensor, options?: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor] {
  return call(op_unique2, [self, options?.sorted, options?.returnInverse, options?.returnCounts], options) as [Tensor, Tensor, Tensor];
}

const op_uniqueDim = declare("aten::unique_dim", ["self", "dim", "sorted", "return_inverse", "return_counts"], ["sorted", "returnInverse", "returnCounts"]);
/** `aten::unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
export function uniqueDim(self: Tensor, dim: number, options?: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor] {
  return call(op_uniqueDim, [self, dim, options?.sorted, options?.returnInverse, options?.returnCounts], options) as [Tensor, Tensor, Tensor];
}

const op_searchsorted = declare("aten::searchsorted.Tensor", ["sorted_sequence", "self", "out_int32", "right", "side", "sorter"], ["outInt32", "right", "side", "sorter"]);
/** `aten::searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor` */
export function searchsorted(sortedSequence: Tensor, self: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined; side?: string | null | undefined; sorter?: Tensor | null | undefined }): Tensor {
  return call(op_searchsorted, [sortedSequence, self, options?.outInt32, options?.right, options?.side, options?.sorter], options) as Tensor;
}

const op_bucketize = declare("aten::bucketize.Tensor", ["self", "boundaries", "out_int32", "right"], ["outInt32", "right"]);
/** `aten::bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor` */
export function bucketize(self: Tensor, boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor {
  return call(op_bucketize, [self, boundaries, options?.outInt32, options?.right], options) as Tensor;
}

const op_trapezoid = declare("aten::trapezoid.dx", ["y", "dx", "dim"], ["dx", "dim"]);
/** `aten::trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor` */
export function trapezoid(y: Tensor, options?: { dx?: Scalar | undefined; dim?: number | undefined }): Tensor {
  return call(op_trapezoid, [y, options?.dx, options?.dim], options) as Tensor;
}

const op_diff = declare("aten::diff", ["self", "n", "dim", "prepend", "append"], ["n", "dim", "prepend", "append"]);
/** `aten::diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor` */
export function diff(self: Tensor, options?: { n?: number | undefined; dim?: number | undefined; prepend?: Tensor | null | undefined; append?: Tensor | null | undefined }): Tensor {
  return call(op_diff, [self, options?.n, options?.dim, options?.prepend, options?.append], options) as Tensor;
}

const op_cov = declare("aten::cov", ["self", "correction", "fweights", "aweights"], ["correction", "fweights", "aweights"]);
/** `aten::cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor` */
export function cov(self: Tensor, options?: { correction?: number | undefined; fweights?: Tensor | null | undefined; aweights?: Tensor | null | undefined }): Tensor {
  return call(op_cov, [self, options?.correction, options?.fweights, options?.aweights], options) as Tensor;
}

const op_corrcoef = declare("aten::corrcoef", ["self"]);
/** `aten::corrcoef(Tensor self) -> Tensor` */
export function corrcoef(self: Tensor): Tensor {
  return call(op_corrcoef, [self]) as Tensor;
}

const op_empty = declare("aten::empty.memory_format", ["size", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::empty.memory_format(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function empty(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_empty, [size, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_emptyLike = declare("aten::empty_like", ["self", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::empty_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function emptyLike(self: Tensor, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_emptyLike, [self, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_zeros = declare("aten::zeros", ["size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function zeros(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_zeros, [size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_zerosLike = declare("aten::zeros_like", ["self", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function zerosLike(self: Tensor, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_zerosLike, [self, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_ones = declare("aten::ones", ["size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::ones(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function ones(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_ones, [size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_onesLike = declare("aten::ones_like", ["self", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function onesLike(self: Tensor, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_onesLike, [self, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_full = declare("aten::full", ["size", "fill_value", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::full(SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function full(size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_full, [size, fillValue, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_fullLike = declare("aten::full_like", ["self", "fill_value", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function fullLike(self: Tensor, fillValue: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_fullLike, [self, fillValue, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_newZeros = declare("aten::new_zeros", ["self", "size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::new_zeros(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function newZeros(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_newZeros, [self, size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_newEmpty = declare("aten::new_empty", ["self", "size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::new_empty(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function newEmpty(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_newEmpty, [self, size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_newFull = declare("aten::new_full", ["self", "size", "fill_value", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function newFull(self: Tensor, size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_newFull, [self, size, fillValue, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_newOnes = declare("aten::new_ones", ["self", "size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::new_ones(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function newOnes(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_newOnes, [self, size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_eye = declare("aten::eye", ["n", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::eye(SymInt n, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function eye(n: number, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_eye, [n, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_eyeRectangular = declare("aten::eye.m", ["n", "m", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::eye.m(SymInt n, SymInt m, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function eyeRectangular(n: number, m: number, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_eyeRectangular, [n, m, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_arange = declare("aten::arange", ["end", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::arange(Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function arange(end: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_arange, [end, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_arangeStart = declare("aten::arange.start", ["start", "end", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::arange.start(Scalar start, Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function arangeStart(start: Scalar, end: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_arangeStart, [start, end, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_arangeStartStep = declare("aten::arange.start_step", ["start", "end", "step", "dtype", "device", "pin_memory"], ["step", "dtype", "device", "pinMemory"]);
/** `aten::arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function arangeStartStep(start: Scalar, end: Scalar, options?: { step?: Scalar | undefined; dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_arangeStartStep, [start, end, options?.step, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_linspace = declare("aten::linspace", ["start", "end", "steps", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function linspace(start: Scalar, end: Scalar, steps: number, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_linspace, [start, end, steps, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_scalarTensor = declare("aten::scalar_tensor", ["s", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::scalar_tensor(Scalar s, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function scalarTensor(s: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_scalarTensor, [s, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_rand = declare("aten::rand", ["size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::rand(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function rand(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_rand, [size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randGenerator = declare("aten::rand.generator", ["size", "generator", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::rand.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randGenerator(size: readonly number[], generator: Generator | null, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randGenerator, [size, generator, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randn = declare("aten::randn", ["size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randn(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randn(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randn, [size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randnGenerator = declare("aten::randn.generator", ["size", "generator", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randn.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randnGenerator(size: readonly number[], generator: Generator | null, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randnGenerator, [size, generator, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randint = declare("aten::randint", ["high", "size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randint(SymInt high, SymInt[] size, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randint(high: number, size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randint, [high, size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randintLow = declare("aten::randint.low", ["low", "high", "size", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randint.low(SymInt low, SymInt high, SymInt[] size, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randintLow(low: number, high: number, size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randintLow, [low, high, size, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randintGenerator = declare("aten::randint.generator", ["high", "size", "generator", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randint.generator(SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randintGenerator(high: number, size: readonly number[], generator: Generator | null, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randintGenerator, [high, size, generator, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randintLowGenerator = declare("aten::randint.low_generator", ["low", "high", "size", "generator", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randint.low_generator(SymInt low, SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randintLowGenerator(low: number, high: number, size: readonly number[], generator: Generator | null, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randintLowGenerator, [low, high, size, generator, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randperm = declare("aten::randperm", ["n", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randperm(SymInt n, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randperm(n: number, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randperm, [n, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randpermGenerator = declare("aten::randperm.generator", ["n", "generator", "dtype", "device", "pin_memory"], ["dtype", "device", "pinMemory"]);
/** `aten::randperm.generator(SymInt n, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function randpermGenerator(n: number, generator: Generator | null, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_randpermGenerator, [n, generator, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_randLike = declare("aten::rand_like", ["self", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::rand_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function randLike(self: Tensor, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_randLike, [self, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_randnLike = declare("aten::randn_like", ["self", "dtype", "device", "pin_memory", "memory_format"], ["dtype", "device", "pinMemory", "memoryFormat"]);
/** `aten::randn_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
export function randnLike(self: Tensor, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_randnLike, [self, options?.dtype, options?.device, options?.pinMemory, options?.memoryFormat], options) as Tensor;
}

const op_normal_ = declare("aten::normal_", ["self", "mean", "std", "generator"], ["mean", "std", "generator"]);
/** `aten::normal_(Tensor(a!) self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor(a!)` */
export function normal_(self: Tensor, options?: { mean?: number | undefined; std?: number | undefined; generator?: Generator | null | undefined }): Tensor {
  return call(op_normal_, [self, options?.mean, options?.std, options?.generator], options) as Tensor;
}

const op_uniform_ = declare("aten::uniform_", ["self", "from", "to", "generator"], ["from", "to", "generator"]);
/** `aten::uniform_(Tensor(a!) self, float from=0., float to=1., *, Generator? generator=None) -> Tensor(a!)` */
export function uniform_(self: Tensor, options?: { from?: number | undefined; to?: number | undefined; generator?: Generator | null | undefined }): Tensor {
  return call(op_uniform_, [self, options?.from, options?.to, options?.generator], options) as Tensor;
}

const op_bernoulli = declare("aten::bernoulli", ["self", "generator"], ["generator"]);
/** `aten::bernoulli(Tensor self, *, Generator? generator=None) -> Tensor` */
export function bernoulli(self: Tensor, options?: { generator?: Generator | null | undefined }): Tensor {
  return call(op_bernoulli, [self, options?.generator], options) as Tensor;
}

const op_bernoulli_ = declare("aten::bernoulli_.float", ["self", "p", "generator"], ["p", "generator"]);
/** `aten::bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)` */
export function bernoulli_(self: Tensor, options?: { p?: number | undefined; generator?: Generator | null | undefined }): Tensor {
  return call(op_bernoulli_, [self, options?.p, options?.generator], options) as Tensor;
}

const op_random_ = declare("aten::random_.from", ["self", "from", "to", "generator"], ["generator"]);
/** `aten::random_.from(Tensor(a!) self, int from, int? to, *, Generator? generator=None) -> Tensor(a!)` */
export function random_(self: Tensor, from: number, to: number | null, options?: { generator?: Generator | null | undefined }): Tensor {
  return call(op_random_, [self, from, to, options?.generator], options) as Tensor;
}

const op_exponential_ = declare("aten::exponential_", ["self", "lambd", "generator"], ["lambd", "generator"]);
/** `aten::exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> Tensor(a!)` */
export function exponential_(self: Tensor, options?: { lambd?: number | undefined; generator?: Generator | null | undefined }): Tensor {
  return call(op_exponential_, [self, options?.lambd, options?.generator], options) as Tensor;
}

const op_multinomial = declare("aten::multinomial", ["self", "num_samples", "replacement", "generator"], ["replacement", "generator"]);
/** `aten::multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor` */
export function multinomial(self: Tensor, numSamples: number, options?: { replacement?: boolean | undefined; generator?: Generator | null | undefined }): Tensor {
  return call(op_multinomial, [self, numSamples, options?.replacement, options?.generator], options) as Tensor;
}

const op_poisson = declare("aten::poisson", ["self", "generator"], ["generator"]);
/** `aten::poisson(Tensor self, Generator? generator=None) -> Tensor` */
export function poisson(self: Tensor, options?: { generator?: Generator | null | undefined }): Tensor {
  return call(op_poisson, [self, options?.generator], options) as Tensor;
}

const op_tril = declare("aten::tril", ["self", "diagonal"], ["diagonal"]);
/** `aten::tril(Tensor self, SymInt diagonal=0) -> Tensor` */
export function tril(self: Tensor, options?: { diagonal?: number | undefined }): Tensor {
  return call(op_tril, [self, options?.diagonal], options) as Tensor;
}

const op_triu = declare("aten::triu", ["self", "diagonal"], ["diagonal"]);
/** `aten::triu(Tensor self, SymInt diagonal=0) -> Tensor` */
export function triu(self: Tensor, options?: { diagonal?: number | undefined }): Tensor {
  return call(op_triu, [self, options?.diagonal], options) as Tensor;
}

const op_trilIndices = declare("aten::tril_indices", ["row", "col", "offset", "dtype", "device", "pin_memory"], ["offset", "dtype", "device", "pinMemory"]);
/** `aten::tril_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function trilIndices(row: number, col: number, options?: { offset?: number | undefined; dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_trilIndices, [row, col, options?.offset, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_triuIndices = declare("aten::triu_indices", ["row", "col", "offset", "dtype", "device", "pin_memory"], ["offset", "dtype", "device", "pinMemory"]);
/** `aten::triu_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function triuIndices(row: number, col: number, options?: { offset?: number | undefined; dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_triuIndices, [row, col, options?.offset, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_diag = declare("aten::diag", ["self", "diagonal"], ["diagonal"]);
/** `aten::diag(Tensor self, int diagonal=0) -> Tensor` */
export function diag(self: Tensor, options?: { diagonal?: number | undefined }): Tensor {
  return call(op_diag, [self, options?.diagonal], options) as Tensor;
}

const op_diagonal = declare("aten::diagonal", ["self", "offset", "dim1", "dim2"], ["offset", "dim1", "dim2"]);
/** `aten::diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
export function diagonal(self: Tensor, options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor {
  return call(op_diagonal, [self, options?.offset, options?.dim1, options?.dim2], options) as Tensor;
}

const op_diagEmbed = declare("aten::diag_embed", ["self", "offset", "dim1", "dim2"], ["offset", "dim1", "dim2"]);
/** `aten::diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor` */
export function diagEmbed(self: Tensor, options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor {
  return call(op_diagEmbed, [self, options?.offset, options?.dim1, options?.dim2], options) as Tensor;
}

const op_meshgrid = declare("aten::meshgrid.indexing", ["tensors", "indexing"]);
/** `aten::meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]` */
export function meshgrid(tensors: readonly Tensor[], indexing: string): Tensor[] {
  return call(op_meshgrid, [tensors, indexing]) as Tensor[];
}

const op_oneHot = declare("aten::one_hot", ["self", "num_classes"], ["numClasses"]);
/** `aten::one_hot(Tensor self, int num_classes=-1) -> Tensor` */
export function oneHot(self: Tensor, options?: { numClasses?: number | undefined }): Tensor {
  return call(op_oneHot, [self, options?.numClasses], options) as Tensor;
}

const op_complex = declare("aten::complex", ["real", "imag"]);
/** `aten::complex(Tensor real, Tensor imag) -> Tensor` */
export function complex(real: Tensor, imag: Tensor): Tensor {
  return call(op_complex, [real, imag]) as Tensor;
}

const op_polar = declare("aten::polar", ["abs", "angle"]);
/** `aten::polar(Tensor abs, Tensor angle) -> Tensor` */
export function polar(abs: Tensor, angle: Tensor): Tensor {
  return call(op_polar, [abs, angle]) as Tensor;
}

const op_view = declare("aten::view", ["self", "size"]);
/** `aten::view(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
export function view(self: Tensor, size: readonly number[]): Tensor {
  return call(op_view, [self, size]) as Tensor;
}

const op_reshape = declare("aten::reshape", ["self", "shape"]);
/** `aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)` */
export function reshape(self: Tensor, shape: readonly number[]): Tensor {
  return call(op_reshape, [self, shape]) as Tensor;
}

const op_viewAs = declare("aten::view_as", ["self", "other"]);
/** `aten::view_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
export function viewAs(self: Tensor, other: Tensor): Tensor {
  return call(op_viewAs, [self, other]) as Tensor;
}

const op_reshapeAs = declare("aten::reshape_as", ["self", "other"]);
/** `aten::reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
export function reshapeAs(self: Tensor, other: Tensor): Tensor {
  return call(op_reshapeAs, [self, other]) as Tensor;
}

const op_flatten = declare("aten::flatten.using_ints", ["self", "start_dim", "end_dim"], ["startDim", "endDim"]);
/** `aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)` */
export function flatten(self: Tensor, options?: { startDim?: number | undefined; endDim?: number | undefined }): Tensor {
  return call(op_flatten, [self, options?.startDim, options?.endDim], options) as Tensor;
}

const op_unflatten = declare("aten::unflatten.int", ["self", "dim", "sizes"]);
/** `aten::unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)` */
export function unflatten(self: Tensor, dim: number, sizes: readonly number[]): Tensor {
  return call(op_unflatten, [self, dim, sizes]) as Tensor;
}

const op_squeeze = declare("aten::squeeze", ["self"]);
/** `aten::squeeze(Tensor(a) self) -> Tensor(a)` */
export function squeeze(self: Tensor): Tensor {
  return call(op_squeeze, [self]) as Tensor;
}

const op_squeezeDim = declare("aten::squeeze.dim", ["self", "dim"]);
/** `aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)` */
export function squeezeDim(self: Tensor, dim: number): Tensor {
  return call(op_squeezeDim, [self, dim]) as Tensor;
}

const op_unsqueeze = declare("aten::unsqueeze", ["self", "dim"]);
/** `aten::unsqueeze(Tensor(a) self, int dim) -> Tensor(a)` */
export function unsqueeze(self: Tensor, dim: number): Tensor {
  return call(op_unsqueeze, [self, dim]) as Tensor;
}

const op_unsqueeze_ = declare("aten::unsqueeze_", ["self", "dim"]);
/** `aten::unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)` */
export function unsqueeze_(self: Tensor, dim: number): Tensor {
  return call(op_unsqueeze_, [self, dim]) as Tensor;
}

const op_expand = declare("aten::expand", ["self", "size", "implicit"], ["implicit"]);
/** `aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)` */
export function expand(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor {
  return call(op_expand, [self, size, options?.implicit], options) as Tensor;
}

const op_expandAs = declare("aten::expand_as", ["self", "other"]);
/** `aten::expand_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
export function expandAs(self: Tensor, other: Tensor): Tensor {
  return call(op_expandAs, [self, other]) as Tensor;
}

const op_permute = declare("aten::permute", ["self", "dims"]);
/** `aten::permute(Tensor(a) self, int[] dims) -> Tensor(a)` */
export function permute(self: Tensor, dims: readonly number[]): Tensor {
  return call(op_permute, [self, dims]) as Tensor;
}

const op_transpose = declare("aten::transpose.int", ["self", "dim0", "dim1"]);
/** `aten::transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
export function transpose(self: Tensor, dim0: number, dim1: number): Tensor {
  return call(op_transpose, [self, dim0, dim1]) as Tensor;
}

const op_t = declare("aten::t", ["self"]);
/** `aten::t(Tensor(a) self) -> Tensor(a)` */
export function t(self: Tensor): Tensor {
  return call(op_t, [self]) as Tensor;
}

const op_movedim = declare("aten::movedim.int", ["self", "source", "destination"]);
/** `aten::movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)` */
export function movedim(self: Tensor, source: number, destination: number): Tensor {
  return call(op_movedim, [self, source, destination]) as Tensor;
}

const op_swapaxes = declare("aten::swapaxes", ["self", "axis0", "axis1"]);
/** `aten::swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)` */
export function swapaxes(self: Tensor, axis0: number, axis1: number): Tensor {
  return call(op_swapaxes, [self, axis0, axis1]) as Tensor;
}

const op_contiguous = declare("aten::contiguous", ["self", "memory_format"], ["memoryFormat"]);
/** `aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)` */
export function contiguous(self: Tensor, options?: { memoryFormat?: MemoryFormat | undefined }): Tensor {
  return call(op_contiguous, [self, options?.memoryFormat], options) as Tensor;
}

const op_clone = declare("aten::clone", ["self", "memory_format"], ["memoryFormat"]);
/** `aten::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
export function clone(self: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_clone, [self, options?.memoryFormat], options) as Tensor;
}

const op_detach = declare("aten::detach", ["self"]);
/** `aten::detach(Tensor(a) self) -> Tensor(a)` */
export function detach(self: Tensor): Tensor {
  return call(op_detach, [self]) as Tensor;
}

const op_detach_ = declare("aten::detach_", ["self"]);
/** `aten::detach_(Tensor(a!) self) -> Tensor(a!)` */
export function detach_(self: Tensor): Tensor {
  return call(op_detach_, [self]) as Tensor;
}

const op_alias = declare("aten::alias", ["self"]);
/** `aten::alias(Tensor(a) self) -> Tensor(a)` */
export function alias(self: Tensor): Tensor {
  return call(op_alias, [self]) as Tensor;
}

const op_mirrored = declare("aten::numpy_T", ["self"]);
/** `aten::numpy_T(Tensor(a) self) -> Tensor(a)` */
export function mirrored(self: Tensor): Tensor {
  return call(op_mirrored, [self]) as Tensor;
}

const op_cat = declare("aten::cat", ["tensors", "dim"], ["dim"]);
/** `aten::cat(Tensor[] tensors, int dim=0) -> Tensor` */
export function cat(tensors: readonly Tensor[], options?: { dim?: number | undefined }): Tensor {
  return call(op_cat, [tensors, options?.dim], options) as Tensor;
}

const op_stack = declare("aten::stack", ["tensors", "dim"], ["dim"]);
/** `aten::stack(Tensor[] tensors, int dim=0) -> Tensor` */
export function stack(tensors: readonly Tensor[], options?: { dim?: number | undefined }): Tensor {
  return call(op_stack, [tensors, options?.dim], options) as Tensor;
}

const op_split = declare("aten::split.Tensor", ["self", "split_size", "dim"], ["dim"]);
/** `aten::split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]` */
export function split(self: Tensor, splitSize: number, options?: { dim?: number | undefined }): Tensor[] {
  return call(op_split, [self, splitSize, options?.dim], options) as Tensor[];
}

const op_splitWithSizes = declare("aten::split_with_sizes", ["self", "split_sizes", "dim"], ["dim"]);
/** `aten::split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]` */
export function splitWithSizes(self: Tensor, splitSizes: readonly number[], options?: { dim?: number | undefined }): Tensor[] {
  return call(op_splitWithSizes, [self, splitSizes, options?.dim], options) as Tensor[];
}

const op_chunk = declare("aten::chunk", ["self", "chunks", "dim"], ["dim"]);
/** `aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]` */
export function chunk(self: Tensor, chunks: number, options?: { dim?: number | undefined }): Tensor[] {
  return call(op_chunk, [self, chunks, options?.dim], options) as Tensor[];
}

const op_unbind = declare("aten::unbind.int", ["self", "dim"], ["dim"]);
/** `aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]` */
export function unbind(self: Tensor, options?: { dim?: number | undefined }): Tensor[] {
  return call(op_unbind, [self, options?.dim], options) as Tensor[];
}

const op_hsplit = declare("aten::hsplit.int", ["self", "sections"]);
/** `aten::hsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]` */
export function hsplit(self: Tensor, sections: number): Tensor[] {
  return call(op_hsplit, [self, sections]) as Tensor[];
}

const op_vstack = declare("aten::vstack", ["tensors"]);
/** `aten::vstack(Tensor[] tensors) -> Tensor` */
export function vstack(tensors: readonly Tensor[]): Tensor {
  return call(op_vstack, [tensors]) as Tensor;
}

const op_hstack = declare("aten::hstack", ["tensors"]);
/** `aten::hstack(Tensor[] tensors) -> Tensor` */
export function hstack(tensors: readonly Tensor[]): Tensor {
  return call(op_hstack, [tensors]) as Tensor;
}

const op_tile = declare("aten::tile", ["self", "dims"]);
/** `aten::tile(Tensor self, SymInt[] dims) -> Tensor` */
export function tile(self: Tensor, dims: readonly number[]): Tensor {
  return call(op_tile, [self, dims]) as Tensor;
}

const op_repeat = declare("aten::repeat", ["self", "repeats"]);
/** `aten::repeat(Tensor self, SymInt[] repeats) -> Tensor` */
export function repeat(self: Tensor, repeats: readonly number[]): Tensor {
  return call(op_repeat, [self, repeats]) as Tensor;
}

const op_repeatInterleave = declare("aten::repeat_interleave.self_int", ["self", "repeats", "dim", "output_size"], ["dim", "outputSize"]);
/** `aten::repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
export function repeatInterleave(self: Tensor, repeats: number, options?: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor {
  return call(op_repeatInterleave, [self, repeats, options?.dim, options?.outputSize], options) as Tensor;
}

const op_repeatInterleaveTensor = declare("aten::repeat_interleave.self_Tensor", ["self", "repeats", "dim", "output_size"], ["dim", "outputSize"]);
/** `aten::repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
export function repeatInterleaveTensor(self: Tensor, repeats: Tensor, options?: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor {
  return call(op_repeatInterleaveTensor, [self, repeats, options?.dim, options?.outputSize], options) as Tensor;
}

const op_select = declare("aten::select.int", ["self", "dim", "index"]);
/** `aten::select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)` */
export function select(self: Tensor, dim: number, index: number): Tensor {
  return call(op_select, [self, dim, index]) as Tensor;
}

const op_slice = declare("aten::slice.Tensor", ["self", "dim", "start", "end", "step"], ["dim", "start", "end", "step"]);
/** `aten::slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)` */
export function slice(self: Tensor, options?: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor {
  return call(op_slice, [self, options?.dim, options?.start, options?.end, options?.step], options) as Tensor;
}

const op_narrow = declare("aten::narrow", ["self", "dim", "start", "length"]);
/** `aten::narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)` */
export function narrow(self: Tensor, dim: number, start: number, length: number): Tensor {
  return call(op_narrow, [self, dim, start, length]) as Tensor;
}

const op_indexSelect = declare("aten::index_select", ["self", "dim", "index"]);
/** `aten::index_select(Tensor self, int dim, Tensor index) -> Tensor` */
export function indexSelect(self: Tensor, dim: number, index: Tensor): Tensor {
  return call(op_indexSelect, [self, dim, index]) as Tensor;
}

const op_indexSelectOut = declare("aten::index_select.out", ["self", "dim", "index", "out"]);
/** `aten::index_select.out(Tensor self, int dim, Tensor index, *, Tensor(a!) out) -> Tensor(a!)` */
export function indexSelectOut(self: Tensor, dim: number, index: Tensor, out: Tensor): Tensor {
  return call(op_indexSelectOut, [self, dim, index, out]) as Tensor;
}

const op_gather = declare("aten::gather", ["self", "dim", "index", "sparse_grad"], ["sparseGrad"]);
/** `aten::gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor` */
export function gather(self: Tensor, dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor {
  return call(op_gather, [self, dim, index, options?.sparseGrad], options) as Tensor;
}

const op_scatter = declare("aten::scatter.src", ["self", "dim", "index", "src"]);
/** `aten::scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
export function scatter(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return call(op_scatter, [self, dim, index, src]) as Tensor;
}

const op_scatterValue = declare("aten::scatter.value", ["self", "dim", "index", "value"]);
/** `aten::scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
export function scatterValue(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor {
  return call(op_scatterValue, [self, dim, index, value]) as Tensor;
}

const op_scatter_ = declare("aten::scatter_.src", ["self", "dim", "index", "src"]);
/** `aten::scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
export function scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return call(op_scatter_, [self, dim, index, src]) as Tensor;
}

const op_scatterValue_ = declare("aten::scatter_.value", ["self", "dim", "index", "value"]);
/** `aten::scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)` */
export function scatterValue_(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor {
  return call(op_scatterValue_, [self, dim, index, value]) as Tensor;
}

const op_scatterAdd = declare("aten::scatter_add", ["self", "dim", "index", "src"]);
/** `aten::scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
export function scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return call(op_scatterAdd, [self, dim, index, src]) as Tensor;
}

const op_scatterAdd_ = declare("aten::scatter_add_", ["self", "dim", "index", "src"]);
/** `aten::scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
export function scatterAdd_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return call(op_scatterAdd_, [self, dim, index, src]) as Tensor;
}

const op_scatterReduce = declare("aten::scatter_reduce.two", ["self", "dim", "index", "src", "reduce", "include_self"], ["includeSelf"]);
/** `aten::scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor` */
export function scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor {
  return call(op_scatterReduce, [self, dim, index, src, reduce, options?.includeSelf], options) as Tensor;
}

const op_index = declare("aten::index.Tensor", ["self", "indices"]);
/** `aten::index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
export function index(self: Tensor, indices: readonly (Tensor | null)[]): Tensor {
  return call(op_index, [self, indices]) as Tensor;
}

const op_indexPut = declare("aten::index_put", ["self", "indices", "values", "accumulate"], ["accumulate"]);
/** `aten::index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` */
export function indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean | undefined }): Tensor {
  return call(op_indexPut, [self, indices, values, options?.accumulate], options) as Tensor;
}

const op_indexPut_ = declare("aten::index_put_", ["self", "indices", "values", "accumulate"], ["accumulate"]);
/** `aten::index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)` */
export function indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean | undefined }): Tensor {
  return call(op_indexPut_, [self, indices, values, options?.accumulate], options) as Tensor;
}

const op_indexAdd = declare("aten::index_add", ["self", "dim", "index", "source", "alpha"], ["alpha"]);
/** `aten::index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor` */
export function indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_indexAdd, [self, dim, index, source, options?.alpha], options) as Tensor;
}

const op_indexAdd_ = declare("aten::index_add_", ["self", "dim", "index", "source", "alpha"], ["alpha"]);
/** `aten::index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)` */
export function indexAdd_(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor {
  return call(op_indexAdd_, [self, dim, index, source, options?.alpha], options) as Tensor;
}

const op_indexCopy = declare("aten::index_copy", ["self", "dim", "index", "source"]);
/** `aten::index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor` */
export function indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return call(op_indexCopy, [self, dim, index, source]) as Tensor;
}

const op_indexCopy_ = declare("aten::index_copy_", ["self", "dim", "index", "source"]);
/** `aten::index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)` */
export function indexCopy_(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return call(op_indexCopy_, [self, dim, index, source]) as Tensor;
}

const op_indexFillScalar = declare("aten::index_fill.int_Scalar", ["self", "dim", "index", "value"]);
/** `aten::index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
export function indexFillScalar(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor {
  return call(op_indexFillScalar, [self, dim, index, value]) as Tensor;
}

const op_take = declare("aten::take", ["self", "index"]);
/** `aten::take(Tensor self, Tensor index) -> Tensor` */
export function take(self: Tensor, index: Tensor): Tensor {
  return call(op_take, [self, index]) as Tensor;
}

const op_takeAlongDim = declare("aten::take_along_dim", ["self", "indices", "dim"], ["dim"]);
/** `aten::take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor` */
export function takeAlongDim(self: Tensor, indices: Tensor, options?: { dim?: number | null | undefined }): Tensor {
  return call(op_takeAlongDim, [self, indices, options?.dim], options) as Tensor;
}

const op_flip = declare("aten::flip", ["self", "dims"]);
/** `aten::flip(Tensor self, int[] dims) -> Tensor` */
export function flip(self: Tensor, dims: readonly number[]): Tensor {
  return call(op_flip, [self, dims]) as Tensor;
}

const op_fliplr = declare("aten::fliplr", ["self"]);
/** `aten::fliplr(Tensor self) -> Tensor` */
export function fliplr(self: Tensor): Tensor {
  return call(op_fliplr, [self]) as Tensor;
}

const op_flipud = declare("aten::flipud", ["self"]);
/** `aten::flipud(Tensor self) -> Tensor` */
export function flipud(self: Tensor): Tensor {
  return call(op_flipud, [self]) as Tensor;
}

const op_roll = declare("aten::roll", ["self", "shifts", "dims"], ["dims"]);
/** `aten::roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor` */
export function roll(self: Tensor, shifts: number | readonly number[], options?: { dims?: number | readonly number[] | undefined }): Tensor {
  return call(op_roll, [self, shifts, options?.dims], options) as Tensor;
}

const op_rot90 = declare("aten::rot90", ["self", "k", "dims"], ["k", "dims"]);
/** `aten::rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor` */
export function rot90(self: Tensor, options?: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor {
  return call(op_rot90, [self, options?.k, options?.dims], options) as Tensor;
}

const op_unfold = declare("aten::unfold", ["self", "dimension", "size", "step"]);
/** `aten::unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)` */
export function unfold(self: Tensor, dimension: number, size: number, step: number): Tensor {
  return call(op_unfold, [self, dimension, size, step]) as Tensor;
}

const op_asStrided = declare("aten::as_strided", ["self", "size", "stride", "storage_offset"], ["storageOffset"]);
/** `aten::as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)` */
export function asStrided(self: Tensor, size: readonly number[], stride: readonly number[], options?: { storageOffset?: number | null | undefined }): Tensor {
  return call(op_asStrided, [self, size, stride, options?.storageOffset], options) as Tensor;
}

const op_pixelShuffle = declare("aten::pixel_shuffle", ["self", "upscale_factor"]);
/** `aten::pixel_shuffle(Tensor self, int upscale_factor) -> Tensor` */
export function pixelShuffle(self: Tensor, upscaleFactor: number): Tensor {
  return call(op_pixelShuffle, [self, upscaleFactor]) as Tensor;
}

const op_pixelUnshuffle = declare("aten::pixel_unshuffle", ["self", "downscale_factor"]);
/** `aten::pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor` */
export function pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor {
  return call(op_pixelUnshuffle, [self, downscaleFactor]) as Tensor;
}

const op_to = declare("aten::to.dtype_layout", ["self", "dtype", "device", "pin_memory", "non_blocking", "copy", "memory_format"], ["dtype", "device", "pinMemory", "nonBlocking", "copy", "memoryFormat"]);
/** `aten::to.dtype_layout(Tensor(a) self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)` */
export function to(self: Tensor, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor {
  return call(op_to, [self, options?.dtype, options?.device, options?.pinMemory, options?.nonBlocking, options?.copy, options?.memoryFormat], options) as Tensor;
}

const op_typeAs = declare("aten::type_as", ["self", "other"]);
/** `aten::type_as(Tensor self, Tensor other) -> Tensor` */
export function typeAs(self: Tensor, other: Tensor): Tensor {
  return call(op_typeAs, [self, other]) as Tensor;
}

const op_setData = declare("aten::set_data", ["self", "new_data"]);
/** `aten::set_data(Tensor(a!) self, Tensor new_data) -> ()` */
export function setData(self: Tensor, newData: Tensor): void {
  call(op_setData, [self, newData]);
}

const op_copy_ = declare("aten::copy_", ["self", "src", "non_blocking"], ["nonBlocking"]);
/** `aten::copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
export function copy_(self: Tensor, src: Tensor, options?: { nonBlocking?: boolean | undefined }): Tensor {
  return call(op_copy_, [self, src, options?.nonBlocking], options) as Tensor;
}

const op_fillScalar_ = declare("aten::fill_.Scalar", ["self", "value"]);
/** `aten::fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)` */
export function fillScalar_(self: Tensor, value: Scalar): Tensor {
  return call(op_fillScalar_, [self, value]) as Tensor;
}

const op_fill_ = declare("aten::fill_.Tensor", ["self", "value"]);
/** `aten::fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)` */
export function fill_(self: Tensor, value: Tensor): Tensor {
  return call(op_fill_, [self, value]) as Tensor;
}

const op_zero_ = declare("aten::zero_", ["self"]);
/** `aten::zero_(Tensor(a!) self) -> Tensor(a!)` */
export function zero_(self: Tensor): Tensor {
  return call(op_zero_, [self]) as Tensor;
}

const op_pinMemory = declare("aten::pin_memory", ["self", "device"], ["device"]);
/** `aten::pin_memory(Tensor(a) self, Device? device=None) -> Tensor(a)` */
export function pinMemory(self: Tensor, options?: { device?: Device | null | undefined }): Tensor {
  return call(op_pinMemory, [self, options?.device], options) as Tensor;
}

const op_isPinned = declare("aten::is_pinned", ["self", "device"], ["device"]);
/** `aten::is_pinned(Tensor self, Device? device=None) -> bool` */
export function isPinned(self: Tensor, options?: { device?: Device | null | undefined }): boolean {
  return call(op_isPinned, [self, options?.device], options) as boolean;
}

const op_viewAsReal = declare("aten::view_as_real", ["self"]);
/** `aten::view_as_real(Tensor(a) self) -> Tensor(a)` */
export function viewAsReal(self: Tensor): Tensor {
  return call(op_viewAsReal, [self]) as Tensor;
}

const op_viewAsComplex = declare("aten::view_as_complex", ["self"]);
/** `aten::view_as_complex(Tensor(a) self) -> Tensor(a)` */
export function viewAsComplex(self: Tensor): Tensor {
  return call(op_viewAsComplex, [self]) as Tensor;
}

const op_real = declare("aten::real", ["self"]);
/** `aten::real(Tensor(a) self) -> Tensor(a)` */
export function real(self: Tensor): Tensor {
  return call(op_real, [self]) as Tensor;
}

const op_imag = declare("aten::imag", ["self"]);
/** `aten::imag(Tensor(a) self) -> Tensor(a)` */
export function imag(self: Tensor): Tensor {
  return call(op_imag, [self]) as Tensor;
}

const op_conj = declare("aten::conj", ["self"]);
/** `aten::conj(Tensor(a) self) -> Tensor(a)` */
export function conj(self: Tensor): Tensor {
  return call(op_conj, [self]) as Tensor;
}

const op_resolveConj = declare("aten::resolve_conj", ["self"]);
/** `aten::resolve_conj(Tensor(a) self) -> Tensor(a)` */
export function resolveConj(self: Tensor): Tensor {
  return call(op_resolveConj, [self]) as Tensor;
}

const op_constantPadNd = declare("aten::constant_pad_nd", ["self", "pad", "value"], ["value"]);
/** `aten::constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor` */
export function constantPadNd(self: Tensor, pad: readonly number[], options?: { value?: Scalar | undefined }): Tensor {
  return call(op_constantPadNd, [self, pad, options?.value], options) as Tensor;
}

const op_pad = declare("aten::pad", ["self", "pad", "mode", "value"], ["mode", "value"]);
/** `aten::pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor` */
export function pad(self: Tensor, pad_: readonly number[], options?: { mode?: string | undefined; value?: number | null | undefined }): Tensor {
  return call(op_pad, [self, pad_, options?.mode, options?.value], options) as Tensor;
}

const op_mm = declare("aten::mm", ["self", "mat2"]);
/** `aten::mm(Tensor self, Tensor mat2) -> Tensor` */
export function mm(self: Tensor, mat2: Tensor): Tensor {
  return call(op_mm, [self, mat2]) as Tensor;
}

const op_bmm = declare("aten::bmm", ["self", "mat2"]);
/** `aten::bmm(Tensor self, Tensor mat2) -> Tensor` */
export function bmm(self: Tensor, mat2: Tensor): Tensor {
  return call(op_bmm, [self, mat2]) as Tensor;
}

const op_matmul = declare("aten::matmul", ["self", "other"]);
/** `aten::matmul(Tensor self, Tensor other) -> Tensor` */
export function matmul(self: Tensor, other: Tensor): Tensor {
  return call(op_matmul, [self, other]) as Tensor;
}

const op_mv = declare("aten::mv", ["self", "vec"]);
/** `aten::mv(Tensor self, Tensor vec) -> Tensor` */
export function mv(self: Tensor, vec: Tensor): Tensor {
  return call(op_mv, [self, vec]) as Tensor;
}

const op_dot = declare("aten::dot", ["self", "tensor"]);
/** `aten::dot(Tensor self, Tensor tensor) -> Tensor` */
export function dot(self: Tensor, tensor: Tensor): Tensor {
  return call(op_dot, [self, tensor]) as Tensor;
}

const op_outer = declare("aten::outer", ["self", "vec2"]);
/** `aten::outer(Tensor self, Tensor vec2) -> Tensor` */
export function outer(self: Tensor, vec2: Tensor): Tensor {
  return call(op_outer, [self, vec2]) as Tensor;
}

const op_addmm = declare("aten::addmm", ["self", "mat1", "mat2", "beta", "alpha"], ["beta", "alpha"]);
/** `aten::addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
export function addmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor {
  return call(op_addmm, [self, mat1, mat2, options?.beta, options?.alpha], options) as Tensor;
}

const op_addmm_ = declare("aten::addmm_", ["self", "mat1", "mat2", "beta", "alpha"], ["beta", "alpha"]);
/** `aten::addmm_(Tensor(a!) self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
export function addmm_(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor {
  return call(op_addmm_, [self, mat1, mat2, options?.beta, options?.alpha], options) as Tensor;
}

const op_baddbmm = declare("aten::baddbmm", ["self", "batch1", "batch2", "beta", "alpha"], ["beta", "alpha"]);
/** `aten::baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
export function baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor {
  return call(op_baddbmm, [self, batch1, batch2, options?.beta, options?.alpha], options) as Tensor;
}

const op_einsum = declare("aten::einsum", ["equation", "tensors", "path"], ["path"]);
/** `aten::einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor` */
export function einsum(equation: string, tensors: readonly Tensor[], options?: { path?: readonly number[] | null | undefined }): Tensor {
  return call(op_einsum, [equation, tensors, options?.path], options) as Tensor;
}

const op_linear = declare("aten::linear", ["input", "weight", "bias"], ["bias"]);
/** `aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor` */
export function linear(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined }): Tensor {
  return call(op_linear, [input, weight, options?.bias], options) as Tensor;
}

const op_bilinear = declare("aten::bilinear", ["input1", "input2", "weight", "bias"], ["bias"]);
/** `aten::bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor` */
export function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined }): Tensor {
  return call(op_bilinear, [input1, input2, weight, options?.bias], options) as Tensor;
}

const op_tensordot = declare("aten::tensordot", ["self", "other", "dims_self", "dims_other"]);
/** `aten::tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor` */
export function tensordot(self: Tensor, other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor {
  return call(op_tensordot, [self, other, dimsSelf, dimsOther]) as Tensor;
}

const op_kron = declare("aten::kron", ["self", "other"]);
/** `aten::kron(Tensor self, Tensor other) -> Tensor` */
export function kron(self: Tensor, other: Tensor): Tensor {
  return call(op_kron, [self, other]) as Tensor;
}

const op_cross = declare("aten::cross", ["self", "other", "dim"], ["dim"]);
/** `aten::cross(Tensor self, Tensor other, int? dim=None) -> Tensor` */
export function cross(self: Tensor, other: Tensor, options?: { dim?: number | null | undefined }): Tensor {
  return call(op_cross, [self, other, options?.dim], options) as Tensor;
}

const op_linalgCross = declare("aten::linalg_cross", ["self", "other", "dim"], ["dim"]);
/** `aten::linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor` */
export function linalgCross(self: Tensor, other: Tensor, options?: { dim?: number | undefined }): Tensor {
  return call(op_linalgCross, [self, other, options?.dim], options) as Tensor;
}

const op_cdist = declare("aten::cdist", ["x1", "x2", "p", "compute_mode"], ["p", "computeMode"]);
/** `aten::cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
export function cdist(x1: Tensor, x2: Tensor, options?: { p?: number | undefined; computeMode?: number | null | undefined }): Tensor {
  return call(op_cdist, [x1, x2, options?.p, options?.computeMode], options) as Tensor;
}

const op_pdist = declare("aten::pdist", ["self", "p"], ["p"]);
/** `aten::pdist(Tensor self, float p=2.) -> Tensor` */
export function pdist(self: Tensor, options?: { p?: number | undefined }): Tensor {
  return call(op_pdist, [self, options?.p], options) as Tensor;
}

const op_linalgCholesky = declare("aten::linalg_cholesky", ["self", "upper"], ["upper"]);
/** `aten::linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor` */
export function linalgCholesky(self: Tensor, options?: { upper?: boolean | undefined }): Tensor {
  return call(op_linalgCholesky, [self, options?.upper], options) as Tensor;
}

const op_linalgCholeskyEx = declare("aten::linalg_cholesky_ex", ["self", "upper", "check_errors"], ["upper", "checkErrors"]);
/** `aten::linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)` */
export function linalgCholeskyEx(self: Tensor, options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_linalgCholeskyEx, [self, options?.upper, options?.checkErrors], options) as [Tensor, Tensor];
}

const op_choleskySolve = declare("aten::cholesky_solve", ["self", "input2", "upper"], ["upper"]);
/** `aten::cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor` */
export function choleskySolve(self: Tensor, input2: Tensor, options?: { upper?: boolean | undefined }): Tensor {
  return call(op_choleskySolve, [self, input2, options?.upper], options) as Tensor;
}

const op_linalgInv = declare("aten::linalg_inv", ["A"]);
/** `aten::linalg_inv(Tensor A) -> Tensor` */
export function linalgInv(A: Tensor): Tensor {
  return call(op_linalgInv, [A]) as Tensor;
}

const op_linalgSolve = declare("aten::linalg_solve", ["A", "B", "left"], ["left"]);
/** `aten::linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor` */
export function linalgSolve(A: Tensor, B: Tensor, options?: { left?: boolean | undefined }): Tensor {
  return call(op_linalgSolve, [A, B, options?.left], options) as Tensor;
}

const op_linalgLstsq = declare("aten::linalg_lstsq", ["self", "b", "rcond", "driver"], ["rcond", "driver"]);
/** `aten::linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)` */
export function linalgLstsq(self: Tensor, b: Tensor, options?: { rcond?: number | null | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor] {
  return call(op_linalgLstsq, [self, b, options?.rcond, options?.driver], options) as [Tensor, Tensor, Tensor, Tensor];
}

const op_linalgQr = declare("aten::linalg_qr", ["A", "mode"], ["mode"]);
/** `aten::linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)` */
export function linalgQr(A: Tensor, options?: { mode?: string | undefined }): [Tensor, Tensor] {
  return call(op_linalgQr, [A, options?.mode], options) as [Tensor, Tensor];
}

const op_linalgEigh = declare("aten::linalg_eigh", ["self", "UPLO"], ["UPLO"]);
/** `aten::linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)` */
export function linalgEigh(self: Tensor, options?: { UPLO?: string | undefined }): [Tensor, Tensor] {
  return call(op_linalgEigh, [self, options?.UPLO], options) as [Tensor, Tensor];
}

const op_linalgEigvalsh = declare("aten::linalg_eigvalsh", ["self", "UPLO"], ["UPLO"]);
/** `aten::linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor` */
export function linalgEigvalsh(self: Tensor, options?: { UPLO?: string | undefined }): Tensor {
  return call(op_linalgEigvalsh, [self, options?.UPLO], options) as Tensor;
}

const op_linalgSvd = declare("aten::linalg_svd", ["A", "full_matrices", "driver"], ["fullMatrices", "driver"]);
/** `aten::linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)` */
export function linalgSvd(A: Tensor, options?: { fullMatrices?: boolean | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor] {
  return call(op_linalgSvd, [A, options?.fullMatrices, options?.driver], options) as [Tensor, Tensor, Tensor];
}

const op_linalgSvdvals = declare("aten::linalg_svdvals", ["A", "driver"], ["driver"]);
/** `aten::linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor` */
export function linalgSvdvals(A: Tensor, options?: { driver?: string | null | undefined }): Tensor {
  return call(op_linalgSvdvals, [A, options?.driver], options) as Tensor;
}

const op_linalgDet = declare("aten::linalg_det", ["A"]);
/** `aten::linalg_det(Tensor A) -> Tensor` */
export function linalgDet(A: Tensor): Tensor {
  return call(op_linalgDet, [A]) as Tensor;
}

const op_linalgSlogdet = declare("aten::linalg_slogdet", ["A"]);
/** `aten::linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)` */
export function linalgSlogdet(A: Tensor): [Tensor, Tensor] {
  return call(op_linalgSlogdet, [A]) as [Tensor, Tensor];
}

const op_linalgPinv = declare("aten::linalg_pinv", ["self", "rcond", "hermitian"], ["hermitian"]);
/** `aten::linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor` */
export function linalgPinv(self: Tensor, rcond: number, options?: { hermitian?: boolean | undefined }): Tensor {
  return call(op_linalgPinv, [self, rcond, options?.hermitian], options) as Tensor;
}

const op_linalgMatrixNorm = declare("aten::linalg_matrix_norm", ["self", "ord", "dim", "keepdim", "dtype"], ["dim", "keepdim", "dtype"]);
/** `aten::linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function linalgMatrixNorm(self: Tensor, ord: Scalar, options?: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_linalgMatrixNorm, [self, ord, options?.dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_linalgNorm = declare("aten::linalg_norm", ["self", "ord", "dim", "keepdim", "dtype"], ["ord", "dim", "keepdim", "dtype"]);
/** `aten::linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
export function linalgNorm(self: Tensor, options?: { ord?: Scalar | null | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor {
  return call(op_linalgNorm, [self, options?.ord, options?.dim, options?.keepdim, options?.dtype], options) as Tensor;
}

const op_linalgSolveTriangular = declare("aten::linalg_solve_triangular", ["self", "B", "upper", "left", "unitriangular"], ["left", "unitriangular"]);
/** `aten::linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor` */
export function linalgSolveTriangular(self: Tensor, B: Tensor, upper: boolean, options?: { left?: boolean | undefined; unitriangular?: boolean | undefined }): Tensor {
  return call(op_linalgSolveTriangular, [self, B, upper, options?.left, options?.unitriangular], options) as Tensor;
}

const op_linalgMatrixExp = declare("aten::linalg_matrix_exp", ["self"]);
/** `aten::linalg_matrix_exp(Tensor self) -> Tensor` */
export function linalgMatrixExp(self: Tensor): Tensor {
  return call(op_linalgMatrixExp, [self]) as Tensor;
}

const op_trace = declare("aten::trace", ["self"]);
/** `aten::trace(Tensor self) -> Tensor` */
export function trace(self: Tensor): Tensor {
  return call(op_trace, [self]) as Tensor;
}

const op_fftFft = declare("aten::fft_fft", ["self", "n", "dim", "norm"], ["n", "dim", "norm"]);
/** `aten::fft_fft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
export function fftFft(self: Tensor, options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftFft, [self, options?.n, options?.dim, options?.norm], options) as Tensor;
}

const op_fftIfft = declare("aten::fft_ifft", ["self", "n", "dim", "norm"], ["n", "dim", "norm"]);
/** `aten::fft_ifft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
export function fftIfft(self: Tensor, options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftIfft, [self, options?.n, options?.dim, options?.norm], options) as Tensor;
}

const op_fftRfft = declare("aten::fft_rfft", ["self", "n", "dim", "norm"], ["n", "dim", "norm"]);
/** `aten::fft_rfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
export function fftRfft(self: Tensor, options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftRfft, [self, options?.n, options?.dim, options?.norm], options) as Tensor;
}

const op_fftIrfft = declare("aten::fft_irfft", ["self", "n", "dim", "norm"], ["n", "dim", "norm"]);
/** `aten::fft_irfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
export function fftIrfft(self: Tensor, options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftIrfft, [self, options?.n, options?.dim, options?.norm], options) as Tensor;
}

const op_fftFft2 = declare("aten::fft_fft2", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_fft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftFft2(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftFft2, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftIfft2 = declare("aten::fft_ifft2", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_ifft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftIfft2(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftIfft2, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftRfft2 = declare("aten::fft_rfft2", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_rfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftRfft2(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftRfft2, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftIrfft2 = declare("aten::fft_irfft2", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_irfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
export function fftIrfft2(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftIrfft2, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftFftn = declare("aten::fft_fftn", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_fftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
export function fftFftn(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftFftn, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftIfftn = declare("aten::fft_ifftn", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_ifftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
export function fftIfftn(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftIfftn, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftRfftn = declare("aten::fft_rfftn", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_rfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
export function fftRfftn(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftRfftn, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftIrfftn = declare("aten::fft_irfftn", ["self", "s", "dim", "norm"], ["s", "dim", "norm"]);
/** `aten::fft_irfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
export function fftIrfftn(self: Tensor, options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor {
  return call(op_fftIrfftn, [self, options?.s, options?.dim, options?.norm], options) as Tensor;
}

const op_fftFftshift = declare("aten::fft_fftshift", ["self", "dim"], ["dim"]);
/** `aten::fft_fftshift(Tensor self, int[1]? dim=None) -> Tensor` */
export function fftFftshift(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined }): Tensor {
  return call(op_fftFftshift, [self, options?.dim], options) as Tensor;
}

const op_fftIfftshift = declare("aten::fft_ifftshift", ["self", "dim"], ["dim"]);
/** `aten::fft_ifftshift(Tensor self, int[1]? dim=None) -> Tensor` */
export function fftIfftshift(self: Tensor, options?: { dim?: number | readonly number[] | null | undefined }): Tensor {
  return call(op_fftIfftshift, [self, options?.dim], options) as Tensor;
}

const op_fftFftfreq = declare("aten::fft_fftfreq", ["n", "d", "dtype", "device", "pin_memory"], ["d", "dtype", "device", "pinMemory"]);
/** `aten::fft_fftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function fftFftfreq(n: number, options?: { d?: number | undefined; dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_fftFftfreq, [n, options?.d, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_fftRfftfreq = declare("aten::fft_rfftfreq", ["n", "d", "dtype", "device", "pin_memory"], ["d", "dtype", "device", "pinMemory"]);
/** `aten::fft_rfftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
export function fftRfftfreq(n: number, options?: { d?: number | undefined; dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor {
  return call(op_fftRfftfreq, [n, options?.d, options?.dtype, options?.device, options?.pinMemory], options) as Tensor;
}

const op_conv1d = declare("aten::conv1d", ["input", "weight", "bias", "stride", "padding", "dilation", "groups"], ["bias", "stride", "padding", "dilation", "groups"]);
/** `aten::conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor` */
export function conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor {
  return call(op_conv1d, [input, weight, options?.bias, options?.stride, options?.padding, options?.dilation, options?.groups], options) as Tensor;
}

const op_conv2d = declare("aten::conv2d", ["input", "weight", "bias", "stride", "padding", "dilation", "groups"], ["bias", "stride", "padding", "dilation", "groups"]);
/** `aten::conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor` */
export function conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor {
  return call(op_conv2d, [input, weight, options?.bias, options?.stride, options?.padding, options?.dilation, options?.groups], options) as Tensor;
}

const op_conv3d = declare("aten::conv3d", ["input", "weight", "bias", "stride", "padding", "dilation", "groups"], ["bias", "stride", "padding", "dilation", "groups"]);
/** `aten::conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor` */
export function conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor {
  return call(op_conv3d, [input, weight, options?.bias, options?.stride, options?.padding, options?.dilation, options?.groups], options) as Tensor;
}

const op_convTranspose2d = declare("aten::conv_transpose2d.input", ["input", "weight", "bias", "stride", "padding", "output_padding", "groups", "dilation"], ["bias", "stride", "padding", "outputPadding", "groups", "dilation"]);
/** `aten::conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor` */
export function convTranspose2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor {
  return call(op_convTranspose2d, [input, weight, options?.bias, options?.stride, options?.padding, options?.outputPadding, options?.groups, options?.dilation], options) as Tensor;
}

const op_convolution = declare("aten::convolution", ["input", "weight", "bias", "stride", "padding", "dilation", "transposed", "output_padding", "groups"]);
/** `aten::convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
export function convolution(input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor {
  return call(op_convolution, [input, weight, bias, stride, padding, dilation, transposed, outputPadding, groups]) as Tensor;
}

const op_maxPool2d = declare("aten::max_pool2d", ["self", "kernel_size", "stride", "padding", "dilation", "ceil_mode"], ["stride", "padding", "dilation", "ceilMode"]);
/** `aten::max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor` */
export function maxPool2d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor {
  return call(op_maxPool2d, [self, kernelSize, options?.stride, options?.padding, options?.dilation, options?.ceilMode], options) as Tensor;
}

const op_maxPool2dWithIndices = declare("aten::max_pool2d_with_indices", ["self", "kernel_size", "stride", "padding", "dilation", "ceil_mode"], ["stride", "padding", "dilation", "ceilMode"]);
/** `aten::max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
export function maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor] {
  return call(op_maxPool2dWithIndices, [self, kernelSize, options?.stride, options?.padding, options?.dilation, options?.ceilMode], options) as [Tensor, Tensor];
}

const op_maxPool3d = declare("aten::max_pool3d", ["self", "kernel_size", "stride", "padding", "dilation", "ceil_mode"], ["stride", "padding", "dilation", "ceilMode"]);
/** `aten::max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor` */
export function maxPool3d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor {
  return call(op_maxPool3d, [self, kernelSize, options?.stride, options?.padding, options?.dilation, options?.ceilMode], options) as Tensor;
}

const op_maxPool1d = declare("aten::max_pool1d", ["self", "kernel_size", "stride", "padding", "dilation", "ceil_mode"], ["stride", "padding", "dilation", "ceilMode"]);
/** `aten::max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor` */
export function maxPool1d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor {
  return call(op_maxPool1d, [self, kernelSize, options?.stride, options?.padding, options?.dilation, options?.ceilMode], options) as Tensor;
}

const op_avgPool2d = declare("aten::avg_pool2d", ["self", "kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"], ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
/** `aten::avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
export function avgPool2d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor {
  return call(op_avgPool2d, [self, kernelSize, options?.stride, options?.padding, options?.ceilMode, options?.countIncludePad, options?.divisorOverride], options) as Tensor;
}

const op_avgPool3d = declare("aten::avg_pool3d", ["self", "kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"], ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
/** `aten::avg_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
export function avgPool3d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor {
  return call(op_avgPool3d, [self, kernelSize, options?.stride, options?.padding, options?.ceilMode, options?.countIncludePad, options?.divisorOverride], options) as Tensor;
}

const op_adaptiveAvgPool1d = declare("aten::adaptive_avg_pool1d", ["self", "output_size"]);
/** `aten::adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor` */
export function adaptiveAvgPool1d(self: Tensor, outputSize: number | readonly number[]): Tensor {
  return call(op_adaptiveAvgPool1d, [self, outputSize]) as Tensor;
}

const op_adaptiveAvgPool2d = declare("aten::adaptive_avg_pool2d", ["self", "output_size"]);
/** `aten::adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor` */
export function adaptiveAvgPool2d(self: Tensor, outputSize: number | readonly number[]): Tensor {
  return call(op_adaptiveAvgPool2d, [self, outputSize]) as Tensor;
}

const op_adaptiveMaxPool2d = declare("aten::adaptive_max_pool2d", ["self", "output_size"]);
/** `aten::adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)` */
export function adaptiveMaxPool2d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor] {
  return call(op_adaptiveMaxPool2d, [self, outputSize]) as [Tensor, Tensor];
}

const op_batchNorm = declare("aten::batch_norm", ["input", "weight", "bias", "running_mean", "running_var", "training", "momentum", "eps", "cudnn_enabled"]);
/** `aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
export function batchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor {
  return call(op_batchNorm, [input, weight, bias, runningMean, runningVar, training, momentum, eps, cudnnEnabled]) as Tensor;
}

const op_nativeBatchNorm = declare("aten::native_batch_norm", ["input", "weight", "bias", "running_mean", "running_var", "training", "momentum", "eps"]);
/** `aten::native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)` */
export function nativeBatchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number): [Tensor, Tensor, Tensor] {
  return call(op_nativeBatchNorm, [input, weight, bias, runningMean, runningVar, training, momentum, eps]) as [Tensor, Tensor, Tensor];
}

const op_layerNorm = declare("aten::layer_norm", ["input", "normalized_shape", "weight", "bias", "eps", "cudnn_enable"], ["weight", "bias", "eps", "cudnnEnable"]);
/** `aten::layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor` */
export function layerNorm(input: Tensor, normalizedShape: readonly number[], options?: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnable?: boolean | undefined }): Tensor {
  return call(op_layerNorm, [input, normalizedShape, options?.weight, options?.bias, options?.eps, options?.cudnnEnable], options) as Tensor;
}

const op_nativeLayerNorm = declare("aten::native_layer_norm", ["input", "normalized_shape", "weight", "bias", "eps"]);
/** `aten::native_layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor, Tensor, Tensor)` */
export function nativeLayerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number): [Tensor, Tensor, Tensor] {
  return call(op_nativeLayerNorm, [input, normalizedShape, weight, bias, eps]) as [Tensor, Tensor, Tensor];
}

const op_groupNorm = declare("aten::group_norm", ["input", "num_groups", "weight", "bias", "eps", "cudnn_enabled"], ["weight", "bias", "eps", "cudnnEnabled"]);
/** `aten::group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor` */
export function groupNorm(input: Tensor, numGroups: number, options?: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnabled?: boolean | undefined }): Tensor {
  return call(op_groupNorm, [input, numGroups, options?.weight, options?.bias, options?.eps, options?.cudnnEnabled], options) as Tensor;
}

const op_instanceNorm = declare("aten::instance_norm", ["input", "weight", "bias", "running_mean", "running_var", "use_input_stats", "momentum", "eps", "cudnn_enabled"]);
/** `aten::instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
export function instanceNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor {
  return call(op_instanceNorm, [input, weight, bias, runningMean, runningVar, useInputStats, momentum, eps, cudnnEnabled]) as Tensor;
}

const op_relu = declare("aten::relu", ["self"]);
/** `aten::relu(Tensor self) -> Tensor` */
export function relu(self: Tensor): Tensor {
  return call(op_relu, [self]) as Tensor;
}

const op_relu_ = declare("aten::relu_", ["self"]);
/** `aten::relu_(Tensor(a!) self) -> Tensor(a!)` */
export function relu_(self: Tensor): Tensor {
  return call(op_relu_, [self]) as Tensor;
}

const op_relu6 = declare("aten::relu6", ["self"]);
/** `aten::relu6(Tensor self) -> Tensor` */
export function relu6(self: Tensor): Tensor {
  return call(op_relu6, [self]) as Tensor;
}

const op_leakyRelu = declare("aten::leaky_relu", ["self", "negative_slope"], ["negativeSlope"]);
/** `aten::leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor` */
export function leakyRelu(self: Tensor, options?: { negativeSlope?: Scalar | undefined }): Tensor {
  return call(op_leakyRelu, [self, options?.negativeSlope], options) as Tensor;
}

const op_leakyRelu_ = declare("aten::leaky_relu_", ["self", "negative_slope"], ["negativeSlope"]);
/** `aten::leaky_relu_(Tensor(a!) self, Scalar negative_slope=0.01) -> Tensor(a!)` */
export function leakyRelu_(self: Tensor, options?: { negativeSlope?: Scalar | undefined }): Tensor {
  return call(op_leakyRelu_, [self, options?.negativeSlope], options) as Tensor;
}

const op_gelu = declare("aten::gelu", ["self", "approximate"], ["approximate"]);
/** `aten::gelu(Tensor self, *, str approximate="none") -> Tensor` */
export function gelu(self: Tensor, options?: { approximate?: string | undefined }): Tensor {
  return call(op_gelu, [self, options?.approximate], options) as Tensor;
}

const op_gelu_ = declare("aten::gelu_", ["self", "approximate"], ["approximate"]);
/** `aten::gelu_(Tensor(a!) self, *, str approximate="none") -> Tensor(a!)` */
export function gelu_(self: Tensor, options?: { approximate?: string | undefined }): Tensor {
  return call(op_gelu_, [self, options?.approximate], options) as Tensor;
}

const op_silu = declare("aten::silu", ["self"]);
/** `aten::silu(Tensor self) -> Tensor` */
export function silu(self: Tensor): Tensor {
  return call(op_silu, [self]) as Tensor;
}

const op_silu_ = declare("aten::silu_", ["self"]);
/** `aten::silu_(Tensor(a!) self) -> Tensor(a!)` */
export function silu_(self: Tensor): Tensor {
  return call(op_silu_, [self]) as Tensor;
}

const op_elu = declare("aten::elu", ["self", "alpha", "scale", "input_scale"], ["alpha", "scale", "inputScale"]);
/** `aten::elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor` */
export function elu(self: Tensor, options?: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor {
  return call(op_elu, [self, options?.alpha, options?.scale, options?.inputScale], options) as Tensor;
}

const op_softplus = declare("aten::softplus", ["self", "beta", "threshold"], ["beta", "threshold"]);
/** `aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
export function softplus(self: Tensor, options?: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor {
  return call(op_softplus, [self, options?.beta, options?.threshold], options) as Tensor;
}

const op_hardtanh = declare("aten::hardtanh", ["self", "min_val", "max_val"], ["minVal", "maxVal"]);
/** `aten::hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor` */
export function hardtanh(self: Tensor, options?: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor {
  return call(op_hardtanh, [self, options?.minVal, options?.maxVal], options) as Tensor;
}

const op_hardswish = declare("aten::hardswish", ["self"]);
/** `aten::hardswish(Tensor self) -> Tensor` */
export function hardswish(self: Tensor): Tensor {
  return call(op_hardswish, [self]) as Tensor;
}

const op_mish = declare("aten::mish", ["self"]);
/** `aten::mish(Tensor self) -> Tensor` */
export function mish(self: Tensor): Tensor {
  return call(op_mish, [self]) as Tensor;
}

const op_threshold = declare("aten::threshold", ["self", "threshold", "value"]);
/** `aten::threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor` */
export function threshold(self: Tensor, threshold_: Scalar, value: Scalar): Tensor {
  return call(op_threshold, [self, threshold_, value]) as Tensor;
}

const op_softmax = declare("aten::softmax.int", ["self", "dim", "dtype"], ["dtype"]);
/** `aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
export function softmax(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_softmax, [self, dim, options?.dtype], options) as Tensor;
}

const op_logSoftmax = declare("aten::log_softmax.int", ["self", "dim", "dtype"], ["dtype"]);
/** `aten::log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
export function logSoftmax(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor {
  return call(op_logSoftmax, [self, dim, options?.dtype], options) as Tensor;
}

const op_dropout = declare("aten::dropout", ["input", "p", "train"]);
/** `aten::dropout(Tensor input, float p, bool train) -> Tensor` */
export function dropout(input: Tensor, p: number, train: boolean): Tensor {
  return call(op_dropout, [input, p, train]) as Tensor;
}

const op_dropout_ = declare("aten::dropout_", ["self", "p", "train"]);
/** `aten::dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
export function dropout_(self: Tensor, p: number, train: boolean): Tensor {
  return call(op_dropout_, [self, p, train]) as Tensor;
}

const op_featureDropout = declare("aten::feature_dropout", ["input", "p", "train"]);
/** `aten::feature_dropout(Tensor input, float p, bool train) -> Tensor` */
export function featureDropout(input: Tensor, p: number, train: boolean): Tensor {
  return call(op_featureDropout, [input, p, train]) as Tensor;
}

const op_nativeDropout = declare("aten::native_dropout", ["input", "p", "train"]);
/** `aten::native_dropout(Tensor input, float p, bool? train) -> (Tensor, Tensor)` */
export function nativeDropout(input: Tensor, p: number, train: boolean | null): [Tensor, Tensor] {
  return call(op_nativeDropout, [input, p, train]) as [Tensor, Tensor];
}

const op_embedding = declare("aten::embedding", ["weight", "indices", "padding_idx", "scale_grad_by_freq", "sparse"], ["paddingIdx", "scaleGradByFreq", "sparse"]);
/** `aten::embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor` */
export function embedding(weight: Tensor, indices: Tensor, options?: { paddingIdx?: number | undefined; scaleGradByFreq?: boolean | undefined; sparse?: boolean | undefined }): Tensor {
  return call(op_embedding, [weight, indices, options?.paddingIdx, options?.scaleGradByFreq, options?.sparse], options) as Tensor;
}

const op_crossEntropyLoss = declare("aten::cross_entropy_loss", ["self", "target", "weight", "reduction", "ignore_index", "label_smoothing"], ["weight", "reduction", "ignoreIndex", "labelSmoothing"]);
/** `aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor` */
export function crossEntropyLoss(self: Tensor, target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined; labelSmoothing?: number | undefined }): Tensor {
  return call(op_crossEntropyLoss, [self, target, options?.weight, options?.reduction, options?.ignoreIndex, options?.labelSmoothing], options) as Tensor;
}

const op_nllLoss = declare("aten::nll_loss", ["self", "target", "weight", "reduction", "ignore_index"], ["weight", "reduction", "ignoreIndex"]);
/** `aten::nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
export function nllLoss(self: Tensor, target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor {
  return call(op_nllLoss, [self, target, options?.weight, options?.reduction, options?.ignoreIndex], options) as Tensor;
}

const op_nllLoss2d = declare("aten::nll_loss2d", ["self", "target", "weight", "reduction", "ignore_index"], ["weight", "reduction", "ignoreIndex"]);
/** `aten::nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
export function nllLoss2d(self: Tensor, target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor {
  return call(op_nllLoss2d, [self, target, options?.weight, options?.reduction, options?.ignoreIndex], options) as Tensor;
}

const op_mseLoss = declare("aten::mse_loss", ["self", "target", "reduction"], ["reduction"]);
/** `aten::mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
export function mseLoss(self: Tensor, target: Tensor, options?: { reduction?: number | undefined }): Tensor {
  return call(op_mseLoss, [self, target, options?.reduction], options) as Tensor;
}

const op_l1Loss = declare("aten::l1_loss", ["self", "target", "reduction"], ["reduction"]);
/** `aten::l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
export function l1Loss(self: Tensor, target: Tensor, options?: { reduction?: number | undefined }): Tensor {
  return call(op_l1Loss, [self, target, options?.reduction], options) as Tensor;
}

const op_smoothL1Loss = declare("aten::smooth_l1_loss", ["self", "target", "reduction", "beta"], ["reduction", "beta"]);
/** `aten::smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor` */
export function smoothL1Loss(self: Tensor, target: Tensor, options?: { reduction?: number | undefined; beta?: number | undefined }): Tensor {
  return call(op_smoothL1Loss, [self, target, options?.reduction, options?.beta], options) as Tensor;
}

const op_huberLoss = declare("aten::huber_loss", ["self", "target", "reduction", "delta"], ["reduction", "delta"]);
/** `aten::huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor` */
export function huberLoss(self: Tensor, target: Tensor, options?: { reduction?: number | undefined; delta?: number | undefined }): Tensor {
  return call(op_huberLoss, [self, target, options?.reduction, options?.delta], options) as Tensor;
}

const op_binaryCrossEntropy = declare("aten::binary_cross_entropy", ["self", "target", "weight", "reduction"], ["weight", "reduction"]);
/** `aten::binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor` */
export function binaryCrossEntropy(self: Tensor, target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor {
  return call(op_binaryCrossEntropy, [self, target, options?.weight, options?.reduction], options) as Tensor;
}

const op_binaryCrossEntropyWithLogits = declare("aten::binary_cross_entropy_with_logits", ["self", "target", "weight", "pos_weight", "reduction"], ["weight", "posWeight", "reduction"]);
/** `aten::binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor` */
export function binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, options?: { weight?: Tensor | null | undefined; posWeight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor {
  return call(op_binaryCrossEntropyWithLogits, [self, target, options?.weight, options?.posWeight, options?.reduction], options) as Tensor;
}

const op_klDiv = declare("aten::kl_div", ["self", "target", "reduction", "log_target"], ["reduction", "logTarget"]);
/** `aten::kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor` */
export function klDiv(self: Tensor, target: Tensor, options?: { reduction?: number | undefined; logTarget?: boolean | undefined }): Tensor {
  return call(op_klDiv, [self, target, options?.reduction, options?.logTarget], options) as Tensor;
}

const op_cosineSimilarity = declare("aten::cosine_similarity", ["x1", "x2", "dim", "eps"], ["dim", "eps"]);
/** `aten::cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor` */
export function cosineSimilarity(x1: Tensor, x2: Tensor, options?: { dim?: number | undefined; eps?: number | undefined }): Tensor {
  return call(op_cosineSimilarity, [x1, x2, options?.dim, options?.eps], options) as Tensor;
}

const op_pairwiseDistance = declare("aten::pairwise_distance", ["x1", "x2", "p", "eps", "keepdim"], ["p", "eps", "keepdim"]);
/** `aten::pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=9.9999999999999995e-07, bool keepdim=False) -> Tensor` */
export function pairwiseDistance(x1: Tensor, x2: Tensor, options?: { p?: number | undefined; eps?: number | undefined; keepdim?: boolean | undefined }): Tensor {
  return call(op_pairwiseDistance, [x1, x2, options?.p, options?.eps, options?.keepdim], options) as Tensor;
}

const op_cosineEmbeddingLoss = declare("aten::cosine_embedding_loss", ["input1", "input2", "target", "margin", "reduction"], ["margin", "reduction"]);
/** `aten::cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
export function cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, options?: { margin?: number | undefined; reduction?: number | undefined }): Tensor {
  return call(op_cosineEmbeddingLoss, [input1, input2, target, options?.margin, options?.reduction], options) as Tensor;
}

const op_scaledDotProductAttention = declare("aten::scaled_dot_product_attention", ["query", "key", "value", "attn_mask", "dropout_p", "is_causal", "scale", "enable_gqa"], ["attnMask", "dropoutP", "isCausal", "scale", "enableGqa"]);
/** `aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor` */
export function scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, options?: { attnMask?: Tensor | null | undefined; dropoutP?: number | undefined; isCausal?: boolean | undefined; scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor {
  return call(op_scaledDotProductAttention, [query, key, value, options?.attnMask, options?.dropoutP, options?.isCausal, options?.scale, options?.enableGqa], options) as Tensor;
}

const op_upsampleNearest2d = declare("aten::upsample_nearest2d", ["self", "output_size", "scales_h", "scales_w"], ["scalesH", "scalesW"]);
/** `aten::upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleNearest2d(self: Tensor, outputSize: number | readonly number[], options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleNearest2d, [self, outputSize, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_upsampleBilinear2d = declare("aten::upsample_bilinear2d", ["self", "output_size", "align_corners", "scales_h", "scales_w"], ["scalesH", "scalesW"]);
/** `aten::upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBilinear2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleBilinear2d, [self, outputSize, alignCorners, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_upsampleBicubic2d = declare("aten::upsample_bicubic2d", ["self", "output_size", "align_corners", "scales_h", "scales_w"], ["scalesH", "scalesW"]);
/** `aten::upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBicubic2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleBicubic2d, [self, outputSize, alignCorners, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_upsampleTrilinear3d = declare("aten::upsample_trilinear3d", ["self", "output_size", "align_corners", "scales_d", "scales_h", "scales_w"], ["scalesD", "scalesH", "scalesW"]);
/** `aten::upsample_trilinear3d(Tensor self, SymInt[3] output_size, bool align_corners, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleTrilinear3d, [self, outputSize, alignCorners, options?.scalesD, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_upsampleNearest3d = declare("aten::upsample_nearest3d", ["self", "output_size", "scales_d", "scales_h", "scales_w"], ["scalesD", "scalesH", "scalesW"]);
/** `aten::upsample_nearest3d(Tensor self, SymInt[3] output_size, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], options?: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleNearest3d, [self, outputSize, options?.scalesD, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_upsampleLinear1d = declare("aten::upsample_linear1d", ["self", "output_size", "align_corners", "scales"], ["scales"]);
/** `aten::upsample_linear1d(Tensor self, SymInt[1] output_size, bool align_corners, float? scales=None) -> Tensor` */
export function upsampleLinear1d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scales?: number | null | undefined }): Tensor {
  return call(op_upsampleLinear1d, [self, outputSize, alignCorners, options?.scales], options) as Tensor;
}

const op_upsampleBicubic2dAntialias = declare("aten::_upsample_bicubic2d_aa", ["self", "output_size", "align_corners", "scales_h", "scales_w"], ["scalesH", "scalesW"]);
/** `aten::_upsample_bicubic2d_aa(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBicubic2dAntialias(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleBicubic2dAntialias, [self, outputSize, alignCorners, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_upsampleBilinear2dAntialias = declare("aten::_upsample_bilinear2d_aa", ["self", "output_size", "align_corners", "scales_h", "scales_w"], ["scalesH", "scalesW"]);
/** `aten::_upsample_bilinear2d_aa(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
export function upsampleBilinear2dAntialias(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor {
  return call(op_upsampleBilinear2dAntialias, [self, outputSize, alignCorners, options?.scalesH, options?.scalesW], options) as Tensor;
}

const op_gridSampler = declare("aten::grid_sampler", ["input", "grid", "interpolation_mode", "padding_mode", "align_corners"]);
/** `aten::grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
export function gridSampler(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor {
  return call(op_gridSampler, [input, grid, interpolationMode, paddingMode, alignCorners]) as Tensor;
}

const op_gridSampler2d = declare("aten::grid_sampler_2d", ["input", "grid", "interpolation_mode", "padding_mode", "align_corners"]);
/** `aten::grid_sampler_2d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
export function gridSampler2d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor {
  return call(op_gridSampler2d, [input, grid, interpolationMode, paddingMode, alignCorners]) as Tensor;
}

const op_gridSampler3d = declare("aten::grid_sampler_3d", ["input", "grid", "interpolation_mode", "padding_mode", "align_corners"]);
/** `aten::grid_sampler_3d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
export function gridSampler3d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor {
  return call(op_gridSampler3d, [input, grid, interpolationMode, paddingMode, alignCorners]) as Tensor;
}

const op_affineGridGenerator = declare("aten::affine_grid_generator", ["theta", "size", "align_corners"]);
/** `aten::affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor` */
export function affineGridGenerator(theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor {
  return call(op_affineGridGenerator, [theta, size, alignCorners]) as Tensor;
}

const op_im2col = declare("aten::im2col", ["self", "kernel_size", "dilation", "padding", "stride"]);
/** `aten::im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
export function im2col(self: Tensor, kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor {
  return call(op_im2col, [self, kernelSize, dilation, padding, stride]) as Tensor;
}

const op_col2im = declare("aten::col2im", ["self", "output_size", "kernel_size", "dilation", "padding", "stride"]);
/** `aten::col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
export function col2im(self: Tensor, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor {
  return call(op_col2im, [self, outputSize, kernelSize, dilation, padding, stride]) as Tensor;
}

const op_reflectionPad1d = declare("aten::reflection_pad1d", ["self", "padding"]);
/** `aten::reflection_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
export function reflectionPad1d(self: Tensor, padding: number | readonly number[]): Tensor {
  return call(op_reflectionPad1d, [self, padding]) as Tensor;
}

const op_reflectionPad2d = declare("aten::reflection_pad2d", ["self", "padding"]);
/** `aten::reflection_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
export function reflectionPad2d(self: Tensor, padding: number | readonly number[]): Tensor {
  return call(op_reflectionPad2d, [self, padding]) as Tensor;
}

const op_reflectionPad3d = declare("aten::reflection_pad3d", ["self", "padding"]);
/** `aten::reflection_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
export function reflectionPad3d(self: Tensor, padding: number | readonly number[]): Tensor {
  return call(op_reflectionPad3d, [self, padding]) as Tensor;
}

const op_replicationPad2d = declare("aten::replication_pad2d", ["self", "padding"]);
/** `aten::replication_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
export function replicationPad2d(self: Tensor, padding: number | readonly number[]): Tensor {
  return call(op_replicationPad2d, [self, padding]) as Tensor;
}

const op_replicationPad3d = declare("aten::replication_pad3d", ["self", "padding"]);
/** `aten::replication_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
export function replicationPad3d(self: Tensor, padding: number | readonly number[]): Tensor {
  return call(op_replicationPad3d, [self, padding]) as Tensor;
}

const op__foreachAddScalar_ = declare("aten::_foreach_add_.Scalar", ["self", "scalar"]);
/** `aten::_foreach_add_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function _foreachAddScalar_(self: readonly Tensor[], scalar: Scalar): void {
  call(op__foreachAddScalar_, [self, scalar]);
}

const op__foreachAddList_ = declare("aten::_foreach_add_.List", ["self", "other", "alpha"], ["alpha"]);
/** `aten::_foreach_add_.List(Tensor(a!)[] self, Tensor[] other, *, Scalar alpha=1) -> ()` */
export function _foreachAddList_(self: readonly Tensor[], other: readonly Tensor[], options?: { alpha?: Scalar | undefined }): void {
  call(op__foreachAddList_, [self, other, options?.alpha], options);
}

const op__foreachAddList = declare("aten::_foreach_add.List", ["self", "other", "alpha"], ["alpha"]);
/** `aten::_foreach_add.List(Tensor[] self, Tensor[] other, *, Scalar alpha=1) -> Tensor[]` */
export function _foreachAddList(self: readonly Tensor[], other: readonly Tensor[], options?: { alpha?: Scalar | undefined }): Tensor[] {
  return call(op__foreachAddList, [self, other, options?.alpha], options) as Tensor[];
}

const op__foreachAddScalar = declare("aten::_foreach_add.Scalar", ["self", "scalar"]);
/** `aten::_foreach_add.Scalar(Tensor[] self, Scalar scalar) -> Tensor[]` */
export function _foreachAddScalar(self: readonly Tensor[], scalar: Scalar): Tensor[] {
  return call(op__foreachAddScalar, [self, scalar]) as Tensor[];
}

const op__foreachAddScalarList_ = declare("aten::_foreach_add_.ScalarList", ["self", "scalars"]);
/** `aten::_foreach_add_.ScalarList(Tensor(a!)[] self, Scalar[] scalars) -> ()` */
export function _foreachAddScalarList_(self: readonly Tensor[], scalars: readonly Scalar[]): void {
  call(op__foreachAddScalarList_, [self, scalars]);
}

const op__foreachSubList_ = declare("aten::_foreach_sub_.List", ["self", "other", "alpha"], ["alpha"]);
/** `aten::_foreach_sub_.List(Tensor(a!)[] self, Tensor[] other, *, Scalar alpha=1) -> ()` */
export function _foreachSubList_(self: readonly Tensor[], other: readonly Tensor[], options?: { alpha?: Scalar | undefined }): void {
  call(op__foreachSubList_, [self, other, options?.alpha], options);
}

const op__foreachSubList = declare("aten::_foreach_sub.List", ["self", "other", "alpha"], ["alpha"]);
/** `aten::_foreach_sub.List(Tensor[] self, Tensor[] other, *, Scalar alpha=1) -> Tensor[]` */
export function _foreachSubList(self: readonly Tensor[], other: readonly Tensor[], options?: { alpha?: Scalar | undefined }): Tensor[] {
  return call(op__foreachSubList, [self, other, options?.alpha], options) as Tensor[];
}

const op__foreachSubScalar_ = declare("aten::_foreach_sub_.Scalar", ["self", "scalar"]);
/** `aten::_foreach_sub_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function _foreachSubScalar_(self: readonly Tensor[], scalar: Scalar): void {
  call(op__foreachSubScalar_, [self, scalar]);
}

const op__foreachMulScalar_ = declare("aten::_foreach_mul_.Scalar", ["self", "scalar"]);
/** `aten::_foreach_mul_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function _foreachMulScalar_(self: readonly Tensor[], scalar: Scalar): void {
  call(op__foreachMulScalar_, [self, scalar]);
}

const op__foreachMulList_ = declare("aten::_foreach_mul_.List", ["self", "other"]);
/** `aten::_foreach_mul_.List(Tensor(a!)[] self, Tensor[] other) -> ()` */
export function _foreachMulList_(self: readonly Tensor[], other: readonly Tensor[]): void {
  call(op__foreachMulList_, [self, other]);
}

const op__foreachMulScalar = declare("aten::_foreach_mul.Scalar", ["self", "scalar"]);
/** `aten::_foreach_mul.Scalar(Tensor[] self, Scalar scalar) -> Tensor[]` */
export function _foreachMulScalar(self: readonly Tensor[], scalar: Scalar): Tensor[] {
  return call(op__foreachMulScalar, [self, scalar]) as Tensor[];
}

const op__foreachMulList = declare("aten::_foreach_mul.List", ["self", "other"]);
/** `aten::_foreach_mul.List(Tensor[] self, Tensor[] other) -> Tensor[]` */
export function _foreachMulList(self: readonly Tensor[], other: readonly Tensor[]): Tensor[] {
  return call(op__foreachMulList, [self, other]) as Tensor[];
}

const op__foreachMulScalarList_ = declare("aten::_foreach_mul_.ScalarList", ["self", "scalars"]);
/** `aten::_foreach_mul_.ScalarList(Tensor(a!)[] self, Scalar[] scalars) -> ()` */
export function _foreachMulScalarList_(self: readonly Tensor[], scalars: readonly Scalar[]): void {
  call(op__foreachMulScalarList_, [self, scalars]);
}

const op__foreachDivList_ = declare("aten::_foreach_div_.List", ["self", "other"]);
/** `aten::_foreach_div_.List(Tensor(a!)[] self, Tensor[] other) -> ()` */
export function _foreachDivList_(self: readonly Tensor[], other: readonly Tensor[]): void {
  call(op__foreachDivList_, [self, other]);
}

const op__foreachDivList = declare("aten::_foreach_div.List", ["self", "other"]);
/** `aten::_foreach_div.List(Tensor[] self, Tensor[] other) -> Tensor[]` */
export function _foreachDivList(self: readonly Tensor[], other: readonly Tensor[]): Tensor[] {
  return call(op__foreachDivList, [self, other]) as Tensor[];
}

const op__foreachDivScalar_ = declare("aten::_foreach_div_.Scalar", ["self", "scalar"]);
/** `aten::_foreach_div_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function _foreachDivScalar_(self: readonly Tensor[], scalar: Scalar): void {
  call(op__foreachDivScalar_, [self, scalar]);
}

const op__foreachDivScalarList_ = declare("aten::_foreach_div_.ScalarList", ["self", "scalars"]);
/** `aten::_foreach_div_.ScalarList(Tensor(a!)[] self, Scalar[] scalars) -> ()` */
export function _foreachDivScalarList_(self: readonly Tensor[], scalars: readonly Scalar[]): void {
  call(op__foreachDivScalarList_, [self, scalars]);
}

const op__foreachAddcmulScalar_ = declare("aten::_foreach_addcmul_.Scalar", ["self", "tensor1", "tensor2", "value"], ["value"]);
/** `aten::_foreach_addcmul_.Scalar(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar value=1) -> ()` */
export function _foreachAddcmulScalar_(self: readonly Tensor[], tensor1: readonly Tensor[], tensor2: readonly Tensor[], options?: { value?: Scalar | undefined }): void {
  call(op__foreachAddcmulScalar_, [self, tensor1, tensor2, options?.value], options);
}

const op__foreachAddcmulScalarList_ = declare("aten::_foreach_addcmul_.ScalarList", ["self", "tensor1", "tensor2", "scalars"]);
/** `aten::_foreach_addcmul_.ScalarList(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar[] scalars) -> ()` */
export function _foreachAddcmulScalarList_(self: readonly Tensor[], tensor1: readonly Tensor[], tensor2: readonly Tensor[], scalars: readonly Scalar[]): void {
  call(op__foreachAddcmulScalarList_, [self, tensor1, tensor2, scalars]);
}

const op__foreachAddcdivScalar_ = declare("aten::_foreach_addcdiv_.Scalar", ["self", "tensor1", "tensor2", "value"], ["value"]);
/** `aten::_foreach_addcdiv_.Scalar(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar value=1) -> ()` */
export function _foreachAddcdivScalar_(self: readonly Tensor[], tensor1: readonly Tensor[], tensor2: readonly Tensor[], options?: { value?: Scalar | undefined }): void {
  call(op__foreachAddcdivScalar_, [self, tensor1, tensor2, options?.value], options);
}

const op__foreachAddcdivScalarList_ = declare("aten::_foreach_addcdiv_.ScalarList", ["self", "tensor1", "tensor2", "scalars"]);
/** `aten::_foreach_addcdiv_.ScalarList(Tensor(a!)[] self, Tensor[] tensor1, Tensor[] tensor2, Scalar[] scalars) -> ()` */
export function _foreachAddcdivScalarList_(self: readonly Tensor[], tensor1: readonly Tensor[], tensor2: readonly Tensor[], scalars: readonly Scalar[]): void {
  call(op__foreachAddcdivScalarList_, [self, tensor1, tensor2, scalars]);
}

const op__foreachLerpScalar_ = declare("aten::_foreach_lerp_.Scalar", ["self", "tensors1", "weight"]);
/** `aten::_foreach_lerp_.Scalar(Tensor(a!)[] self, Tensor[] tensors1, Scalar weight) -> ()` */
export function _foreachLerpScalar_(self: readonly Tensor[], tensors1: readonly Tensor[], weight: Scalar): void {
  call(op__foreachLerpScalar_, [self, tensors1, weight]);
}

const op__foreachLerpList_ = declare("aten::_foreach_lerp_.List", ["self", "tensors1", "weights"]);
/** `aten::_foreach_lerp_.List(Tensor(a!)[] self, Tensor[] tensors1, Tensor[] weights) -> ()` */
export function _foreachLerpList_(self: readonly Tensor[], tensors1: readonly Tensor[], weights: readonly Tensor[]): void {
  call(op__foreachLerpList_, [self, tensors1, weights]);
}

const op__foreachSqrt = declare("aten::_foreach_sqrt", ["self"]);
/** `aten::_foreach_sqrt(Tensor[] self) -> Tensor[]` */
export function _foreachSqrt(self: readonly Tensor[]): Tensor[] {
  return call(op__foreachSqrt, [self]) as Tensor[];
}

const op__foreachSqrt_ = declare("aten::_foreach_sqrt_", ["self"]);
/** `aten::_foreach_sqrt_(Tensor(a!)[] self) -> ()` */
export function _foreachSqrt_(self: readonly Tensor[]): void {
  call(op__foreachSqrt_, [self]);
}

const op__foreachNeg = declare("aten::_foreach_neg", ["self"]);
/** `aten::_foreach_neg(Tensor[] self) -> Tensor[]` */
export function _foreachNeg(self: readonly Tensor[]): Tensor[] {
  return call(op__foreachNeg, [self]) as Tensor[];
}

const op__foreachNeg_ = declare("aten::_foreach_neg_", ["self"]);
/** `aten::_foreach_neg_(Tensor(a!)[] self) -> ()` */
export function _foreachNeg_(self: readonly Tensor[]): void {
  call(op__foreachNeg_, [self]);
}

const op__foreachReciprocal_ = declare("aten::_foreach_reciprocal_", ["self"]);
/** `aten::_foreach_reciprocal_(Tensor(a!)[] self) -> ()` */
export function _foreachReciprocal_(self: readonly Tensor[]): void {
  call(op__foreachReciprocal_, [self]);
}

const op__foreachZero_ = declare("aten::_foreach_zero_", ["self"]);
/** `aten::_foreach_zero_(Tensor(a!)[] self) -> ()` */
export function _foreachZero_(self: readonly Tensor[]): void {
  call(op__foreachZero_, [self]);
}

const op__foreachCopy_ = declare("aten::_foreach_copy_", ["self", "src", "non_blocking"], ["nonBlocking"]);
/** `aten::_foreach_copy_(Tensor(a!)[] self, Tensor[] src, bool non_blocking=False) -> ()` */
export function _foreachCopy_(self: readonly Tensor[], src: readonly Tensor[], options?: { nonBlocking?: boolean | undefined }): void {
  call(op__foreachCopy_, [self, src, options?.nonBlocking], options);
}

const op__foreachNorm = declare("aten::_foreach_norm.Scalar", ["self", "ord", "dtype"], ["ord", "dtype"]);
/** `aten::_foreach_norm.Scalar(Tensor[] self, Scalar ord=2, ScalarType? dtype=None) -> Tensor[]` */
export function _foreachNorm(self: readonly Tensor[], options?: { ord?: Scalar | undefined; dtype?: DType | null | undefined }): Tensor[] {
  return call(op__foreachNorm, [self, options?.ord, options?.dtype], options) as Tensor[];
}

const op__foreachMaximum_ = declare("aten::_foreach_maximum_.List", ["self", "other"]);
/** `aten::_foreach_maximum_.List(Tensor(a!)[] self, Tensor[] other) -> ()` */
export function _foreachMaximum_(self: readonly Tensor[], other: readonly Tensor[]): void {
  call(op__foreachMaximum_, [self, other]);
}

const op__foreachExp_ = declare("aten::_foreach_exp_", ["self"]);
/** `aten::_foreach_exp_(Tensor(a!)[] self) -> ()` */
export function _foreachExp_(self: readonly Tensor[]): void {
  call(op__foreachExp_, [self]);
}

const op__foreachAbs = declare("aten::_foreach_abs", ["self"]);
/** `aten::_foreach_abs(Tensor[] self) -> Tensor[]` */
export function _foreachAbs(self: readonly Tensor[]): Tensor[] {
  return call(op__foreachAbs, [self]) as Tensor[];
}

const op__foreachAbs_ = declare("aten::_foreach_abs_", ["self"]);
/** `aten::_foreach_abs_(Tensor(a!)[] self) -> ()` */
export function _foreachAbs_(self: readonly Tensor[]): void {
  call(op__foreachAbs_, [self]);
}

const op__foreachClampMinScalar_ = declare("aten::_foreach_clamp_min_.Scalar", ["self", "scalar"]);
/** `aten::_foreach_clamp_min_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function _foreachClampMinScalar_(self: readonly Tensor[], scalar: Scalar): void {
  call(op__foreachClampMinScalar_, [self, scalar]);
}

const op__foreachClampMaxScalar_ = declare("aten::_foreach_clamp_max_.Scalar", ["self", "scalar"]);
/** `aten::_foreach_clamp_max_.Scalar(Tensor(a!)[] self, Scalar scalar) -> ()` */
export function _foreachClampMaxScalar_(self: readonly Tensor[], scalar: Scalar): void {
  call(op__foreachClampMaxScalar_, [self, scalar]);
}

const op__fusedAdamw_ = declare("aten::_fused_adamw_", ["self", "grads", "exp_avgs", "exp_avg_sqs", "max_exp_avg_sqs", "state_steps", "lr", "beta1", "beta2", "weight_decay", "eps", "amsgrad", "maximize", "grad_scale", "found_inf"], ["gradScale", "foundInf"]);
/** `aten::_fused_adamw_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] exp_avgs, Tensor(d!)[] exp_avg_sqs, Tensor(e!)[] max_exp_avg_sqs, Tensor[] state_steps, *, float lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor? grad_scale=None, Tensor? found_inf=None) -> ()` */
export function _fusedAdamw_(self: readonly Tensor[], grads: readonly Tensor[], expAvgs: readonly Tensor[], expAvgSqs: readonly Tensor[], maxExpAvgSqs: readonly Tensor[], stateSteps: readonly Tensor[], lr: number, beta1: number, beta2: number, weightDecay: number, eps: number, amsgrad: boolean, maximize: boolean, options?: { gradScale?: Tensor | null | undefined; foundInf?: Tensor | null | undefined }): void {
  call(op__fusedAdamw_, [self, grads, expAvgs, expAvgSqs, maxExpAvgSqs, stateSteps, lr, beta1, beta2, weightDecay, eps, amsgrad, maximize, options?.gradScale, options?.foundInf], options);
}

const op__fusedSgd_ = declare("aten::_fused_sgd_", ["self", "grads", "momentum_buffer_list", "weight_decay", "momentum", "lr", "dampening", "nesterov", "maximize", "is_first_step", "grad_scale", "found_inf"], ["gradScale", "foundInf"]);
/** `aten::_fused_sgd_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] momentum_buffer_list, *, float weight_decay, float momentum, float lr, float dampening, bool nesterov, bool maximize, bool is_first_step, Tensor? grad_scale=None, Tensor? found_inf=None) -> ()` */
export function _fusedSgd_(self: readonly Tensor[], grads: readonly Tensor[], momentumBufferList: readonly Tensor[], weightDecay: number, momentum: number, lr: number, dampening: number, nesterov: boolean, maximize: boolean, isFirstStep: boolean, options?: { gradScale?: Tensor | null | undefined; foundInf?: Tensor | null | undefined }): void {
  call(op__fusedSgd_, [self, grads, momentumBufferList, weightDecay, momentum, lr, dampening, nesterov, maximize, isFirstStep, options?.gradScale, options?.foundInf], options);
}

const op__ampForeachNonFiniteCheckAndUnscale_ = declare("aten::_amp_foreach_non_finite_check_and_unscale_", ["self", "found_inf", "inv_scale"]);
/** `aten::_amp_foreach_non_finite_check_and_unscale_(Tensor(a!)[] self, Tensor(b!) found_inf, Tensor inv_scale) -> ()` */
export function _ampForeachNonFiniteCheckAndUnscale_(self: readonly Tensor[], foundInf: Tensor, invScale: Tensor): void {
  call(op__ampForeachNonFiniteCheckAndUnscale_, [self, foundInf, invScale]);
}

const op__ampUpdateScale_ = declare("aten::_amp_update_scale_", ["self", "growth_tracker", "found_inf", "scale_growth_factor", "scale_backoff_factor", "growth_interval"]);
/** `aten::_amp_update_scale_(Tensor(a!) self, Tensor(b!) growth_tracker, Tensor found_inf, float scale_growth_factor, float scale_backoff_factor, int growth_interval) -> Tensor(a!)` */
export function _ampUpdateScale_(self: Tensor, growthTracker: Tensor, foundInf: Tensor, scaleGrowthFactor: number, scaleBackoffFactor: number, growthInterval: number): Tensor {
  return call(op__ampUpdateScale_, [self, growthTracker, foundInf, scaleGrowthFactor, scaleBackoffFactor, growthInterval]) as Tensor;
}

declare module "./tensor.js" {
  interface Tensor {
    /** `aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
    add(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
    addScalar(other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
    add_(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
    addScalar_(other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
    sub(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
    subScalar(other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
    sub_(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::sub_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
    subScalar_(other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
    rsubScalar(other: Scalar, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::mul.Tensor(Tensor self, Tensor other) -> Tensor` */
    mul(other: Tensor): Tensor;
    /** `aten::mul.Scalar(Tensor self, Scalar other) -> Tensor` */
    mulScalar(other: Scalar): Tensor;
    /** `aten::mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
    mul_(other: Tensor): Tensor;
    /** `aten::mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
    mulScalar_(other: Scalar): Tensor;
    /** `aten::div.Tensor(Tensor self, Tensor other) -> Tensor` */
    div(other: Tensor): Tensor;
    /** `aten::div.Scalar(Tensor self, Scalar other) -> Tensor` */
    divScalar(other: Scalar): Tensor;
    /** `aten::div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
    div_(other: Tensor): Tensor;
    /** `aten::div_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
    divScalar_(other: Scalar): Tensor;
    /** `aten::div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor` */
    divMode(other: Tensor, roundingMode: string | null): Tensor;
    /** `aten::div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor` */
    divScalarMode(other: Scalar, roundingMode: string | null): Tensor;
    /** `aten::floor_divide(Tensor self, Tensor other) -> Tensor` */
    floorDivide(other: Tensor): Tensor;
    /** `aten::floor_divide.Scalar(Tensor self, Scalar other) -> Tensor` */
    floorDivideScalar(other: Scalar): Tensor;
    /** `aten::remainder.Tensor(Tensor self, Tensor other) -> Tensor` */
    remainder(other: Tensor): Tensor;
    /** `aten::remainder.Scalar(Tensor self, Scalar other) -> Tensor` */
    remainderScalar(other: Scalar): Tensor;
    /** `aten::fmod.Tensor(Tensor self, Tensor other) -> Tensor` */
    fmod(other: Tensor): Tensor;
    /** `aten::fmod.Scalar(Tensor self, Scalar other) -> Tensor` */
    fmodScalar(other: Scalar): Tensor;
    /** `aten::pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor` */
    powScalar(exponent: Scalar): Tensor;
    /** `aten::pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` */
    pow(exponent: Tensor): Tensor;
    /** `aten::pow_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)` */
    powScalar_(exponent: Scalar): Tensor;
    /** `aten::square(Tensor self) -> Tensor` */
    square(): Tensor;
    /** `aten::square_(Tensor(a!) self) -> Tensor(a!)` */
    square_(): Tensor;
    /** `aten::addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
    addcmul(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    /** `aten::addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
    addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    /** `aten::addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
    addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    /** `aten::addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
    addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    /** `aten::lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor` */
    lerpScalar(end: Tensor, weight: Scalar): Tensor;
    /** `aten::lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor` */
    lerp(end: Tensor, weight: Tensor): Tensor;
    /** `aten::lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)` */
    lerpScalar_(end: Tensor, weight: Scalar): Tensor;
    /** `aten::lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)` */
    lerp_(end: Tensor, weight: Tensor): Tensor;
    /** `aten::neg(Tensor self) -> Tensor` */
    neg(): Tensor;
    /** `aten::neg_(Tensor(a!) self) -> Tensor(a!)` */
    neg_(): Tensor;
    /** `aten::abs(Tensor self) -> Tensor` */
    abs(): Tensor;
    /** `aten::abs_(Tensor(a!) self) -> Tensor(a!)` */
    abs_(): Tensor;
    /** `aten::sign(Tensor self) -> Tensor` */
    sign(): Tensor;
    /** `aten::sgn(Tensor self) -> Tensor` */
    sgn(): Tensor;
    /** `aten::reciprocal(Tensor self) -> Tensor` */
    reciprocal(): Tensor;
    /** `aten::reciprocal_(Tensor(a!) self) -> Tensor(a!)` */
    reciprocal_(): Tensor;
    /** `aten::sqrt(Tensor self) -> Tensor` */
    sqrt(): Tensor;
    /** `aten::sqrt_(Tensor(a!) self) -> Tensor(a!)` */
    sqrt_(): Tensor;
    /** `aten::rsqrt(Tensor self) -> Tensor` */
    rsqrt(): Tensor;
    /** `aten::rsqrt_(Tensor(a!) self) -> Tensor(a!)` */
    rsqrt_(): Tensor;
    /** `aten::exp(Tensor self) -> Tensor` */
    exp(): Tensor;
    /** `aten::exp_(Tensor(a!) self) -> Tensor(a!)` */
    exp_(): Tensor;
    /** `aten::exp2(Tensor self) -> Tensor` */
    exp2(): Tensor;
    /** `aten::expm1(Tensor self) -> Tensor` */
    expm1(): Tensor;
    /** `aten::log(Tensor self) -> Tensor` */
    log(): Tensor;
    /** `aten::log_(Tensor(a!) self) -> Tensor(a!)` */
    log_(): Tensor;
    /** `aten::log2(Tensor self) -> Tensor` */
    log2(): Tensor;
    /** `aten::log10(Tensor self) -> Tensor` */
    log10(): Tensor;
    /** `aten::log1p(Tensor self) -> Tensor` */
    log1p(): Tensor;
    /** `aten::sin(Tensor self) -> Tensor` */
    sin(): Tensor;
    /** `aten::sin_(Tensor(a!) self) -> Tensor(a!)` */
    sin_(): Tensor;
    /** `aten::cos(Tensor self) -> Tensor` */
    cos(): Tensor;
    /** `aten::cos_(Tensor(a!) self) -> Tensor(a!)` */
    cos_(): Tensor;
    /** `aten::tan(Tensor self) -> Tensor` */
    tan(): Tensor;
    /** `aten::asin(Tensor self) -> Tensor` */
    asin(): Tensor;
    /** `aten::acos(Tensor self) -> Tensor` */
    acos(): Tensor;
    /** `aten::atan(Tensor self) -> Tensor` */
    atan(): Tensor;
    /** `aten::atan2(Tensor self, Tensor other) -> Tensor` */
    atan2(other: Tensor): Tensor;
    /** `aten::atan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
    atan2_(other: Tensor): Tensor;
    /** `aten::sinh(Tensor self) -> Tensor` */
    sinh(): Tensor;
    /** `aten::cosh(Tensor self) -> Tensor` */
    cosh(): Tensor;
    /** `aten::tanh(Tensor self) -> Tensor` */
    tanh(): Tensor;
    /** `aten::tanh_(Tensor(a!) self) -> Tensor(a!)` */
    tanh_(): Tensor;
    /** `aten::asinh(Tensor self) -> Tensor` */
    asinh(): Tensor;
    /** `aten::acosh(Tensor self) -> Tensor` */
    acosh(): Tensor;
    /** `aten::atanh(Tensor self) -> Tensor` */
    atanh(): Tensor;
    /** `aten::floor(Tensor self) -> Tensor` */
    floor(): Tensor;
    /** `aten::floor_(Tensor(a!) self) -> Tensor(a!)` */
    floor_(): Tensor;
    /** `aten::ceil(Tensor self) -> Tensor` */
    ceil(): Tensor;
    /** `aten::ceil_(Tensor(a!) self) -> Tensor(a!)` */
    ceil_(): Tensor;
    /** `aten::round(Tensor self) -> Tensor` */
    round(): Tensor;
    /** `aten::round_(Tensor(a!) self) -> Tensor(a!)` */
    round_(): Tensor;
    /** `aten::round.decimals(Tensor self, *, int decimals) -> Tensor` */
    roundDecimals(decimals: number): Tensor;
    /** `aten::trunc(Tensor self) -> Tensor` */
    trunc(): Tensor;
    /** `aten::trunc_(Tensor(a!) self) -> Tensor(a!)` */
    trunc_(): Tensor;
    /** `aten::frac(Tensor self) -> Tensor` */
    frac(): Tensor;
    /** `aten::erf(Tensor self) -> Tensor` */
    erf(): Tensor;
    /** `aten::erfc(Tensor self) -> Tensor` */
    erfc(): Tensor;
    /** `aten::erfinv(Tensor self) -> Tensor` */
    erfinv(): Tensor;
    /** `aten::erfinv_(Tensor(a!) self) -> Tensor(a!)` */
    erfinv_(): Tensor;
    /** `aten::lgamma(Tensor self) -> Tensor` */
    lgamma(): Tensor;
    /** `aten::digamma(Tensor self) -> Tensor` */
    digamma(): Tensor;
    /** `aten::logit(Tensor self, float? eps=None) -> Tensor` */
    logit(options?: { eps?: number | null | undefined }): Tensor;
    /** `aten::sigmoid(Tensor self) -> Tensor` */
    sigmoid(): Tensor;
    /** `aten::sigmoid_(Tensor(a!) self) -> Tensor(a!)` */
    sigmoid_(): Tensor;
    /** `aten::hypot(Tensor self, Tensor other) -> Tensor` */
    hypot(other: Tensor): Tensor;
    /** `aten::copysign.Tensor(Tensor self, Tensor other) -> Tensor` */
    copysign(other: Tensor): Tensor;
    /** `aten::nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor` */
    nanToNum(options?: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
    /** `aten::nan_to_num_(Tensor(a!) self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor(a!)` */
    nanToNum_(options?: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
    /** `aten::clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` */
    clamp(options?: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
    /** `aten::clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)` */
    clamp_(options?: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
    /** `aten::clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor` */
    clampTensor(options?: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
    /** `aten::clamp_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)` */
    clampTensor_(options?: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
    /** `aten::clamp_min(Tensor self, Scalar min) -> Tensor` */
    clampMin(min: Scalar): Tensor;
    /** `aten::clamp_min_(Tensor(a!) self, Scalar min) -> Tensor(a!)` */
    clampMin_(min: Scalar): Tensor;
    /** `aten::clamp_min.Tensor(Tensor self, Tensor min) -> Tensor` */
    clampMinTensor(min: Tensor): Tensor;
    /** `aten::clamp_max(Tensor self, Scalar max) -> Tensor` */
    clampMax(max: Scalar): Tensor;
    /** `aten::clamp_max_(Tensor(a!) self, Scalar max) -> Tensor(a!)` */
    clampMax_(max: Scalar): Tensor;
    /** `aten::clamp_max.Tensor(Tensor self, Tensor max) -> Tensor` */
    clampMaxTensor(max: Tensor): Tensor;
    /** `aten::maximum(Tensor self, Tensor other) -> Tensor` */
    maximum(other: Tensor): Tensor;
    /** `aten::minimum(Tensor self, Tensor other) -> Tensor` */
    minimum(other: Tensor): Tensor;
    /** `aten::fmax(Tensor self, Tensor other) -> Tensor` */
    fmax(other: Tensor): Tensor;
    /** `aten::fmin(Tensor self, Tensor other) -> Tensor` */
    fmin(other: Tensor): Tensor;
    /** `aten::logaddexp(Tensor self, Tensor other) -> Tensor` */
    logaddexp(other: Tensor): Tensor;
    /** `aten::eq.Tensor(Tensor self, Tensor other) -> Tensor` */
    eq(other: Tensor): Tensor;
    /** `aten::eq.Scalar(Tensor self, Scalar other) -> Tensor` */
    eqScalar(other: Scalar): Tensor;
    /** `aten::ne.Tensor(Tensor self, Tensor other) -> Tensor` */
    ne(other: Tensor): Tensor;
    /** `aten::ne.Scalar(Tensor self, Scalar other) -> Tensor` */
    neScalar(other: Scalar): Tensor;
    /** `aten::lt.Tensor(Tensor self, Tensor other) -> Tensor` */
    lt(other: Tensor): Tensor;
    /** `aten::lt.Scalar(Tensor self, Scalar other) -> Tensor` */
    ltScalar(other: Scalar): Tensor;
    /** `aten::le.Tensor(Tensor self, Tensor other) -> Tensor` */
    le(other: Tensor): Tensor;
    /** `aten::le.Scalar(Tensor self, Scalar other) -> Tensor` */
    leScalar(other: Scalar): Tensor;
    /** `aten::gt.Tensor(Tensor self, Tensor other) -> Tensor` */
    gt(other: Tensor): Tensor;
    /** `aten::gt.Scalar(Tensor self, Scalar other) -> Tensor` */
    gtScalar(other: Scalar): Tensor;
    /** `aten::ge.Tensor(Tensor self, Tensor other) -> Tensor` */
    ge(other: Tensor): Tensor;
    /** `aten::ge.Scalar(Tensor self, Scalar other) -> Tensor` */
    geScalar(other: Scalar): Tensor;
    /** `aten::equal(Tensor self, Tensor other) -> bool` */
    equal(other: Tensor): boolean;
    /** `aten::allclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> bool` */
    allclose(other: Tensor, options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): boolean;
    /** `aten::isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor` */
    isclose(other: Tensor, options?: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): Tensor;
    /** `aten::isnan(Tensor self) -> Tensor` */
    isnan(): Tensor;
    /** `aten::isinf(Tensor self) -> Tensor` */
    isinf(): Tensor;
    /** `aten::isfinite(Tensor self) -> Tensor` */
    isfinite(): Tensor;
    /** `aten::logical_and(Tensor self, Tensor other) -> Tensor` */
    logicalAnd(other: Tensor): Tensor;
    /** `aten::logical_or(Tensor self, Tensor other) -> Tensor` */
    logicalOr(other: Tensor): Tensor;
    /** `aten::logical_xor(Tensor self, Tensor other) -> Tensor` */
    logicalXor(other: Tensor): Tensor;
    /** `aten::logical_not(Tensor self) -> Tensor` */
    logicalNot(): Tensor;
    /** `aten::bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor` */
    bitwiseAnd(other: Tensor): Tensor;
    /** `aten::bitwise_and.Scalar(Tensor self, Scalar other) -> Tensor` */
    bitwiseAndScalar(other: Scalar): Tensor;
    /** `aten::bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor` */
    bitwiseOr(other: Tensor): Tensor;
    /** `aten::bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor` */
    bitwiseXor(other: Tensor): Tensor;
    /** `aten::bitwise_not(Tensor self) -> Tensor` */
    bitwiseNot(): Tensor;
    /** `aten::bitwise_left_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor` */
    bitwiseLeftShiftScalar(other: Scalar): Tensor;
    /** `aten::bitwise_right_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor` */
    bitwiseRightShiftScalar(other: Scalar): Tensor;
    /** `aten::where.self(Tensor condition, Tensor self, Tensor other) -> Tensor` */
    where(self: Tensor, other: Tensor): Tensor;
    /** `aten::where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor` */
    whereScalarOther(self: Tensor, other: Scalar): Tensor;
    /** `aten::where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor` */
    whereScalarSelf(self: Scalar, other: Tensor): Tensor;
    /** `aten::masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor` */
    maskedFillScalar(mask: Tensor, value: Scalar): Tensor;
    /** `aten::masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor` */
    maskedFill(mask: Tensor, value: Tensor): Tensor;
    /** `aten::masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)` */
    maskedFillScalar_(mask: Tensor, value: Scalar): Tensor;
    /** `aten::masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)` */
    maskedFill_(mask: Tensor, value: Tensor): Tensor;
    /** `aten::masked_select(Tensor self, Tensor mask) -> Tensor` */
    maskedSelect(mask: Tensor): Tensor;
    /** `aten::masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor` */
    maskedScatter(mask: Tensor, source: Tensor): Tensor;
    /** `aten::nonzero(Tensor self) -> Tensor` */
    nonzero(): Tensor;
    /** `aten::isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor` */
    isin(testElements: Tensor, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
    /** `aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
    sum(options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    sumDim(dim: number | readonly number[] | null, options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::mean(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
    mean(options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    meanDim(dim: number | readonly number[] | null, options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::prod(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
    prod(options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    prodDim(dim: number, options?: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    nansum(options?: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    nanmean(options?: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
    variance(options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
    std(options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
    varMean(options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
    stdMean(options?: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::max(Tensor self) -> Tensor` */
    max(): Tensor;
    /** `aten::min(Tensor self) -> Tensor` */
    min(): Tensor;
    /** `aten::max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
    maxDim(dim: number, options?: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
    minDim(dim: number, options?: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
    amax(options?: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
    amin(options?: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)` */
    aminmax(options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
    argmax(options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
    argmin(options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::all(Tensor self) -> Tensor` */
    all(): Tensor;
    /** `aten::all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` */
    allDim(dim: number, options?: { keepdim?: boolean | undefined }): Tensor;
    /** `aten::any(Tensor self) -> Tensor` */
    any(): Tensor;
    /** `aten::any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` */
    anyDim(dim: number, options?: { keepdim?: boolean | undefined }): Tensor;
    /** `aten::logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
    logsumexp(dim: number | readonly number[], options?: { keepdim?: boolean | undefined }): Tensor;
    /** `aten::cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
    cumsum(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
    cumprod(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
    cummax(dim: number): [Tensor, Tensor];
    /** `aten::cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
    cummin(dim: number): [Tensor, Tensor];
    /** `aten::logcumsumexp(Tensor self, int dim) -> Tensor` */
    logcumsumexp(dim: number): Tensor;
    /** `aten::median(Tensor self) -> Tensor` */
    median(): Tensor;
    /** `aten::median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
    medianDim(dim: number, options?: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::nanmedian(Tensor self) -> Tensor` */
    nanmedian(): Tensor;
    /** `aten::kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
    kthvalue(k: number, options?: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
    mode(options?: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
    quantile(q: number, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** `aten::quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
    quantiles(q: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** `aten::norm.Scalar(Tensor self, Scalar p=2) -> Tensor` */
    norm(options?: { p?: Scalar | undefined }): Tensor;
    /** `aten::norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor` */
    normDim(p: Scalar | null, dim: number | readonly number[], options?: { keepdim?: boolean | undefined }): Tensor;
    /** `aten::linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    linalgVectorNorm(options?: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::count_nonzero(Tensor self, int? dim=None) -> Tensor` */
    countNonzero(options?: { dim?: number | null | undefined }): Tensor;
    /** `aten::dist(Tensor self, Tensor other, Scalar p=2) -> Tensor` */
    dist(other: Tensor, options?: { p?: Scalar | undefined }): Tensor;
    /** `aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
    sort(options?: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
    sortStable(stable: boolean | null, options?: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor` */
    argsort(options?: { dim?: number | undefined; descending?: boolean | undefined }): Tensor;
    /** `aten::argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor` */
    argsortStable(stable: boolean, options?: { dim?: number | undefined; descending?: boolean | undefined }): Tensor;
    /** `aten::topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)` */
    topk(k: number, options?: { dim?: number | undefined; largest?: boolean | undefined; sorted?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor` */
    bincount(options?: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor;
    /** `aten::histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor` */
    histc(options?: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor;
    /** `aten::unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)` */
    uniqueConsecutive(options?: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined; dim?: number | null | undefined }): [Tensor, Tensor, Tensor];
    /** `aten::_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
    unique2(options?: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
    /** `aten::unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
    uniqueDim(dim: number, options?: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
    /** `aten::searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor` */
    searchsorted(self: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined; side?: string | null | undefined; sorter?: Tensor | null | undefined }): Tensor;
    /** `aten::bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor` */
    bucketize(boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
    /** `aten::trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor` */
    trapezoid(options?: { dx?: Scalar | undefined; dim?: number | undefined }): Tensor;
    /** `aten::diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor` */
    diff(options?: { n?: number | undefined; dim?: number | undefined; prepend?: Tensor | null | undefined; append?: Tensor | null | undefined }): Tensor;
    /** `aten::cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor` */
    cov(options?: { correction?: number | undefined; fweights?: Tensor | null | undefined; aweights?: Tensor | null | undefined }): Tensor;
    /** `aten::corrcoef(Tensor self) -> Tensor` */
    corrcoef(): Tensor;
    /** `aten::empty_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
    emptyLike(options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
    zerosLike(options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
    onesLike(options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
    fullLike(fillValue: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::new_zeros(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
    newZeros(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    /** `aten::new_empty(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
    newEmpty(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    /** `aten::new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
    newFull(size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    /** `aten::new_ones(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
    newOnes(size: readonly number[], options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    /** `aten::rand_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
    randLike(options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::randn_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
    randnLike(options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::normal_(Tensor(a!) self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor(a!)` */
    normal_(options?: { mean?: number | undefined; std?: number | undefined; generator?: Generator | null | undefined }): Tensor;
    /** `aten::uniform_(Tensor(a!) self, float from=0., float to=1., *, Generator? generator=None) -> Tensor(a!)` */
    uniform_(options?: { from?: number | undefined; to?: number | undefined; generator?: Generator | null | undefined }): Tensor;
    /** `aten::bernoulli(Tensor self, *, Generator? generator=None) -> Tensor` */
    bernoulli(options?: { generator?: Generator | null | undefined }): Tensor;
    /** `aten::bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)` */
    bernoulli_(options?: { p?: number | undefined; generator?: Generator | null | undefined }): Tensor;
    /** `aten::random_.from(Tensor(a!) self, int from, int? to, *, Generator? generator=None) -> Tensor(a!)` */
    random_(from: number, to: number | null, options?: { generator?: Generator | null | undefined }): Tensor;
    /** `aten::exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> Tensor(a!)` */
    exponential_(options?: { lambd?: number | undefined; generator?: Generator | null | undefined }): Tensor;
    /** `aten::multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor` */
    multinomial(numSamples: number, options?: { replacement?: boolean | undefined; generator?: Generator | null | undefined }): Tensor;
    /** `aten::poisson(Tensor self, Generator? generator=None) -> Tensor` */
    poisson(options?: { generator?: Generator | null | undefined }): Tensor;
    /** `aten::tril(Tensor self, SymInt diagonal=0) -> Tensor` */
    tril(options?: { diagonal?: number | undefined }): Tensor;
    /** `aten::triu(Tensor self, SymInt diagonal=0) -> Tensor` */
    triu(options?: { diagonal?: number | undefined }): Tensor;
    /** `aten::diag(Tensor self, int diagonal=0) -> Tensor` */
    diag(options?: { diagonal?: number | undefined }): Tensor;
    /** `aten::diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
    diagonal(options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    /** `aten::diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor` */
    diagEmbed(options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    /** `aten::one_hot(Tensor self, int num_classes=-1) -> Tensor` */
    oneHot(options?: { numClasses?: number | undefined }): Tensor;
    /** `aten::complex(Tensor real, Tensor imag) -> Tensor` */
    complex(imag: Tensor): Tensor;
    /** `aten::polar(Tensor abs, Tensor angle) -> Tensor` */
    polar(angle: Tensor): Tensor;
    /** `aten::view(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
    view(size: readonly number[]): Tensor;
    /** `aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)` */
    reshape(shape: readonly number[]): Tensor;
    /** `aten::view_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
    viewAs(other: Tensor): Tensor;
    /** `aten::reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
    reshapeAs(other: Tensor): Tensor;
    /** `aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)` */
    flatten(options?: { startDim?: number | undefined; endDim?: number | undefined }): Tensor;
    /** `aten::unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)` */
    unflatten(dim: number, sizes: readonly number[]): Tensor;
    /** `aten::squeeze(Tensor(a) self) -> Tensor(a)` */
    squeeze(): Tensor;
    /** `aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)` */
    squeezeDim(dim: number): Tensor;
    /** `aten::unsqueeze(Tensor(a) self, int dim) -> Tensor(a)` */
    unsqueeze(dim: number): Tensor;
    /** `aten::unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)` */
    unsqueeze_(dim: number): Tensor;
    /** `aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)` */
    expand(size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
    /** `aten::expand_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
    expandAs(other: Tensor): Tensor;
    /** `aten::permute(Tensor(a) self, int[] dims) -> Tensor(a)` */
    permute(dims: readonly number[]): Tensor;
    /** `aten::transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
    transpose(dim0: number, dim1: number): Tensor;
    /** `aten::t(Tensor(a) self) -> Tensor(a)` */
    t(): Tensor;
    /** `aten::movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)` */
    movedim(source: number, destination: number): Tensor;
    /** `aten::swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)` */
    swapaxes(axis0: number, axis1: number): Tensor;
    /** `aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)` */
    contiguous(options?: { memoryFormat?: MemoryFormat | undefined }): Tensor;
    /** `aten::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
    clone(options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::detach(Tensor(a) self) -> Tensor(a)` */
    detach(): Tensor;
    /** `aten::detach_(Tensor(a!) self) -> Tensor(a!)` */
    detach_(): Tensor;
    /** `aten::alias(Tensor(a) self) -> Tensor(a)` */
    alias(): Tensor;
    /** `aten::numpy_T(Tensor(a) self) -> Tensor(a)` */
    mirrored(): Tensor;
    /** `aten::split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]` */
    split(splitSize: number, options?: { dim?: number | undefined }): Tensor[];
    /** `aten::split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]` */
    splitWithSizes(splitSizes: readonly number[], options?: { dim?: number | undefined }): Tensor[];
    /** `aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]` */
    chunk(chunks: number, options?: { dim?: number | undefined }): Tensor[];
    /** `aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]` */
    unbind(options?: { dim?: number | undefined }): Tensor[];
    /** `aten::hsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]` */
    hsplit(sections: number): Tensor[];
    /** `aten::tile(Tensor self, SymInt[] dims) -> Tensor` */
    tile(dims: readonly number[]): Tensor;
    /** `aten::repeat(Tensor self, SymInt[] repeats) -> Tensor` */
    repeat(repeats: readonly number[]): Tensor;
    /** `aten::repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
    repeatInterleave(repeats: number, options?: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
    /** `aten::repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
    repeatInterleaveTensor(repeats: Tensor, options?: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
    /** `aten::select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)` */
    select(dim: number, index: number): Tensor;
    /** `aten::slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)` */
    slice(options?: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    /** `aten::narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)` */
    narrow(dim: number, start: number, length: number): Tensor;
    /** `aten::index_select(Tensor self, int dim, Tensor index) -> Tensor` */
    indexSelect(dim: number, index: Tensor): Tensor;
    /** `aten::index_select.out(Tensor self, int dim, Tensor index, *, Tensor(a!) out) -> Tensor(a!)` */
    indexSelectOut(dim: number, index: Tensor, out: Tensor): Tensor;
    /** `aten::gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor` */
    gather(dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor;
    /** `aten::scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
    scatter(dim: number, index: Tensor, src: Tensor): Tensor;
    /** `aten::scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
    scatterValue(dim: number, index: Tensor, value: Scalar): Tensor;
    /** `aten::scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
    scatter_(dim: number, index: Tensor, src: Tensor): Tensor;
    /** `aten::scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)` */
    scatterValue_(dim: number, index: Tensor, value: Scalar): Tensor;
    /** `aten::scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
    scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
    /** `aten::scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
    scatterAdd_(dim: number, index: Tensor, src: Tensor): Tensor;
    /** `aten::scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor` */
    scatterReduce(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
    /** `aten::index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
    index(indices: readonly (Tensor | null)[]): Tensor;
    /** `aten::index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` */
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean | undefined }): Tensor;
    /** `aten::index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)` */
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean | undefined }): Tensor;
    /** `aten::index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor` */
    indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)` */
    indexAdd_(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** `aten::index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor` */
    indexCopy(dim: number, index: Tensor, source: Tensor): Tensor;
    /** `aten::index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)` */
    indexCopy_(dim: number, index: Tensor, source: Tensor): Tensor;
    /** `aten::index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
    indexFillScalar(dim: number, index: Tensor, value: Scalar): Tensor;
    /** `aten::take(Tensor self, Tensor index) -> Tensor` */
    take(index: Tensor): Tensor;
    /** `aten::take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor` */
    takeAlongDim(indices: Tensor, options?: { dim?: number | null | undefined }): Tensor;
    /** `aten::flip(Tensor self, int[] dims) -> Tensor` */
    flip(dims: readonly number[]): Tensor;
    /** `aten::fliplr(Tensor self) -> Tensor` */
    fliplr(): Tensor;
    /** `aten::flipud(Tensor self) -> Tensor` */
    flipud(): Tensor;
    /** `aten::roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor` */
    roll(shifts: number | readonly number[], options?: { dims?: number | readonly number[] | undefined }): Tensor;
    /** `aten::rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor` */
    rot90(options?: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor;
    /** `aten::unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)` */
    unfold(dimension: number, size: number, step: number): Tensor;
    /** `aten::as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)` */
    asStrided(size: readonly number[], stride: readonly number[], options?: { storageOffset?: number | null | undefined }): Tensor;
    /** `aten::pixel_shuffle(Tensor self, int upscale_factor) -> Tensor` */
    pixelShuffle(upscaleFactor: number): Tensor;
    /** `aten::pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor` */
    pixelUnshuffle(downscaleFactor: number): Tensor;
    /** `aten::to.dtype_layout(Tensor(a) self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)` */
    to(options?: { dtype?: DType | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** `aten::type_as(Tensor self, Tensor other) -> Tensor` */
    typeAs(other: Tensor): Tensor;
    /** `aten::set_data(Tensor(a!) self, Tensor new_data) -> ()` */
    setData(newData: Tensor): void;
    /** `aten::copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
    copy_(src: Tensor, options?: { nonBlocking?: boolean | undefined }): Tensor;
    /** `aten::fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)` */
    fillScalar_(value: Scalar): Tensor;
    /** `aten::fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)` */
    fill_(value: Tensor): Tensor;
    /** `aten::zero_(Tensor(a!) self) -> Tensor(a!)` */
    zero_(): Tensor;
    /** `aten::pin_memory(Tensor(a) self, Device? device=None) -> Tensor(a)` */
    pinMemory(options?: { device?: Device | null | undefined }): Tensor;
    /** `aten::is_pinned(Tensor self, Device? device=None) -> bool` */
    isPinned(options?: { device?: Device | null | undefined }): boolean;
    /** `aten::view_as_real(Tensor(a) self) -> Tensor(a)` */
    viewAsReal(): Tensor;
    /** `aten::view_as_complex(Tensor(a) self) -> Tensor(a)` */
    viewAsComplex(): Tensor;
    /** `aten::real(Tensor(a) self) -> Tensor(a)` */
    real(): Tensor;
    /** `aten::imag(Tensor(a) self) -> Tensor(a)` */
    imag(): Tensor;
    /** `aten::conj(Tensor(a) self) -> Tensor(a)` */
    conj(): Tensor;
    /** `aten::resolve_conj(Tensor(a) self) -> Tensor(a)` */
    resolveConj(): Tensor;
    /** `aten::constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor` */
    constantPadNd(pad: readonly number[], options?: { value?: Scalar | undefined }): Tensor;
    /** `aten::pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor` */
    pad(pad_: readonly number[], options?: { mode?: string | undefined; value?: number | null | undefined }): Tensor;
    /** `aten::mm(Tensor self, Tensor mat2) -> Tensor` */
    mm(mat2: Tensor): Tensor;
    /** `aten::bmm(Tensor self, Tensor mat2) -> Tensor` */
    bmm(mat2: Tensor): Tensor;
    /** `aten::matmul(Tensor self, Tensor other) -> Tensor` */
    matmul(other: Tensor): Tensor;
    /** `aten::mv(Tensor self, Tensor vec) -> Tensor` */
    mv(vec: Tensor): Tensor;
    /** `aten::dot(Tensor self, Tensor tensor) -> Tensor` */
    dot(tensor: Tensor): Tensor;
    /** `aten::outer(Tensor self, Tensor vec2) -> Tensor` */
    outer(vec2: Tensor): Tensor;
    /** `aten::addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
    addmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** `aten::addmm_(Tensor(a!) self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
    addmm_(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** `aten::baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
    baddbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** `aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor` */
    linear(weight: Tensor, options?: { bias?: Tensor | null | undefined }): Tensor;
    /** `aten::bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor` */
    bilinear(input2: Tensor, weight: Tensor, options?: { bias?: Tensor | null | undefined }): Tensor;
    /** `aten::tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor` */
    tensordot(other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor;
    /** `aten::kron(Tensor self, Tensor other) -> Tensor` */
    kron(other: Tensor): Tensor;
    /** `aten::cross(Tensor self, Tensor other, int? dim=None) -> Tensor` */
    cross(other: Tensor, options?: { dim?: number | null | undefined }): Tensor;
    /** `aten::linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor` */
    linalgCross(other: Tensor, options?: { dim?: number | undefined }): Tensor;
    /** `aten::cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
    cdist(x2: Tensor, options?: { p?: number | undefined; computeMode?: number | null | undefined }): Tensor;
    /** `aten::pdist(Tensor self, float p=2.) -> Tensor` */
    pdist(options?: { p?: number | undefined }): Tensor;
    /** `aten::linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor` */
    linalgCholesky(options?: { upper?: boolean | undefined }): Tensor;
    /** `aten::linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)` */
    linalgCholeskyEx(options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor` */
    choleskySolve(input2: Tensor, options?: { upper?: boolean | undefined }): Tensor;
    /** `aten::linalg_inv(Tensor A) -> Tensor` */
    linalgInv(): Tensor;
    /** `aten::linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor` */
    linalgSolve(B: Tensor, options?: { left?: boolean | undefined }): Tensor;
    /** `aten::linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)` */
    linalgLstsq(b: Tensor, options?: { rcond?: number | null | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
    /** `aten::linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)` */
    linalgQr(options?: { mode?: string | undefined }): [Tensor, Tensor];
    /** `aten::linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)` */
    linalgEigh(options?: { UPLO?: string | undefined }): [Tensor, Tensor];
    /** `aten::linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor` */
    linalgEigvalsh(options?: { UPLO?: string | undefined }): Tensor;
    /** `aten::linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)` */
    linalgSvd(options?: { fullMatrices?: boolean | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor];
    /** `aten::linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor` */
    linalgSvdvals(options?: { driver?: string | null | undefined }): Tensor;
    /** `aten::linalg_det(Tensor A) -> Tensor` */
    linalgDet(): Tensor;
    /** `aten::linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)` */
    linalgSlogdet(): [Tensor, Tensor];
    /** `aten::linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor` */
    linalgPinv(rcond: number, options?: { hermitian?: boolean | undefined }): Tensor;
    /** `aten::linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    linalgMatrixNorm(ord: Scalar, options?: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
    linalgNorm(options?: { ord?: Scalar | null | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** `aten::linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor` */
    linalgSolveTriangular(B: Tensor, upper: boolean, options?: { left?: boolean | undefined; unitriangular?: boolean | undefined }): Tensor;
    /** `aten::linalg_matrix_exp(Tensor self) -> Tensor` */
    linalgMatrixExp(): Tensor;
    /** `aten::trace(Tensor self) -> Tensor` */
    trace(): Tensor;
    /** `aten::fft_fft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
    fftFft(options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_ifft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
    fftIfft(options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_rfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
    fftRfft(options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_irfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
    fftIrfft(options?: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_fft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
    fftFft2(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_ifft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
    fftIfft2(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_rfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
    fftRfft2(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_irfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
    fftIrfft2(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_fftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
    fftFftn(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_ifftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
    fftIfftn(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_rfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
    fftRfftn(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_irfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
    fftIrfftn(options?: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** `aten::fft_fftshift(Tensor self, int[1]? dim=None) -> Tensor` */
    fftFftshift(options?: { dim?: number | readonly number[] | null | undefined }): Tensor;
    /** `aten::fft_ifftshift(Tensor self, int[1]? dim=None) -> Tensor` */
    fftIfftshift(options?: { dim?: number | readonly number[] | null | undefined }): Tensor;
    /** `aten::conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor` */
    conv1d(weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
    /** `aten::conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor` */
    conv2d(weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
    /** `aten::conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor` */
    conv3d(weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
    /** `aten::conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor` */
    convTranspose2d(weight: Tensor, options?: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
    /** `aten::convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
    convolution(weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
    /** `aten::max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor` */
    maxPool2d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** `aten::max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
    maxPool2dWithIndices(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    /** `aten::max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor` */
    maxPool3d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** `aten::max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor` */
    maxPool1d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** `aten::avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
    avgPool2d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
    /** `aten::avg_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
    avgPool3d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
    /** `aten::adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor` */
    adaptiveAvgPool1d(outputSize: number | readonly number[]): Tensor;
    /** `aten::adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor` */
    adaptiveAvgPool2d(outputSize: number | readonly number[]): Tensor;
    /** `aten::adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)` */
    adaptiveMaxPool2d(outputSize: number | readonly number[]): [Tensor, Tensor];
    /** `aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
    batchNorm(weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
    /** `aten::native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)` */
    nativeBatchNorm(weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number): [Tensor, Tensor, Tensor];
    /** `aten::layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor` */
    layerNorm(normalizedShape: readonly number[], options?: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnable?: boolean | undefined }): Tensor;
    /** `aten::native_layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor, Tensor, Tensor)` */
    nativeLayerNorm(normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number): [Tensor, Tensor, Tensor];
    /** `aten::group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor` */
    groupNorm(numGroups: number, options?: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnabled?: boolean | undefined }): Tensor;
    /** `aten::instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
    instanceNorm(weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
    /** `aten::relu(Tensor self) -> Tensor` */
    relu(): Tensor;
    /** `aten::relu_(Tensor(a!) self) -> Tensor(a!)` */
    relu_(): Tensor;
    /** `aten::relu6(Tensor self) -> Tensor` */
    relu6(): Tensor;
    /** `aten::leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor` */
    leakyRelu(options?: { negativeSlope?: Scalar | undefined }): Tensor;
    /** `aten::leaky_relu_(Tensor(a!) self, Scalar negative_slope=0.01) -> Tensor(a!)` */
    leakyRelu_(options?: { negativeSlope?: Scalar | undefined }): Tensor;
    /** `aten::gelu(Tensor self, *, str approximate="none") -> Tensor` */
    gelu(options?: { approximate?: string | undefined }): Tensor;
    /** `aten::gelu_(Tensor(a!) self, *, str approximate="none") -> Tensor(a!)` */
    gelu_(options?: { approximate?: string | undefined }): Tensor;
    /** `aten::silu(Tensor self) -> Tensor` */
    silu(): Tensor;
    /** `aten::silu_(Tensor(a!) self) -> Tensor(a!)` */
    silu_(): Tensor;
    /** `aten::elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor` */
    elu(options?: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor;
    /** `aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
    softplus(options?: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor;
    /** `aten::hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor` */
    hardtanh(options?: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
    /** `aten::hardswish(Tensor self) -> Tensor` */
    hardswish(): Tensor;
    /** `aten::mish(Tensor self) -> Tensor` */
    mish(): Tensor;
    /** `aten::threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor` */
    threshold(threshold_: Scalar, value: Scalar): Tensor;
    /** `aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
    softmax(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
    logSoftmax(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** `aten::dropout(Tensor input, float p, bool train) -> Tensor` */
    dropout(p: number, train: boolean): Tensor;
    /** `aten::dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
    dropout_(p: number, train: boolean): Tensor;
    /** `aten::feature_dropout(Tensor input, float p, bool train) -> Tensor` */
    featureDropout(p: number, train: boolean): Tensor;
    /** `aten::native_dropout(Tensor input, float p, bool? train) -> (Tensor, Tensor)` */
    nativeDropout(p: number, train: boolean | null): [Tensor, Tensor];
    /** `aten::embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor` */
    embedding(indices: Tensor, options?: { paddingIdx?: number | undefined; scaleGradByFreq?: boolean | undefined; sparse?: boolean | undefined }): Tensor;
    /** `aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor` */
    crossEntropyLoss(target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined; labelSmoothing?: number | undefined }): Tensor;
    /** `aten::nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
    nllLoss(target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
    /** `aten::nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
    nllLoss2d(target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
    /** `aten::mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
    mseLoss(target: Tensor, options?: { reduction?: number | undefined }): Tensor;
    /** `aten::l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
    l1Loss(target: Tensor, options?: { reduction?: number | undefined }): Tensor;
    /** `aten::smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor` */
    smoothL1Loss(target: Tensor, options?: { reduction?: number | undefined; beta?: number | undefined }): Tensor;
    /** `aten::huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor` */
    huberLoss(target: Tensor, options?: { reduction?: number | undefined; delta?: number | undefined }): Tensor;
    /** `aten::binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor` */
    binaryCrossEntropy(target: Tensor, options?: { weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
    /** `aten::binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor` */
    binaryCrossEntropyWithLogits(target: Tensor, options?: { weight?: Tensor | null | undefined; posWeight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
    /** `aten::kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor` */
    klDiv(target: Tensor, options?: { reduction?: number | undefined; logTarget?: boolean | undefined }): Tensor;
    /** `aten::cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor` */
    cosineSimilarity(x2: Tensor, options?: { dim?: number | undefined; eps?: number | undefined }): Tensor;
    /** `aten::pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=9.9999999999999995e-07, bool keepdim=False) -> Tensor` */
    pairwiseDistance(x2: Tensor, options?: { p?: number | undefined; eps?: number | undefined; keepdim?: boolean | undefined }): Tensor;
    /** `aten::cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
    cosineEmbeddingLoss(input2: Tensor, target: Tensor, options?: { margin?: number | undefined; reduction?: number | undefined }): Tensor;
    /** `aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor` */
    scaledDotProductAttention(key: Tensor, value: Tensor, options?: { attnMask?: Tensor | null | undefined; dropoutP?: number | undefined; isCausal?: boolean | undefined; scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
    /** `aten::upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleNearest2d(outputSize: number | readonly number[], options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleBilinear2d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleBicubic2d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::upsample_trilinear3d(Tensor self, SymInt[3] output_size, bool align_corners, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::upsample_nearest3d(Tensor self, SymInt[3] output_size, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleNearest3d(outputSize: number | readonly number[], options?: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::upsample_linear1d(Tensor self, SymInt[1] output_size, bool align_corners, float? scales=None) -> Tensor` */
    upsampleLinear1d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scales?: number | null | undefined }): Tensor;
    /** `aten::_upsample_bicubic2d_aa(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleBicubic2dAntialias(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::_upsample_bilinear2d_aa(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
    upsampleBilinear2dAntialias(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** `aten::grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
    gridSampler(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
    /** `aten::grid_sampler_2d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
    gridSampler2d(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
    /** `aten::grid_sampler_3d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
    gridSampler3d(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
    /** `aten::affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor` */
    affineGridGenerator(size: readonly number[], alignCorners: boolean): Tensor;
    /** `aten::im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
    im2col(kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
    /** `aten::col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
    col2im(outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
    /** `aten::reflection_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
    reflectionPad1d(padding: number | readonly number[]): Tensor;
    /** `aten::reflection_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
    reflectionPad2d(padding: number | readonly number[]): Tensor;
    /** `aten::reflection_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
    reflectionPad3d(padding: number | readonly number[]): Tensor;
    /** `aten::replication_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
    replicationPad2d(padding: number | readonly number[]): Tensor;
    /** `aten::replication_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
    replicationPad3d(padding: number | readonly number[]): Tensor;
    /** `aten::_amp_update_scale_(Tensor(a!) self, Tensor(b!) growth_tracker, Tensor found_inf, float scale_growth_factor, float scale_backoff_factor, int growth_interval) -> Tensor(a!)` */
    _ampUpdateScale_(growthTracker: Tensor, foundInf: Tensor, scaleGrowthFactor: number, scaleBackoffFactor: number, growthInterval: number): Tensor;
  }
}

Tensor.prototype.add = function (other, options) {
  return add(this, other, options);
};
Tensor.prototype.addScalar = function (other, options) {
  return addScalar(this, other, options);
};
Tensor.prototype.add_ = function (other, options) {
  return add_(this, other, options);
};
Tensor.prototype.addScalar_ = function (other, options) {
  return addScalar_(this, other, options);
};
Tensor.prototype.sub = function (other, options) {
  return sub(this, other, options);
};
Tensor.prototype.subScalar = function (other, options) {
  return subScalar(this, other, options);
};
Tensor.prototype.sub_ = function (other, options) {
  return sub_(this, other, options);
};
Tensor.prototype.subScalar_ = function (other, options) {
  return subScalar_(this, other, options);
};
Tensor.prototype.rsubScalar = function (other, options) {
  return rsubScalar(this, other, options);
};
Tensor.prototype.mul = function (other) {
  return mul(this, other);
};
Tensor.prototype.mulScalar = function (other) {
  return mulScalar(this, other);
};
Tensor.prototype.mul_ = function (other) {
  return mul_(this, other);
};
Tensor.prototype.mulScalar_ = function (other) {
  return mulScalar_(this, other);
};
Tensor.prototype.div = function (other) {
  return div(this, other);
};
Tensor.prototype.divScalar = function (other) {
  return divScalar(this, other);
};
Tensor.prototype.div_ = function (other) {
  return div_(this, other);
};
Tensor.prototype.divScalar_ = function (other) {
  return divScalar_(this, other);
};
Tensor.prototype.divMode = function (other, roundingMode) {
  return divMode(this, other, roundingMode);
};
Tensor.prototype.divScalarMode = function (other, roundingMode) {
  return divScalarMode(this, other, roundingMode);
};
Tensor.prototype.floorDivide = function (other) {
  return floorDivide(this, other);
};
Tensor.prototype.floorDivideScalar = function (other) {
  return floorDivideScalar(this, other);
};
Tensor.prototype.remainder = function (other) {
  return remainder(this, other);
};
Tensor.prototype.remainderScalar = function (other) {
  return remainderScalar(this, other);
};
Tensor.prototype.fmod = function (other) {
  return fmod(this, other);
};
Tensor.prototype.fmodScalar = function (other) {
  return fmodScalar(this, other);
};
Tensor.prototype.powScalar = function (exponent) {
  return powScalar(this, exponent);
};
Tensor.prototype.pow = function (exponent) {
  return pow(this, exponent);
};
Tensor.prototype.powScalar_ = function (exponent) {
  return powScalar_(this, exponent);
};
Tensor.prototype.square = function () {
  return square(this);
};
Tensor.prototype.square_ = function () {
  return square_(this);
};
Tensor.prototype.addcmul = function (tensor1, tensor2, options) {
  return addcmul(this, tensor1, tensor2, options);
};
Tensor.prototype.addcmul_ = function (tensor1, tensor2, options) {
  return addcmul_(this, tensor1, tensor2, options);
};
Tensor.prototype.addcdiv = function (tensor1, tensor2, options) {
  return addcdiv(this, tensor1, tensor2, options);
};
Tensor.prototype.addcdiv_ = function (tensor1, tensor2, options) {
  return addcdiv_(this, tensor1, tensor2, options);
};
Tensor.prototype.lerpScalar = function (end, weight) {
  return lerpScalar(this, end, weight);
};
Tensor.prototype.lerp = function (end, weight) {
  return lerp(this, end, weight);
};
Tensor.prototype.lerpScalar_ = function (end, weight) {
  return lerpScalar_(this, end, weight);
};
Tensor.prototype.lerp_ = function (end, weight) {
  return lerp_(this, end, weight);
};
Tensor.prototype.neg = function () {
  return neg(this);
};
Tensor.prototype.neg_ = function () {
  return neg_(this);
};
Tensor.prototype.abs = function () {
  return abs(this);
};
Tensor.prototype.abs_ = function () {
  return abs_(this);
};
Tensor.prototype.sign = function () {
  return sign(this);
};
Tensor.prototype.sgn = function () {
  return sgn(this);
};
Tensor.prototype.reciprocal = function () {
  return reciprocal(this);
};
Tensor.prototype.reciprocal_ = function () {
  return reciprocal_(this);
};
Tensor.prototype.sqrt = function () {
  return sqrt(this);
};
Tensor.prototype.sqrt_ = function () {
  return sqrt_(this);
};
Tensor.prototype.rsqrt = function () {
  return rsqrt(this);
};
Tensor.prototype.rsqrt_ = function () {
  return rsqrt_(this);
};
Tensor.prototype.exp = function () {
  return exp(this);
};
Tensor.prototype.exp_ = function () {
  return exp_(this);
};
Tensor.prototype.exp2 = function () {
  return exp2(this);
};
Tensor.prototype.expm1 = function () {
  return expm1(this);
};
Tensor.prototype.log = function () {
  return log(this);
};
Tensor.prototype.log_ = function () {
  return log_(this);
};
Tensor.prototype.log2 = function () {
  return log2(this);
};
Tensor.prototype.log10 = function () {
  return log10(this);
};
Tensor.prototype.log1p = function () {
  return log1p(this);
};
Tensor.prototype.sin = function () {
  return sin(this);
};
Tensor.prototype.sin_ = function () {
  return sin_(this);
};
Tensor.prototype.cos = function () {
  return cos(this);
};
Tensor.prototype.cos_ = function () {
  return cos_(this);
};
Tensor.prototype.tan = function () {
  return tan(this);
};
Tensor.prototype.asin = function () {
  return asin(this);
};
Tensor.prototype.acos = function () {
  return acos(this);
};
Tensor.prototype.atan = function () {
  return atan(this);
};
Tensor.prototype.atan2 = function (other) {
  return atan2(this, other);
};
Tensor.prototype.atan2_ = function (other) {
  return atan2_(this, other);
};
Tensor.prototype.sinh = function () {
  return sinh(this);
};
Tensor.prototype.cosh = function () {
  return cosh(this);
};
Tensor.prototype.tanh = function () {
  return tanh(this);
};
Tensor.prototype.tanh_ = function () {
  return tanh_(this);
};
Tensor.prototype.asinh = function () {
  return asinh(this);
};
Tensor.prototype.acosh = function () {
  return acosh(this);
};
Tensor.prototype.atanh = function () {
  return atanh(this);
};
Tensor.prototype.floor = function () {
  return floor(this);
};
Tensor.prototype.floor_ = function () {
  return floor_(this);
};
Tensor.prototype.ceil = function () {
  return ceil(this);
};
Tensor.prototype.ceil_ = function () {
  return ceil_(this);
};
Tensor.prototype.round = function () {
  return round(this);
};
Tensor.prototype.round_ = function () {
  return round_(this);
};
Tensor.prototype.roundDecimals = function (decimals) {
  return roundDecimals(this, decimals);
};
Tensor.prototype.trunc = function () {
  return trunc(this);
};
Tensor.prototype.trunc_ = function () {
  return trunc_(this);
};
Tensor.prototype.frac = function () {
  return frac(this);
};
Tensor.prototype.erf = function () {
  return erf(this);
};
Tensor.prototype.erfc = function () {
  return erfc(this);
};
Tensor.prototype.erfinv = function () {
  return erfinv(this);
};
Tensor.prototype.erfinv_ = function () {
  return erfinv_(this);
};
Tensor.prototype.lgamma = function () {
  return lgamma(this);
};
Tensor.prototype.digamma = function () {
  return digamma(this);
};
Tensor.prototype.logit = function (options) {
  return logit(this, options);
};
Tensor.prototype.sigmoid = function () {
  return sigmoid(this);
};
Tensor.prototype.sigmoid_ = function () {
  return sigmoid_(this);
};
Tensor.prototype.hypot = function (other) {
  return hypot(this, other);
};
Tensor.prototype.copysign = function (other) {
  return copysign(this, other);
};
Tensor.prototype.nanToNum = function (options) {
  return nanToNum(this, options);
};
Tensor.prototype.nanToNum_ = function (options) {
  return nanToNum_(this, options);
};
Tensor.prototype.clamp = function (options) {
  return clamp(this, options);
};
Tensor.prototype.clamp_ = function (options) {
  return clamp_(this, options);
};
Tensor.prototype.clampTensor = function (options) {
  return clampTensor(this, options);
};
Tensor.prototype.clampTensor_ = function (options) {
  return clampTensor_(this, options);
};
Tensor.prototype.clampMin = function (min) {
  return clampMin(this, min);
};
Tensor.prototype.clampMin_ = function (min) {
  return clampMin_(this, min);
};
Tensor.prototype.clampMinTensor = function (min) {
  return clampMinTensor(this, min);
};
Tensor.prototype.clampMax = function (max) {
  return clampMax(this, max);
};
Tensor.prototype.clampMax_ = function (max) {
  return clampMax_(this, max);
};
Tensor.prototype.clampMaxTensor = function (max) {
  return clampMaxTensor(this, max);
};
Tensor.prototype.maximum = function (other) {
  return maximum(this, other);
};
Tensor.prototype.minimum = function (other) {
  return minimum(this, other);
};
Tensor.prototype.fmax = function (other) {
  return fmax(this, other);
};
Tensor.prototype.fmin = function (other) {
  return fmin(this, other);
};
Tensor.prototype.logaddexp = function (other) {
  return logaddexp(this, other);
};
Tensor.prototype.eq = function (other) {
  return eq(this, other);
};
Tensor.prototype.eqScalar = function (other) {
  return eqScalar(this, other);
};
Tensor.prototype.ne = function (other) {
  return ne(this, other);
};
Tensor.prototype.neScalar = function (other) {
  return neScalar(this, other);
};
Tensor.prototype.lt = function (other) {
  return lt(this, other);
};
Tensor.prototype.ltScalar = function (other) {
  return ltScalar(this, other);
};
Tensor.prototype.le = function (other) {
  return le(this, other);
};
Tensor.prototype.leScalar = function (other) {
  return leScalar(this, other);
};
Tensor.prototype.gt = function (other) {
  return gt(this, other);
};
Tensor.prototype.gtScalar = function (other) {
  return gtScalar(this, other);
};
Tensor.prototype.ge = function (other) {
  return ge(this, other);
};
Tensor.prototype.geScalar = function (other) {
  return geScalar(this, other);
};
Tensor.prototype.equal = function (other) {
  return equal(this, other);
};
Tensor.prototype.allclose = function (other, options) {
  return allclose(this, other, options);
};
Tensor.prototype.isclose = function (other, options) {
  return isclose(this, other, options);
};
Tensor.prototype.isnan = function () {
  return isnan(this);
};
Tensor.prototype.isinf = function () {
  return isinf(this);
};
Tensor.prototype.isfinite = function () {
  return isfinite(this);
};
Tensor.prototype.logicalAnd = function (other) {
  return logicalAnd(this, other);
};
Tensor.prototype.logicalOr = function (other) {
  return logicalOr(this, other);
};
Tensor.prototype.logicalXor = function (other) {
  return logicalXor(this, other);
};
Tensor.prototype.logicalNot = function () {
  return logicalNot(this);
};
Tensor.prototype.bitwiseAnd = function (other) {
  return bitwiseAnd(this, other);
};
Tensor.prototype.bitwiseAndScalar = function (other) {
  return bitwiseAndScalar(this, other);
};
Tensor.prototype.bitwiseOr = function (other) {
  return bitwiseOr(this, other);
};
Tensor.prototype.bitwiseXor = function (other) {
  return bitwiseXor(this, other);
};
Tensor.prototype.bitwiseNot = function () {
  return bitwiseNot(this);
};
Tensor.prototype.bitwiseLeftShiftScalar = function (other) {
  return bitwiseLeftShiftScalar(this, other);
};
Tensor.prototype.bitwiseRightShiftScalar = function (other) {
  return bitwiseRightShiftScalar(this, other);
};
Tensor.prototype.where = function (self, other) {
  return where(this, self, other);
};
Tensor.prototype.whereScalarOther = function (self, other) {
  return whereScalarOther(this, self, other);
};
Tensor.prototype.whereScalarSelf = function (self, other) {
  return whereScalarSelf(this, self, other);
};
Tensor.prototype.maskedFillScalar = function (mask, value) {
  return maskedFillScalar(this, mask, value);
};
Tensor.prototype.maskedFill = function (mask, value) {
  return maskedFill(this, mask, value);
};
Tensor.prototype.maskedFillScalar_ = function (mask, value) {
  return maskedFillScalar_(this, mask, value);
};
Tensor.prototype.maskedFill_ = function (mask, value) {
  return maskedFill_(this, mask, value);
};
Tensor.prototype.maskedSelect = function (mask) {
  return maskedSelect(this, mask);
};
Tensor.prototype.maskedScatter = function (mask, source) {
  return maskedScatter(this, mask, source);
};
Tensor.prototype.nonzero = function () {
  return nonzero(this);
};
Tensor.prototype.isin = function (testElements, options) {
  return isin(this, testElements, options);
};
Tensor.prototype.sum = function (options) {
  return sum(this, options);
};
Tensor.prototype.sumDim = function (dim, options) {
  return sumDim(this, dim, options);
};
Tensor.prototype.mean = function (options) {
  return mean(this, options);
};
Tensor.prototype.meanDim = function (dim, options) {
  return meanDim(this, dim, options);
};
Tensor.prototype.prod = function (options) {
  return prod(this, options);
};
Tensor.prototype.prodDim = function (dim, options) {
  return prodDim(this, dim, options);
};
Tensor.prototype.nansum = function (options) {
  return nansum(this, options);
};
Tensor.prototype.nanmean = function (options) {
  return nanmean(this, options);
};
Tensor.prototype.variance = function (options) {
  return variance(this, options);
};
Tensor.prototype.std = function (options) {
  return std(this, options);
};
Tensor.prototype.varMean = function (options) {
  return varMean(this, options);
};
Tensor.prototype.stdMean = function (options) {
  return stdMean(this, options);
};
Tensor.prototype.max = function () {
  return max(this);
};
Tensor.prototype.min = function () {
  return min(this);
};
Tensor.prototype.maxDim = function (dim, options) {
  return maxDim(this, dim, options);
};
Tensor.prototype.minDim = function (dim, options) {
  return minDim(this, dim, options);
};
Tensor.prototype.amax = function (options) {
  return amax(this, options);
};
Tensor.prototype.amin = function (options) {
  return amin(this, options);
};
Tensor.prototype.aminmax = function (options) {
  return aminmax(this, options);
};
Tensor.prototype.argmax = function (options) {
  return argmax(this, options);
};
Tensor.prototype.argmin = function (options) {
  return argmin(this, options);
};
Tensor.prototype.all = function () {
  return all(this);
};
Tensor.prototype.allDim = function (dim, options) {
  return allDim(this, dim, options);
};
Tensor.prototype.any = function () {
  return any(this);
};
Tensor.prototype.anyDim = function (dim, options) {
  return anyDim(this, dim, options);
};
Tensor.prototype.logsumexp = function (dim, options) {
  return logsumexp(this, dim, options);
};
Tensor.prototype.cumsum = function (dim, options) {
  return cumsum(this, dim, options);
};
Tensor.prototype.cumprod = function (dim, options) {
  return cumprod(this, dim, options);
};
Tensor.prototype.cummax = function (dim) {
  return cummax(this, dim);
};
Tensor.prototype.cummin = function (dim) {
  return cummin(this, dim);
};
Tensor.prototype.logcumsumexp = function (dim) {
  return logcumsumexp(this, dim);
};
Tensor.prototype.median = function () {
  return median(this);
};
Tensor.prototype.medianDim = function (dim, options) {
  return medianDim(this, dim, options);
};
Tensor.prototype.nanmedian = function () {
  return nanmedian(this);
};
Tensor.prototype.kthvalue = function (k, options) {
  return kthvalue(this, k, options);
};
Tensor.prototype.mode = function (options) {
  return mode(this, options);
};
Tensor.prototype.quantile = function (q, options) {
  return quantile(this, q, options);
};
Tensor.prototype.quantiles = function (q, options) {
  return quantiles(this, q, options);
};
Tensor.prototype.norm = function (options) {
  return norm(this, options);
};
Tensor.prototype.normDim = function (p, dim, options) {
  return normDim(this, p, dim, options);
};
Tensor.prototype.linalgVectorNorm = function (options) {
  return linalgVectorNorm(this, options);
};
Tensor.prototype.countNonzero = function (options) {
  return countNonzero(this, options);
};
Tensor.prototype.dist = function (other, options) {
  return dist(this, other, options);
};
Tensor.prototype.sort = function (options) {
  return sort(this, options);
};
Tensor.prototype.sortStable = function (stable, options) {
  return sortStable(this, stable, options);
};
Tensor.prototype.argsort = function (options) {
  return argsort(this, options);
};
Tensor.prototype.argsortStable = function (stable, options) {
  return argsortStable(this, stable, options);
};
Tensor.prototype.topk = function (k, options) {
  return topk(this, k, options);
};
Tensor.prototype.bincount = function (options) {
  return bincount(this, options);
};
Tensor.prototype.histc = function (options) {
  return histc(this, options);
};
Tensor.prototype.uniqueConsecutive = function (options) {
  return uniqueConsecutive(this, options);
};
Tensor.prototype.unique2 = function (options) {
  return unique2(this, options);
};
Tensor.prototype.uniqueDim = function (dim, options) {
  return uniqueDim(this, dim, options);
};
Tensor.prototype.searchsorted = function (self, options) {
  return searchsorted(this, self, options);
};
Tensor.prototype.bucketize = function (boundaries, options) {
  return bucketize(this, boundaries, options);
};
Tensor.prototype.trapezoid = function (options) {
  return trapezoid(this, options);
};
Tensor.prototype.diff = function (options) {
  return diff(this, options);
};
Tensor.prototype.cov = function (options) {
  return cov(this, options);
};
Tensor.prototype.corrcoef = function () {
  return corrcoef(this);
};
Tensor.prototype.emptyLike = function (options) {
  return emptyLike(this, options);
};
Tensor.prototype.zerosLike = function (options) {
  return zerosLike(this, options);
};
Tensor.prototype.onesLike = function (options) {
  return onesLike(this, options);
};
Tensor.prototype.fullLike = function (fillValue, options) {
  return fullLike(this, fillValue, options);
};
Tensor.prototype.newZeros = function (size, options) {
  return newZeros(this, size, options);
};
Tensor.prototype.newEmpty = function (size, options) {
  return newEmpty(this, size, options);
};
Tensor.prototype.newFull = function (size, fillValue, options) {
  return newFull(this, size, fillValue, options);
};
Tensor.prototype.newOnes = function (size, options) {
  return newOnes(this, size, options);
};
Tensor.prototype.randLike = function (options) {
  return randLike(this, options);
};
Tensor.prototype.randnLike = function (options) {
  return randnLike(this, options);
};
Tensor.prototype.normal_ = function (options) {
  return normal_(this, options);
};
Tensor.prototype.uniform_ = function (options) {
  return uniform_(this, options);
};
Tensor.prototype.bernoulli = function (options) {
  return bernoulli(this, options);
};
Tensor.prototype.bernoulli_ = function (options) {
  return bernoulli_(this, options);
};
Tensor.prototype.random_ = function (from, to, options) {
  return random_(this, from, to, options);
};
Tensor.prototype.exponential_ = function (options) {
  return exponential_(this, options);
};
Tensor.prototype.multinomial = function (numSamples, options) {
  return multinomial(this, numSamples, options);
};
Tensor.prototype.poisson = function (options) {
  return poisson(this, options);
};
Tensor.prototype.tril = function (options) {
  return tril(this, options);
};
Tensor.prototype.triu = function (options) {
  return triu(this, options);
};
Tensor.prototype.diag = function (options) {
  return diag(this, options);
};
Tensor.prototype.diagonal = function (options) {
  return diagonal(this, options);
};
Tensor.prototype.diagEmbed = function (options) {
  return diagEmbed(this, options);
};
Tensor.prototype.oneHot = function (options) {
  return oneHot(this, options);
};
Tensor.prototype.complex = function (imag) {
  return complex(this, imag);
};
Tensor.prototype.polar = function (angle) {
  return polar(this, angle);
};
Tensor.prototype.view = function (size) {
  return view(this, size);
};
Tensor.prototype.reshape = function (shape) {
  return reshape(this, shape);
};
Tensor.prototype.viewAs = function (other) {
  return viewAs(this, other);
};
Tensor.prototype.reshapeAs = function (other) {
  return reshapeAs(this, other);
};
Tensor.prototype.flatten = function (options) {
  return flatten(this, options);
};
Tensor.prototype.unflatten = function (dim, sizes) {
  return unflatten(this, dim, sizes);
};
Tensor.prototype.squeeze = function () {
  return squeeze(this);
};
Tensor.prototype.squeezeDim = function (dim) {
  return squeezeDim(this, dim);
};
Tensor.prototype.unsqueeze = function (dim) {
  return unsqueeze(this, dim);
};
Tensor.prototype.unsqueeze_ = function (dim) {
  return unsqueeze_(this, dim);
};
Tensor.prototype.expand = function (size, options) {
  return expand(this, size, options);
};
Tensor.prototype.expandAs = function (other) {
  return expandAs(this, other);
};
Tensor.prototype.permute = function (dims) {
  return permute(this, dims);
};
Tensor.prototype.transpose = function (dim0, dim1) {
  return transpose(this, dim0, dim1);
};
Tensor.prototype.t = function () {
  return t(this);
};
Tensor.prototype.movedim = function (source, destination) {
  return movedim(this, source, destination);
};
Tensor.prototype.swapaxes = function (axis0, axis1) {
  return swapaxes(this, axis0, axis1);
};
Tensor.prototype.contiguous = function (options) {
  return contiguous(this, options);
};
Tensor.prototype.clone = function (options) {
  return clone(this, options);
};
Tensor.prototype.detach = function () {
  return detach(this);
};
Tensor.prototype.detach_ = function () {
  return detach_(this);
};
Tensor.prototype.alias = function () {
  return alias(this);
};
Tensor.prototype.mirrored = function () {
  return mirrored(this);
};
Tensor.prototype.split = function (splitSize, options) {
  return split(this, splitSize, options);
};
Tensor.prototype.splitWithSizes = function (splitSizes, options) {
  return splitWithSizes(this, splitSizes, options);
};
Tensor.prototype.chunk = function (chunks, options) {
  return chunk(this, chunks, options);
};
Tensor.prototype.unbind = function (options) {
  return unbind(this, options);
};
Tensor.prototype.hsplit = function (sections) {
  return hsplit(this, sections);
};
Tensor.prototype.tile = function (dims) {
  return tile(this, dims);
};
Tensor.prototype.repeat = function (repeats) {
  return repeat(this, repeats);
};
Tensor.prototype.repeatInterleave = function (repeats, options) {
  return repeatInterleave(this, repeats, options);
};
Tensor.prototype.repeatInterleaveTensor = function (repeats, options) {
  return repeatInterleaveTensor(this, repeats, options);
};
Tensor.prototype.select = function (dim, index) {
  return select(this, dim, index);
};
Tensor.prototype.slice = function (options) {
  return slice(this, options);
};
Tensor.prototype.narrow = function (dim, start, length) {
  return narrow(this, dim, start, length);
};
Tensor.prototype.indexSelect = function (dim, index) {
  return indexSelect(this, dim, index);
};
Tensor.prototype.indexSelectOut = function (dim, index, out) {
  return indexSelectOut(this, dim, index, out);
};
Tensor.prototype.gather = function (dim, index, options) {
  return gather(this, dim, index, options);
};
Tensor.prototype.scatter = function (dim, index, src) {
  return scatter(this, dim, index, src);
};
Tensor.prototype.scatterValue = function (dim, index, value) {
  return scatterValue(this, dim, index, value);
};
Tensor.prototype.scatter_ = function (dim, index, src) {
  return scatter_(this, dim, index, src);
};
Tensor.prototype.scatterValue_ = function (dim, index, value) {
  return scatterValue_(this, dim, index, value);
};
Tensor.prototype.scatterAdd = function (dim, index, src) {
  return scatterAdd(this, dim, index, src);
};
Tensor.prototype.scatterAdd_ = function (dim, index, src) {
  return scatterAdd_(this, dim, index, src);
};
Tensor.prototype.scatterReduce = function (dim, index, src, reduce, options) {
  return scatterReduce(this, dim, index, src, reduce, options);
};
Tensor.prototype.index = function (indices) {
  return index(this, indices);
};
Tensor.prototype.indexPut = function (indices, values, options) {
  return indexPut(this, indices, values, options);
};
Tensor.prototype.indexPut_ = function (indices, values, options) {
  return indexPut_(this, indices, values, options);
};
Tensor.prototype.indexAdd = function (dim, index, source, options) {
  return indexAdd(this, dim, index, source, options);
};
Tensor.prototype.indexAdd_ = function (dim, index, source, options) {
  return indexAdd_(this, dim, index, source, options);
};
Tensor.prototype.indexCopy = function (dim, index, source) {
  return indexCopy(this, dim, index, source);
};
Tensor.prototype.indexCopy_ = function (dim, index, source) {
  return indexCopy_(this, dim, index, source);
};
Tensor.prototype.indexFillScalar = function (dim, index, value) {
  return indexFillScalar(this, dim, index, value);
};
Tensor.prototype.take = function (index) {
  return take(this, index);
};
Tensor.prototype.takeAlongDim = function (indices, options) {
  return takeAlongDim(this, indices, options);
};
Tensor.prototype.flip = function (dims) {
  return flip(this, dims);
};
Tensor.prototype.fliplr = function () {
  return fliplr(this);
};
Tensor.prototype.flipud = function () {
  return flipud(this);
};
Tensor.prototype.roll = function (shifts, options) {
  return roll(this, shifts, options);
};
Tensor.prototype.rot90 = function (options) {
  return rot90(this, options);
};
Tensor.prototype.unfold = function (dimension, size, step) {
  return unfold(this, dimension, size, step);
};
Tensor.prototype.asStrided = function (size, stride, options) {
  return asStrided(this, size, stride, options);
};
Tensor.prototype.pixelShuffle = function (upscaleFactor) {
  return pixelShuffle(this, upscaleFactor);
};
Tensor.prototype.pixelUnshuffle = function (downscaleFactor) {
  return pixelUnshuffle(this, downscaleFactor);
};
Tensor.prototype.to = function (options) {
  return to(this, options);
};
Tensor.prototype.typeAs = function (other) {
  return typeAs(this, other);
};
Tensor.prototype.setData = function (newData) {
  return setData(this, newData);
};
Tensor.prototype.copy_ = function (src, options) {
  return copy_(this, src, options);
};
Tensor.prototype.fillScalar_ = function (value) {
  return fillScalar_(this, value);
};
Tensor.prototype.fill_ = function (value) {
  return fill_(this, value);
};
Tensor.prototype.zero_ = function () {
  return zero_(this);
};
Tensor.prototype.pinMemory = function (options) {
  return pinMemory(this, options);
};
Tensor.prototype.isPinned = function (options) {
  return isPinned(this, options);
};
Tensor.prototype.viewAsReal = function () {
  return viewAsReal(this);
};
Tensor.prototype.viewAsComplex = function () {
  return viewAsComplex(this);
};
Tensor.prototype.real = function () {
  return real(this);
};
Tensor.prototype.imag = function () {
  return imag(this);
};
Tensor.prototype.conj = function () {
  return conj(this);
};
Tensor.prototype.resolveConj = function () {
  return resolveConj(this);
};
Tensor.prototype.constantPadNd = function (pad, options) {
  return constantPadNd(this, pad, options);
};
Tensor.prototype.pad = function (pad_, options) {
  return pad(this, pad_, options);
};
Tensor.prototype.mm = function (mat2) {
  return mm(this, mat2);
};
Tensor.prototype.bmm = function (mat2) {
  return bmm(this, mat2);
};
Tensor.prototype.matmul = function (other) {
  return matmul(this, other);
};
Tensor.prototype.mv = function (vec) {
  return mv(this, vec);
};
Tensor.prototype.dot = function (tensor) {
  return dot(this, tensor);
};
Tensor.prototype.outer = function (vec2) {
  return outer(this, vec2);
};
Tensor.prototype.addmm = function (mat1, mat2, options) {
  return addmm(this, mat1, mat2, options);
};
Tensor.prototype.addmm_ = function (mat1, mat2, options) {
  return addmm_(this, mat1, mat2, options);
};
Tensor.prototype.baddbmm = function (batch1, batch2, options) {
  return baddbmm(this, batch1, batch2, options);
};
Tensor.prototype.linear = function (weight, options) {
  return linear(this, weight, options);
};
Tensor.prototype.bilinear = function (input2, weight, options) {
  return bilinear(this, input2, weight, options);
};
Tensor.prototype.tensordot = function (other, dimsSelf, dimsOther) {
  return tensordot(this, other, dimsSelf, dimsOther);
};
Tensor.prototype.kron = function (other) {
  return kron(this, other);
};
Tensor.prototype.cross = function (other, options) {
  return cross(this, other, options);
};
Tensor.prototype.linalgCross = function (other, options) {
  return linalgCross(this, other, options);
};
Tensor.prototype.cdist = function (x2, options) {
  return cdist(this, x2, options);
};
Tensor.prototype.pdist = function (options) {
  return pdist(this, options);
};
Tensor.prototype.linalgCholesky = function (options) {
  return linalgCholesky(this, options);
};
Tensor.prototype.linalgCholeskyEx = function (options) {
  return linalgCholeskyEx(this, options);
};
Tensor.prototype.choleskySolve = function (input2, options) {
  return choleskySolve(this, input2, options);
};
Tensor.prototype.linalgInv = function () {
  return linalgInv(this);
};
Tensor.prototype.linalgSolve = function (B, options) {
  return linalgSolve(this, B, options);
};
Tensor.prototype.linalgLstsq = function (b, options) {
  return linalgLstsq(this, b, options);
};
Tensor.prototype.linalgQr = function (options) {
  return linalgQr(this, options);
};
Tensor.prototype.linalgEigh = function (options) {
  return linalgEigh(this, options);
};
Tensor.prototype.linalgEigvalsh = function (options) {
  return linalgEigvalsh(this, options);
};
Tensor.prototype.linalgSvd = function (options) {
  return linalgSvd(this, options);
};
Tensor.prototype.linalgSvdvals = function (options) {
  return linalgSvdvals(this, options);
};
Tensor.prototype.linalgDet = function () {
  return linalgDet(this);
};
Tensor.prototype.linalgSlogdet = function () {
  return linalgSlogdet(this);
};
Tensor.prototype.linalgPinv = function (rcond, options) {
  return linalgPinv(this, rcond, options);
};
Tensor.prototype.linalgMatrixNorm = function (ord, options) {
  return linalgMatrixNorm(this, ord, options);
};
Tensor.prototype.linalgNorm = function (options) {
  return linalgNorm(this, options);
};
Tensor.prototype.linalgSolveTriangular = function (B, upper, options) {
  return linalgSolveTriangular(this, B, upper, options);
};
Tensor.prototype.linalgMatrixExp = function () {
  return linalgMatrixExp(this);
};
Tensor.prototype.trace = function () {
  return trace(this);
};
Tensor.prototype.fftFft = function (options) {
  return fftFft(this, options);
};
Tensor.prototype.fftIfft = function (options) {
  return fftIfft(this, options);
};
Tensor.prototype.fftRfft = function (options) {
  return fftRfft(this, options);
};
Tensor.prototype.fftIrfft = function (options) {
  return fftIrfft(this, options);
};
Tensor.prototype.fftFft2 = function (options) {
  return fftFft2(this, options);
};
Tensor.prototype.fftIfft2 = function (options) {
  return fftIfft2(this, options);
};
Tensor.prototype.fftRfft2 = function (options) {
  return fftRfft2(this, options);
};
Tensor.prototype.fftIrfft2 = function (options) {
  return fftIrfft2(this, options);
};
Tensor.prototype.fftFftn = function (options) {
  return fftFftn(this, options);
};
Tensor.prototype.fftIfftn = function (options) {
  return fftIfftn(this, options);
};
Tensor.prototype.fftRfftn = function (options) {
  return fftRfftn(this, options);
};
Tensor.prototype.fftIrfftn = function (options) {
  return fftIrfftn(this, options);
};
Tensor.prototype.fftFftshift = function (options) {
  return fftFftshift(this, options);
};
Tensor.prototype.fftIfftshift = function (options) {
  return fftIfftshift(this, options);
};
Tensor.prototype.conv1d = function (weight, options) {
  return conv1d(this, weight, options);
};
Tensor.prototype.conv2d = function (weight, options) {
  return conv2d(this, weight, options);
};
Tensor.prototype.conv3d = function (weight, options) {
  return conv3d(this, weight, options);
};
Tensor.prototype.convTranspose2d = function (weight, options) {
  return convTranspose2d(this, weight, options);
};
Tensor.prototype.convolution = function (weight, bias, stride, padding, dilation, transposed, outputPadding, groups) {
  return convolution(this, weight, bias, stride, padding, dilation, transposed, outputPadding, groups);
};
Tensor.prototype.maxPool2d = function (kernelSize, options) {
  return maxPool2d(this, kernelSize, options);
};
Tensor.prototype.maxPool2dWithIndices = function (kernelSize, options) {
  return maxPool2dWithIndices(this, kernelSize, options);
};
Tensor.prototype.maxPool3d = function (kernelSize, options) {
  return maxPool3d(this, kernelSize, options);
};
Tensor.prototype.maxPool1d = function (kernelSize, options) {
  return maxPool1d(this, kernelSize, options);
};
Tensor.prototype.avgPool2d = function (kernelSize, options) {
  return avgPool2d(this, kernelSize, options);
};
Tensor.prototype.avgPool3d = function (kernelSize, options) {
  return avgPool3d(this, kernelSize, options);
};
Tensor.prototype.adaptiveAvgPool1d = function (outputSize) {
  return adaptiveAvgPool1d(this, outputSize);
};
Tensor.prototype.adaptiveAvgPool2d = function (outputSize) {
  return adaptiveAvgPool2d(this, outputSize);
};
Tensor.prototype.adaptiveMaxPool2d = function (outputSize) {
  return adaptiveMaxPool2d(this, outputSize);
};
Tensor.prototype.batchNorm = function (weight, bias, runningMean, runningVar, training, momentum, eps, cudnnEnabled) {
  return batchNorm(this, weight, bias, runningMean, runningVar, training, momentum, eps, cudnnEnabled);
};
Tensor.prototype.nativeBatchNorm = function (weight, bias, runningMean, runningVar, training, momentum, eps) {
  return nativeBatchNorm(this, weight, bias, runningMean, runningVar, training, momentum, eps);
};
Tensor.prototype.layerNorm = function (normalizedShape, options) {
  return layerNorm(this, normalizedShape, options);
};
Tensor.prototype.nativeLayerNorm = function (normalizedShape, weight, bias, eps) {
  return nativeLayerNorm(this, normalizedShape, weight, bias, eps);
};
Tensor.prototype.groupNorm = function (numGroups, options) {
  return groupNorm(this, numGroups, options);
};
Tensor.prototype.instanceNorm = function (weight, bias, runningMean, runningVar, useInputStats, momentum, eps, cudnnEnabled) {
  return instanceNorm(this, weight, bias, runningMean, runningVar, useInputStats, momentum, eps, cudnnEnabled);
};
Tensor.prototype.relu = function () {
  return relu(this);
};
Tensor.prototype.relu_ = function () {
  return relu_(this);
};
Tensor.prototype.relu6 = function () {
  return relu6(this);
};
Tensor.prototype.leakyRelu = function (options) {
  return leakyRelu(this, options);
};
Tensor.prototype.leakyRelu_ = function (options) {
  return leakyRelu_(this, options);
};
Tensor.prototype.gelu = function (options) {
  return gelu(this, options);
};
Tensor.prototype.gelu_ = function (options) {
  return gelu_(this, options);
};
Tensor.prototype.silu = function () {
  return silu(this);
};
Tensor.prototype.silu_ = function () {
  return silu_(this);
};
Tensor.prototype.elu = function (options) {
  return elu(this, options);
};
Tensor.prototype.softplus = function (options) {
  return softplus(this, options);
};
Tensor.prototype.hardtanh = function (options) {
  return hardtanh(this, options);
};
Tensor.prototype.hardswish = function () {
  return hardswish(this);
};
Tensor.prototype.mish = function () {
  return mish(this);
};
Tensor.prototype.threshold = function (threshold_, value) {
  return threshold(this, threshold_, value);
};
Tensor.prototype.softmax = function (dim, options) {
  return softmax(this, dim, options);
};
Tensor.prototype.logSoftmax = function (dim, options) {
  return logSoftmax(this, dim, options);
};
Tensor.prototype.dropout = function (p, train) {
  return dropout(this, p, train);
};
Tensor.prototype.dropout_ = function (p, train) {
  return dropout_(this, p, train);
};
Tensor.prototype.featureDropout = function (p, train) {
  return featureDropout(this, p, train);
};
Tensor.prototype.nativeDropout = function (p, train) {
  return nativeDropout(this, p, train);
};
Tensor.prototype.embedding = function (indices, options) {
  return embedding(this, indices, options);
};
Tensor.prototype.crossEntropyLoss = function (target, options) {
  return crossEntropyLoss(this, target, options);
};
Tensor.prototype.nllLoss = function (target, options) {
  return nllLoss(this, target, options);
};
Tensor.prototype.nllLoss2d = function (target, options) {
  return nllLoss2d(this, target, options);
};
Tensor.prototype.mseLoss = function (target, options) {
  return mseLoss(this, target, options);
};
Tensor.prototype.l1Loss = function (target, options) {
  return l1Loss(this, target, options);
};
Tensor.prototype.smoothL1Loss = function (target, options) {
  return smoothL1Loss(this, target, options);
};
Tensor.prototype.huberLoss = function (target, options) {
  return huberLoss(this, target, options);
};
Tensor.prototype.binaryCrossEntropy = function (target, options) {
  return binaryCrossEntropy(this, target, options);
};
Tensor.prototype.binaryCrossEntropyWithLogits = function (target, options) {
  return binaryCrossEntropyWithLogits(this, target, options);
};
Tensor.prototype.klDiv = function (target, options) {
  return klDiv(this, target, options);
};
Tensor.prototype.cosineSimilarity = function (x2, options) {
  return cosineSimilarity(this, x2, options);
};
Tensor.prototype.pairwiseDistance = function (x2, options) {
  return pairwiseDistance(this, x2, options);
};
Tensor.prototype.cosineEmbeddingLoss = function (input2, target, options) {
  return cosineEmbeddingLoss(this, input2, target, options);
};
Tensor.prototype.scaledDotProductAttention = function (key, value, options) {
  return scaledDotProductAttention(this, key, value, options);
};
Tensor.prototype.upsampleNearest2d = function (outputSize, options) {
  return upsampleNearest2d(this, outputSize, options);
};
Tensor.prototype.upsampleBilinear2d = function (outputSize, alignCorners, options) {
  return upsampleBilinear2d(this, outputSize, alignCorners, options);
};
Tensor.prototype.upsampleBicubic2d = function (outputSize, alignCorners, options) {
  return upsampleBicubic2d(this, outputSize, alignCorners, options);
};
Tensor.prototype.upsampleTrilinear3d = function (outputSize, alignCorners, options) {
  return upsampleTrilinear3d(this, outputSize, alignCorners, options);
};
Tensor.prototype.upsampleNearest3d = function (outputSize, options) {
  return upsampleNearest3d(this, outputSize, options);
};
Tensor.prototype.upsampleLinear1d = function (outputSize, alignCorners, options) {
  return upsampleLinear1d(this, outputSize, alignCorners, options);
};
Tensor.prototype.upsampleBicubic2dAntialias = function (outputSize, alignCorners, options) {
  return upsampleBicubic2dAntialias(this, outputSize, alignCorners, options);
};
Tensor.prototype.upsampleBilinear2dAntialias = function (outputSize, alignCorners, options) {
  return upsampleBilinear2dAntialias(this, outputSize, alignCorners, options);
};
Tensor.prototype.gridSampler = function (grid, interpolationMode, paddingMode, alignCorners) {
  return gridSampler(this, grid, interpolationMode, paddingMode, alignCorners);
};
Tensor.prototype.gridSampler2d = function (grid, interpolationMode, paddingMode, alignCorners) {
  return gridSampler2d(this, grid, interpolationMode, paddingMode, alignCorners);
};
Tensor.prototype.gridSampler3d = function (grid, interpolationMode, paddingMode, alignCorners) {
  return gridSampler3d(this, grid, interpolationMode, paddingMode, alignCorners);
};
Tensor.prototype.affineGridGenerator = function (size, alignCorners) {
  return affineGridGenerator(this, size, alignCorners);
};
Tensor.prototype.im2col = function (kernelSize, dilation, padding, stride) {
  return im2col(this, kernelSize, dilation, padding, stride);
};
Tensor.prototype.col2im = function (outputSize, kernelSize, dilation, padding, stride) {
  return col2im(this, outputSize, kernelSize, dilation, padding, stride);
};
Tensor.prototype.reflectionPad1d = function (padding) {
  return reflectionPad1d(this, padding);
};
Tensor.prototype.reflectionPad2d = function (padding) {
  return reflectionPad2d(this, padding);
};
Tensor.prototype.reflectionPad3d = function (padding) {
  return reflectionPad3d(this, padding);
};
Tensor.prototype.replicationPad2d = function (padding) {
  return replicationPad2d(this, padding);
};
Tensor.prototype.replicationPad3d = function (padding) {
  return replicationPad3d(this, padding);
};
Tensor.prototype._ampUpdateScale_ = function (growthTracker, foundInf, scaleGrowthFactor, scaleBackoffFactor, growthInterval) {
  return _ampUpdateScale_(this, growthTracker, foundInf, scaleGrowthFactor, scaleBackoffFactor, growthInterval);
};
