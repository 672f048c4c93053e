import { ScanError } from "../errors.js";
import type { ZarrStore } from "./zarrStore.js";

/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

const mostMetadataBytes = 16 * 2 ** 20;

/** A metadata file; undefined where there is none. @throws ScanError `corrupt` for what is no JSON object */
export async function readJson(store: ZarrStore, name: string): Promise<JsonObject | undefined> {
  const bytes = await store.get(name, mostMetadataBytes);
  if (bytes === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw metadataError(store.locate(name), `it is no JSON (${reason})`, cause);
  }
  if (!isObject(value)) throw metadataError(store.locate(name), "it is no JSON object");
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checked access to the fields of a metadata file; every refusal names file and field. */
export class Fields {
  constructor(
    readonly path: string,
    readonly values: JsonObject,
    private readonly prefix = "",
  ) {}

  object(name: string): Fields {
    const value = this.values[name];
    if (!isObject(value)) this.refuse(name, "is no object");
    return new Fields(this.path, value as JsonObject, `${this.prefix}${name}.`);
  }

  list(name: string): Fields[] {
    const value = this.values[name];
    if (!Array.isArray(value)) this.refuse(name, "is no list");
    return (value as unknown[]).map((item, i) => {
      if (!isObject(item)) this.refuse(`${name}[${i}]`, "is no object");
      return new Fields(this.path, item as JsonObject, `${this.prefix}${name}[${i}].`);
    });
  }

  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== "string") this.refuse(name, "is no text");
    return value as string;
  }

  /** A list of numbers that satisfy a test. */
  numbers(name: string, fits: (value: number) => boolean, what: string): number[] {
    const value = this.values[name];
    const good = Array.isArray(value) && value.every((item) => typeof item === "number" && fits(item));
    if (!good) this.refuse(name, `is no list of ${what}`);
    return value as number[];
  }

  refuse(name: string, problem: string): never {
    throw metadataError(this.path, `its field ${this.prefix}${name} ${problem}`);
  }

  unsupported(name: string, problem: string, remedy: string): never {
    throw new ScanError({
      kind: "unsupported",
      path: this.path,
      problem: `its field ${this.prefix}${name} ${problem}`,
      remedy,
    });
  }
}

function metadataError(path: string, problem: string, cause?: unknown): ScanError {
  return new ScanError({
    kind: "corrupt",
    path,
    problem,
    remedy: "Copy or export the scan again",
    cause,
  });
}
