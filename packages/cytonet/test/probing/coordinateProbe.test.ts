import { describe, expect, it } from "vitest";
import { ProbeSchema } from "../../src/probing/config.js";
import { probeCoordinates, probeMidline } from "../../src/probing/coordinateProbe.js";
import type { ProbeRows } from "../../src/probing/featureRows.js";

const COUNT = 60;
const MIDLINE_MM = 4;

/** Points on both sides of a midline, of which the features tell how far they are from it, and height; the last has no place. */
function symmetricRows(): ProbeRows {
  const list = Array.from({ length: COUNT }, (_, i) => i);
  const distance = list.map((i) => 1 + (i % 15));
  const height = list.map((i) => Math.sin(i));
  const side = list.map((i) => ((i >> 4) % 2 === 0 ? 1 : -1));
  const known = (value: number, i: number): number => (i === COUNT - 1 ? Number.NaN : value);
  return {
    pointId: list.map(String),
    brain: list.map(() => "A"),
    section: list.map(() => "A-1"),
    role: list.map((i) => (i % 3 === 0 ? "test" : "train")),
    area: list.map(() => ""),
    coordinatesMm: Float64Array.from(
      list.flatMap((i) => [known(MIDLINE_MM + side[i]! * distance[i]!, i), 3 * height[i]!, -height[i]!]),
    ),
    referenceSpace: "test",
    columns: 2,
    values: Float32Array.from(list.flatMap((i) => [distance[i]!, height[i]!])),
  };
}

const rows = symmetricRows();
const of = (role: string): number[] => rows.role.flatMap((own, i) => (own === role ? [i] : []));
const roles = { train: of("train"), validation: [], evaluated: { test: of("test"), unseen: [] } };
const config = ProbeSchema.parse({
  schema: "cytonet.probe/1",
  split: "s",
  features: { a: "b" },
  l2: 1e-9,
});

describe("regression of places", () => {
  it("finds what features tell of each axis, in millimetres", () => {
    const { scores } = probeCoordinates(rows, roles, config);
    expect(Object.keys(scores)).toEqual(["test"]);
    const { points, r2, errorMm, chanceErrorMm } = scores.test!;
    expect(points).toBe(20);
    expect(r2.posteriorAnterior).toBeCloseTo(1, 6);
    expect(r2.inferiorSuperior).toBeCloseTo(1, 6);
    expect(errorMm.posteriorAnterior).toBeLessThan(1e-4);
    expect(chanceErrorMm.posteriorAnterior / chanceErrorMm.inferiorSuperior).toBeCloseTo(3, 6);
  });

  it("tells the distance from the midline where it cannot tell the side", () => {
    expect(probeCoordinates(rows, roles, config).scores.test!.r2.leftRight).toBeLessThan(0.2);
    const { points, r2, errorMm, chanceErrorMm } = probeMidline(rows, roles, config, MIDLINE_MM).scores.test!;
    expect(points).toBe(20);
    expect(r2).toBeCloseTo(1, 6);
    expect(errorMm).toBeLessThan(1e-4);
    expect(chanceErrorMm).toBeGreaterThan(2);
  });

  it("leaves out points whose place is not known", () => {
    const last = {
      train: roles.train,
      validation: [],
      evaluated: { test: [COUNT - 1, COUNT - 4, COUNT - 7] },
    };
    expect(probeCoordinates(rows, last, config).scores.test!.points).toBe(2);
  });
});
