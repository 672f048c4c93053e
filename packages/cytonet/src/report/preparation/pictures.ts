import { openScan, whiteLevel } from "@cytonet/scans";
import sharp from "sharp";
import type { TissueMaskImage } from "../../preparation/maskImage.js";
import type { PlacedMask } from "../../preparation/placedMasks.js";

type Colour = readonly [number, number, number];

const greyEdge: Colour = [220, 40, 60];
const whiteEdge: Colour = [250, 190, 0];
const sidePx = 360;

async function webp(rgb: Uint8Array, width: number, height: number): Promise<string> {
  const image = await sharp(rgb, { raw: { width, height, channels: 3 } })
    // Small ones are enlarged pixel by pixel, so that voxels are seen as what they are.
    .resize(sidePx, sidePx, {
      fit: "inside",
      kernel: Math.max(width, height) < sidePx ? "nearest" : "lanczos3",
    })
    .webp({ quality: 78 })
    .toBuffer();
  return `data:image/webp;base64,${image.toString("base64")}`;
}

/** A section with the contours of its tissue and of its white matter. */
export async function contourPicture(placed: PlacedMask, mask: TissueMaskImage): Promise<string> {
  const { widthPx, heightPx, labels } = mask;
  const { pixelSizeXUm, pixelSizeYUm } = placed;
  const scan = await openScan(placed.scan, { pixelSizeXUm, pixelSizeYUm });
  try {
    const whole = { xPx: 0, yPx: 0, widthPx: scan.widthPx, heightPx: scan.heightPx };
    const image = await scan.read(whole, placed.maskPixelUm);
    const white = whiteLevel(image.bitDepth);
    const rgb = new Uint8Array(3 * labels.length);
    const reach = Math.max(1, Math.round(Math.max(widthPx, heightPx) / sidePx / 2));
    for (let y = 0, at = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++, at++) {
        const own = labels[at]!;
        const right = labels[at + (x + reach < widthPx ? reach : 0)]!;
        const below = labels[at + (y + reach < heightPx ? reach * widthPx : 0)]!;
        const grey = Math.round((255 * image.data[at]!) / white);
        const edge = own !== right || own !== below;
        const inner = Math.min(own, right, below) > 0;
        rgb.set(edge ? (inner ? whiteEdge : greyEdge) : [grey, grey, grey], 3 * at);
      }
    }
    return await webp(rgb, widthPx, heightPx);
  } finally {
    await scan.close();
  }
}

/** Two sections' tissue on one plane: the first red, the second blue, both dark, white matter paler. */
export async function overlayPicture(a: Uint8Array, b: Uint8Array, side: number): Promise<string> {
  const rgb = new Uint8Array(3 * a.length);
  for (let i = 0; i < a.length; i++) {
    const [inA, inB] = [a[i] !== 0, b[i] !== 0];
    const pale = a[i] === 2 || b[i] === 2 ? 60 : 0;
    const colour = inA && inB ? [90, 90, 90] : inA ? [200, 60, 60] : inB ? [50, 110, 210] : [255, 255, 255];
    rgb.set(inA || inB ? colour.map((value) => Math.min(255, value + pale)) : colour, 3 * i);
  }
  return webp(rgb, side, side);
}

/** A slice of a volume: greys with tissue tinted, or the classes alone where there is no image. */
export async function slicePicture(
  tissue: Uint8Array,
  image: Uint8Array | undefined,
  width: number,
  height: number,
): Promise<string> {
  const rgb = new Uint8Array(3 * tissue.length);
  const plain: readonly Colour[] = [
    [255, 255, 255],
    [110, 110, 110],
    [215, 205, 150],
  ];
  for (let i = 0; i < tissue.length; i++) {
    const label = tissue[i]!;
    const grey = image?.[i];
    if (grey === undefined) rgb.set(plain[label]!, 3 * i);
    else {
      const tint = label === 1 ? greyEdge : label === 2 ? whiteEdge : undefined;
      rgb.set(
        tint === undefined ? [grey, grey, grey] : tint.map((value) => Math.round(0.75 * grey + 0.25 * value)),
        3 * i,
      );
    }
  }
  return webp(rgb, width, height);
}
