import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { acquireLock, LockedError, readLock } from "../../src/index.js";
import { builtPackage, errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
let packageUrl: string;
beforeAll(() => {
  packageUrl = builtPackage();
});

/** A child that takes the lock, says so, and stays. */
async function holder(path: string): Promise<ChildProcess> {
  const script = `
    const { acquireLock } = await import(${JSON.stringify(packageUrl)});
    await acquireLock(${JSON.stringify(path)}, "a test");
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

describe("acquireLock", () => {
  it("holds off a second taker until it is released", async () => {
    const path = join(await newFolder(), "lock");
    const lock = await acquireLock(path, "first");
    const error = await errorOf(() => acquireLock(path, "second"));
    expect(error).toBeInstanceOf(LockedError);
    expect(error.message).toContain(`process ${process.pid}`);
    expect(error.message).toContain("for first");
    await lock.release();
    await lock.release();
    const next = await acquireLock(path, "second");
    expect(next.tookOverFrom).toBeUndefined();
    await next.release();
  });

  it("respects a running process and takes over from one that was killed", async () => {
    const path = join(await newFolder(), "lock");
    const child = await holder(path);
    try {
      expect(await errorOf(() => acquireLock(path, "us"))).toBeInstanceOf(LockedError);
    } finally {
      await kill(child);
    }
    const lock = await acquireLock(path, "us");
    expect(lock.tookOverFrom?.pid).toBe(child.pid);
    expect((await readLock(path))?.pid).toBe(process.pid);
    await lock.release();
  });

  it("takes over from a process whose number another one has now", async () => {
    const path = join(await newFolder(), "lock");
    const lock = await acquireLock(path, "us");
    const owner = JSON.parse(await readFile(path, "utf8"));
    expect(owner.started).toEqual(expect.any(String));
    await writeFile(path, JSON.stringify({ ...owner, token: "theirs", started: "another boot:1" }));
    const next = await acquireLock(path, "us");
    expect(next.tookOverFrom?.token).toBe("theirs");
    await lock.release();
    expect((await readLock(path))?.purpose).toBe("us");
    await next.release();
  });

  it("never takes over from another host", async () => {
    const path = join(await newFolder(), "lock");
    await acquireLock(path, "us");
    const owner = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...owner, pid: 999_999_999, host: "elsewhere" }));
    const error = await errorOf(() => acquireLock(path, "us"));
    expect(error.message).toContain("on elsewhere");
  });

  it("gives a stale lock to exactly one of many takers, and leaves no other file", async () => {
    const dir = await newFolder();
    const path = join(dir, "lock");
    await kill(await holder(path));
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(path, "us")));
    const taken = results.filter((result) => result.status === "fulfilled");
    expect(taken).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(LockedError);
    }
    expect(await readdir(dir)).toEqual(["lock"]);
  });

  it("says what to do with a file that is no lock", async () => {
    const path = join(await newFolder(), "lock");
    await writeFile(path, "hello");
    const error = await errorOf(() => acquireLock(path, "us"));
    expect(error.message).toMatch(/not a lock of ours\. Remove it/);
  });
});
