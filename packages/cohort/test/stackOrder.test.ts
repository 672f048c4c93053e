import { describe, expect, it } from "vitest";
import { ConfigError } from "../src/errors.js";
import { checkStacks, stackProblem } from "../src/stackOrder.js";
import { section } from "./sample.js";
import { errorOf } from "./support.js";

const places = (...positions: readonly number[]) =>
  positions.map((positionMm, i) => ({ section: `000${i + 1}`, positionMm, thicknessUm: 20 }));

describe("the order of a stack", () => {
  it("is that of positions which grow to the right, anterior and superior", () => {
    for (const [up, down] of [
      ["posterior-to-anterior", "anterior-to-posterior"],
      ["inferior-to-superior", "superior-to-inferior"],
      ["left-to-right", "right-to-left"],
    ] as const) {
      expect(stackProblem(up, places(-0.02, 0, 0.02))).toBeUndefined();
      expect(stackProblem(down, places(0.02, 0, -0.02))).toBeUndefined();
      expect(stackProblem(up, places(0.02, 0))!.message).toContain(up);
      expect(stackProblem(down, places(0, 0.02))!.message).toContain(
        `sectionOrder in cohort.yaml says ${down}`,
      );
    }
    expect(stackProblem("anterior-to-posterior", places(0, 0.02))!.message).toMatch(
      /grow from 0001 at 0 mm to 0002 at 0.02 mm.* grow towards anterior/,
    );
    expect(stackProblem("left-to-right", places(4))).toBeUndefined();
    expect(stackProblem("left-to-right", [])).toBeUndefined();
  });

  it("has every section at its own place behind the one before", () => {
    expect(stackProblem("posterior-to-anterior", places(0, 0, 0))!.message).toMatch(/0001 and 0002 both/);
    expect(stackProblem("posterior-to-anterior", places(0, 0.04, 0.02, 0.06))!.message).toMatch(
      /back and forth: 0002 at 0.04 mm is followed by 0003 at 0.02 mm/,
    );
  });

  it("is in millimetres", () => {
    const long = places(0, 150, 410).map((place) => ({ ...place, thicknessUm: null }));
    expect(stackProblem("posterior-to-anterior", long)!.message).toContain("410 mm long");
    expect(stackProblem("posterior-to-anterior", places(0, 20, 40, 220))!.remedy).toContain("millimetres");
    // A slab every centimetre is possible.
    expect(stackProblem("posterior-to-anterior", places(0, 10, 20))).toBeUndefined();
  });
});

it("tells every brain whose positions are wrong, and takes what is excluded or has none for nothing", async () => {
  const cohort = {
    dir: "/brains",
    brains: [
      { id: "B1", sectionOrder: "anterior-to-posterior" },
      { id: "B2", sectionOrder: "left-to-right" },
    ] as const,
  };
  const row = (brain: string, name: string, positionMm: number | null, status: "ok" | "excluded" = "ok") =>
    section(brain, name, { positionMm, status });
  const good = [row("B1", "1", 2), row("B1", "2", 9, "excluded"), row("B1", "3", null), row("B1", "4", 1)];
  expect(() => checkStacks(cohort, good)).not.toThrow();
  const bad = [...good, row("B1", "5", 3), row("B2", "1", 1), row("B2", "2", 1)];
  const error = await errorOf(() => checkStacks(cohort, bad));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error.problems).toMatchObject([
    { file: "/brains/sections.csv", field: "positionMm", message: expect.stringContaining("brain B1: ") },
    { file: "/brains/sections.csv", field: "positionMm", message: expect.stringContaining("brain B2: ") },
  ]);
});
