/**
 * Means of 2 × 2 pixels, rounded half up.
 *
 * @param rows pairs of rows, one after another
 * @param width pixels of a row of the result
 */
export function halve(rows: usize, out: usize, width: usize, height: usize): void {
  for (let y: usize = 0; y < height; y++) {
    let top = rows + 4 * width * y;
    let bottom = top + 2 * width;
    let to = out + width * y;
    const end = to + width;
    const two = i16x8.splat(2);
    while (to + 16 <= end) {
      const left = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(top)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(bottom)),
      );
      const right = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(top, 16)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(bottom, 16)),
      );
      v128.store(
        to,
        i8x16.narrow_i16x8_u(i16x8.shr_u(i16x8.add(left, two), 2), i16x8.shr_u(i16x8.add(right, two), 2)),
      );
      top += 32;
      bottom += 32;
      to += 16;
    }
    while (to < end) {
      const sum: u32 = <u32>load<u8>(top) + load<u8>(top, 1) + load<u8>(bottom) + load<u8>(bottom, 1);
      store<u8>(to, <u8>((sum + 2) >> 2));
      top += 2;
      bottom += 2;
      to++;
    }
  }
}
