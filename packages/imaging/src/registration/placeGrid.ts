/** Indices of places in a plane, found by nearness. */
export class PlaceGrid {
  readonly #places: Float64Array;
  readonly #cellUm: number;
  readonly #cells = new Map<number, number[]>();

  /** @param placesUm x0 y0 x1 y1 …; @param cellUm the largest distance that will be asked for */
  constructor(placesUm: Float64Array, cellUm: number) {
    this.#places = placesUm;
    this.#cellUm = cellUm;
    for (let i = 0; 2 * i < placesUm.length; i++) {
      const key = this.#key(Math.floor(placesUm[2 * i]! / cellUm), Math.floor(placesUm[2 * i + 1]! / cellUm));
      const cell = this.#cells.get(key);
      if (cell === undefined) this.#cells.set(key, [i]);
      else cell.push(i);
    }
  }

  /** Calls `visit` with every index whose place lies within the cell size of a position. */
  near(xUm: number, yUm: number, visit: (index: number) => void): void {
    const [column, row] = [Math.floor(xUm / this.#cellUm), Math.floor(yUm / this.#cellUm)];
    const reach = this.#cellUm * this.#cellUm;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        for (const index of this.#cells.get(this.#key(column + dx, row + dy)) ?? []) {
          const [x, y] = [this.#places[2 * index]! - xUm, this.#places[2 * index + 1]! - yUm];
          if (x * x + y * y <= reach) visit(index);
        }
      }
    }
  }

  #key(column: number, row: number): number {
    return (row + 0x100000) * 0x200000 + column + 0x100000;
  }
}
