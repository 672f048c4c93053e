import { readFile } from "node:fs/promises";
import { z } from "zod";
import { DataError, SpaceMismatchError } from "../errors.js";
import { writeJsonAtomic } from "../files/atomic.js";
import { SpaceId } from "../schemas/cohort.js";
import { problemOf, validate } from "../schemas/validate.js";
import { type Affine, applyAffine, determinant, invert, multiply } from "./affine.js";

export const PointTransformSchema = z.strictObject({
  schema: z.literal("cytonet.transform/1"),
  from: SpaceId,
  to: SpaceId,
  maps: z.literal("points"),
  affine: z
    .array(z.number())
    .length(16)
    .refine(
      (m) => m[12] === 0 && m[13] === 0 && m[14] === 0 && m[15] === 1,
      "does not end in the row 0 0 0 1",
    )
    .refine((m) => determinant(m) !== 0, "is singular")
    .describe("16 numbers, row by row, of an invertible matrix with last row 0 0 0 1"),
});

/**
 * An affine map of points, RAS millimetres in both spaces. To resample an *image* from `from` onto the
 * grid of `to`, look its voxels up through the inverse.
 */
export interface PointTransform {
  readonly from: string;
  readonly to: string;
  readonly maps: "points";
  readonly affine: Affine;
}

/**
 * Maps points (x0 y0 z0 x1 …, RAS mm) of a space.
 *
 * @throws SpaceMismatchError when the points are not in `transform.from`.
 */
export function transformPoints(
  transform: PointTransform,
  points: { readonly space: string; readonly xyzMm: Float64Array },
): { readonly space: string; readonly xyzMm: Float64Array } {
  if (points.space !== transform.from) throw mismatch(transform, points.space);
  return { space: transform.to, xyzMm: applyAffine(transform.affine, points.xyzMm) };
}

/** The map back. */
export function invertTransform({ from, to, affine }: PointTransform): PointTransform {
  return { from: to, to: from, maps: "points", affine: invert(affine) };
}

/**
 * First `first`, then `second`.
 *
 * @throws SpaceMismatchError when the second does not begin where the first ends.
 */
export function composeTransforms(first: PointTransform, second: PointTransform): PointTransform {
  if (second.from !== first.to) throw mismatch(second, first.to);
  return { from: first.from, to: second.to, maps: "points", affine: multiply(second.affine, first.affine) };
}

/** Reads a `cytonet.transform/1` JSON file. @throws DataError naming file and field. */
export async function readPointTransform(path: string): Promise<PointTransform> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const message = `cannot be read as JSON (${(cause as Error).message})`;
    throw new DataError({ file: path, message, remedy: "Write it with writePointTransform." }, { cause });
  }
  const result = validate(PointTransformSchema, value);
  if ("faults" in result) throw new DataError(result.faults.map((fault) => problemOf(fault, path)));
  const { schema: _, ...transform } = result.value;
  return transform;
}

/** Writes a `cytonet.transform/1` JSON file, complete or not at all. */
export async function writePointTransform(path: string, transform: PointTransform): Promise<void> {
  const record = { schema: "cytonet.transform/1", ...transform };
  const result = validate(PointTransformSchema, record);
  if ("faults" in result) throw new DataError(result.faults.map((fault) => problemOf(fault, path)));
  await writeJsonAtomic(path, record);
}

function mismatch(transform: PointTransform, space: string): SpaceMismatchError {
  return new SpaceMismatchError({
    field: "from",
    message: `a transform from ${transform.from} to ${transform.to} was given points in ${space}`,
    remedy: "Transform the points into that space first, or use the inverse.",
  });
}
