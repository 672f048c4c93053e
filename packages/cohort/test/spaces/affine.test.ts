import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Affine,
  applyAffine,
  determinant,
  identityAffine,
  invertAffine,
  isReflection,
  multiplyAffine,
} from "../../src/index.js";

const angle = Math.PI / 6;
/** A turn about z, scaled by 2, shifted. */
const turn: Affine = [
  ...[2 * Math.cos(angle), -2 * Math.sin(angle), 0, 10],
  ...[2 * Math.sin(angle), 2 * Math.cos(angle), 0, -4],
  ...[0, 0, 2, 1],
  ...[0, 0, 0, 1],
];
const mirror: Affine = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

const entry = fc.double({ min: -10, max: 10, noNaN: true });
const affine = fc
  .tuple(...Array.from({ length: 12 }, () => entry))
  .map((rows): Affine => [...rows, 0, 0, 0, 1])
  .filter((m) => Math.abs(determinant(m)) > 1);

describe("affine maps", () => {
  it("turn, scale and shift points by hand calculation", () => {
    const [x, y, z] = applyAffine(turn, Float64Array.of(1, 0, 3));
    expect(x).toBeCloseTo(Math.sqrt(3) + 10, 12);
    expect(y).toBeCloseTo(1 - 4, 12);
    expect(z).toBe(7);
    expect(determinant(turn)).toBeCloseTo(8, 12);
  });

  it("tell a mirror by its determinant", () => {
    expect(isReflection(mirror)).toBe(true);
    expect(isReflection(turn)).toBe(false);
    expect(isReflection(multiplyAffine(mirror, turn))).toBe(true);
    expect(isReflection(multiplyAffine(mirror, mirror))).toBe(false);
  });

  it("compose as they are applied: the right one first", () => {
    fc.assert(
      fc.property(affine, affine, fc.tuple(entry, entry, entry), (a, b, p) => {
        const composed = applyAffine(multiplyAffine(a, b), Float64Array.from(p));
        const stepwise = applyAffine(a, applyAffine(b, Float64Array.from(p)));
        // Sums of about ten products of numbers up to 1e4: rounding stays far below 1e-8.
        for (let i = 0; i < 3; i += 1) expect(composed[i]).toBeCloseTo(stepwise[i]!, 8);
      }),
      { seed: 1 },
    );
  });

  it("undo themselves by their inverse", () => {
    fc.assert(
      fc.property(affine, (m) => {
        const product = multiplyAffine(m, invertAffine(m));
        // Entries up to 10 and a determinant above 1 bound the inverse's entries by about 1e3.
        for (let i = 0; i < 16; i += 1) expect(product[i]).toBeCloseTo(identityAffine[i]!, 8);
      }),
      { seed: 1 },
    );
  });

  it("refuse to invert a singular matrix and to map half a point", () => {
    expect(() => invertAffine([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toThrow(/singular/);
    expect(() => applyAffine(turn, new Float64Array(4))).toThrow(/three numbers/);
  });
});
