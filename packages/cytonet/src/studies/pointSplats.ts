import { dot, type ViewDirection } from "./views.js";

/** Coloured points in space. */
export interface ColouredPoints {
  /** n × 3 mm, RAS. */
  readonly mm: Float64Array;
  /** n × 3 bytes. */
  readonly rgb: Uint8Array;
  readonly hemisphere: readonly string[];
}

/** An RGBA picture; transparent where nothing is. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  readonly pxPerMm: number;
  /** The left edge along the view's right, mm. */
  readonly leftMm: number;
  /** The upper edge along the view's up, mm. */
  readonly topMm: number;
}

/** What of a picture's extent is left free around it, mm. */
const MARGIN_MM = 0.5;

/**
 * Points as small balls, seen without perspective, the nearer ones in front; light comes from the viewer, and what is
 * far away is a little darker.
 */
export function pointSplats(
  points: ColouredPoints,
  view: ViewDirection,
  options: { readonly pxPerMm: number; readonly radiusMm: number },
): Raster {
  const { mm, rgb, hemisphere } = points;
  const rows = hemisphere.flatMap((side, row) =>
    view.hemisphere === "both" || side === view.hemisphere ? [row] : [],
  );
  const at = (axis: ViewDirection["right"], row: number): number =>
    dot(axis, mm[3 * row]!, mm[3 * row + 1]!, mm[3 * row + 2]!);
  const range = (axis: ViewDirection["right"]): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      const value = at(axis, row);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return rows.length === 0 ? [0, 1] : [low, high];
  };
  const margin = options.radiusMm + MARGIN_MM;
  const [left, right] = range(view.right);
  const [bottom, top] = range(view.up);
  const [far, near] = range(view.towards);
  const { pxPerMm } = options;
  const width = Math.max(1, Math.round((right - left + 2 * margin) * pxPerMm));
  const height = Math.max(1, Math.round((top - bottom + 2 * margin) * pxPerMm));
  const rgba = new Uint8Array(width * height * 4);
  const depth = new Float32Array(width * height).fill(Number.NEGATIVE_INFINITY);
  const radius = options.radiusMm * pxPerMm;
  for (const row of rows) {
    const x = (at(view.right, row) - left + margin) * pxPerMm;
    const y = (top + margin - at(view.up, row)) * pxPerMm;
    const towards = at(view.towards, row);
    const haze = 0.62 + 0.38 * ((towards - far) / (near - far || 1));
    for (let j = Math.max(0, Math.floor(y - radius)); j <= Math.min(height - 1, y + radius); j++) {
      for (let i = Math.max(0, Math.floor(x - radius)); i <= Math.min(width - 1, x + radius); i++) {
        const [dx, dy] = [(i + 0.5 - x) / radius, (j + 0.5 - y) / radius];
        const square = dx * dx + dy * dy;
        if (square > 1) continue;
        const rise = Math.sqrt(1 - square);
        const pixel = j * width + i;
        const front = towards + rise * options.radiusMm;
        if (front <= depth[pixel]!) continue;
        depth[pixel] = front;
        const light = haze * (0.55 + 0.45 * rise);
        for (let channel = 0; channel < 3; channel++) {
          rgba[4 * pixel + channel] = Math.round(rgb[3 * row + channel]! * light);
        }
        rgba[4 * pixel + 3] = 255;
      }
    }
  }
  return { width, height, rgba, pxPerMm, leftMm: left - margin, topMm: top + margin };
}
