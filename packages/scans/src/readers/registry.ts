import { closeSync, openSync, readSync, statSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { assertCodecs } from "../codecs/native.js";
import { ScanError } from "../errors.js";
import { atOnce, isNearby } from "../nearby.js";
import type { FormatInfo, ScanPlace, ScanReader, ScanSource, SourceOptions } from "../reader.js";
import { zarrReader } from "../zarr/zarrReader.js";
import { deepZoomReader } from "./deepZoom.js";
import { ordinaryReader } from "./ordinary.js";
import { tiffReader } from "./tiff/tiffReader.js";

const readers: readonly ScanReader[] = [tiffReader, zarrReader, deepZoomReader, ordinaryReader];
const headBytes = 64;

/** The formats that `openScan` reads, with the reader of each. */
export function supportedFormats(): readonly (FormatInfo & { readonly reader: string })[] {
  return readers.flatMap(({ name, formats }) => formats.map((format) => ({ ...format, reader: name })));
}

/**
 * Open a file, folder or http(s) URL with the first reader that recognises its content; names and extensions
 * are not trusted.
 *
 * @throws ScanError missing, unsupported or corrupt; request where `CYTONET_CODECS` names no decoders, and for an index
 * of an axis where there is none
 */
export async function openSource(path: string, options: SourceOptions): Promise<ScanSource> {
  assertCodecs();
  const place = await look(path);
  for (const reader of readers) {
    if (!(await reader.recognises(place))) continue;
    if (reader !== zarrReader) refuseAxes(path, options);
    return reader.open(path, options);
  }
  const known = readers.flatMap(({ formats }) => formats.map(({ name }) => name)).join(", ");
  throw new ScanError({
    kind: "unsupported",
    path,
    problem: `its content is of no known image format (known: ${known})`,
    remedy: "Check that the download or export is complete, or convert it",
  });
}

/** Only OME-Zarr has axes to choose a plane by. */
function refuseAxes(path: string, { axisIndex = {} }: SourceOptions): void {
  const [axis] = Object.keys(axisIndex);
  if (axis === undefined) return;
  throw new ScanError({
    kind: "request",
    path,
    problem: `there is no axis ${axis} to choose from: it is one plane`,
    remedy: "Leave it out",
  });
}

async function look(path: string): Promise<ScanPlace> {
  if (/^https?:\/\//i.test(path)) return { path, kind: "url", head: new Uint8Array() };
  try {
    const found = isNearby() ? atOnce(() => statSync(path)) : await stat(path);
    if (found.isDirectory()) return { path, kind: "folder", head: new Uint8Array() };
    // Opening a pipe would wait for a writer that may never come.
    if (!found.isFile()) throw new Error("it is neither a file nor a folder");
    return { path, kind: "file", head: await readHead(path) };
  } catch (cause) {
    throw new ScanError({
      kind: "missing",
      path,
      problem: `it cannot be opened (${cause instanceof Error ? cause.message : cause})`,
      remedy: "Check the path and the right to read it",
      cause,
    });
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const buffer = new Uint8Array(headBytes);
  if (isNearby()) {
    const file = atOnce(() => openSync(path, "r"));
    try {
      return buffer.subarray(
        0,
        atOnce(() => readSync(file, buffer, 0, headBytes, 0)),
      );
    } finally {
      closeSync(file);
    }
  }
  const file = await open(path, "r");
  try {
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
