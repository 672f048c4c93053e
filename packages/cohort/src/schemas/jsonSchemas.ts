import { z } from "zod";
import { PointTransformSchema } from "../spaces/pointTransform.js";
import { CohortSchema, LocalCohortSchema } from "./cohort.js";
import { SplitSchema } from "./split.js";

/** JSON Schemas (draft 2020-12) of the YAML and JSON files that users write, for editors and other programs. */
export function jsonSchemas(): Readonly<Record<"cohort" | "cohort.local" | "split" | "transform", object>> {
  const publish = (schema: z.ZodType, title: string): object => ({
    title,
    ...z.toJSONSchema(schema, { io: "input" }),
  });
  return {
    cohort: publish(CohortSchema, "cohort.yaml"),
    "cohort.local": publish(LocalCohortSchema, "cohort.local.yaml"),
    split: publish(SplitSchema, "splits/NAME.yaml"),
    transform: publish(PointTransformSchema, "transforms/NAME.json"),
  };
}
