import { type GradientBuckets, ops, type ProcessGroup, scope } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { partsOf } from "../../src/training/step.js";

describe("partsOf", () => {
  it("cuts samples and what stands beside them alike, each row once, and knows its last part", () => {
    scope(() => {
      const rows = ops.arange(12, { dtype: "int32" }).view([6, 2]);
      const parts = partsOf(6, { parts: 3 });
      expect(parts.map(({ of }) => of(rows).tolist())).toEqual([
        [
          [0, 1],
          [2, 3],
        ],
        [
          [4, 5],
          [6, 7],
        ],
        [
          [8, 9],
          [10, 11],
        ],
      ]);
      expect(parts.map(({ isLast }) => isLast)).toEqual([false, false, true]);
      expect(partsOf(6, {})).toMatchObject([{ isLast: true }]);
    });
  });

  it("refuses samples that do not divide, and a group whose gradients nobody would sum", () => {
    for (const parts of [0, 4, 1.5])
      expect(() => partsOf(6, { parts })).toThrow(new RegExp(`6 samples do not divide into ${parts} parts`));
    const group = {} as ProcessGroup;
    expect(() => partsOf(6, { group })).toThrow(/needs gradient buckets/);
    expect(partsOf(6, { group, buckets: {} as GradientBuckets })).toHaveLength(1);
  });
});
