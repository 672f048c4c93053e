import { decimal } from "./html.js";

/** A round length that takes about a fifth to a third of a picture's width. */
export function scaleBarLength(widthMm: number): number {
  const power = 10 ** Math.floor(Math.log10(widthMm / 3));
  return [5, 2, 1].map((factor) => factor * power).find((length) => length <= widthMm / 3)!;
}

/** A length with the unit that suits it. */
export function lengthName(mm: number): string {
  if (mm >= 10) return `${decimal(mm / 10, mm % 10 === 0 ? 0 : 1)} cm`;
  if (mm >= 1) return `${decimal(mm, Number.isInteger(mm) ? 0 : 1)} mm`;
  return `${Math.round(mm * 1000)} µm`;
}

/** A bar with its length, for the lower left of a picture `widthMm` wide. */
export function scaleBar(widthMm: number): string {
  const length = scaleBarLength(widthMm);
  return `<span class="scale" style="width:${((100 * length) / widthMm).toFixed(2)}%">${lengthName(length)}</span>`;
}
