const PER_TURN = 1 / (2 * Math.PI);
const TURN = 2 * Math.PI;

/**
 * Cosine to 1e-9, from additions and multiplications only: the same bits on every machine and engine, which Math.cos does
 * not promise, and several times faster.
 *
 * cos(2π t) = sin(2π (1/4 − |t|)) for t in [−1/2, 1/2]; the sine is its Taylor series up to the 13th power.
 */
export function cosine(radians: number): number {
  const turns = radians * PER_TURN;
  const x = TURN * (0.25 - Math.abs(turns - Math.floor(turns + 0.5)));
  const q = x * x;
  return (
    x *
    (1 +
      q *
        (-1 / 6 +
          q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880 + q * (-1 / 39916800 + q * (1 / 6227020800)))))))
  );
}
