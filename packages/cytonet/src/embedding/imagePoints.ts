import { readFile } from "node:fs/promises";
import { DataError, type Problem, parseCsv } from "@cytonet/cohort";

/** Points of one image, in level-0 pixels with pixel centres at +0.5: row i of every column is point i. */
export interface ImagePoints {
  readonly file: string;
  readonly pointId: readonly string[];
  readonly xPx: Float64Array;
  readonly yPx: Float64Array;
  /** Lines of the file, for errors. */
  readonly line: readonly number[];
}

/**
 * Reads a CSV with the columns `xPx,yPx` and, where points have names, `pointId`.
 *
 * @throws DataError naming file, line and column: of a missing column, of what is no number, of a name that is empty or
 * stands twice; and for a file without points
 */
export async function readImagePoints(file: string): Promise<ImagePoints> {
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw new DataError(
      { file, message: `cannot be read (${cause.message})`, remedy: "Name a CSV file with --points." },
      { cause },
    );
  });
  const [header, ...records] = parseCsv(text, file);
  const column = (name: string): number => header?.cells.indexOf(name) ?? -1;
  const [x, y, id] = [column("xPx"), column("yPx"), column("pointId")];
  if (x < 0 || y < 0) {
    const remedy =
      "Give the columns xPx,yPx (level-0 pixels, the first pixel's centre at 0.5) and, if points have names, pointId.";
    throw new DataError({
      file,
      line: 1,
      field: x < 0 ? "xPx" : "yPx",
      message: "column is missing",
      remedy,
    });
  }
  if (records.length === 0) {
    throw new DataError({ file, message: "holds no points", remedy: "Give a line for each point." });
  }
  const number = (cells: readonly string[], place: number, line: number): number => {
    const value = Number(cells[place]);
    if (cells[place]?.trim() !== "" && Number.isFinite(value)) return value;
    const field = place === x ? "xPx" : "yPx";
    throw new DataError({
      file,
      line,
      field,
      message: `is ${JSON.stringify(cells[place])}`,
      remedy: "Give a number of pixels.",
    });
  };
  const points = {
    file,
    pointId: records.map(({ cells }, i) => (id < 0 ? String(i) : (cells[id] ?? ""))),
    xPx: Float64Array.from(records, ({ cells, line }) => number(cells, x, line)),
    yPx: Float64Array.from(records, ({ cells, line }) => number(cells, y, line)),
    line: records.map(({ line }) => line),
  };
  refuse(nameProblems(points));
  return points;
}

/** @throws DataError naming the line of every point that lies outside an image of this size */
export function refuseOutside(
  points: ImagePoints,
  image: { readonly widthPx: number; readonly heightPx: number },
): void {
  const { file, xPx, yPx, line } = points;
  const remedy = `Give pixels of level 0: the image has ${image.widthPx} x ${image.heightPx}.`;
  const outside = (value: number, size: number): boolean => value < 0 || value > size;
  refuse(
    line.flatMap((at, i) => {
      const [x, y] = [xPx[i]!, yPx[i]!];
      const wrongX = outside(x, image.widthPx);
      if (!wrongX && !outside(y, image.heightPx)) return [];
      const message = `is ${wrongX ? x : y}, outside the image`;
      return [{ file, line: at, field: wrongX ? "xPx" : "yPx", message, remedy }];
    }),
  );
}

function nameProblems({ file, pointId, line }: ImagePoints): Problem[] {
  const seen = new Map<string, number>();
  return pointId.flatMap((id, i) => {
    const earlier = seen.get(id);
    if (earlier === undefined) seen.set(id, line[i]!);
    if (earlier === undefined && id !== "") return [];
    const message = id === "" ? "is empty" : `${id} stands in line ${earlier} already`;
    return [
      { file, line: line[i]!, field: "pointId", message, remedy: "Give every point a name of its own." },
    ];
  });
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new DataError(problems);
}
