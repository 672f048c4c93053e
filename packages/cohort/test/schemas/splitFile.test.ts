import { describe, expect, it } from "vitest";
import { parseYaml, SplitSchema } from "../../src/index.js";
import { errorOf } from "../support.js";

const head = "schema: cytonet.split/1\nname: fifths\nseed: 0\nbrains: { seen: [B01], unseen: [B99] }\n";
const parse = (rest: string) => parseYaml(head + rest, SplitSchema, "splits/fifths.yaml");

describe("splits/NAME.yaml", () => {
  it("says: every fifth section from the third on, a fifth of the rest for validation, out of pretraining too", () => {
    const split = parse(
      "test: { every: 5, start: 3 }\nvalidation: { every: 5 }\nholdOutFromPretraining: [test, validation]\n",
    );
    expect(split).toMatchObject({
      brains: { seen: ["B01"], transfer: [], unseen: ["B99"] },
      test: { every: 5, start: 3, among: "all" },
      validation: { every: 5, start: 1, among: "all" },
      holdOutFromPretraining: ["test", "validation"],
    });
  });

  it("also takes a share drawn with the seed, and sections by name", () => {
    const split = parse(
      "test: { sections: { B01: ['0003', '0008'] } }\nvalidation: { fraction: 0.2, among: annotated }\n",
    );
    expect(split.test).toEqual({ sections: { B01: ["0003", "0008"] } });
    expect(split.validation).toEqual({ fraction: 0.2, among: "annotated" });
    expect(split.holdOutFromPretraining).toEqual([]);
  });

  it.each([
    ["test: { every: 5, from: 3 }", "test.from", /is not a field/],
    ["test: { every: 0 }", "test.every", /whole number above 0/],
    ["test: { every: 5, start: 0 }", "test.start", /counted from 1/],
    ["test: { fraction: 1.5 }", "test.fraction", /between 0 and 1/],
    ["test: fifths", "test", /invalid input/],
    ["holdOutFromPretraining: true", "holdOutFromPretraining", /a list of test, validation or both/],
    ["holdOutFromPretraining: [train]", "holdOutFromPretraining[0]", /"test" or "validation"/],
  ])("refuses %j", async (rest, field, message) => {
    const error = await errorOf(() => parse(rest));
    expect(error.field).toBe(field);
    expect(error.line).toBe(5);
    expect(error.message).toMatch(message);
  });

  it("gives a brain one role", async () => {
    const text = head.replace("unseen: [B99]", "unseen: [B01]");
    const error = await errorOf(() => parseYaml(text, SplitSchema, "s.yaml"));
    expect(error.message).toMatch(/B01 is listed as seen already/);
    const none = head.replace("{ seen: [B01], unseen: [B99] }", "{}");
    expect((await errorOf(() => parseYaml(none, SplitSchema, "s.yaml"))).message).toMatch(/names no brain/);
  });
});
