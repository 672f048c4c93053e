import { readFile } from "node:fs/promises";
import { DataError, type Problem } from "@cytonet/cohort";
import { z } from "zod";
import type { Anchoring } from "./anchoring.js";

/** One section of a QUINT series. */
export interface QuintSection {
  readonly filename: string;
  /** Position in the series; sections are ordered by it, not by file name. */
  readonly nr: number;
  /** Size of the image that was registered; the image at hand may be a larger or smaller copy. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly anchoring: Anchoring;
  /** Number of VisuAlign markers: a nonlinear correction on top of the anchoring. */
  readonly markers: number;
}

/** A QuickNII or DeepSlice series, sections ascending by `nr`. */
export interface QuintSeries {
  /** Atlas that was registered to, such as `ABA_Mouse_CCFv3_2017_25um.cutlas`. */
  readonly target: string;
  readonly sections: readonly QuintSection[];
}

const Size = z.number().int().positive();
const SliceSchema = z.object({
  filename: z.string().min(1),
  nr: z.number().int().nonnegative(),
  width: Size,
  height: Size,
  anchoring: z.array(z.number()).length(9),
  markers: z.array(z.unknown()).default([]),
});
const SeriesSchema = z.object({ target: z.string(), slices: z.array(SliceSchema).min(1) });

/**
 * Read a series in the QUINT JSON format (`target`, `slices[].anchoring = [ox,oy,oz,ux,uy,uz,vx,vy,vz]`).
 *
 * @throws DataError naming file and field
 */
export async function readQuintSeries(path: string): Promise<QuintSeries> {
  return parseQuintSeries(await readJson(path), path);
}

/** The series in parsed JSON; `file` names it in errors. @throws DataError */
export function parseQuintSeries(json: unknown, file: string): QuintSeries {
  const parsed = SeriesSchema.safeParse(json);
  if (!parsed.success) {
    throw new DataError(
      parsed.error.issues.map(
        (issue): Problem => ({
          file,
          field: issue.path.map(String).join("."),
          message: issue.message,
          remedy: "Save the series again as JSON in QuickNII, DeepSlice or VisuAlign.",
        }),
      ),
    );
  }
  const sections = parsed.data.slices
    .map((slice, index): QuintSection => {
      const [ox, oy, oz, ux, uy, uz, vx, vy, vz] = slice.anchoring as Nine;
      const anchoring: Anchoring = { o: [ox, oy, oz], u: [ux, uy, uz], v: [vx, vy, vz] };
      if (Math.hypot(ux, uy, uz) === 0 || Math.hypot(vx, vy, vz) === 0) {
        throw new DataError({
          file,
          field: `slices.${index}.anchoring`,
          message: `${slice.filename} has an anchoring without extent`,
          remedy: "Register the section, or remove it from the series.",
        });
      }
      const { filename, nr, width: widthPx, height: heightPx, markers } = slice;
      return { filename, nr, widthPx, heightPx, anchoring, markers: markers.length };
    })
    .sort((a, b) => a.nr - b.nr);
  const twin = sections.findIndex((section, i) => i > 0 && section.nr === sections[i - 1]!.nr);
  if (twin > 0) {
    throw new DataError({
      file,
      field: "slices.nr",
      message: `${sections[twin - 1]!.filename} and ${sections[twin]!.filename} have the same nr`,
      remedy: "Number the sections by their order in the brain.",
    });
  }
  return { target: parsed.data.target, sections };
}

type Nine = [number, number, number, number, number, number, number, number, number];

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new DataError(
      {
        file: path,
        message: `cannot be read as JSON (${(cause as Error).message})`,
        remedy: "Name the JSON file that QuickNII, DeepSlice or VisuAlign saved.",
      },
      { cause },
    );
  }
}
