/** From where a brain is looked at: unit vectors in RAS mm of the picture's right, its up, and towards the viewer. */
export interface ViewDirection {
  readonly name: string;
  readonly right: readonly [number, number, number];
  readonly up: readonly [number, number, number];
  readonly towards: readonly [number, number, number];
  /** Which half is shown; the other one is taken away. */
  readonly hemisphere: "left" | "right" | "both";
}

/** The views of an atlas: both hemispheres from outside and from the midline, and the whole from above. */
export const atlasViews: readonly ViewDirection[] = [
  { name: "left, from outside", right: [0, -1, 0], up: [0, 0, 1], towards: [-1, 0, 0], hemisphere: "left" },
  { name: "right, from outside", right: [0, 1, 0], up: [0, 0, 1], towards: [1, 0, 0], hemisphere: "right" },
  { name: "from above", right: [1, 0, 0], up: [0, 1, 0], towards: [0, 0, 1], hemisphere: "both" },
  { name: "left, from the midline", right: [0, 1, 0], up: [0, 0, 1], towards: [1, 0, 0], hemisphere: "left" },
  {
    name: "right, from the midline",
    right: [0, -1, 0],
    up: [0, 0, 1],
    towards: [-1, 0, 0],
    hemisphere: "right",
  },
  { name: "from below", right: [1, 0, 0], up: [0, -1, 0], towards: [0, 0, -1], hemisphere: "both" },
];

export const dot = ([a, b, c]: readonly [number, number, number], x: number, y: number, z: number): number =>
  a * x + b * y + c * z;
