import { labelComponents } from "../morphology/components.js";

/**
 * Takes in what tissue encloses and what is stained: local contrast enhancement may press pale white matter below the
 * level of the slide, which leaves holes that no slide shows through.
 *
 * @param tissue H × W, 1 where there is tissue
 * @param stained H × W, 1 where the image as scanned is nearer to pale tissue than to the slide
 * @returns tissue, and the stained pixels of its holes; what reaches the image's border is no hole
 */
export function withEnclosed(
  tissue: Uint8Array,
  stained: Uint8Array,
  shape: readonly [number, number],
): Uint8Array<ArrayBuffer> {
  const [height, width] = shape;
  const outside = Uint8Array.from(tissue, (value) => 1 - value);
  const { labels, sizes } = labelComponents(outside, shape, "corners");
  const open = new Uint8Array(sizes.length);
  for (let x = 0; x < width; x++) {
    open[labels[x]!] = 1;
    open[labels[(height - 1) * width + x]!] = 1;
  }
  for (let y = 0; y < height; y++) {
    open[labels[y * width]!] = 1;
    open[labels[(y + 1) * width - 1]!] = 1;
  }
  return Uint8Array.from(tissue, (value, i) =>
    value === 1 || (open[labels[i]!] === 0 && stained[i] === 1) ? 1 : 0,
  );
}
