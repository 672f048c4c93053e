import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DataError } from "./errors.js";
import { writeJsonAtomic } from "./files/atomic.js";
import { canonicalJson, sha256, sha256File } from "./files/hash.js";

/** A file that a result was made from. */
export interface InputRecord {
  /** What it is to the stage, such as `scan`; together with the hash it decides whether work is repeated. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Modification time in nanoseconds since 1970, as text since it exceeds what a number holds. */
  readonly modifiedNs: string;
  readonly sha256: string;
}

/** How a result came about; written as `provenance.json` beside it. */
export interface Provenance {
  readonly schema: "cytonet.provenance/1";
  /** Hash of what decides the result, see {@link provenanceKey}; tables carry it in their metadata. */
  readonly key: string;
  /** The command line, program first. */
  readonly command: readonly string[];
  readonly stage: string;
  readonly stageVersion: number;
  /** The resolved settings and their hash over canonical JSON. */
  readonly config: unknown;
  readonly configSha256: string;
  readonly inputs: readonly InputRecord[];
  readonly libtorch: string | null;
  readonly device: string | null;
  readonly seed: number | null;
  readonly packageVersion: string;
  /** Commit of the software's own checkout, with `-dirty` for uncommitted changes; null outside of one. */
  readonly gitCommit: string | null;
  readonly startedAt: string;
  readonly durationSeconds: number;
}

/** What a caller knows of a run; the rest is filled in. */
export interface ProvenanceFacts {
  readonly stage: string;
  readonly stageVersion: number;
  readonly config: unknown;
  readonly inputs?: readonly InputRecord[];
  readonly command?: readonly string[];
  readonly libtorch?: string | null;
  readonly device?: string | null;
  readonly seed?: number | null;
  readonly startedAt: Date;
}

/** The part of the facts that decides the result. */
export type ProvenanceKeyFacts = Pick<ProvenanceFacts, "stage" | "stageVersion" | "config" | "inputs">;

/** Completes a provenance record; its duration ends now. */
export function makeProvenance(facts: ProvenanceFacts): Provenance {
  return {
    schema: "cytonet.provenance/1",
    key: provenanceKey(facts),
    command: facts.command ?? ["cytonet", ...process.argv.slice(2)],
    stage: facts.stage,
    stageVersion: facts.stageVersion,
    config: facts.config,
    configSha256: sha256(canonicalJson(facts.config)),
    inputs: facts.inputs ?? [],
    libtorch: facts.libtorch ?? null,
    device: facts.device ?? null,
    seed: facts.seed ?? null,
    packageVersion: packageVersion(),
    gitCommit: gitCommit(),
    startedAt: facts.startedAt.toISOString(),
    durationSeconds: (Date.now() - facts.startedAt.getTime()) / 1000,
  };
}

/**
 * SHA-256 over the stage, its version, its settings and the names and contents of its inputs. It is known
 * before the work begins, and equal for work that would give the same result.
 */
export function provenanceKey({ stage, stageVersion, config, inputs = [] }: ProvenanceKeyFacts): string {
  const contents = inputs.map((input) => [input.name, input.sha256]);
  return sha256(canonicalJson({ stage, stageVersion, config, inputs: contents }));
}

/** Writes `provenance.json` into a folder of results, complete or not at all. */
export async function writeProvenance(dir: string, provenance: Provenance): Promise<void> {
  await writeJsonAtomic(join(dir, "provenance.json"), provenance);
}

/** Reads a folder's `provenance.json`; undefined when there is none. @throws DataError when it is not one. */
export function readProvenance(dir: string): Provenance | undefined {
  const path = join(dir, "provenance.json");
  if (!existsSync(path)) return undefined;
  const remedy = "Remove the folder and run the stage again.";
  let record: Provenance;
  try {
    record = JSON.parse(readFileSync(path, "utf8")) as Provenance;
  } catch (cause) {
    throw new DataError({ file: path, message: "is not valid JSON", remedy }, { cause });
  }
  if (record.schema !== "cytonet.provenance/1" || !Array.isArray(record.inputs)) {
    throw new DataError({ file: path, field: "schema", message: "is not cytonet.provenance/1", remedy });
  }
  return record;
}

/**
 * Describes an input file. Its content is hashed, except where `before` knows the file with the same size and
 * time of modification, and the file had been left alone for two seconds when that record was begun.
 *
 * @throws DataError when the file cannot be read.
 */
export async function describeInput(name: string, path: string, before?: Provenance): Promise<InputRecord> {
  const remedy = "Restore the file, or correct the path to it.";
  try {
    const info = await stat(path, { bigint: true });
    if (!info.isFile()) throw new DataError({ file: path, message: "is not a file", remedy });
    const known = { name, path, bytes: Number(info.size), modifiedNs: String(info.mtimeNs) };
    const same = before?.inputs.find((input) => input.path === path);
    if (
      same?.bytes === known.bytes &&
      same.modifiedNs === known.modifiedNs &&
      isSettled(before!, known.modifiedNs)
    ) {
      return { ...known, sha256: same.sha256 };
    }
    return { ...known, sha256: await sha256File(path) };
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const message = `cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`;
    throw new DataError({ file: path, message, remedy }, { cause });
  }
}

/** Describes what a result is made from beside files; its path names the item, `#B01/0107`, and it has no time. */
export function describeFact(name: string, item: string, value: unknown): InputRecord {
  const content = canonicalJson(value);
  return {
    name,
    path: `#${item}`,
    bytes: Buffer.byteLength(content),
    modifiedNs: "0",
    sha256: sha256(content),
  };
}

/** True for records that {@link describeFact} made. */
export function isFact(input: InputRecord): boolean {
  return input.path.startsWith("#");
}

/** A file changed right before it was hashed could change again within the same tick of its clock. */
function isSettled(record: Provenance, modifiedNs: string): boolean {
  return Date.parse(record.startedAt) - Number(BigInt(modifiedNs) / 1_000_000n) > 2000;
}

let version: string | undefined;

/** Version of this package. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string })
    .version;
  return version;
}

let commit: string | null | undefined;

/** Commit of the software's own checkout; null when installed from a registry or without git. */
export function gitCommit(): string | null {
  if (commit === undefined) commit = readCommit(join(packageRoot(), "..", ".."));
  return commit;
}

function readCommit(workspace: string): string | null {
  if (!existsSync(join(workspace, ".git"))) return null;
  try {
    const options = ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"];
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync("git", ["-C", workspace, ...options], { encoding: "utf8", stdio: [...stdio] }).trim();
  } catch {
    // The record says null where no commit can be told; work does not depend on it.
    return null;
  }
}

function packageRoot(): string {
  return join(dirname(fileURLToPath(import.meta.url)), "..");
}
