import { readFileSync } from "node:fs";
import {
  describeFeatures,
  FeatureError,
  hessianOctave,
  integralImage,
  matchDescriptors,
  mirroredDescriptors,
  orientations,
  type SurfFeatures,
  surf,
  surfDefaults,
  surfMarginPx,
} from "@cytonet/imaging";
import { liveTensors, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { drawBlobs, imageOf, renderBlobs } from "./blobs.js";

// Written by mahotas and by loops over pixels: test/fixtures/surf.py.
const fixture = JSON.parse(readFileSync(new URL("../fixtures/surf.json", import.meta.url), "utf8")) as {
  width: number;
  image: string;
  crossWeight: number;
  responses: [octave: number, row: number, column: number, values: number[]][];
  directions: [x: number, y: number, scale: number, angle: number][];
  descriptors: [place: [number, number, number, number], vector: number[]][];
};
const grey = Uint8Array.from(Buffer.from(fixture.image, "base64"));
const settings = { ...surfDefaults, octaves: 2, crossWeight: fixture.crossWeight };
const margin = surfMarginPx({ ...settings, octaves: 4 });
const integral = () => integralImage(imageOf(grey, fixture.width), 128, margin);
const floats = (x: Tensor): number[] => Array.from(x.to({ dtype: "float32" }).toTypedArray() as Float32Array);

describe("the integral image", () => {
  it("gives the exact sum of any box, also beyond the image and past 2³¹", () => {
    scope(() => {
      // 300 × 300 pixels of 32,000 add up to 2.9 · 10⁹.
      const { sums } = integralImage(ops.full([300, 300], 32_000, { dtype: "int32" }), 0, 4);
      const at = (y: number, x: number): number =>
        sums
          .select(0, y + 4)
          .select(0, x + 4)
          .item();
      const box = (y0: number, x0: number, y1: number, x1: number): number =>
        (at(y1, x1) - at(y0, x1) - at(y1, x0) + at(y0, x0)) | 0;
      expect(box(0, 0, 100, 100)).toBe(320_000_000);
      expect(box(200, 250, 300, 300)).toBe(160_000_000);
      expect(box(-4, -4, 1, 304)).toBe(300 * 32_000);
    });
  });

  it("refuses pixels that are not whole numbers", () => {
    expect(() => integralImage(ops.zeros([4, 4]), 0, 1)).toThrow(FeatureError);
  });
});

describe("the fast Hessian", () => {
  it("is mahotas' to rounding, at all filters of two octaves", () => {
    scope(() => {
      const octaves = [0, 1].map((octave) => hessianOctave(integral(), octave, settings));
      for (const [octave, row, column, values] of fixture.responses) {
        for (const [interval, value] of values.entries()) {
          const ours = octaves[octave]!.select(0, interval).select(0, row).select(0, column).item();
          // float32 products of sums of up to 10⁶, against float64.
          expect(Math.abs(ours - Math.abs(value))).toBeLessThan(1e-4 + 2e-5 * Math.abs(value));
        }
      }
    });
  });
});

describe("directions", () => {
  it("are mahotas' to the 5° of our sectors, but for one in seven", () => {
    scope(() => {
      const places = tensor(Float32Array.from(fixture.directions.flatMap((one) => one.slice(0, 3))), {
        shape: [fixture.directions.length, 3],
      });
      const ours = floats(orientations(integral(), places, 40));
      const off = fixture.directions.map(([, , , angle], i) => {
        const turns = (ours[i]! - angle) / (2 * Math.PI);
        return 360 * Math.abs(turns - Math.round(turns));
      });
      // Two directions of nearly the same strength may come out either way, and mahotas' running sum drops the sample
      // after the one that leaves its window.
      expect(off.filter((degrees) => degrees < 6).length / off.length).toBeGreaterThanOrEqual(0.85);
    });
  });
});

describe("descriptors", () => {
  it("are those of plain sums over pixels", () => {
    scope(() => {
      const rows = fixture.descriptors.map(([place]) => place);
      const places = tensor(Float32Array.from(rows.flatMap((row) => row.slice(0, 3))), {
        shape: [rows.length, 3],
      });
      const angles = tensor(Float32Array.from(rows, (row) => row[3]));
      const ours = floats(describeFeatures(integral(), places, angles, 40));
      fixture.descriptors.forEach(([, vector], i) => {
        const off = vector.map((value, k) => Math.abs(value - ours[64 * i + k]!));
        // A sample that falls on the middle between two pixels may be rounded to either.
        expect(Math.max(...off)).toBeLessThan(0.01);
      });
    });
  });
});

describe("surf", () => {
  const blobs = drawBlobs(160, 240, 3);
  const options = { background: 128, maxFeatures: 400, threshold: 1e-5 };
  const original = () => surf(imageOf(renderBlobs(blobs, 240, 240), 240), options);
  const placesOf = (features: SurfFeatures): number[] => floats(features.places);

  it("finds the same places and directions in an image turned and scaled", () => {
    scope(() => {
      const [angle, scale] = [0.44, 1.3];
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const side = 360;
      // The picture's pixel p shows the blobs' place R⁻¹(p − middle)/scale + middle.
      const turned = renderBlobs(blobs, side, side, (x, y) => {
        const [u, v] = [(x - side / 2) / scale, (y - side / 2) / scale];
        return [cos * u + sin * v + 120, -sin * u + cos * v + 120];
      });
      const a = original();
      const b = surf(imageOf(turned, side), { ...options, maxFeatures: 800 });
      const [from, to] = [placesOf(a), placesOf(b)];
      const { first, second } = matchDescriptors(a, b, { maxRatio: 0.7 });
      const right = Array.from(first, (i, k) => {
        const j = second[k]!;
        const [u, v] = [scale * (from[4 * i]! - 120), scale * (from[4 * i + 1]! - 120)];
        const off = Math.hypot(
          cos * u - sin * v + side / 2 - to[4 * j]!,
          sin * u + cos * v + side / 2 - to[4 * j + 1]!,
        );
        const turn = (to[4 * j + 3]! - from[4 * i + 3]! - angle) / (2 * Math.PI);
        // Within a good half of the blob's own σ.
        return off < 0.6 * to[4 * j + 2]! && Math.abs(turn - Math.round(turn)) < 18 / 360;
      });
      expect(first.length).toBeGreaterThan(0.4 * a.strength.shape[0]!);
      expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.9);
    });
  });

  it("describes the image seen from behind by turning descriptors round", () => {
    scope(() => {
      const image = imageOf(renderBlobs(blobs, 240, 240), 240);
      const a = surf(image, options);
      const b = surf(image.flip([1]).contiguous(), options);
      const mirrored = { descriptors: mirroredDescriptors(a.descriptors), positive: a.positive };
      const { first, second } = matchDescriptors(mirrored, b, { maxRatio: 0.8 });
      const [from, to] = [placesOf(a), placesOf(b)];
      const off = Array.from(first, (i, k) =>
        Math.hypot(240 - from[4 * i]! - to[4 * second[k]!]!, from[4 * i + 1]! - to[4 * second[k]! + 1]!),
      );
      expect(first.length).toBeGreaterThan(0.8 * a.strength.shape[0]!);
      expect(off.filter((px) => px < 1.5).length / off.length).toBeGreaterThan(0.97);
    });
  });

  it("keeps to the mask, to the number asked for, strongest first, and leaves no tensor behind", () => {
    const before = liveTensors();
    scope(() => {
      const inside = ops.zeros([240, 240], { dtype: "uint8" });
      inside.narrow(1, 0, 120).fillScalar_(1);
      const found = surf(imageOf(renderBlobs(blobs, 240, 240), 240), { ...options, maxFeatures: 60, inside });
      const strength = floats(found.strength);
      expect(strength).toHaveLength(60);
      expect([...strength].sort((a, b) => b - a)).toEqual(strength);
      const x = placesOf(found).filter((_, k) => k % 4 === 0);
      expect(Math.max(...x)).toBeLessThan(120);
    });
    expect(liveTensors()).toBe(before);
  });

  it("finds nothing on a blank slide, and does not depend on brightness", () => {
    scope(() => {
      const blank = ops.full([64, 64], 200, { dtype: "uint8" });
      expect(surf(blank, { background: 200 }).descriptors.shape).toEqual([0, 64]);
      const image = imageOf(renderBlobs(blobs, 240, 240), 240);
      const darker = image.to({ dtype: "int32" }).subScalar(40);
      expect(placesOf(surf(darker, { ...options, background: 88 }))).toEqual(placesOf(original()));
    });
  });

  it("refuses settings out of range", () => {
    expect(() => surf(ops.zeros([8, 8], { dtype: "uint8" }), { background: 0, octaves: 0 })).toThrow(
      /octaves/,
    );
  });
});
