/**
 * The thread behind `WorkerPool`: grows brains and makes sections. It keeps the last brains that it was sent, whose
 * volumes lie on shared memory.
 */
import { parentPort } from "node:worker_threads";
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

/** Does what is asked; the same function serves calls without threads. */
export async function serve(request: WorkerRequest): Promise<unknown> {
  if (request.kind === "brain") {
    const template = createTemplate(phantomPresets[request.preset].geometry, request.seed);
    return createBrain(template, request.brainSeed);
  }
  return runSectionJob(request.brain, request.job);
}

/** The machine's code of an error, also where it is the cause of another. */
function codeOf(error: unknown): string | undefined {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const { code } = one as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
  }
  return undefined;
}

parentPort?.on("message", async (request: WorkerRequest) => {
  let reply: WorkerReply;
  try {
    reply = { result: await serve(request) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    reply = { error: { name, message, code: codeOf(error) } };
  }
  parentPort!.postMessage(reply);
});
