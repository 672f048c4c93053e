import { counterNormal } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { exactNeighbours } from "../../src/studies/exactNeighbours.js";

const length = 6;
const rows = 300; // more than one block
const count = 5;
const features = Float32Array.from({ length: rows * length }, (_, i) => counterNormal(11, 0, i, 0));
const { signal } = new AbortController();

/** 1 − cosine of every other row, the nearest first. */
function byHand(row: number): { row: number; distance: number }[] {
  const vector = (of: number) => Array.from(features.subarray(of * length, (of + 1) * length));
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const own = vector(row);
  return Array.from({ length: rows }, (_, other) => {
    const its = vector(other);
    return { row: other, distance: 1 - dot(own, its) / Math.sqrt(dot(own, own) * dot(its, its)) };
  })
    .filter((one) => one.row !== row)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count - 1);
}

describe("exactNeighbours", () => {
  it("are those found by comparing all with all, in every block", async () => {
    const { indices, distances } = await exactNeighbours(features, length, count, signal);
    expect(indices).toHaveLength(rows);
    for (let row = 0; row < rows; row++) {
      const wanted = byHand(row);
      expect(indices[row]).toEqual([row, ...wanted.map((one) => one.row)]);
      distances[row]!.slice(1).forEach((distance, i) => {
        expect(distance).toBeCloseTo(wanted[i]!.distance, 5);
      });
    }
  });

  it("are the same for features that lie within a larger array", async () => {
    const larger = new Float32Array(features.length + 7);
    larger.set(features, 7);
    const inner = larger.subarray(7);
    expect(await exactNeighbours(inner, length, count, signal)).toEqual(
      await exactNeighbours(features, length, count, signal),
    );
  });

  it("has a sample first in its own list, once, also where others are copies of it", async () => {
    const copies = new Float32Array(20 * length).fill(1);
    const { indices } = await exactNeighbours(copies, length, count, signal);
    for (const [row, list] of indices.entries()) {
      expect(list[0]).toBe(row);
      expect(new Set(list).size).toBe(count);
    }
  });

  it("stops where it is told to", async () => {
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(exactNeighbours(features, length, count, stopped)).rejects.toThrow("stopped");
  });
});
