import { ConfigError, DataError, InterruptedError, MachineError } from "@cytonet/cohort";
import { SafetensorsError } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { defineCommand } from "../../src/commands/command.js";
import { choice, flag, integer, required, text, texts, withDefault } from "../../src/commands/options.js";
import { callShell, fakeCommand } from "./fakes.js";

const problem = { file: "cohort.yaml", line: 3, field: "name", message: "is missing", remedy: "Add it." };
const words = ["fake", "thing", "a.txt"];

describe("results", () => {
  it("go to stdout as text, without --json", async () => {
    const { code, stdout, stderr } = await callShell([fakeCommand(async () => ({ points: 3 }))], words);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'said {"points":3}\n', stderr: "" });
  });

  it("are one JSON object with --json", async () => {
    const { stdout } = await callShell([fakeCommand(async () => ({ points: 3 }))], [...words, "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      command: "fake thing",
      exitCode: 0,
      secondsTotal: expect.any(Number),
      points: 3,
    });
  });

  it("with failed items end with 3", async () => {
    const { code } = await callShell([fakeCommand(async () => ({ failures: 2 }))], words);
    expect(code).toBe(3);
  });

  it("of a process whose work another one tells of are nothing at all", async () => {
    const silent = fakeCommand(async () => undefined);
    expect(await callShell([silent], words)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await callShell([silent], [...words, "--json"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("may name their exit code", async () => {
    const { code } = await callShell([fakeCommand(async () => ({ failures: 2, exitCode: 5 }))], words);
    expect(code).toBe(5);
  });
});

describe("errors", () => {
  const codes: readonly [string, () => Error, number][] = [
    ["configuration", () => new ConfigError(problem), 2],
    ["data", () => new DataError(problem), 4],
    ["machine", () => new MachineError(problem), 5],
    ["interrupt", () => new InterruptedError(problem), 75],
    ["full disk", () => Object.assign(new Error("ENOSPC: no space"), { code: "ENOSPC" }), 5],
    ["scan", () => Object.assign(new Error("a.png: broken"), { name: "ScanError" }), 4],
    ["engine", () => Object.assign(new Error("not built"), { name: "EngineUnavailableError" }), 5],
    ["a fault of ours", () => new TypeError("x is not a function"), 5],
  ];
  it.each(codes)("of %s end with their exit code and one line on stderr", async (_, make, expected) => {
    const command = fakeCommand(async () => {
      throw make();
    });
    const { code, stdout, stderr } = await callShell([command], words);
    expect(code).toBe(expected);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("are one JSON object on stdout with --json, the line still on stderr", async () => {
    const command = fakeCommand(async () => {
      throw new ConfigError(problem);
    });
    const { stdout, stderr } = await callShell([command], [...words, "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      command: "fake thing",
      exitCode: 2,
      error: { name: "ConfigError", message: "cohort.yaml:3 name: is missing. Add it.", problems: [problem] },
    });
    expect(stderr).toBe("cohort.yaml:3 name: is missing. Add it.\n");
  });

  it("tell their causes with --verbose", async () => {
    const command = fakeCommand(async () => {
      throw new DataError(problem, { cause: new Error("the deeper reason") });
    });
    expect((await callShell([command], words)).stderr).not.toContain("the deeper reason");
    expect((await callShell([command], [...words, "--verbose"])).stderr).toContain("the deeper reason");
  });
});

describe("what the system refuses", () => {
  const refused = (code: string, rest: object = {}) =>
    Object.assign(new Error(`${code}: refused`), { code, ...rest });
  it.each([
    [
      "a folder on a read-only disk",
      () => refused("ENOENT", { syscall: "mkdir" }),
      "as on a file system that is read-only",
    ],
    ["a file in the place of a folder", () => refused("ENOTDIR"), "A file stands where a folder is needed"],
    [
      "a file in the place of a folder, made",
      () => refused("EEXIST"),
      "A file stands where a folder is needed",
    ],
    ["a folder in the place of a file", () => refused("EISDIR"), "A folder stands where a file is needed"],
    ["weights on a full disk", () => weights("ENOSPC"), "make room there"],
    [
      "a library's own words",
      () => new Error("vips: write failed\nunix error: No space left on device\n"),
      "make room there",
    ],
  ])("is told with a remedy: %s", async (_, make, remedy) => {
    const command = fakeCommand(async () => {
      throw make();
    });
    const { code, stderr } = await callShell([command], words);
    expect(code).toBe(5);
    expect(stderr).toContain(remedy);
    expect(stderr).not.toContain("unexpected");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("leaves damaged weights data", async () => {
    const command = fakeCommand(async () => {
      throw new SafetensorsError("model.safetensors", "the header is not JSON");
    });
    expect((await callShell([command], words)).code).toBe(4);
  });

  const weights = (code: string) =>
    new SafetensorsError("model.safetensors", "cannot be written", { cause: refused(code) });
});

describe("the command line", () => {
  const command = fakeCommand(async () => ({}));
  it.each([
    [["fke"], "Did you mean fake?"],
    [["fake", "thng"], "Did you mean thing?"],
    [["fake", "thing", "a.txt", "--jsn"], "Did you mean --json?"],
    [["fake", "thing"], "missing required argument 'FILE'"],
    [["fake", "thing", "a", "b"], "too many arguments"],
    [[], "a command is missing"],
    [["fake"], "a command is missing"],
  ])("%j ends with 2 and says what is wrong", async (given, said) => {
    const { code, stdout, stderr } = await callShell([command], given);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(said);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("answers a malformed call with one JSON object, too", async () => {
    const { stdout } = await callShell([command], ["fake", "thing", "--jsn", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2, error: { name: "UsageError" } });
  });

  it("prints help with every option and the examples", async () => {
    const { code, stdout } = await callShell([command], ["fake", "thing", "--help"]);
    expect(code).toBe(0);
    for (const part of ["FILE", "--json", "--verbose", "$ cytonet fake thing a.txt"])
      expect(stdout).toContain(part);
  });

  it("prints the version", async () => {
    expect(await callShell([command], ["--version"])).toMatchObject({ code: 0, stdout: "1.2.3\n" });
  });
});

describe("options", () => {
  const command = defineCommand({
    name: "options",
    summary: "show options",
    options: {
      cohort: required(text("DIR", "a folder")),
      gridSpacingMm: withDefault(integer("MM", "a number", 1), 7),
      side: choice(["left", "right"], "a side"),
      models: texts("DIR", "folders"),
      dryRun: flag("a switch"),
    },
    examples: ["cytonet options"],
    execute: async ({ options }) => ({ ...options }),
    print: () => "",
  });
  const call = async (...given: string[]) => {
    const { code, stdout, stderr } = await callShell([command], ["options", "--json", ...given]);
    const { command: _, exitCode: __, secondsTotal: ___, ...values } = JSON.parse(stdout);
    return { code, values, stderr };
  };

  it("are parsed into their types, with defaults", async () => {
    expect((await call("--cohort", "x")).values).toEqual({ cohort: "x", gridSpacingMm: 7, dryRun: false });
    const all = "--cohort x --grid-spacing-mm 3 --side left --models a b --dry-run".split(" ");
    expect((await call(...all)).values).toEqual({
      cohort: "x",
      gridSpacingMm: 3,
      side: "left",
      models: ["a", "b"],
      dryRun: true,
    });
  });

  it.each([
    ["--side", "up", "Give one of left, right"],
    ["--grid-spacing-mm", "0.5", "Give a whole number of at least 1"],
    ["--grid-spacing-mm", "0", "Give a whole number of at least 1"],
  ])("%s %s is refused", async (name, value, said) => {
    const { code, stderr } = await call("--cohort", "x", name, value);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it("that are required must be given", async () => {
    const { code, stderr } = await call();
    expect(code).toBe(2);
    expect(stderr).toContain("missing --cohort <DIR>");
    const misspelt = await call("--cohrt", "x");
    expect(misspelt.stderr).toContain("Did you mean --cohort?");
  });
});
