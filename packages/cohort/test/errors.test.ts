import { describe, expect, it } from "vitest";
import {
  CohortError,
  ConfigError,
  DataError,
  ExitCode,
  exitCodeOf,
  InterruptedError,
  isCohortError,
  LockedError,
  MachineError,
  SpaceMismatchError,
  StageError,
} from "../src/index.js";

const problem = {
  file: "a.yaml",
  line: 3,
  field: "brains[0].id",
  message: "is missing",
  remedy: "Add it.",
};

describe("CohortError", () => {
  it("tells place, fault and remedy in one line", () => {
    const error = new ConfigError(problem);
    expect(error.message).toBe("a.yaml:3 brains[0].id: is missing. Add it.");
    expect([error.file, error.line, error.field, error.remedy]).toEqual([
      "a.yaml",
      3,
      "brains[0].id",
      "Add it.",
    ]);
    expect(error.name).toBe("ConfigError");
  });

  it("counts further problems and keeps them all", () => {
    const error = new DataError([problem, { message: "is empty", remedy: "Fill it." }]);
    expect(error.message).toMatch(/\(and 1 more\)$/);
    expect(error.problems).toHaveLength(2);
  });

  it("keeps the cause", () => {
    const cause = new Error("low level");
    expect(new DataError(problem, { cause }).cause).toBe(cause);
  });
});

describe("exit codes", () => {
  it.each([
    [ConfigError, 2],
    [StageError, 2],
    [DataError, 4],
    [SpaceMismatchError, 4],
    [MachineError, 5],
    [LockedError, 5],
    [InterruptedError, 75],
  ])("%o exits with %i", (Kind, code) => {
    expect(exitCodeOf(new Kind(problem))).toBe(code);
  });

  it("are those that scripts rely on", () => {
    expect(ExitCode).toEqual({ Done: 0, Usage: 2, Failures: 3, Data: 4, Environment: 5, Interrupted: 75 });
  });

  it("count foreign errors as the environment's", () => {
    expect(exitCodeOf(new TypeError("x"))).toBe(ExitCode.Environment);
    expect(isCohortError(new TypeError("x"))).toBe(false);
    expect(isCohortError(new CohortError(problem))).toBe(true);
  });
});
