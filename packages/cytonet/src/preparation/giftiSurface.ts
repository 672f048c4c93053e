import { readFile } from "node:fs/promises";
import { unzipSync } from "node:zlib";
import { DataError } from "@cytonet/cohort";

/** A surface in memory. */
export interface GiftiSurface {
  /** n × 3 millimetres. */
  readonly verticesMm: Float64Array;
  /** m × 3 numbers of vertices, from 0. */
  readonly triangles: Uint32Array;
  /** What the file calls the space of its points, such as NIFTI_XFORM_SCANNER_ANAT; GIfTI has no name for a brain's own. */
  readonly dataSpace: string;
}

const readers = {
  NIFTI_TYPE_UINT8: { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) },
  NIFTI_TYPE_INT32: { bytes: 4, read: (view: DataView, at: number, le: boolean) => view.getInt32(at, le) },
  NIFTI_TYPE_UINT32: { bytes: 4, read: (view: DataView, at: number, le: boolean) => view.getUint32(at, le) },
  NIFTI_TYPE_FLOAT32: {
    bytes: 4,
    read: (view: DataView, at: number, le: boolean) => view.getFloat32(at, le),
  },
  NIFTI_TYPE_FLOAT64: {
    bytes: 8,
    read: (view: DataView, at: number, le: boolean) => view.getFloat64(at, le),
  },
} as const;

const integers = ["NIFTI_TYPE_UINT8", "NIFTI_TYPE_INT32", "NIFTI_TYPE_UINT32"];
const remedy = "Save it anew as a GIfTI surface (.surf.gii) with points and triangles.";

interface DataArray {
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string;
}

/**
 * Reads a surface from a GIfTI file (version 1): one array of points and one of triangles, as text or as (compressed)
 * base64.
 *
 * @throws DataError naming file and array: no GIfTI, no or several arrays of a kind, another shape, type or encoding, fewer
 * or more values than its dimensions say, points that are no numbers, triangles of vertices that are not there
 */
export async function readGiftiSurface(file: string): Promise<GiftiSurface> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new DataError({ file, message: "cannot be read", remedy }, { cause });
  }
  if (!/<GIFTI[\s>]/.test(text)) throw new DataError({ file, message: "is no GIfTI file", remedy });
  if (!text.includes("</GIFTI>")) {
    throw new DataError({ file, message: "breaks off before its end", remedy: "Copy it anew." });
  }
  const arrays = arraysOf(text);
  const points = theOnly(arrays, "NIFTI_INTENT_POINTSET", file);
  const verticesMm = rowsOfThree(points, file, Float64Array);
  const stray = verticesMm.findIndex((value) => !Number.isFinite(value));
  if (stray >= 0) {
    const message = `vertex ${Math.floor(stray / 3)} has the coordinate ${verticesMm[stray]}`;
    throw new DataError({ file, field: "NIFTI_INTENT_POINTSET", message, remedy: "Mend or remove it." });
  }
  const faces = theOnly(arrays, "NIFTI_INTENT_TRIANGLE", file);
  if (!integers.includes(faces.attributes.DataType ?? "")) {
    const message = `is of ${faces.attributes.DataType}, not of whole numbers`;
    throw new DataError({ file, field: "NIFTI_INTENT_TRIANGLE", message, remedy });
  }
  const corners = rowsOfThree(faces, file, Float64Array);
  refuseFaces(corners, verticesMm.length / 3, file);
  const dataSpace = /<DataSpace>\s*(?:<!\[CDATA\[)?\s*([A-Za-z0-9_]*)/.exec(points.content)?.[1];
  return { verticesMm, triangles: Uint32Array.from(corners), dataSpace: dataSpace || "NIFTI_XFORM_UNKNOWN" };
}

function arraysOf(text: string): DataArray[] {
  return [...text.matchAll(/<DataArray\b([^>]*)>([\s\S]*?)<\/DataArray>/g)].map(([, head, content]) => ({
    attributes: Object.fromEntries(
      [...head!.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, a, b]) => [
        name!,
        a ?? b ?? "",
      ]),
    ),
    content: content!,
  }));
}

