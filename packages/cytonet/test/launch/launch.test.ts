import { spawnSync } from "node:child_process";
import { ExitCode, InterruptedError } from "@cytonet/cohort/errors";
import { describe, expect, it } from "vitest";
import { launch, RankLostError } from "../../src/launch/launch.js";

/** Every rank runs this program text. */
const program = (text: string) => [process.execPath, "-e", text] as const;

function work(signal: AbortSignal = new AbortController().signal) {
  const lines: string[] = [];
  return { lines, context: { signal, progress: () => {}, log: (line: string) => lines.push(line) } };
}

const wait = "setInterval(() => {}, 1000);";

describe("launch", () => {
  it("gives every rank its place, hands back what rank 0 prints and labels the others' lines", async () => {
    const { lines, context } = work();
    const text = `
      const { RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, MASTER_ADDR, MASTER_PORT, CYTONET_THREADS } = process.env;
      console.log([RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, MASTER_ADDR, Number(MASTER_PORT) > 0, Number(CYTONET_THREADS) > 0].join());
      console.error("hello from " + RANK);`;
    const result = await launch({ count: 3, program: program(text), words: [] }, context);
    const output = "0,3,0,3,127.0.0.1,true,true\n";
    expect(result).toEqual({ ranks: 3, exitCode: ExitCode.Done, output, outputs: [output, "", ""] });
    expect(lines.sort()).toEqual([
      "[rank 0] hello from 0",
      "[rank 1] 1,3,1,3,127.0.0.1,true,true",
      "[rank 1] hello from 1",
      "[rank 2] 2,3,2,3,127.0.0.1,true,true",
      "[rank 2] hello from 2",
    ]);
  });

  it("ends all when one is killed, names it, and kills the ones that do not listen", async () => {
    const text = `process.on("SIGTERM", () => {}); ${wait}
      if (process.env.RANK === "1") setTimeout(() => process.kill(process.pid, "SIGKILL"), 300);`;
    const began = performance.now();
    const running = launch({ count: 3, program: program(text), words: [], graceMs: 500 }, work().context);
    const error = await running.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RankLostError);
    expect((error as Error).message).toMatch(
      /^rank 1 \(process \d+\) was killed by SIGKILL, and all 3 ranks were stopped/,
    );
    expect((error as RankLostError).exitCode).toBe(ExitCode.Environment);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it("keeps the exit code of a rank that gave up by itself", async () => {
    const text = `if (process.env.RANK === "0") process.exit(4); ${wait}`;
    const error = await launch({ count: 2, program: program(text), words: [] }, work().context).catch(
      (e) => e,
    );
    expect(error).toMatchObject({ name: "RankLostError", exitCode: ExitCode.Data });
    expect(error.message).toMatch(/rank 0 \(process \d+\) ended with exit code 4.*what to mend/);
  });

  it("tells of failures on any rank: ranks that share a stage out have their own", async () => {
    const text = `process.exit(process.env.RANK === "1" ? 3 : 0)`;
    const result = await launch({ count: 2, program: program(text), words: [] }, work().context);
    expect(result.exitCode).toBe(ExitCode.Failures);
  });

  it("says which rank cannot be started", async () => {
    const starting = launch({ count: 2, program: ["/nowhere/node"], words: [] }, work().context);
    await expect(starting).rejects.toThrow(/^rank 0 cannot be started \(.*ENOENT\)\. Start fewer ranks/);
    await expect(starting).rejects.toMatchObject({ exitCode: ExitCode.Environment });
  });

  it("leaves no rank behind when the launcher itself exits at once", async () => {
    const module = new URL("../../dist/launch/launch.js", import.meta.url).href;
    const rank = `process.on("SIGTERM", () => {}); ${wait} console.error(process.pid);`;
    const launcher = `
      const { launch } = await import(${JSON.stringify(module)});
      const pids = [];
      const log = (line) => {
        pids.push(line.split("] ")[1]);
        if (pids.length < 2) return;
        console.log(pids.join());
        process.exit(75);
      };
      const context = { signal: new AbortController().signal, progress: () => {}, log };
      await launch({ count: 2, program: [process.execPath, "-e", ${JSON.stringify(rank)}], words: [] }, context);`;
    const words = ["--input-type=module", "-e", launcher];
    const { stdout, status } = spawnSync(process.execPath, words, { encoding: "utf8" });
    expect(status).toBe(75);
    const pids = stdout.trim().split(",").map(Number);
    expect(pids).toHaveLength(2);
    const isAlive = (pid: number) => {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        return false;
      }
    };
    for (let tries = 0; pids.some(isAlive) && tries < 100; tries++)
      await new Promise((r) => setTimeout(r, 50));
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("hands a stop on to all ranks, which save and say so by their exit code", async () => {
    const controller = new AbortController();
    const { context, lines } = work(controller.signal);
    const text = `process.on("SIGTERM", () => { console.error("saved"); process.exit(75); }); ${wait} console.error("up");`;
    const running = launch({ count: 2, program: program(text), words: [] }, context);
    const reason = new InterruptedError({
      message: "Stopped by SIGTERM",
      remedy: "The same command resumes.",
    });
    while (lines.filter((line) => line.endsWith("up")).length < 2)
      await new Promise((r) => setTimeout(r, 20));
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(lines.filter((line) => line.endsWith("saved"))).toHaveLength(2);
  });
});
