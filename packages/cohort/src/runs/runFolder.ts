import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Document, isScalar, parse } from "yaml";
import { StageError } from "../errors.js";
import { asideStamp } from "../files/aside.js";
import { writeFileAtomic, writeJsonAtomic } from "../files/atomic.js";
import { removePartials } from "../files/folder.js";
import { canonicalJson } from "../files/hash.js";
import { acquireLock, type Lock, type LockOwner } from "../files/lock.js";
import { makeFolder } from "../files/writing.js";
import { makeProvenance, type ProvenanceFacts, writeProvenance } from "../provenance.js";
import { CONFIG_FILE, clearAttempt, hasResults, refuseForeignFolder } from "./claimFolder.js";

/** `status.json` of a run. */
export interface RunStatus {
  readonly state: "running" | "done" | "interrupted" | "failed";
  /** Steps done. */
  readonly step: number;
  /** Steps asked for. */
  readonly steps: number;
  readonly message?: string;
}

export interface RunOptions {
  /** Runs anew where the folder holds a run of another configuration, which is kept aside. */
  readonly force?: boolean;
  /** For readers: comments behind top-level fields of `config.resolved.yaml`, by field; no part of the configuration. */
  readonly comments?: Readonly<Record<string, string>>;
  /** Files and folders that the run reads, which must not lie in its folder. */
  readonly reads?: readonly string[];
  /** Says by its name what a run writes before it has a checkpoint: goes with an attempt that came to nothing. */
  readonly ownsBeforeResults?: (name: string) => boolean;
}

/** An open run folder; this process holds its lock until `close`. */
export interface Run {
  readonly dir: string;
  /** True when the folder held a run of the same configuration, which is to be continued. */
  readonly resumed: boolean;
  /** The process that had been killed in this folder, if one had. */
  readonly tookOverFrom: LockOwner | undefined;
  /** Where a run of another configuration went, if `force` moved one. */
  readonly keptAside: string | undefined;
  setStatus(status: RunStatus): Promise<void>;
  /** Writes `provenance.json` anew, so that its duration is that of the whole call. */
  finish(status: RunStatus): Promise<void>;
  /** Gives the lock back; does nothing the second time. */
  close(): Promise<void>;
}

/**
 * Opens a run folder: makes it with `config.resolved.yaml`, `provenance.json` and `status.json`, or continues
 * the run of the same configuration that it holds. A run without checkpoint, log line or model gives its folder up to
 * any configuration.
 *
 * @param facts.config the resolved configuration.
 * @throws LockedError when another process works there; StageError when the folder holds a run of another
 * configuration and `force` is not given, or, with `force` too, when it holds what is of no run.
 */
export async function openRun(path: string, facts: ProvenanceFacts, options: RunOptions = {}): Promise<Run> {
  const dir = resolve(path);
  const configPath = join(dir, CONFIG_FILE);
  await refuseForeignFolder(dir, options.reads ?? []);
  await makeFolder(dir);
  let lock = await acquireLock(join(dir, "lock"), facts.stage);
  try {
    const { tookOverFrom } = lock;
    let keptAside: string | undefined;
    const same = existsSync(configPath) && (await sameConfig(configPath, facts.config));
    if (!(await hasResults(dir))) {
      await clearAttempt(dir, options.ownsBeforeResults ?? (() => false));
    } else if (!same) {
      if (options.force !== true) throw ofAnotherRun(configPath);
      keptAside = `${dir}.${asideStamp(new Date())}`;
      await lock.release();
      await rename(dir, keptAside);
      await mkdir(dir);
      lock = await acquireLock(join(dir, "lock"), facts.stage);
    }
    await removePartials(dir);
    await removePartials(join(dir, "checkpoints"));
    if (!same) await writeFileAtomic(configPath, configText(facts.config, options.comments));
    await writeProvenance(dir, makeProvenance(facts));
    return runOf(dir, facts, lock, { resumed: same, tookOverFrom, keptAside });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Makes the checks of `openRun` without writing anything, as a dry run does.
 *
 * @param config the resolved configuration
 * @throws StageError as `openRun`
 */
export async function checkRunFolder(
  path: string,
  config: unknown,
  { force = false, reads = [] }: RunOptions = {},
): Promise<void> {
  const dir = resolve(path);
  await refuseForeignFolder(dir, reads);
  const configPath = join(dir, CONFIG_FILE);
  if (force || !existsSync(configPath) || !(await hasResults(dir))) return;
  if (!(await sameConfig(configPath, config))) throw ofAnotherRun(configPath);
}

/** Reads a run's `status.json`; undefined where there is none. */
export async function readRunStatus(
  dir: string,
): Promise<(RunStatus & { readonly updatedAt: string }) | undefined> {
  const path = join(dir, "status.json");
  if (!existsSync(path)) return undefined;
  return JSON.parse(await readFile(path, "utf8")) as RunStatus & { readonly updatedAt: string };
}

function runOf(
  dir: string,
  facts: ProvenanceFacts,
  lock: Lock,
  opened: Pick<Run, "resumed" | "tookOverFrom" | "keptAside">,
): Run {
  const setStatus = (status: RunStatus): Promise<void> =>
    writeJsonAtomic(join(dir, "status.json"), { ...status, updatedAt: new Date().toISOString() });
  return {
    dir,
    ...opened,
    setStatus,
    async finish(status) {
      await writeProvenance(dir, makeProvenance(facts));
      await setStatus(status);
    },
    close: () => lock.release(),
  };
}

function configText(config: unknown, comments: Readonly<Record<string, string>> = {}): string {
  const document = new Document(config);
  for (const [field, comment] of Object.entries(comments)) {
    const value = document.get(field, true);
    if (isScalar(value)) value.comment = ` ${comment}`;
  }
  return document.toString();
}

function ofAnotherRun(configPath: string): StageError {
  return new StageError({
    file: configPath,
    message: "belongs to a run of another configuration",
    remedy: "Name another folder with --out, or give --force to keep that run aside and begin anew.",
  });
}

async function sameConfig(path: string, config: unknown): Promise<boolean> {
  const text = await readFile(path, "utf8");
  try {
    return canonicalJson(parse(text)) === canonicalJson(config);
  } catch {
    // Not YAML: of no configuration that could be gone on with.
    return false;
  }
}
