import { estimateBackground } from "./background.js";
import { ScanError, type ScanErrorKind } from "./errors.js";
import { type GreyImage, type SampleMemory, whiteLevel } from "./image.js";
import type { ScanSource } from "./reader.js";
import { openSource } from "./readers/registry.js";
import { readGrid, readGridInto } from "./readGrid.js";
import type { GridAxis } from "./resample.js";
import type { OpenScanOptions, PatchRequest, ReadOptions, Scan, ScanWindow } from "./scan.js";

/** Relative slack when comparing an asked resolution with the scan's own. */
const sameResolution = 1e-6;
const maxOutputPx = 2 ** 30;

/**
 * Open a scan. The file's content decides the format.
 *
 * @param path image file
 * @throws ScanError `missing`, `unsupported`, `corrupt`, or `request` for a bad option
 */
export async function openScan(path: string, options: OpenScanOptions = {}): Promise<Scan> {
  for (const name of ["pixelSizeXUm", "pixelSizeYUm"] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
      throw badRequest(path, `${name} is ${value}`, "Give a positive number of µm");
    }
  }
  const { background } = options;
  const source = await openSource(path, options);
  if (background !== undefined && !(background >= 0 && background <= whiteLevel(source.bitDepth))) {
    await source.close();
    throw badRequest(
      path,
      `background is ${background}`,
      `Give a grey level from 0 to ${whiteLevel(source.bitDepth)}`,
    );
  }
  return scanOf(path, source, options);
}

/** A scan over any source: the sizes, scale and refusals that all formats share. */
export function scanOf(path: string, source: ScanSource, options: OpenScanOptions = {}): Scan {
  const { widthPx, heightPx } = source.levels[0]!;
  const pixelSizeXUm = options.pixelSizeXUm ?? source.pixelSizeXUm;
  const pixelSizeYUm = options.pixelSizeYUm ?? source.pixelSizeYUm;
  const details = { ...source.details, ...pixelSizeFrom(source, options) };
  let closed = false;
  let estimated: Promise<number> | undefined;

  function refuse(kind: ScanErrorKind, problem: string, remedy: string): never {
    throw new ScanError({ kind, path, problem, remedy });
  }

  function assertOpen(): void {
    if (closed) refuse("closed", "it was closed", "Open it again before reading");
  }

  async function background(): Promise<number> {
    assertOpen();
    if (options.background !== undefined) return options.background;
    estimated ??= estimateBackground(source);
    return estimated;
  }

  /** Level-0 pixels per output pixel along x and y. */
  function steps(pixelSizeUm: number, { allowUpsampling = false }: ReadOptions) {
    if (pixelSizeXUm === undefined || pixelSizeYUm === undefined) {
      return refuse("pixel-size", "its pixel size is not known", "Give pixelSizeXUm and pixelSizeYUm");
    }
    if (!(Number.isFinite(pixelSizeUm) && pixelSizeUm > 0)) {
      return refuse("request", `pixelSizeUm is ${pixelSizeUm}`, "Give a positive number of µm");
    }
    const finestUm = Math.max(pixelSizeXUm, pixelSizeYUm);
    if (!allowUpsampling && pixelSizeUm < finestUm * (1 - sameResolution)) {
      return refuse(
        "resolution",
        `${pixelSizeUm} µm/px were asked for and it has ${pixelSizeXUm} x ${pixelSizeYUm} µm/px`,
        `Ask for ${finestUm} µm/px or more, or allow upsampling`,
      );
    }
    return { stepX: pixelSizeUm / pixelSizeXUm, stepY: pixelSizeUm / pixelSizeYUm };
  }

  function readAxes(x: GridAxis, y: GridAxis): Promise<GreyImage> {
    assertSize(x.count, y.count);
    return readGrid(source, x, y, background);
  }

  function assertSize(widthPx: number, heightPx: number): void {
    if (widthPx * heightPx <= maxOutputPx) return;
    refuse("request", `${widthPx} x ${heightPx} pixels were asked for`, "Read smaller windows");
  }

  /** The pixels of a patch, as axes of level 0. */
  function patchAxes(patch: PatchRequest, readOptions: ReadOptions): { x: GridAxis; y: GridAxis } {
    assertOpen();
    const { centerXPx, centerYPx, sizePx, pixelSizeUm } = patch;
    if (![centerXPx, centerYPx].every(Number.isFinite) || !(Number.isInteger(sizePx) && sizePx > 0)) {
      return refuse("request", `the patch is ${JSON.stringify(patch)}`, "Give finite centres, a whole size");
    }
    const { stepX, stepY } = steps(pixelSizeUm, readOptions);
    return {
      x: { start: centerXPx - (sizePx * stepX) / 2, step: stepX, count: sizePx },
      y: { start: centerYPx - (sizePx * stepY) / 2, step: stepY, count: sizePx },
    };
  }

  return {
    path,
    format: source.format,
    widthPx,
    heightPx,
    pixelSizeXUm,
    pixelSizeYUm,
    bitDepth: source.bitDepth,
    levels: source.levels,
    details,
    background,

    async read(window: ScanWindow, pixelSizeUm: number, readOptions: ReadOptions = {}) {
      assertOpen();
      const finite = [window.xPx, window.yPx].every(Number.isFinite);
      const extent = [window.widthPx, window.heightPx].every((v) => Number.isFinite(v) && v > 0);
      if (!finite || !extent) {
        return refuse("request", `the window is ${JSON.stringify(window)}`, "Give finite, positive extents");
      }
      const { stepX, stepY } = steps(pixelSizeUm, readOptions);
      const count = (extentPx: number, step: number) => Math.max(1, Math.round(extentPx / step));
      return readAxes(
        { start: window.xPx, step: stepX, count: count(window.widthPx, stepX) },
        { start: window.yPx, step: stepY, count: count(window.heightPx, stepY) },
      );
    },

    async readPatch(patch: PatchRequest, readOptions: ReadOptions = {}) {
      const { x, y } = patchAxes(patch, readOptions);
      return readAxes(x, y);
    },

    async readPatchInto(patch: PatchRequest, out: SampleMemory, readOptions: ReadOptions = {}) {
      const { x, y } = patchAxes(patch, readOptions);
      assertSize(x.count, y.count);
      const { bitDepth } = source;
      if (out.length !== x.count * y.count || out.BYTES_PER_ELEMENT !== bitDepth / 8) {
        refuse(
          "request",
          `${out.length} samples of ${8 * out.BYTES_PER_ELEMENT} bits were given for ${x.count * y.count} of ${bitDepth}`,
          "Give memory of the patch's size and of the scan's bit depth",
        );
      }
      await readGridInto(source, x, y, background, out);
    },

    async close() {
      if (closed) return;
      closed = true;
      await source.close();
    },
  };
}

/** What states the pixel size, where the caller gave some of it. */
function pixelSizeFrom({ details }: ScanSource, { pixelSizeXUm, pixelSizeYUm }: OpenScanOptions) {
  if (pixelSizeXUm === undefined && pixelSizeYUm === undefined) return {};
  if (pixelSizeXUm !== undefined && pixelSizeYUm !== undefined) return { pixelSizeFrom: "given" };
  const file = details?.pixelSizeFrom ?? "the file";
  const [given, stated] = pixelSizeYUm === undefined ? ["x", "y"] : ["y", "x"];
  return { pixelSizeFrom: `${given} given, ${stated} from ${file}` };
}

function badRequest(path: string, problem: string, remedy: string): ScanError {
  return new ScanError({ kind: "request", path, problem, remedy });
}
