import {
  applyRigid,
  type LocatedFeatures,
  matchDescriptors,
  type Registration,
  refineGuided,
  registerFeatures,
  registrationDefaults,
  surf,
} from "@cytonet/imaging";
import { ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { type Blobs, drawBlobs, imageOf, renderBlobs, type View } from "../features/blobs.js";

const um = 64;
const side = 260;

function look(blobs: Blobs, view?: View): LocatedFeatures & { scalesUm: Float64Array } {
  const found = surf(imageOf(renderBlobs(blobs, side, side, view), side), {
    background: 128,
    maxFeatures: 500,
  });
  const places = found.places.toTypedArray() as Float32Array;
  const count = places.length / 4;
  const column = (k: number, scale: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => places[4 * i + k]! * scale);
  return {
    descriptors: found.descriptors,
    positive: found.positive,
    placesUm: Float64Array.from({ length: 2 * count }, (_, i) => places[4 * (i >> 1) + (i & 1)]! * um),
    anglesRad: column(3, 1),
    scalesUm: column(2, um),
  };
}

const area = (side * um) ** 2;
const settings = { ...registrationDefaults, inlierUm: 200 };

describe("registering two images by their features", () => {
  const blobs = drawBlobs(180, side, 11);
  const angle = 0.6;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];

  for (const mirrored of [false, true]) {
    it(`finds the map of an image that is turned${mirrored ? " and seen from behind" : ""}`, () => {
      scope(() => {
        const flip = mirrored ? -1 : 1;
        // The picture shows at p the place F·R⁻¹(p − middle − shift) + middle.
        const view: View = (x, y) => {
          const [u, v] = [x - side / 2 - 9, y - side / 2 + 6];
          return [flip * (cos * u + sin * v) + side / 2, -sin * u + cos * v + side / 2];
        };
        const [a, b] = [look(blobs), look(blobs, view)];
        const found: Registration = registerFeatures(a, b, area, settings);
        expect(found.mirrored).toBe(mirrored);
        expect(found.logFalseAlarms).toBeLessThan(-50);
        expect(found.other!.logFalseAlarms).toBeGreaterThan(-5);
        for (const [x, y] of [
          [60, 90],
          [200, 150],
        ] as const) {
          const [u, v] = [flip * (x - side / 2), y - side / 2];
          const right = [cos * u - sin * v + side / 2 + 9, sin * u + cos * v + side / 2 - 6];
          const got = applyRigid(found.map!, [x * um, y * um]);
          expect(Math.hypot(got[0] / um - right[0]!, got[1] / um - right[1]!)).toBeLessThan(0.5);
        }
      });
    });
  }

  it("tells unrelated images", () => {
    scope(() => {
      const found = registerFeatures(look(blobs), look(drawBlobs(180, side, 99)), area, settings);
      expect(found.logFalseAlarms).toBeGreaterThan(-3);
    });
  });

  it("refines a rough map by the features around predicted places", () => {
    scope(() => {
      const a = look(blobs);
      const local = {
        ...a,
        vectors: a.descriptors.toTypedArray() as Float32Array,
        length: 64,
        positive: a.positive.to({ dtype: "uint8" }).toTypedArray() as Uint8Array,
      };
      const fit = refineGuided(local, local, { angleRad: 0.02, mirrored: false, shift: [300, -200] })!;
      expect(Math.hypot(...fit.map.shift)).toBeLessThan(1);
      expect(fit.pairs).toBeGreaterThan(0.9 * a.anglesRad.length);
      const blank = { ...local, vectors: new Float32Array(local.vectors.length) };
      expect(refineGuided(blank, local, fit.map)).toBeUndefined();
    });
  });
});

describe("matching descriptors", () => {
  it("is exhaustive search with the ratio test and the mutual check, for any block", () => {
    scope(() => {
      const unit = (n: number, seed: number): Tensor => {
        const values = Float32Array.from({ length: n * 8 }, (_, i) =>
          Math.sin(1 + seed + i * (1 + seed) * 0.37),
        );
        const x = tensor(values, { shape: [n, 8] });
        return x.div(x.linalgVectorNorm({ ord: 2, dim: [1], keepdim: true }));
      };
      const polarity = (n: number, modulus: number): Tensor =>
        ops.arange(n).remainderScalar(modulus).gtScalar(0);
      const a = { descriptors: unit(50, 1), positive: polarity(50, 3) };
      // Thirty of them come again, a little changed, among others.
      const changed = a.descriptors.narrow(0, 0, 30).add(unit(30, 5), { alpha: 0.15 });
      const b = {
        descriptors: ops.cat([
          changed.div(changed.linalgVectorNorm({ ord: 2, dim: [1], keepdim: true })),
          unit(40, 2),
        ]),
        positive: ops.cat([a.positive.narrow(0, 0, 30), polarity(40, 2)]),
      };
      const [u, v] = [a.descriptors.tolist(), b.descriptors.tolist()] as [number[][], number[][]];
      const [p, q] = [a.positive.tolist(), b.positive.tolist()] as unknown as [boolean[], boolean[]];
      const distance = (i: number, j: number): number =>
        p[i] === q[j] ? Math.hypot(...u[i]!.map((value, k) => value - v[j]![k]!)) : Number.POSITIVE_INFINITY;
      const nearest = (count: number, of: (j: number) => number): number[] =>
        Array.from({ length: count }, (_, j) => j).sort((x, y) => of(x) - of(y));
      const expected = u.flatMap((_, i) => {
        const [first, second] = nearest(70, (j) => distance(i, j)) as [number, number];
        if (distance(i, first) > 0.9 * distance(i, second)) return [];
        return nearest(50, (k) => distance(k, first))[0] === i ? [`${i}-${first}`] : [];
      });
      for (const blockRows of [7, 1024]) {
        const found = matchDescriptors(a, b, { maxRatio: 0.9, blockRows });
        const pairs = Array.from(found.first, (i, k) => `${i}-${found.second[k]}`);
        expect(pairs.sort()).toEqual([...expected].sort());
      }
      expect(expected.length).toBeGreaterThan(3);
    });
  });
});
