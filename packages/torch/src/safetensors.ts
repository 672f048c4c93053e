import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { type DType, dtypeIndex, elementBytes } from "./dtype.js";
import { TorchError } from "./errors.js";
import { native, words, writeShape } from "./native.js";
import { contiguous, to } from "./ops.js";
import { scope } from "./scope.js";
import { attempt, Tensor } from "./tensor.js";

/** A safetensors file that is damaged, lies about itself, or cannot be written. */
export class SafetensorsError extends TorchError {
  override name = "SafetensorsError";
  constructor(
    readonly path: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${problem}`, options);
  }
}

const TO_FORMAT: Partial<Record<DType, string>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
};
const FROM_FORMAT = new Map(Object.entries(TO_FORMAT).map(([dtype, name]) => [name, dtype as DType]));

/** Longer headers are refused, as the reference implementation does. */
const MAX_HEADER_BYTES = 100_000_000;

export interface SafetensorsContent {
  /** By name, in the order of the file's header. Owned by the current scope. */
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

interface Entry {
  name: string;
  dtype: DType;
  shape: number[];
  begin: number;
  end: number;
}

/**
 * Reads a safetensors file through a private memory mapping: pages come in when
 * they are used, and writing to a tensor leaves the file alone. The header is
 * checked whole before any tensor is made: lengths, shapes, dtypes, and that the
 * tensors tile the data without gaps or overlaps.
 *
 * Format: https://github.com/huggingface/safetensors.
 *
 * @throws SafetensorsError naming the file and the entry at fault.
 */
export function readSafetensors(path: string): SafetensorsContent {
  let mapping: number;
  try {
    mapping = native.mapFile(path);
  } catch (cause) {
    throw new SafetensorsError(path, (cause as Error).message.replace(`${path}: `, ""), { cause });
  }
  const fileBytes = words[0]!;
  try {
    const { entries, metadata, dataStart } = readHeader(path, mapping, fileBytes);
    const tensors = new Map<string, Tensor>();
    for (const entry of entries) {
      writeShape(entry.shape);
      const handle = attempt("readSafetensors", () =>
        native.mapped(mapping, dataStart + entry.begin, dtypeIndex(entry.dtype)),
      );
      tensors.set(entry.name, new Tensor(handle));
    }
    return { tensors, metadata };
  } finally {
    // Tensors hold the mapping themselves.
    native.unmapFile(mapping);
  }
}

function readHeader(path: string, mapping: number, fileBytes: number) {
  const fail = (problem: string): never => {
    throw new SafetensorsError(path, problem);
  };
  if (fileBytes < 8) fail(`has ${fileBytes} bytes, too few for a safetensors file`);
  const prefix = new Uint8Array(8);
  native.mappedBytes(mapping, 0, prefix);
  const headerBytes = new DataView(prefix.buffer).getBigUint64(0, true);
  if (headerBytes > BigInt(MAX_HEADER_BYTES))
    fail(`announces a header of ${headerBytes} bytes: not a safetensors file`);
  const length = Number(headerBytes);
  if (length > fileBytes - 8)
    fail(`is truncated: the header needs ${length} bytes, the file has ${fileBytes - 8} after its first 8`);
  const text = new Uint8Array(length);
  native.mappedBytes(mapping, 8, text);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch (cause) {
    throw new SafetensorsError(path, `the header is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    fail("the header is not an object");
  const dataBytes = fileBytes - 8 - length;
  const metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header as Record<string, unknown>)) {
    if (name === "__metadata__") Object.assign(metadata, checkedMetadata(path, value));
    else entries.push(checkedEntry(path, name, value, dataBytes));
  }
  let reached = 0;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== reached)
      fail(`'${entry.name}': data_offsets leave a gap or overlap another tensor at byte ${reached}`);
    reached = entry.end;
  }
  if (reached !== dataBytes)
    fail(`has ${dataBytes} bytes of data, its tensors cover ${reached}: truncated or altered`);
  return { entries, metadata, dataStart: 8 + length };
}

function checkedMetadata(path: string, value: unknown): Record<string, string> {
  if (
    typeof value !== "object" ||
    value === null ||
    Object.values(value).some((one) => typeof one !== "string")
  ) {
    throw new SafetensorsError(path, "__metadata__ must map names to strings");
  }
  return value as Record<string, string>;
}

function checkedEntry(path: string, name: string, value: unknown, dataBytes: number): Entry {
  const fail = (problem: string): never => {
    throw new SafetensorsError(path, `'${name}': ${problem}`);
  };
  if (typeof value !== "object" || value === null) return fail("its entry is not an object");
  const { dtype: format, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const dtype = FROM_FORMAT.get(String(format));
  if (dtype === undefined)
    return fail(`dtype ${JSON.stringify(format)} is not one of ${[...FROM_FORMAT.keys()].join(", ")}`);
  const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0;
  if (!Array.isArray(shape) || shape.length > 64 || !shape.every(isSize))
    return fail("shape is not a list of sizes");
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    return fail("data_offsets is not a pair of sizes");
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product: number, size: number) => product * size, 1) * elementBytes(dtype);
  if (begin > end || end > dataBytes)
    return fail(`data_offsets [${begin}, ${end}] lie outside the file's ${dataBytes} bytes of data`);
  if (bytes !== end - begin)
    return fail(`shape and dtype need ${bytes} bytes, data_offsets span ${end - begin}`);
  return { name, dtype, shape: shape as number[], begin, end };
}

/**
 * Writes tensors, under a temporary name that is renamed once all bytes are on
 * the disk. Tensors on a GPU are copied; each is stored contiguously.
 *
 * @throws SafetensorsError for dtypes that the format lacks and for I/O errors.
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const entries: [string, Tensor][] =
    tensors instanceof Map ? [...(tensors as ReadonlyMap<string, Tensor>)] : Object.entries(tensors);
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  // Wider elements first keeps every tensor aligned to its element size.
  const sorted = entries
    .map(([name, tensor]) => ({ name, tensor, dtype: tensor.dtype, shape: tensor.shape }))
    .sort((a, b) => elementBytes(b.dtype) - elementBytes(a.dtype));
  for (const { name, dtype, shape } of sorted) {
    const format = TO_FORMAT[dtype];
    if (format === undefined) throw new SafetensorsError(path, `'${name}': the format has no ${dtype}`);
    if (name === "__metadata__") throw new SafetensorsError(path, "'__metadata__' cannot be a tensor's name");
    const bytes = shape.reduce((product, size) => product * size, 1) * elementBytes(dtype);
    header[name] = { dtype: format, shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  let text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  padded.set(text);
  text = padded;
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(text.length), true);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w");
    try {
      writeAll(file, prefix);
      writeAll(file, text);
      for (const { tensor } of sorted) writeTensor(file, tensor);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    if (cause instanceof TorchError) throw cause;
    throw new SafetensorsError(path, `cannot be written: ${(cause as Error).message}`, { cause });
  }
}

function writeTensor(file: number, tensor: Tensor): void {
  scope(() => {
    const onCpu = tensor.device === "cpu" ? tensor : to(tensor.detach(), { device: "cpu" });
    const plain = onCpu.isContiguous() ? onCpu : contiguous(onCpu.detach());
    if (plain.numel > 0) writeAll(file, new Uint8Array(native.view(plain.handle)));
  });
}

function writeAll(file: number, bytes: Uint8Array): void {
  // One write call takes at most 2 GiB.
  for (let at = 0; at < bytes.length; )
    at += writeSync(file, bytes, at, Math.min(bytes.length - at, 1 << 30));
}
