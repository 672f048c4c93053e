import { readFileSync } from "node:fs";
import type { GridAxis } from "../src/resample.js";

/** Path of a fixture; `fixtures/make_fixtures.py` writes them. */
export function fixture(name: string): string {
  return `${import.meta.dirname}/fixtures/${name}`;
}

export interface AreaAverageCase {
  readonly background: number;
  readonly x: GridAxis;
  readonly y: GridAxis;
  readonly values: number[][];
}

/** Expected grey rows per image file. */
export const expectedGrey = new Map(
  lines<{ file: string; rows: number[][] }>("expected-grey.jsonl").map(({ file, rows }) => [file, rows]),
);

/** Grids over `grey8.png` with the area averages of each. */
export const areaAverages = lines<AreaAverageCase>("area-average.jsonl");

function lines<T>(name: string): T[] {
  return readFileSync(fixture(name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}
