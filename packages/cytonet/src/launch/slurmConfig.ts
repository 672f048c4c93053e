import { z } from "zod";

const count = z.int().min(1);
/** One line of shell: what ends a line, or could start a directive, is refused. */
const line = z
  .string()
  .min(1)
  .regex(/^[^\r\n]+$/, "must be one line");
const word = z.string().regex(/^[A-Za-z0-9_.:@,=/+-]+$/, "must be letters, digits and _.:@,=/+-");

/** A job as the user writes it. */
export const SlurmSchema = z
  .strictObject({
    schema: z.literal("cytonet.slurm/1"),
    name: word.default("cytonet"),
    command: line.describe(
      "what every rank runs, as after `cytonet`: pretrain --cohort … --config … --out …",
    ),
    nodes: count.default(1),
    tasksPerNode: count.default(1).describe("ranks on each node; one for each of its GPUs"),
    gpusPerTask: z.int().min(0).default(0),
    cpusPerTask: count.default(8).describe("for the loader's threads and a rank's own"),
    memoryPerNode: z
      .string()
      .regex(/^[1-9]\d*[KMGT]?$/, "must be a whole number, in MB or with K, M, G or T: 200G")
      .optional()
      .describe("as for --mem: 200G"),
    time: z
      .string()
      .regex(/^(\d+-)?\d{1,3}(:\d{2}){1,2}$/, "must be [days-]hours:minutes[:seconds]")
      .describe("limit of one run; the job goes on after it"),
    partition: word.optional(),
    account: word.optional(),
    constraint: word.optional(),
    signalSeconds: z
      .int()
      .min(30)
      .max(65_535)
      .default(300)
      .describe("how long before the limit ranks are told to save"),
    maxRestarts: z.int().min(0).default(100).describe("times that the job is put back into the queue"),
    setUp: z.array(line).default([]).describe("lines before the run: modules, environments"),
    container: line.optional().describe("an Apptainer image that holds cytonet"),
    logs: z
      .string()
      .regex(/^[A-Za-z0-9_.:@,=/+%-]+$/, "must be letters, digits and _.:@,=/+%-")
      .default("slurm-%j.log")
      .describe("%j is the job's number; Slurm makes no folders, so theirs must exist"),
  })
  .describe("cytonet slurm CONFIG");

export type SlurmConfig = z.output<typeof SlurmSchema>;
