import { describe, expect, it } from "vitest";
import { resolveSplit, type SplitRules, type SplitSection } from "../../src/evaluation/splits.js";

const sections = (brain: string, count: number, annotated = (_: number) => true): SplitSection[] =>
  Array.from({ length: count }, (_, i) => ({ brain, section: `s${i + 1}`, annotated: annotated(i) }));

const rules = (given: Partial<SplitRules> = {}): SplitRules => ({
  seed: 0,
  brains: { seen: ["A"], transfer: [], unseen: [] },
  holdOutFromPretraining: [],
  ...given,
});

const named = (all: ReturnType<typeof resolveSplit>, role: string): string[] =>
  all.filter((one) => one.role === role).map((one) => one.section);

describe("resolveSplit", () => {
  it("takes every fifth section from the third for testing, and every fifth of the rest for validation", () => {
    const every = { every: 5, start: 3, among: "all" } as const;
    const resolved = resolveSplit(sections("A", 20), rules({ test: every, validation: every }));
    expect(named(resolved, "test")).toEqual(["s3", "s8", "s13", "s18"]);
    expect(named(resolved, "validation")).toEqual(["s4", "s10", "s16"]);
    expect(named(resolved, "train")).toHaveLength(13);
  });

  it("counts annotated sections only, where the rule says so", () => {
    const split = rules({ test: { every: 2, start: 1, among: "annotated" } });
    const resolved = resolveSplit(
      sections("A", 8, (i) => i % 2 === 1),
      split,
    );
    expect(named(resolved, "test")).toEqual(["s2", "s6"]);
  });

  it("keeps held-out sections from pretraining only where it is told to", () => {
    const test = { every: 2, start: 2, among: "all" } as const;
    const held = (hold: SplitRules["holdOutFromPretraining"]) =>
      resolveSplit(sections("A", 4), rules({ test, holdOutFromPretraining: hold })).map(
        (one) => one.pretraining,
      );
    expect(held([])).toEqual([true, true, true, true]);
    expect(held(["test"])).toEqual([true, false, true, false]);
  });

  it("pretrains on transfer brains and on nothing of unseen ones", () => {
    const split = rules({ brains: { seen: ["A"], transfer: ["B"], unseen: ["C"] } });
    const resolved = resolveSplit([...sections("A", 1), ...sections("B", 1), ...sections("C", 1)], split);
    expect(resolved.map((one) => [one.role, one.pretraining])).toEqual([
      ["train", true],
      ["transfer", true],
      ["unseen", false],
    ]);
  });

  it("draws a share with the split's seed, the same each time", () => {
    const draw = (seed: number) =>
      named(resolveSplit(sections("A", 40), rules({ seed, test: { fraction: 0.25, among: "all" } })), "test");
    expect(draw(1)).toHaveLength(10);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("says which brain or section it does not know", () => {
    expect(() => resolveSplit(sections("Z", 1), rules())).toThrow(/Z has no role/);
    expect(() => resolveSplit(sections("A", 2), rules({ test: { sections: { A: ["s9"] } } }))).toThrow(
      /section s9/,
    );
  });
});
