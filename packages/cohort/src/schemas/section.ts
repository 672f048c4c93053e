import { z } from "zod";
import { Identifier } from "./cohort.js";

/** Columns of `sections.csv`, in their order. */
export const sectionColumns = [
  "brain",
  "section",
  "path",
  "pixelSizeXUm",
  "pixelSizeYUm",
  "thicknessUm",
  "positionMm",
  "status",
  "note",
] as const;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const NumberText = z
  .string()
  .trim()
  .regex(decimal, "is not a number")
  .transform(Number)
  .refine(Number.isFinite, "is not a finite number");

const PixelSize = NumberText.refine((value) => value > 0, "is not above 0").describe(
  "a length in micrometres above 0, with a decimal point",
);

const optionalNumber = (inner: z.ZodType<number, string>): z.ZodType<number | null, string> =>
  z.union([z.literal("").transform(() => null), inner]);

const ScanPath = z
  .string()
  .min(1, "is empty")
  .regex(/^(?!\/|[A-Za-z]:|\\\\)/, "is an absolute path")
  .refine((path) => !path.split(/[\\/]/).includes(".."), "climbs out of its root")
  .describe("a path relative to roots.scans of cohort.yaml or cohort.local.yaml");

const common = {
  brain: Identifier,
  section: Identifier,
  thicknessUm: optionalNumber(PixelSize).describe("a length in micrometres above 0, or nothing"),
  positionMm: optionalNumber(NumberText).describe(
    "a position in millimetres with a decimal point, or nothing",
  ),
  note: z.string(),
};

/** A section with an image: used (`ok`) or set aside by the user (`excluded`). */
export const ScannedSectionSchema = z.strictObject({
  ...common,
  path: ScanPath,
  pixelSizeXUm: PixelSize,
  pixelSizeYUm: PixelSize,
  status: z.enum(["ok", "excluded"]).describe("ok, excluded or missing"),
});

/** A section that was cut but has no image: it keeps its place in the order. */
export const MissingSectionSchema = z.strictObject({
  ...common,
  path: z.string().transform((path) => (path === "" ? null : path)),
  pixelSizeXUm: optionalNumber(PixelSize),
  pixelSizeYUm: optionalNumber(PixelSize),
  status: z.literal("missing"),
});

export type ScannedSection = z.output<typeof ScannedSectionSchema>;
export type MissingSection = z.output<typeof MissingSectionSchema>;

/** One row of `sections.csv`. `thicknessUm` and `positionMm` are null where the cell is empty. */
export type Section = ScannedSection | MissingSection;

/** True for sections that stages work on. */
export function isUsable(section: Section): section is ScannedSection {
  return section.status === "ok";
}
