/** Ten colours that stay apart on light and dark ground. */
const few = [
  "#4477aa",
  "#ee6677",
  "#228833",
  "#ccbb44",
  "#66ccee",
  "#aa3377",
  "#ee8866",
  "#44bb99",
  "#8877cc",
  "#999933",
] as const;

/**
 * A colour for every area. Up to ten areas have colours of their own; more are spread over hue and lightness, so
 * that neighbours in the list differ.
 */
export function areaColours(areas: readonly string[]): ReadonlyMap<string, string> {
  const colour = (index: number): string => {
    if (areas.length <= few.length) return few[index]!;
    const hue = (index * 137.508) % 360;
    return `hsl(${hue.toFixed(0)} ${[62, 48, 70][index % 3]}% ${[48, 62, 38][index % 3]}%)`;
  };
  return new Map(areas.map((area, index) => [area, colour(index)]));
}

/** The colour of an area that a list does not have. */
export const unknownColour = "#9a9a9a";
