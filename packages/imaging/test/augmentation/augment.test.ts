import { readFileSync } from "node:fs";
import { liveTensors, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { augmentPatches, centreCrop } from "../../src/augmentation/augment.js";
import { augmentationSourcePx } from "../../src/augmentation/geometry.js";
import { type AugmentationParameters, augmentationParameters } from "../../src/augmentation/parameters.js";
import { cytonetAugmentation, noAugmentation } from "../../src/augmentation/settings.js";

interface Case {
  source: number[];
  sourcePx: number;
  rotationRad: number;
  shiftMm: [number, number];
  mirrored: number;
  alpha: number;
  beta: number;
  gamma: number;
  sigmaPx: number;
  filterWeight: number;
  expected: number[];
}

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/augmentation.json", import.meta.url), "utf8"),
) as { patchPx: number; pixelSizeUm: number; filterRadiusPx: number; cases: Case[] };
const { patchPx, pixelSizeUm, filterRadiusPx, cases } = fixture;

function parametersOf(list: readonly Case[]): AugmentationParameters {
  const column = (pick: (c: Case) => number) => Float64Array.from(list, pick);
  return {
    rotationRad: column((c) => c.rotationRad),
    shiftXMm: column((c) => c.shiftMm[0]),
    shiftYMm: column((c) => c.shiftMm[1]),
    mirrored: Uint8Array.from(list, (c) => c.mirrored),
    alpha: column((c) => c.alpha),
    beta: column((c) => c.beta),
    gamma: column((c) => c.gamma),
    sigmaPx: column((c) => c.sigmaPx),
    filterWeight: column((c) => c.filterWeight),
    filterRadiusPx,
  };
}

function bytes(list: readonly Case[], channels = 1): Tensor {
  const { sourcePx } = list[0]!;
  const data = Uint8Array.from(list.flatMap((c) => Array.from({ length: channels }, () => c.source).flat()));
  return tensor(data, { shape: [list.length, channels, sourcePx, sourcePx] });
}

function largestDifference(actual: ArrayLike<number | bigint>, expected: ArrayLike<number>): number {
  return Array.from(expected).reduce(
    (most, value, i) => Math.max(most, Math.abs(Number(actual[i]) - value)),
    0,
  );
}

const run = (source: Tensor, parameters: AugmentationParameters, dtype: "float32" | "bfloat16" = "float32") =>
  augmentPatches(source, parameters, { patchPx, pixelSizeUm, dtype });

/** Source pixels that make a batch by a formula of x and y, measured from the centre. */
function drawn(n: number, side: number, value: (x: number, y: number, sample: number) => number): Tensor {
  const half = (side - 1) / 2;
  const data = Float32Array.from({ length: n * side * side }, (_, i) => {
    const pixel = i % (side * side);
    return value((pixel % side) - half, Math.floor(pixel / side) - half, Math.floor(i / (side * side)));
  });
  return tensor(data, { shape: [n, 1, side, side] });
}

describe("augmentPatches equals SciPy's operators one after the other", () => {
  it("each patch of a batch with its own parameters", () => {
    scope(() => {
      const actual = run(bytes(cases), parametersOf(cases)).toTypedArray();
      // float32: the grid is rounded to some 1e-6 px, where neighbouring random bytes differ by up to 1.
      expect(
        largestDifference(
          actual,
          cases.flatMap((c) => c.expected),
        ),
      ).toBeLessThan(2e-5);
    });
  });

  it("a patch alone as in its batch, bit for bit", () => {
    scope(() => {
      const together = run(bytes(cases), parametersOf(cases));
      cases.forEach((one, i) => {
        const alone = run(bytes([one]), parametersOf([one]));
        expect(alone.select(0, 0).equal(together.select(0, i))).toBe(true);
      });
    });
  });

  it("floats in [0, 1] and three channels as bytes and one", () => {
    scope(() => {
      const floats = bytes(cases).to({ dtype: "float32" }).divScalar(255);
      const expected = run(bytes(cases), parametersOf(cases)).toTypedArray() as Float32Array;
      expect(largestDifference(run(floats, parametersOf(cases)).toTypedArray(), expected)).toBeLessThan(2e-6);
      const colour = run(bytes(cases, 3), parametersOf(cases));
      expect(colour.shape).toEqual([cases.length, 3, patchPx, patchPx]);
      for (const channel of [0, 1, 2]) {
        expect(largestDifference(colour.select(1, channel).toTypedArray(), expected)).toBeLessThan(2e-6);
      }
    });
  });

  it("bfloat16 within its rounding, computed in float32", () => {
    scope(() => {
      const half = run(bytes(cases), parametersOf(cases), "bfloat16");
      expect(half.dtype).toBe("bfloat16");
      expect(
        largestDifference(
          half.toTypedArray(),
          cases.flatMap((c) => c.expected),
        ),
      ).toBeLessThan(0.008);
    });
  });
});

