// The inverse DCT of 8 × 8 coefficients with 13 bits of fraction, after Loeffler, Ligtenberg and Moschytz (1989), with
// the rounding that decoders commonly have, so that pixels equal theirs.

/** Four lanes of one pass: pairs of inputs by pairs of weights. */
// @ts-ignore: decorator
@inline
function dot(pairs: v128, a: i16, b: i16): v128 {
  return i32x4.dot_i16x8_s(pairs, i16x8(a, b, a, b, a, b, a, b));
}

// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

// @ts-ignore: decorator
@inline
function put(at: usize, row: i32, sumsLow: v128, sumsHigh: v128, bits: i32): void {
  const rounding = i32x4.splat(1 << (bits - 1));
  const left = i32x4.shr_s(i32x4.add(sumsLow, rounding), bits);
  const right = i32x4.shr_s(i32x4.add(sumsHigh, rounding), bits);
  v128.store(at + 16 * row, i16x8.narrow_i32x4_s(left, right));
}

/** One dimension for all eight lanes: rows of `block` are its inputs and its outputs. */
// @ts-ignore: decorator
@inline
function pass(block: usize, bits: i32): void {
  const v0 = v128.load(block);
  const v1 = v128.load(block, 16);
  const v2 = v128.load(block, 32);
  const v3 = v128.load(block, 48);
  const v4 = v128.load(block, 64);
  const v5 = v128.load(block, 80);
  const v6 = v128.load(block, 96);
  const v7 = v128.load(block, 112);

  const sum = i16x8.add(v0, v4);
  const difference = i16x8.sub(v0, v4);
  const z3 = i16x8.add(v7, v3);
  const z4 = i16x8.add(v5, v1);

  const even0Low = i32x4.shl(i32x4.extend_low_i16x8_s(sum), 13);
  const even1Low = i32x4.shl(i32x4.extend_low_i16x8_s(difference), 13);
  const v26Low = low(v2, v6);
  const even3Low = dot(v26Low, 10703, 4433);
  const even2Low = dot(v26Low, 4433, -10704);
  const z34Low = low(z3, z4);
  const odd3Low = dot(z34Low, -6436, 9633);
  const odd4Low = dot(z34Low, 9633, 6437);
  const v71Low = low(v7, v1);
  const t0Low = i32x4.add(dot(v71Low, -4927, -7373), odd3Low);
  const t3Low = i32x4.add(dot(v71Low, -7373, 4926), odd4Low);
  const v53Low = low(v5, v3);
  const t1Low = i32x4.add(dot(v53Low, -4176, -20995), odd4Low);
  const t2Low = i32x4.add(dot(v53Low, -20995, 4177), odd3Low);
  const a0Low = i32x4.add(even0Low, even3Low);
  const a3Low = i32x4.sub(even0Low, even3Low);
  const a1Low = i32x4.add(even1Low, even2Low);
  const a2Low = i32x4.sub(even1Low, even2Low);

  const even0High = i32x4.shl(i32x4.extend_high_i16x8_s(sum), 13);
  const even1High = i32x4.shl(i32x4.extend_high_i16x8_s(difference), 13);
  const v26High = high(v2, v6);
  const even3High = dot(v26High, 10703, 4433);
  const even2High = dot(v26High, 4433, -10704);
  const z34High = high(z3, z4);
  const odd3High = dot(z34High, -6436, 9633);
  const odd4High = dot(z34High, 9633, 6437);
  const v71High = high(v7, v1);
  const t0High = i32x4.add(dot(v71High, -4927, -7373), odd3High);
  const t3High = i32x4.add(dot(v71High, -7373, 4926), odd4High);
  const v53High = high(v5, v3);
  const t1High = i32x4.add(dot(v53High, -4176, -20995), odd4High);
  const t2High = i32x4.add(dot(v53High, -20995, 4177), odd3High);
  const a0High = i32x4.add(even0High, even3High);
  const a3High = i32x4.sub(even0High, even3High);
  const a1High = i32x4.add(even1High, even2High);
  const a2High = i32x4.sub(even1High, even2High);

  put(block, 0, i32x4.add(a0Low, t3Low), i32x4.add(a0High, t3High), bits);
  put(block, 7, i32x4.sub(a0Low, t3Low), i32x4.sub(a0High, t3High), bits);
  put(block, 1, i32x4.add(a1Low, t2Low), i32x4.add(a1High, t2High), bits);
  put(block, 6, i32x4.sub(a1Low, t2Low), i32x4.sub(a1High, t2High), bits);
  put(block, 2, i32x4.add(a2Low, t1Low), i32x4.add(a2High, t1High), bits);
  put(block, 5, i32x4.sub(a2Low, t1Low), i32x4.sub(a2High, t1High), bits);
  put(block, 3, i32x4.add(a3Low, t0Low), i32x4.add(a3High, t0High), bits);
  put(block, 4, i32x4.sub(a3Low, t0Low), i32x4.sub(a3High, t0High), bits);
}

// @ts-ignore: decorator
@inline
function transpose(block: usize): void {
  const r0 = v128.load(block);
  const r1 = v128.load(block, 16);
  const r2 = v128.load(block, 32);
  const r3 = v128.load(block, 48);
  const r4 = v128.load(block, 64);
  const r5 = v128.load(block, 80);
  const r6 = v128.load(block, 96);
  const r7 = v128.load(block, 112);
  const a0 = low(r0, r4);
  const a1 = high(r0, r4);
  const a2 = low(r1, r5);
  const a3 = high(r1, r5);
  const a4 = low(r2, r6);
  const a5 = high(r2, r6);
  const a6 = low(r3, r7);
  const a7 = high(r3, r7);
  const b0 = low(a0, a4);
  const b1 = high(a0, a4);
  const b2 = low(a1, a5);
  const b3 = high(a1, a5);
  const b4 = low(a2, a6);
  const b5 = high(a2, a6);
  const b6 = low(a3, a7);
  const b7 = high(a3, a7);
  v128.store(block, low(b0, b4));
  v128.store(block, high(b0, b4), 16);
  v128.store(block, low(b1, b5), 32);
  v128.store(block, high(b1, b5), 48);
  v128.store(block, low(b2, b6), 64);
  v128.store(block, high(b2, b6), 80);
  v128.store(block, low(b3, b7), 96);
  v128.store(block, high(b3, b7), 112);
}

// @ts-ignore: decorator
@inline
function rows(block: usize, first: i32, out: usize, stride: usize): void {
  const middle = i16x8.splat(128);
  const top = i16x8.add_sat_s(v128.load(block + 16 * first), middle);
  const bottom = i16x8.add_sat_s(v128.load(block + 16 * first, 16), middle);
  const both = i8x16.narrow_i16x8_u(top, bottom);
  store<u64>(out + <usize>first * stride, i64x2.extract_lane(both, 0));
  store<u64>(out + <usize>(first + 1) * stride, i64x2.extract_lane(both, 1));
}

/** The pixels of dequantised coefficients, which are overwritten. */
export function inverseDct(block: usize, out: usize, stride: usize): void {
  pass(block, 11);
  transpose(block);
  pass(block, 18);
  transpose(block);
  rows(block, 0, out, stride);
  rows(block, 2, out, stride);
  rows(block, 4, out, stride);
  rows(block, 6, out, stride);
}

/** The pixels of a block that has its mean alone. */
export function flatBlock(mean: i32, out: usize, stride: usize): void {
  const level = max(0, min(255, ((mean + 4) >> 3) + 128));
  const eight = <u64>level * 0x0101010101010101;
  for (let row: usize = 0; row < 8; row++) store<u64>(out + row * stride, eight);
}
