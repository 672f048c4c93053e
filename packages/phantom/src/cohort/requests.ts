import type { Brain } from "../brain.js";
import { createBrain, createTemplate } from "../createBrain.js";
import { type PresetName, phantomPresets } from "./presets.js";
import { runSectionJob, type SectionJob } from "./sectionJob.js";

/** What a worker is asked. */
export type WorkerRequest =
  | { readonly kind: "brain"; readonly preset: PresetName; readonly seed: number; readonly brainSeed: number }
  | { readonly kind: "section"; readonly brain: Brain; readonly job: SectionJob };

/** What it answers: the result, or what an error says of itself. */
export type WorkerReply =
  | { readonly result: unknown }
  | {
      readonly error: { readonly name: string; readonly message: string; readonly code: string | undefined };
    };

async function serve(request: WorkerRequest): Promise<unknown> {
  if (request.kind === "brain") {
    const template = createTemplate(phantomPresets[request.preset].geometry, request.seed);
    return createBrain(template, request.brainSeed);
  }
  return runSectionJob(request.brain, request.job);
}

/** Does what is asked and never throws; the same function serves calls without threads. */
export async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    return { result: await serve(request) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    return { error: { name, message, code: codeOf(error) } };
  }
}

/** The result of a reply. @throws the error that it tells of, with its name and the machine's code. */
export function resultOf(reply: WorkerReply): unknown {
  if ("result" in reply) return reply.result;
  const { name, message, code } = reply.error;
  throw Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}

/** The machine's code of an error, also where it is the cause of another. */
function codeOf(error: unknown): string | undefined {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const { code } = one as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
  }
  return undefined;
}
