/** Colours that stay apart for readers with colour-vision deficiency. */

/** Hops: right, then from pale to dark along one hue, as in a sequential scale. */
export const hopColours = ["#2b83ba", "#fdcc8a", "#fc8d59", "#b30000"] as const;
export const hopNames = ["right", "1 hop: a neighbour", "2 hops", "3 or more"] as const;

/** Brains, after Okabe and Ito (2008). */
export const brainColours = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#8b6f47",
  "#7f7f7f",
] as const;

const negative = [44, 92, 148] as const;
const middle = [243, 241, 236] as const;
const positive = [178, 64, 32] as const;

/** −1 blue, 0 pale, 1 orange-red. */
export function diverging(value: number): string {
  const share = Math.min(1, Math.abs(value));
  const end = value < 0 ? negative : positive;
  const channel = (i: 0 | 1 | 2): number => Math.round(middle[i] + (end[i] - middle[i]) * share);
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`;
}
