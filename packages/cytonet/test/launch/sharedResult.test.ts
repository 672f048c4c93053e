import { ConfigError, ExitCode } from "@cytonet/cohort/errors";
import { describe, expect, it } from "vitest";
import { type Command, defineCommand } from "../../src/commands/command.js";
import { launchCommand } from "../../src/launch/sharedResult.js";
import { mergeAlignResults } from "../../src/preparation/align/runAlign.js";
import { mergeSegmentOutcomes } from "../../src/preparation/segmentStage.js";
import { describeOutcome, mergeOutcomes, type StageOutcome } from "../../src/preparation/stageOutcome.js";

const program = (text: string) => [process.execPath, "-e", text] as const;

/** A command whose ranks each make some of its items. */
const shared = defineCommand({
  name: "make things",
  summary: "make things",
  options: {},
  examples: ["cytonet make things"],
  execute: async () => ({ made: 0, failures: 0 }),
  merge: (results) => ({
    made: results.reduce((sum, one) => sum + one.made, 0),
    failures: results.reduce((sum, one) => sum + one.failures, 0),
  }),
  print: ({ made }) => `${made} made`,
}) as unknown as Command;

function run(text: string, words: readonly string[], commands: readonly Command[] = [shared]) {
  const lines: string[] = [];
  const context = {
    signal: new AbortController().signal,
    progress: () => {},
    log: (line: string) => void lines.push(line),
  };
  return launchCommand(commands, { count: 2, program: program(text), words, graceMs: 500 }, context).then(
    (result) => ({ ...result, lines }),
  );
}

const makes = `
  if (!process.argv.includes("--json")) throw new Error("the launcher needs an object");
  const made = 3 + Number(process.env.RANK);
  console.log(JSON.stringify({ command: "make things", exitCode: 0, secondsTotal: 1, made, failures: 0 }));`;

describe("a command whose ranks share the items out", () => {
  it("tells the result of all ranks, and of none alone", async () => {
    const { output, exitCode, lines } = await run(makes, ["make", "things"]);
    expect(output).toBe("7 made\n");
    expect(exitCode).toBe(ExitCode.Done);
    expect(lines).toEqual([]);
  });

  it("tells it as one object with --json", async () => {
    const { output } = await run(makes, ["make", "things", "--json"]);
    expect(JSON.parse(output)).toEqual({
      command: "make things",
      exitCode: 0,
      secondsTotal: expect.any(Number),
      made: 7,
      failures: 0,
    });
  });
});

describe("a launched command that fails", () => {
  const problem = { field: "--cohort", message: "is not there", remedy: "Name another." };
  const error = { name: "ConfigError", message: new ConfigError(problem).message, problems: [problem] };
  const told = { command: "pretrain", exitCode: 2, error };
  const fails = `
    if (process.env.RANK === "0") setInterval(() => {}, 1000);
    else { console.log(${JSON.stringify(JSON.stringify(told))}); process.exit(2); }`;

  it("prints the object of the rank that was lost with --json", async () => {
    const { output, exitCode, lines } = await run(fails, ["pretrain", "--json"], []);
    expect(JSON.parse(output)).toEqual(told);
    expect(exitCode).toBe(ExitCode.Usage);
    expect(lines).toEqual([expect.stringMatching(/^rank 1 \(process \d+\) ended with exit code 2/)]);
  });

  it("prints one object also where that rank had no time to", async () => {
    const { output } = await run(`process.kill(process.pid, "SIGKILL")`, ["pretrain", "--json"], []);
    expect(JSON.parse(output)).toMatchObject({ exitCode: 5, error: { name: "RankLostError" } });
  });

  it("throws without --json", async () => {
    await expect(run(fails, ["pretrain"], [])).rejects.toMatchObject({ name: "RankLostError" });
  });
});

describe("the preparation's results", () => {
  const outcome = (rank: number, rest: Partial<StageOutcome> = {}): StageOutcome => ({
    stage: "segment",
    dryRun: false,
    share: { rank, worldSize: 2 },
    done: 6 - rank,
    skipped: rank,
    failures: 0,
    failed: [],
    estimatedSeconds: null,
    estimatedBytes: null,
    ...rest,
  });
  const failed = [{ item: "B02/s1", problem: "is blank" }];
  const doubt = (item: string) => ({ item, problem: "look at it" });

  it("of one rank are told as its share, of all of them as the whole", () => {
    expect(describeOutcome(outcome(1))).toBe("segment, share of rank 1 of 2: 5 made, 1 were there already");
    const merged = mergeOutcomes([outcome(0), outcome(1, { failures: 1, failed })]);
    expect(merged).toEqual({ ...outcome(0), share: undefined, done: 11, skipped: 1, failures: 1, failed });
    expect(describeOutcome(merged)).toContain("segment: 11 made, 1 were there already\n");
  });

  it("estimate the time of the slowest and the disk of all", () => {
    const plan = (rank: number) => outcome(rank, { estimatedSeconds: 10 + rank, estimatedBytes: 5 });
    expect(mergeOutcomes([plan(0), plan(1)])).toMatchObject({ estimatedSeconds: 11, estimatedBytes: 10 });
  });

  it("name every doubtful section once", () => {
    const all = [0, 1].map((rank) => ({ ...outcome(rank), doubtful: [doubt(`B02/s${rank}`)] }));
    expect(mergeSegmentOutcomes(all).doubtful).toEqual([doubt("B02/s0"), doubt("B02/s1")]);
  });

  it("leave out brains that any rank refused", () => {
    const brain = (name: string) => ({ brain: name, unaligned: [] }) as never;
    const first = { steps: [outcome(0)], brains: [brain("A"), brain("B")], failures: 0, dryRun: false };
    const second = {
      ...first,
      steps: [outcome(1, { failures: 1, failed })],
      brains: [brain("A")],
      failures: 1,
    };
    const merged = mergeAlignResults([first, second]);
    expect(merged.brains.map(({ brain }) => brain)).toEqual(["A"]);
    expect(merged).toMatchObject({ failures: 1, steps: [{ done: 11 }] });
  });
});
