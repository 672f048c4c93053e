import { type Device, dtypeIndex, parseDevice } from "./dtype.js";
import { ArgumentError } from "./errors.js";
import { native, writeShape } from "./native.js";
import { attempt, Tensor } from "./tensor.js";

/** A source of random numbers of libtorch, with its whole state. */
export class Generator implements Disposable {
  /** @internal -1 once released. */
  index: number;

  /** @internal */
  constructor(index: number) {
    this.index = index;
  }

  /** Starts the sequence of `seed` (an integer from 0 to 2⁶⁴ − 1). */
  seed(seed: number | bigint): this {
    attempt("Generator.seed", () => native.seedGenerator(this.index, seedBits("Generator.seed", seed)));
    return this;
  }

  /** The state as bytes (5,056 of them for the CPU generator): restoring it is exact. */
  getState(): Uint8Array {
    const state = new Tensor(attempt("Generator.getState", () => native.generatorState(this.index)));
    try {
      return state.toTypedArray() as Uint8Array;
    } finally {
      state.dispose();
    }
  }

  /**
   * Goes back to a state that `getState` gave.
   *
   * @throws LibtorchError for bytes that are no state.
   */
  setState(state: Uint8Array): void {
    if (!(state instanceof Uint8Array))
      throw new ArgumentError("Generator.setState", "state", "must be a Uint8Array that getState() gave");
    attempt("Generator.setState", () => {
      writeShape([state.length]);
      const tensor = new Tensor(native.copyIn(state, dtypeIndex("uint8")));
      try {
        native.setGeneratorState(this.index, tensor.handle);
      } finally {
        tensor.dispose();
      }
    });
  }

  dispose(): void {
    if (this.index < 0) return;
    native.releaseGenerator(this.index);
    this.index = -1;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** A generator of its own, seeded. */
export function createGenerator(options: { device?: Device; seed?: number | bigint } = {}): Generator {
  const [type, index] = deviceOf("createGenerator", options.device);
  const made = new Generator(attempt("createGenerator", () => native.createGenerator(type, index)));
  try {
    return made.seed(options.seed ?? 0);
  } catch (error) {
    made.dispose();
    throw error;
  }
}

const defaults = new Map<string, Generator>();

/** The generator that operators use when they are given none. */
export function defaultGenerator(device: Device = "cpu"): Generator {
  const known = defaults.get(device);
  if (known !== undefined && known.index >= 0) return known;
  const [type, index] = deviceOf("defaultGenerator", device);
  const made = new Generator(attempt("defaultGenerator", () => native.defaultGenerator(type, index)));
  defaults.set(device, made);
  return made;
}

/** Seeds the default generators of the CPU and of every GPU. */
export function manualSeed(seed: number | bigint): void {
  defaultGenerator().seed(seed);
  for (let index = 0; index < native.cudaDeviceCount(); index++) defaultGenerator(`cuda:${index}`).seed(seed);
}

function deviceOf(operator: string, device: Device = "cpu"): readonly [number, number] {
  const found = parseDevice(device);
  if (found === null)
    throw new ArgumentError(operator, "device", `must be "cpu", "cuda" or "cuda:N", not ${String(device)}`);
  return found;
}

function seedBits(operator: string, seed: number | bigint): bigint {
  if (typeof seed === "number" && !Number.isSafeInteger(seed))
    throw new ArgumentError(operator, "seed", `must be an integer, not ${seed}`);
  const bits = BigInt(seed);
  if (bits < 0n || bits >= 1n << 64n)
    throw new ArgumentError(operator, "seed", `must be from 0 to 2^64 - 1, not ${seed}`);
  return bits;
}