describe("augmentPatches equals libraries for images", () => {
  type PeerCase = Omit<Case, "expected"> & { expected: { kornia: number[]; torchvision: number[] } };
  const peers = JSON.parse(
    readFileSync(new URL("../fixtures/augmentation_peers.json", import.meta.url), "utf8"),
  ) as { cases: PeerCase[] };

  it.each(["kornia", "torchvision"] as const)(
    "%s, whose warp, tone and Gaussian make each patch",
    (library) => {
      const list = peers.cases.map((one) => ({ ...one, expected: one.expected[library] }));
      scope(() => {
        const actual = run(bytes(list), parametersOf(list)).toTypedArray();
        const expected = list.flatMap((one) => one.expected);
        // The grid's rounding, as above; torchvision rounds its matrix to float32 as well.
        expect(largestDifference(actual, expected)).toBeLessThan(library === "kornia" ? 2e-5 : 1e-4);
      });
    },
  );

  it("and brings them to a mean and spread as if that were done at the end", () => {
    scope(() => {
      const parameters = parametersOf(cases);
      const normalisation = { mean: 0.7, std: 0.2 };
      const together = augmentPatches(bytes(cases), parameters, { patchPx, pixelSizeUm, normalisation });
      const after = run(bytes(cases), parameters).subScalar(0.7).divScalar(0.2);
      // Intensities up to 2 divided by 0.2, in float32.
      const expected = after.toTypedArray() as Float32Array;
      expect(largestDifference(together.toTypedArray(), expected)).toBeLessThan(1e-5);
    });
  });
});

describe("geometry", () => {
  const drawSettings = { ...cytonetAugmentation, blurProbability: 0, sharpenProbability: 0 };
  const indices = Array.from({ length: 40 }, (_, i) => i);
  const plain = {
    ...drawSettings,
    alpha: [1, 1],
    beta: [0, 0],
    gammaZ: [0, 0],
  } as const;

  it("reads a slope exactly where the parameters say, at 2 µm/px", () => {
    const side = augmentationSourcePx(32, 2, plain);
    const parameters = augmentationParameters(1, 0, indices, plain);
    scope(() => {
      const slope = drawn(indices.length, side, (x, y) => (x + 3 * y) / 2000 + 0.5);
      const actual = augmentPatches(slope, parameters, { patchPx: 32, pixelSizeUm: 2 }).toTypedArray();
      let most = 0;
      for (const n of indices) {
        const [cos, sin] = [Math.cos(parameters.rotationRad[n]!), Math.sin(parameters.rotationRad[n]!)];
        for (let row = 0; row < 32; row++) {
          for (let column = 0; column < 32; column++) {
            const u = column - 15.5;
            const v = (row - 15.5) * (parameters.mirrored[n] ? -1 : 1);
            const x = cos * u - sin * v + parameters.shiftXMm[n]! * 500;
            const y = sin * u + cos * v + parameters.shiftYMm[n]! * 500;
            const expected = (x + 3 * y) / 2000 + 0.5;
            most = Math.max(most, Math.abs(Number(actual[(n * 32 + row) * 32 + column]) - expected));
          }
        }
      }
      // 3/2000 per pixel: 1e-6 is less than a thousandth of a pixel.
      expect(most).toBeLessThan(1e-6);
    });
  });

  it.each([
    [64, 16],
    [65, 16],
    [128, 8],
    [33, 2],
  ])("never shows what lies beyond the source of %i px at %f µm/px", (patch, size) => {
    // Were a sample taken beyond the edge, it would be a border pixel, which is 1 where all else is 0.
    const side = augmentationSourcePx(patch, size, cytonetAugmentation);
    expect((side - patch) % 2).toBe(0);
    const many = Array.from({ length: 60 }, (_, i) => i);
    const parameters = {
      ...augmentationParameters(2, 0, many, { ...cytonetAugmentation, beta: [0, 0] }),
    };
    // The worst there is: a corner along the diagonal, shifted by the full 0.2 mm.
    parameters.rotationRad.fill(Math.PI / 4, 0, 30);
    parameters.shiftXMm.fill(0.2, 0, 30);
    parameters.shiftYMm.fill(0, 0, 30);
    scope(() => {
      const edge = (side - 1) / 2;
      const rim = drawn(many.length, side + 4, (x, y) =>
        Math.max(Math.abs(x), Math.abs(y)) > edge + 0.5 ? 1 : 0,
      );
      const seen = augmentPatches(rim, parameters, { patchPx: patch, pixelSizeUm: size });
      expect(seen.abs().max().item()).toBeLessThan(1e-3);
      expect(side).toBeLessThan(Math.SQRT2 * (patch + 8) + 400 / size + 4);
    });
  });

  it("refuses a source that a patch would look beyond, naming the patch", () => {
    const parameters = parametersOf(cases);
    scope(() => {
      const small = tensor(new Uint8Array(cases.length * 26 * 26), { shape: [cases.length, 1, 26, 26] });
      expect(() => run(small, parameters)).toThrow(
        /source: patch 3 needs \d+ px around its centre but has 26/,
      );
    });
  });
});

