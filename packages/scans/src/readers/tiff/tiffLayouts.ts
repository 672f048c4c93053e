import { type StatedPixelSize, tiffPixelSize } from "../../pixelSize.js";
import type { FileBytes } from "./fileBytes.js";
import { readPyramid, type TiffPyramid } from "./pyramid.js";

/** What the directories of a TIFF say: no pixels, and nothing that belongs to an open file. */
export interface TiffLayout {
  readonly pyramid: TiffPyramid;
  readonly stated: StatedPixelSize;
}

interface Known {
  readonly identity: string;
  readonly layout: TiffLayout;
}

/** Some 4 KiB each. */
const mostKnown = 1024;
/** Tables and palettes of a layout that is remembered. */
const mostTableBytes = 64 * 1024;
/** A file that was changed so lately may be changed again without a newer time: file systems count in steps. */
const settledMs = 5000;
const known = new Map<string, Known>();

/**
 * The layout of an open TIFF. A thread remembers those that it opened last: a cohort has more sections than scans stay
 * open, and each of them is opened again and again.
 *
 * @throws ScanError corrupt, or unsupported for JPEG 2000
 */
export async function layoutOf(file: FileBytes): Promise<TiffLayout> {
  const { path, identity } = file;
  const found = known.get(path);
  known.delete(path);
  if (found?.identity === identity) {
    known.set(path, found);
    return found.layout;
  }
  const layout = await file.parsed(() => {
    const { pyramid, main } = readPyramid(file);
    return { pyramid, stated: tiffPixelSize(main) };
  });
  if (Date.now() - file.changedMs > settledMs && tableBytes(layout) <= mostTableBytes) {
    known.set(path, { identity, layout });
    for (const oldest of known.keys()) {
      if (known.size <= mostKnown) break;
      known.delete(oldest);
    }
  }
  return layout;
}

function tableBytes({ pyramid }: TiffLayout): number {
  return (pyramid.levels ?? []).reduce(
    (sum, { image }) => sum + (image.jpegTables?.length ?? 0) + (image.palette?.byteLength ?? 0),
    0,
  );
}
