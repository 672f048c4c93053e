import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { SetupLockError } from "../../src/libtorch/errors.js";
import { withLock } from "../../src/libtorch/lock.js";
import { temporaryFolder } from "./fixtures.js";

const folder = temporaryFolder();
const hold = (name: string, pid: number, host = hostname()) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ pid, host }));
  return path;
};

describe("withLock", () => {
  it("lets one in at a time, and the next when the first is done or has failed", async () => {
    const path = join(folder, "busy.lock");
    let inside = 0;
    let most = 0;
    const work = async (fails: boolean) => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
      if (fails) throw new Error("work failed");
    };
    const runs = [false, true, false, false].map((fails) => withLock(path, () => work(fails), { pollMs: 5 }));
    const results = await Promise.allSettled(runs);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it("takes over from a process that is gone", async () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    await expect(withLock(hold("stale.lock", gone), async () => "in", { pollMs: 5 })).resolves.toBe("in");
  });

  it("waits for a living process and says whom it waits for", async () => {
    const told: number[] = [];
    const options = { pollMs: 5, timeoutMs: 50, onWait: ({ pid }: { pid: number }) => told.push(pid) };
    const attempt = withLock(hold("held.lock", process.ppid), async () => "in", options);
    await expect(attempt).rejects.toThrow(SetupLockError);
    await expect(attempt).rejects.toThrow(`process ${process.ppid}`);
    expect(told).toEqual([process.ppid]);
  });

  it("never takes over from another machine, whose processes it cannot see", async () => {
    const path = hold("elsewhere.lock", 999_999_999, "another-machine");
    const attempt = withLock(path, async () => "in", { pollMs: 5, timeoutMs: 50 });
    await expect(attempt).rejects.toThrow("on another-machine");
  });
});
