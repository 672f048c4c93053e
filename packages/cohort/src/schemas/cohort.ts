import { z } from "zod";

/** Identifies brains, sections, splits and stages; usable as a folder name on every system. */
export const Identifier = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "is not usable as a name")
  .describe("a name of letters, digits, '.', '_' and '-', beginning with a letter or digit");

/** Id of a coordinate space: `mni-colin27`, `allen-ccfv3`, … or a brain's own `brain:B20`. */
export const SpaceId = z
  .string()
  .regex(/^(brain:)?[A-Za-z0-9][A-Za-z0-9._-]*$/, "is not a space id")
  .describe("a space id such as mni-colin27, allen-ccfv3 or brain:B20");

const RelativePath = z
  .string()
  .min(1)
  .regex(/^(?!\/|[A-Za-z]:|\\\\)/, "is an absolute path")
  .describe("a path relative to the cohort folder");

const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "is not a SHA-256")
  .describe("64 lowercase hexadecimal digits");

/** A space that the cohort's files name, with its template image where there is one. */
export const SpaceSchema = z.strictObject({
  id: SpaceId,
  template: RelativePath.optional(),
  sha256: Sha256.optional(),
});

/** Where a point transform is stored. It maps points (not images) from one space to another. */
export const TransformFileSchema = z.strictObject({
  file: RelativePath,
  maps: z.literal("points"),
  from: SpaceId,
  to: SpaceId,
});

const sectionOrders = [
  "posterior-to-anterior",
  "anterior-to-posterior",
  "inferior-to-superior",
  "superior-to-inferior",
  "left-to-right",
  "right-to-left",
] as const;

export const BrainSchema = z
  .strictObject({
    id: Identifier,
    species: z.string().min(1).describe("a species, for instance human or mouse"),
    sharing: z.enum(["open", "restricted"]),
    sectionOrder: z.enum(sectionOrders),
    imageLeftIs: z.enum(["left", "right"]).optional(),
    stainPolarity: z.enum(["dark", "light"]),
    linearShrinkage: z
      .number()
      .gt(0)
      .lte(1)
      .describe("the length after histology divided by the length before, between 0 and 1")
      .optional(),
    toReference: TransformFileSchema.optional(),
    volume: RelativePath.optional(),
  })
  .superRefine((brain, context) => {
    const sagittal = brain.sectionOrder.includes("left");
    if (!sagittal && brain.imageLeftIs === undefined) {
      context.addIssue({
        code: "custom",
        path: ["imageLeftIs"],
        message: "is missing",
        params: { remedy: 'Say which hemisphere is on the image\'s left: "left" or "right".' },
      });
    }
    if (sagittal && brain.imageLeftIs !== undefined) {
      context.addIssue({
        code: "custom",
        path: ["imageLeftIs"],
        message: "has no meaning for sagittal sections",
        params: { remedy: "Remove it." },
      });
    }
  });

/** `cohort.yaml`, as a user writes it. */
export const CohortSchema = z
  .strictObject({
    schema: z.literal("cytonet.cohort/1"),
    name: Identifier,
    roots: z
      .object({ scans: z.string().min(1) })
      .catchall(z.string().min(1))
      .describe("named folders, absolute or relative to the cohort folder; `scans` holds the section images"),
    referenceSpace: SpaceId,
    spaces: z.array(SpaceSchema).min(1),
    brains: z.array(BrainSchema).min(1),
  })
  .superRefine((cohort, context) => {
    const report = (path: (string | number)[], message: string, remedy: string): void => {
      context.addIssue({ code: "custom", path, message, params: { remedy } });
    };
    for (const [list, noun] of [
      ["spaces", "space"],
      ["brains", "brain"],
    ] as const) {
      const seen = new Set<string>();
      for (const [index, { id }] of cohort[list].entries()) {
        if (seen.has(id))
          report([list, index, "id"], `names ${noun} ${id} a second time`, "Keep one of them.");
        seen.add(id);
      }
    }
    const known = new Set([...cohort.spaces.map((s) => s.id), ...cohort.brains.map((b) => `brain:${b.id}`)]);
    if (!known.has(cohort.referenceSpace)) {
      report(["referenceSpace"], `${cohort.referenceSpace} is not declared`, "Add it to `spaces`.");
    }
    for (const [index, brain] of cohort.brains.entries()) {
      const transform = brain.toReference;
      if (transform === undefined) continue;
      const own = `brain:${brain.id}`;
      if (transform.from !== own) {
        report(["brains", index, "toReference", "from"], `is ${transform.from}`, `It must be ${own}.`);
      }
      if (transform.to !== cohort.referenceSpace) {
        const remedy = `It must be the cohort's referenceSpace, ${cohort.referenceSpace}.`;
        report(["brains", index, "toReference", "to"], `is ${transform.to}`, remedy);
      }
    }
  });

/** `cohort.local.yaml`: what differs between machines; its roots replace those of `cohort.yaml`. */
export const LocalCohortSchema = z.strictObject({
  schema: z.literal("cytonet.cohort.local/1"),
  roots: z.record(z.string(), z.string().min(1)),
});

export type Space = z.output<typeof SpaceSchema>;
export type Brain = z.output<typeof BrainSchema>;
export type CohortFile = z.output<typeof CohortSchema>;
export type LocalCohortFile = z.output<typeof LocalCohortSchema>;
