import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { computeSectionFields, createBrain, createTemplate, measureFolding } from "../src/index.js";
import { TINY, tinyBrain, tinyTemplate } from "./support.js";

const digest = (...arrays: ArrayBufferView[]) => {
  const hash = createHash("sha256");
  for (const a of arrays) hash.update(Buffer.from(a.buffer as ArrayBuffer, a.byteOffset, a.byteLength));
  return hash.digest("hex");
};

describe("brains", () => {
  it("are the same, bit for bit, for the same seeds", () => {
    const again = createBrain(createTemplate(TINY, 7), 1);
    for (const name of ["coarse", "fold", "pial", "curvature"] as const) {
      expect(digest(again.volumes[name].values)).toBe(digest(tinyBrain.volumes[name].values));
    }
    expect(again.profiles).toEqual(tinyBrain.profiles);
  });

  it("survive being posted to a worker, which computes the same section", () => {
    const posted = structuredClone(tinyBrain);
    const [here, there] = [tinyBrain, posted].map((brain) => computeSectionFields(brain, 1.3));
    expect(digest(there!.depth, there!.area, there!.thicknessMm)).toBe(
      digest(here!.depth, here!.area, here!.thicknessMm),
    );
  });

  it("differ between individuals, and so do cohorts of other seeds", () => {
    const other = createBrain(tinyTemplate, 2);
    expect(digest(other.volumes.fold.values)).not.toBe(digest(tinyBrain.volumes.fold.values));
    expect(other.profiles).not.toEqual(tinyBrain.profiles);
    expect(createTemplate(TINY, 8).profiles).not.toEqual(tinyTemplate.profiles);
  });

  it("share part of their folding and no more", () => {
    const other = createBrain(tinyTemplate, 2).volumes.fold.values;
    const own = tinyBrain.volumes.fold.values;
    let [xy, xx, yy] = [0, 0, 0];
    for (let i = 0; i < own.length; i++) {
      xy += own[i]! * other[i]!;
      xx += own[i]! ** 2;
      yy += other[i]! ** 2;
    }
    const correlation = xy / Math.sqrt(xx * yy);
    expect(correlation).toBeGreaterThan(0.05);
    expect(correlation).toBeLessThan(0.8);
  });

  it("have two hemispheres of similar, not equal, folding", () => {
    const { values, size } = tinyBrain.volumes.fold;
    let [same, count] = [0, 0];
    for (let n = 0; n < values.length; n++) {
      const i = n % size[0];
      const mirrored = n - i + (size[0] - 1 - i);
      if (values[n] === 0 || values[mirrored] === 0) continue;
      same += Math.sign(values[n]!) === Math.sign(values[mirrored]!) ? 1 : 0;
      count++;
    }
    expect(same / count).toBeLessThan(0.9);
    expect(measureFolding(tinyBrain.volumes, 300).pialAreaMm2).toBeGreaterThan(0);
  });
});
