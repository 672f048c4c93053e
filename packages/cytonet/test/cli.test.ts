import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../src/commands/registry.js";

const program = fileURLToPath(new URL("../bin/cytonet.js", import.meta.url));
const built = existsSync(fileURLToPath(new URL("../dist/cli.js", import.meta.url)));
/** An engine that is not there: what must work without one is called like this. */
const noEngine = { CYTONET_NATIVE: "/nonexistent/addon.node" };

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built program; `watch` sees stderr as it comes. */
function call(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  watch: (child: ChildProcess, stderr: string) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words], { env: { ...process.env, ...env } });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    watch(child, stderr);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "cytonet-cli-"));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});

describe.runIf(built)("cytonet, as built", () => {
  it("bears that nobody reads its output any more", async () => {
    const closed = spawn("bash", [
      "-c",
      `"$0" "$1" schema pretrain | true; exit "\${PIPESTATUS[0]}"`,
      process.execPath,
      program,
    ]);
    let said = "";
    closed.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const ended = await new Promise((resolve) => closed.on("close", resolve));
    expect({ ended, said }).toEqual({ ended: 0, said: "" });
  });

  it("lists its commands without an engine", async () => {
    const { code, stdout, stderr } = await call(["--help"], noEngine);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name.split(" ")[0]} `, "m"));
  });

  it("prints the version of the package", async () => {
    expect(await call(["--version"], noEngine)).toMatchObject({ code: 0, stdout: "0.1.0\n" });
  });

  it.each([
    [["doctr"], "Did you mean doctor?"],
    [["status", "--cohrt", "x"], "Did you mean --cohort?"],
  ])("answers %j with exit code 2 and one line", async (words, said) => {
    const { code, stdout, stderr } = await call(words, noEngine);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("prints a schema, and the names of all, without an engine", async () => {
    const { stdout } = await call(["schema", "cohort"], noEngine);
    expect(JSON.parse(stdout)).toMatchObject({ title: "cohort.yaml", type: "object" });
    const { names } = JSON.parse((await call(["schema", "--json"], noEngine)).stdout);
    expect(names).toEqual(expect.arrayContaining(["cohort", "split", "pretrain", "probe"]));
  });

  it("names file, field, line and remedy of a fault in a user's file", async () => {
    await writeFile(join(dir, "cohort.yaml"), "schema: cytonet.cohort/1\nname: my cohort\n");
    const { code, stdout, stderr } = await call(["status", "--cohort", dir, "--json"], noEngine);
    expect(code).toBe(2);
    expect(stderr).toContain(`${join(dir, "cohort.yaml")}:2 name:`);
    const { error } = JSON.parse(stdout);
    expect(error.problems.map(({ field }: { field: string }) => field)).toContain("brains");
  });

  it("doctor ends with 5 and a remedy where the engine cannot run", async () => {
    const { code, stdout } = await call(["doctor", "--json"], noEngine);
    expect(code).toBe(5);
    const report = JSON.parse(stdout);
    expect(report.engineRuns).toBe(false);
    const problems = report.findings.flatMap((finding: { problems: object[] }) => finding.problems);
    expect(problems).toContainEqual({
      message: "The addon /nonexistent/addon.node does not exist",
      remedy: "Run `make setup`.",
      blocking: true,
    });
  });

  it("doctor tells of an engine that works", async () => {
    const { code, stdout } = await call(["doctor"]);
    expect(code).toBe(0);
    for (const said of ["libtorch at run time", "computes a gradient", "instruction set", "Parquet", "PNG"]) {
      expect(stdout).toContain(said);
    }
  });

  it("demo --real skips with a message where the sections are not", async () => {
    const { code, stdout } = await call(
      ["demo", "--real", join(dir, "absent"), "--out", join(dir, "real")],
      noEngine,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Skipped: .*absent/);
    expect(existsSync(join(dir, "real"))).toBe(false);
  });

  it.each(["SIGTERM", "SIGUSR1"] as const)("%s saves and ends with 75", async (signal) => {
    const out = join(dir, signal);
    let sent = false;
    const ended = await call(["demo", "--out", out, "--json"], {}, (child, stderr) => {
      if (sent || !/brains|sections/.test(stderr)) return;
      sent = true;
      child.kill(signal);
    });
    expect(ended.code).toBe(75);
    expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode: 75, error: { name: "InterruptedError" } });
    expect(ended.stderr).toContain(`${signal}: saving`);
    expect(existsSync(join(out, "cohort", "cohort.yaml"))).toBe(false);
  });
});