describe("centreCrop", () => {
  it("equals, bit for bit, the patch read at its own size", () => {
    scope(() => {
      const source = bytes(cases);
      const side = cases[0]!.sourcePx;
      const patch = source.slice({ dim: 2, start: (side - 12) / 2, end: (side + 12) / 2 });
      const own = patch.slice({ dim: 3, start: (side - 12) / 2, end: (side + 12) / 2 }).contiguous();
      expect(centreCrop(source, 12).toTypedArray()).toEqual(centreCrop(own, 12).toTypedArray());
      const expected = Float32Array.from(
        own.toTypedArray() as Uint8Array,
        (byte) => byte * Math.fround(1 / 255),
      );
      expect(largestDifference(centreCrop(source, 12).toTypedArray(), expected)).toBeLessThan(1e-7);
    });
  });

  it("is what augmenting without any augmentation gives, up to rounding", () => {
    const side = augmentationSourcePx(12, 40, noAugmentation);
    expect(side).toBe(12);
    scope(() => {
      const source = bytes(cases);
      const still = augmentationParameters(
        0,
        0,
        cases.map((_, i) => i),
        noAugmentation,
      );
      const augmented = run(source, still).toTypedArray();
      expect(
        largestDifference(augmented, centreCrop(source, 12).toTypedArray() as Float32Array),
      ).toBeLessThan(2e-5);
    });
  });

  it("refuses a centre between pixels, and one larger than the source", () => {
    scope(() => {
      const source = ops.zeros([1, 1, 20, 20]);
      expect(() => centreCrop(source, 11)).toThrow(/source: of 20 px has no centre of 11 px/);
      expect(() => centreCrop(source, 22)).toThrow(/source/);
    });
  });
});

describe("use", () => {
  it("repeats itself exactly, leaves no tensors and asks for no gradient", () => {
    scope(() => {
      const source = bytes(cases).to({ dtype: "float32" }).divScalar(255).requiresGrad_();
      const parameters = parametersOf(cases);
      const first = run(source, parameters);
      expect(first.requiresGrad).toBe(false);
      const before = liveTensors();
      const second = run(source, parameters);
      expect(liveTensors()).toBe(before + 1);
      expect(second.equal(first)).toBe(true);
    });
  });

  it("refuses shapes, dtypes and counts that do not fit, naming them", () => {
    scope(() => {
      const parameters = parametersOf(cases);
      expect(() => run(ops.zeros([9, 1, 40, 41]), parameters)).toThrow(/source: must be B × C × S × S/);
      expect(() => run(ops.zeros([3, 1, 40, 40]), parameters)).toThrow(/describe 9 patches, source has 3/);
      expect(() => run(ops.zeros([9, 1, 40, 40], { dtype: "int32" }), parameters)).toThrow(/int32/);
    });
  });
});
