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
    expect(result).toEqual({ ranks: 3, exitCode: ExitCode.Done, output: "0,3,0,3,127.0.0.1,true,true\n" });
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
    expect(error.message).toMatch(/rank 0 \(process \d+\) ended with exit code 4/);
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
