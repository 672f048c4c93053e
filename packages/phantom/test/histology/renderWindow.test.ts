import { describe, expect, it } from "vitest";
import { renderWindow } from "../../src/histology/renderWindow.js";
import type { SectionModel } from "../../src/histology/sectionModel.js";
import { slab, slabModel, slabProfiles } from "./slab.js";

function render(
  model: SectionModel,
  xPx: number,
  yPx: number,
  widthPx: number,
  heightPx: number,
  um: number,
) {
  return renderWindow(model, { xPx, yPx, widthPx, heightPx }, um);
}

function crop(image: Uint8Array, width: number, x: number, y: number, w: number, h: number): Uint8Array {
  const result = new Uint8Array(w * h);
  for (let row = 0; row < h; row++) {
    const from = (y + row) * width + x;
    result.set(image.subarray(from, from + w), row * w);
  }
  return result;
}

/** Area average over squares of `factor` pixels. */
function averaged(image: Uint8Array, width: number, factor: number): Float64Array {
  const columns = width / factor;
  const result = new Float64Array(image.length / factor ** 2);
  for (const [i, value] of image.entries()) {
    const at = Math.floor(Math.floor(i / width) / factor) * columns + Math.floor((i % width) / factor);
    result[at]! += value / factor ** 2;
  }
  return result;
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

describe("renderWindow", () => {
  const model = slabModel({ confounds: "strong" });

  it("gives the same bytes for a window alone as within the whole, at any pixel size", () => {
    for (const [um, width, height] of [
      [2, 760, 900],
      [3.7, 500, 700],
      [16, 187, 225],
      [64, 46, 56],
    ] as const) {
      const whole = render(model, 0, 0, width, height, um);
      for (const [x, y, w, h] of [
        [0, 0, 32, 40],
        [Math.floor(width / 6), Math.floor(height / 5), Math.ceil(width / 9), Math.ceil(height / 6)],
        [width - 25, height - 21, 25, 21],
      ] as const) {
        expect(render(model, x, y, w, h, um)).toEqual(crop(whole, width, x, y, w, h));
      }
    }
  });

  it("gives the same bytes again, and others for another seed", () => {
    const again = slabModel({ confounds: "strong" });
    expect(render(again, 100, 100, 128, 128, 4)).toEqual(render(model, 100, 100, 128, 128, 4));
    const other = slabModel({ confounds: "strong", seed: 8 });
    expect(render(other, 100, 100, 128, 128, 4)).not.toEqual(render(model, 100, 100, 128, 128, 4));
  });

  it("gives at coarse pixels the area average of fine ones", () => {
    const clear = slabModel({ confounds: "none" });
    const fine = render(clear, 0, 256, 512, 512, 1);
    for (const factor of [2, 4, 8, 16, 32]) {
      const coarse = render(clear, 0, 256 / factor, 512 / factor, 512 / factor, factor);
      const wanted = averaged(fine, 512, factor);
      let square = 0;
      for (const [i, value] of coarse.entries()) square += (value - wanted[i]!) ** 2;
      const level = mean(wanted);
      const spread = Math.sqrt(mean(wanted.map((value) => (value - level) ** 2)));
      // Cells are placed to a quarter of a pixel: a few grey levels beside a contrast of tens.
      expect(Math.sqrt(square / coarse.length)).toBeLessThan(0.3 * spread);
      expect(Math.abs(mean(coarse) - level)).toBeLessThan(0.4);
    }
  });

  it("shows the stain of the layers: cells dark, the IVB of striate cortex pale between IVA and IVC", () => {
    const clear = slabModel({ confounds: "none" });
    const row = (from: number, to: number): number => {
      const top = Math.round((slab.pialUm + from * slab.thicknessUm) / 4);
      const height = Math.round(((to - from) * slab.thicknessUm) / 4);
      return mean(render(clear, 20, top, 200, height, 4));
    };
    const [iva, ivb, ivc] = [row(0.45, 0.49), row(0.53, 0.59), row(0.64, 0.72)];
    expect(ivb).toBeGreaterThan(iva + 4);
    expect(ivb).toBeGreaterThan(ivc + 4);
    expect(mean(render(clear, 20, 5, 200, 40, 4))).toBeGreaterThan(235);
  });

  it("keeps stain, borders and vessels where the cells are left out", () => {
    const bare = slabModel({ confounds: "none", variant: { withoutCells: true } });
    const grey = mean(render(bare, 50, 300, 400, 400, 2));
    const full = mean(render(slabModel({ confounds: "none" }), 50, 300, 400, 400, 2));
    expect(grey).toBeGreaterThan(full + 5);
    const white = mean(render(bare, 50, 1600, 400, 150, 2));
    expect(white).toBeGreaterThan(grey + 8);
  });

  it("shows nothing but two flat tissues and the slide where only geometry is wanted", () => {
    const bare = slabModel({ confounds: "strong", variant: { geometryOnly: true } });
    const image = render(bare, 0, 0, 700, 900, 4);
    const inGrey = new Set(crop(image, 700, 100, 200, 400, 300));
    expect(inGrey.size).toBe(1);
  });

  it("replaces profiles in a rectangle and leaves all else as it was", () => {
    const giants = slabProfiles[1]!;
    const without = { ...giants, strata: giants.strata.map((stratum) => ({ ...stratum, giantShare: 0 })) };
    const place = { leftUm: 1100, topUm: 0, rightUm: 1900, bottomUm: 3600, replace: new Map([[1, without]]) };
    const clear = slabModel({ confounds: "none" });
    const erased = slabModel({ confounds: "none", interventions: [place] });
    const before = render(clear, 300, 300, 150, 350, 4);
    const change = render(erased, 300, 300, 150, 350, 4).map((value, i) => Math.max(0, value - before[i]!));
    expect(Math.max(...change)).toBeGreaterThan(60);
    expect(change.filter((value) => value > 20).length).toBeGreaterThan(100);
    expect(render(erased, 0, 0, 230, 900, 4)).toEqual(render(clear, 0, 0, 230, 900, 4));
  });

  it("refuses pixels finer than the model", () => {
    expect(() => render(model, 0, 0, 10, 10, 0.5)).toThrow(/1 µm per pixel or more/);
    expect(() => render(model, 0.5, 0, 10, 10, 2)).toThrow(RangeError);
  });
});
