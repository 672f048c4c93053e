import { ScanError } from "../errors.js";
import { type NrrdType, nrrdType, nrrdTypes } from "./nrrdTypes.js";

/** The parts of an NRRD header that say how the samples lie on disk and in space. */
export interface NrrdHeader {
  readonly type: NrrdType;
  /** Samples along each axis, fastest axis first. */
  readonly sizes: readonly number[];
  /** Byte order; single-byte types need none and report little. */
  readonly endian: "little" | "big";
  readonly encoding: "raw" | "gzip";
  /** Name of the space the directions refer to, as stated; many files state it wrongly. */
  readonly space: string | undefined;
  /** Per axis the vector of one step along it, in the file's units; undefined for axes without one. */
  readonly spaceDirections: readonly (readonly number[] | undefined)[] | undefined;
  readonly spaceOrigin: readonly number[] | undefined;
  /** Every field and key as written, field names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
}

const maxHeaderBytes = 1024 * 1024;

/**
 * Parse the header of an attached NRRD file.
 *
 * @throws ScanError corrupt or unsupported, naming the field
 */
export function parseNrrdHeader(file: Uint8Array, path: string): { header: NrrdHeader; dataOffset: number } {
  const { fields, dataOffset } = splitFields(file, path);
  const fail = (kind: "corrupt" | "unsupported", problem: string, remedy: string): never => {
    throw new ScanError({ kind, path, problem, remedy });
  };
  const field = (name: string): string =>
    fields.get(name) ?? fail("corrupt", `its header has no field "${name}"`, "Export the file again");

  for (const name of ["data file", "datafile"]) {
    if (fields.has(name)) {
      fail("unsupported", "its data lie in another file", "Save it as one attached .nrrd file");
    }
  }
  for (const name of ["line skip", "lineskip", "byte skip", "byteskip"]) {
    if (fields.has(name) && Number(fields.get(name)) !== 0) {
      fail("unsupported", `its header asks for a ${name}`, "Save it as a plain attached .nrrd file");
    }
  }
  const type =
    nrrdType(field("type")) ??
    fail("unsupported", `its type is "${field("type")}"`, "Save it with a scalar integer or float type");
  const encoding = readEncoding(field("encoding"));
  if (encoding === undefined) {
    fail("unsupported", `its encoding is "${field("encoding")}"`, "Save it with raw or gzip encoding");
  }
  const sizes = numbers(field("sizes"));
  if (sizes.length !== Number(field("dimension"))) {
    fail("corrupt", `it has ${sizes.length} sizes and dimension ${field("dimension")}`, "Export it again");
  }
  const samples = sizes.reduce((product, size) => product * size, 1);
  if (!sizes.every((size) => Number.isInteger(size) && size > 0) || !Number.isSafeInteger(samples * 8)) {
    fail("corrupt", `its sizes are "${field("sizes")}"`, "Export the file again");
  }
  const endian = nrrdTypes[type].bytes === 1 ? "little" : field("endian");
  if (endian !== "little" && endian !== "big") {
    return fail("corrupt", `its endian is "${endian}"`, "State little or big");
  }
  const origin = fields.get("space origin");
  const header: NrrdHeader = {
    type,
    sizes,
    endian,
    encoding: encoding!,
    space: fields.get("space"),
    spaceDirections: vectors(fields.get("space directions")),
    spaceOrigin: origin === undefined ? undefined : vectors(origin)?.[0],
    fields,
  };
  return { header, dataOffset };
}

function splitFields(file: Uint8Array, path: string): { fields: Map<string, string>; dataOffset: number } {
  const text = Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, maxHeaderBytes)).toString(
    "latin1",
  );
  if (!/^NRRD000[1-5]\r?\n/.test(text)) {
    throw new ScanError({
      kind: "unsupported",
      path,
      problem: "it does not begin as an NRRD file (versions 1 to 5)",
      remedy: "Check the path",
    });
  }
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) {
    throw new ScanError({
      kind: "corrupt",
      path,
      problem: "its header has no end",
      remedy: "Copy or export the file again",
    });
  }
  const fields = new Map<string, string>();
  for (const line of text.slice(0, end.index).split(/\r?\n/).slice(1)) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const [, name, value] = /^([^:]+):[ =]?(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new ScanError({
        kind: "corrupt",
        path,
        problem: `its header line "${line.slice(0, 60)}" is no field`,
        remedy: "Copy or export the file again",
      });
    }
    fields.set(name.trim().toLowerCase(), value.trim());
  }
  return { fields, dataOffset: end.index + end[0].length };
}

function readEncoding(name: string): NrrdHeader["encoding"] | undefined {
  if (name === "raw") return "raw";
  return name === "gzip" || name === "gz" ? "gzip" : undefined;
}

function numbers(list: string): number[] {
  return list.split(/\s+/).map(Number);
}

/** Vectors written as "(a,b,c) none (d,e,f)". */
function vectors(list: string | undefined): (number[] | undefined)[] | undefined {
  return list
    ?.match(/\([^)]*\)|none/g)
    ?.map((vector) => (vector === "none" ? undefined : vector.slice(1, -1).split(",").map(Number)));
}