function theOnly(arrays: readonly DataArray[], intent: string, file: string): DataArray {
  const found = arrays.filter(({ attributes }) => attributes.Intent === intent);
  if (found.length === 1) return found[0]!;
  const message = found.length === 0 ? `holds no ${intent}` : `holds ${found.length} arrays of ${intent}`;
  throw new DataError({ file, field: intent, message, remedy });
}

/** Values row by row of an array of n × 3. */
function rowsOfThree({ attributes, content }: DataArray, file: string, Values: typeof Float64Array) {
  const field = attributes.Intent!;
  const fail = (message: string, cause?: unknown): never => {
    throw new DataError({ file, field, message, remedy }, { cause });
  };
  const { DataType = "", Encoding = "", Endian = "LittleEndian", ArrayIndexingOrder: order } = attributes;
  const [rows, columns] = [Number(attributes.Dim0), Number(attributes.Dim1)];
  if (attributes.Dimensionality !== "2" || columns !== 3 || !(Number.isInteger(rows) && rows > 0)) {
    const shape = `${attributes.Dim0} × ${attributes.Dim1 ?? 1}`;
    fail(`is ${shape} (Dimensionality ${attributes.Dimensionality}), not a table of three columns`);
  }
  const type = readers[DataType as keyof typeof readers];
  if (type === undefined) fail(`is of type ${DataType || "unknown"}`);
  const data = /<Data>([\s\S]*?)<\/Data>/.exec(content)?.[1];
  if (data === undefined) return fail("has no Data");
  const values = new Values(3 * rows);
  // Column by column the value of row i and column k stands at k·rows + i.
  const place = (n: number) => (order === "ColumnMajorOrder" ? 3 * (n % rows) + Math.floor(n / rows) : n);
  if (Encoding === "ASCII") {
    const words = data.trim().split(/\s+/);
    if (words.length !== values.length)
      fail(`holds ${words.length} values and its dimensions say ${values.length}`);
    words.forEach((word, n) => {
      values[place(n)] = Number(word);
    });
    return values;
  }
  if (Encoding !== "Base64Binary" && Encoding !== "GZipBase64Binary") {
    fail(`has the encoding ${Encoding || "none"}; ASCII, Base64Binary and GZipBase64Binary are read`);
  }
  let bytes = Buffer.from(data.replaceAll(/\s/g, ""), "base64");
  if (Encoding === "GZipBase64Binary") {
    try {
      bytes = unzipSync(bytes);
    } catch (cause) {
      fail("cannot be decompressed", cause);
    }
  }
  if (bytes.length !== values.length * type.bytes) {
    fail(`holds ${bytes.length / type.bytes} values and its dimensions say ${values.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = Endian !== "BigEndian";
  for (let n = 0; n < values.length; n++) values[place(n)] = type.read(view, n * type.bytes, little);
  return values;
}

function refuseFaces(corners: Float64Array, vertices: number, file: string): void {
  const fail = (face: number, message: string): never => {
    const text = `triangle ${face} ${message}`;
    throw new DataError({ file, field: "NIFTI_INTENT_TRIANGLE", message: text, remedy: "Mend the surface." });
  };
  for (let face = 0; 3 * face < corners.length; face++) {
    const [a, b, c] = corners.subarray(3 * face, 3 * face + 3) as unknown as [number, number, number];
    for (const corner of [a, b, c]) {
      if (!Number.isInteger(corner) || corner < 0 || corner >= vertices) {
        fail(face, `names vertex ${corner} of ${vertices}`);
      }
    }
    if (a === b || b === c || a === c) fail(face, `names vertex ${a === c ? a : b} twice`);
  }
}
