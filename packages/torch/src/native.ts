import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineUnavailableError } from "./errors.js";

/** The addon's functions; `native/src` documents each. Not public. */
export interface Native {
  attach(calls: Float64Array, facts: Float64Array): void;
  plan(name: string, callerArguments: readonly string[]): number;
  call(plan: number): number;
  schemas(): string[];
  has(name: string): boolean;
  intern(text: string): number;
  forgetStrings(): void;
  copyIn(data: NodeJS.TypedArray, dtype: number): number;
  borrow(data: NodeJS.TypedArray, dtype: number): number;
  copyOut(handle: number, into: NodeJS.TypedArray): void;
  view(handle: number): ArrayBuffer;
  release(handle: number): void;
  releaseMany(count: number): void;
  info(handle: number): void;
  live(): number;
  share(handle: number): number;
  mapFile(path: string): number;
  mapped(mapping: number, byteOffset: number, dtype: number): number;
  mappedBytes(mapping: number, byteOffset: number, into: Uint8Array): void;
  unmapFile(mapping: number): void;
  backward(retainGraph: number, createGraph: number): void;
  grad(retainGraph: number, createGraph: number, allowUnused: number): number;
  setGradMode(enabled: number): number;
  isGradEnabled(): number;
  getGrad(handle: number): number;
  setGrad(handle: number, gradient: number): void;
  setRequiresGrad(handle: number, wanted: number): void;
  loadLibrary(path: string): void;
  setNumThreads(count: number): void;
  getNumThreads(): number;
  cpuMemory(): [live: number, idle: number, peak: number];
  releaseCpuMemory(): number;
  cudaMemory(device: number): number[];
  version(): string;
  config(): string;
  cpuCapability(): string;
  cudaDeviceCount(): number;
  cudaSynchronize(device: number): void;
  setAutocast(deviceType: number, enabled: number, dtype: number, nesting: number): number;
  createGenerator(deviceType: number, deviceIndex: number): number;
  defaultGenerator(deviceType: number, deviceIndex: number): number;
  seedGenerator(generator: number, seed: bigint): void;
  generatorState(generator: number): number;
  setGeneratorState(generator: number, state: number): void;
  releaseGenerator(generator: number): void;
  setDeterministic(on: number): void;
  loadNccl(path: string): void;
  createGroup(
    rank: number,
    size: number,
    host: string,
    port: number,
    timeoutMs: number,
    networkInterface: string,
  ): number;
  connectGroup(group: number, device: number): void;
  destroyGroup(group: number): void;
  startAllReduce(group: number, operation: number, tensor: number): number;
  startBroadcast(group: number, root: number, tensor: number): number;
  startAllGather(group: number, tensor: number): number;
  startBarrier(group: number): number;
  workDone(work: number): number;
  waitWork(work: number, timeoutMs: number): void;
  createBuckets(group: number, bytes: number): number;
  armBuckets(buckets: number): void;
  finishBuckets(buckets: number): void;
  releaseBuckets(buckets: number): void;
  syncBatchNorm(group: number, eps: number): void;
}

/** What set-up wrote about the addon it built. */
interface BuildRecord {
  readonly addon: string;
  readonly libtorch?: { readonly cudaLibrary?: string | undefined };
}

const REMEDY = "run `make setup` (or `npx cytonet doctor` to see what is missing)";

function buildRecord(): BuildRecord {
  const forced = process.env.CYTONET_NATIVE;
  if (forced) return { addon: forced };
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "build", "native", "current.json");
    if (existsSync(file)) {
      const record = JSON.parse(readFileSync(file, "utf8")) as BuildRecord;
      if (!existsSync(record.addon)) {
        throw new EngineUnavailableError(`${file} names ${record.addon}, which does not exist: ${REMEDY}`);
      }
      return record;
    }
    if (dirname(folder) === folder) break;
  }
  throw new EngineUnavailableError(`the native bridge has not been built: ${REMEDY}`);
}

function defaultThreads(): number {
  const asked = Number(process.env.CYTONET_THREADS ?? process.env.OMP_NUM_THREADS);
  return Number.isInteger(asked) && asked > 0 ? asked : availableParallelism();
}

function load(): Native {
  const record = buildRecord();
  let addon: Native;
  try {
    addon = createRequire(import.meta.url)(record.addon) as Native;
  } catch (cause) {
    throw new EngineUnavailableError(
      `${record.addon} cannot be loaded (${(cause as Error).message.split("\n")[0]}): ${REMEDY}`,
      { cause },
    );
  }
  // CUDA's hooks stay off for good unless they are there before the first tensor.
  const cuda = record.libtorch?.cudaLibrary;
  if (cuda !== undefined) {
    try {
      addon.loadLibrary(cuda);
    } catch (cause) {
      throw new EngineUnavailableError(
        `${(cause as Error).message}: set CUDA_VISIBLE_DEVICES= to work without a GPU`,
        { cause },
      );
    }
  }
  addon.setNumThreads(defaultThreads());
  return addon;
}

export const native: Native = load();

/** Words of the call buffer: long enough for a list of 30,000 items. */
export const BUFFER_WORDS = 65_536;

/** The memory through which arguments and results pass; see `native/src/bridge.h`. */
export const words = new Float64Array(BUFFER_WORDS);
/** The same memory, for integers beyond 2⁵³. */
export const wordsAsBigInt = new BigInt64Array(words.buffer);
/** Where `info` answers: reading a tensor's shape must not disturb a call that is being written. */
export const facts = new Float64Array(7 + 1024);
native.attach(words, facts);

/**
 * Counts who has begun to write into `words`. Values are read while they are
 * written, and a getter or proxy among them could run another operator in
 * between; the count tells.
 */
export const writers = { count: 0 };

/** Puts a shape where `copyIn`, `borrow` and `mapped` read it. */
export function writeShape(shape: readonly number[]): void {
  writers.count++;
  words[0] = shape.length;
  words.set(shape, 1);
}
