import type { Command } from "./command.js";
import { doctor } from "./doctor.js";
import { schema } from "./schema.js";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [doctor, schema];
