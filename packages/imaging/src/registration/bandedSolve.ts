/**
 * Solves A·x = b for a symmetric positive definite A with few diagonals, by Cholesky's factors. `matrix` is overwritten.
 *
 * @param matrix lower triangle by rows: element (row, row − k) at row · (band + 1) + k, k = 0 … band
 * @returns x
 * @throws RangeError where the matrix is not positive definite
 */
export function solveBanded(matrix: Float64Array, band: number, right: Float64Array): Float64Array {
  const size = right.length;
  const width = band + 1;
  const at = (row: number, column: number): number => row * width + row - column;
  for (let row = 0; row < size; row++) {
    const first = Math.max(0, row - band);
    for (let column = first; column <= row; column++) {
      let sum = matrix[at(row, column)]!;
      for (let k = Math.max(first, column - band); k < column; k++) {
        sum -= matrix[at(row, k)]! * matrix[at(column, k)]!;
      }
      if (column < row) {
        matrix[at(row, column)] = sum / matrix[at(column, column)]!;
        continue;
      }
      if (!(sum > 0)) throw new RangeError(`the matrix is not positive definite at row ${row}`);
      matrix[at(row, row)] = Math.sqrt(sum);
    }
  }
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let k = Math.max(0, row - band); k < row; k++) x[row]! -= matrix[at(row, k)]! * x[k]!;
    x[row]! /= matrix[at(row, row)]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k <= Math.min(size - 1, row + band); k++) x[row]! -= matrix[at(k, row)]! * x[k]!;
    x[row]! /= matrix[at(row, row)]!;
  }
  return x;
}
