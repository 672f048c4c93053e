import { describe, expect, it } from "vitest";
import { deriveKey, hash32, hashNormal, hashUniform } from "../../src/index.js";
import { fieldAt, smoothField } from "../../src/random/smoothField.js";

const many = Array.from({ length: 20_000 }, (_, i) => i);
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe("counter-based random numbers", () => {
  it("stay what they were", () => {
    expect([hash32(1, 2), hash32(1, 2, 3), hash32(0, 0), deriveKey(1, "folds")]).toMatchInlineSnapshot(`
      [
        2043682072,
        723612641,
        2977392986,
        551989098,
      ]
    `);
  });

  it("are uniform and normal", () => {
    const uniform = many.map((i) => hashUniform(5, i));
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    expect(mean(uniform.map((u) => (u - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    const normal = many.map((i) => hashNormal(5, i, 3));
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(mean(normal.map((n) => n * n))).toBeCloseTo(1, 1);
    expect(mean(normal.map((n) => n ** 4))).toBeGreaterThan(2.7);
  });

  it("are uncorrelated along every counter and between keys", () => {
    const centred = (i: number, j: number, k: number) => hashUniform(k, i, j) - 0.5;
    for (const [di, dj, dk] of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const) {
      const products = many.map((i) => centred(i, i % 7, 9) * centred(i + di, (i % 7) + dj, 9 + dk));
      expect(Math.abs(mean(products)) * 12).toBeLessThan(0.03);
    }
  });
});

describe("smooth fields", () => {
  it("have unit variance and the wavelength asked for", () => {
    const values: number[] = [];
    let slope = 0;
    for (let key = 0; key < 200; key++) {
      const field = smoothField(key, 20);
      const value = fieldAt(field, 3, 4, 5);
      values.push(value);
      slope += ((fieldAt(field, 3.01, 4, 5) - value) / 0.01) ** 2;
    }
    expect(mean(values.map((v) => v * v))).toBeGreaterThan(0.75);
    expect(mean(values.map((v) => v * v))).toBeLessThan(1.25);
    // In three dimensions a third of the squared wave number falls on each axis.
    const k = Math.sqrt((3 * slope) / 200);
    expect((2 * Math.PI) / k).toBeGreaterThan(16);
    expect((2 * Math.PI) / k).toBeLessThan(23);
  });
});
