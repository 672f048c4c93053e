import type { Command } from "./command.js";
import { demo } from "./demo.js";
import { doctor } from "./doctor.js";
import { embed } from "./embed.js";
import { importQuint } from "./importQuint.js";
import { pretrain } from "./pretrain.js";
import { probe } from "./probe.js";
import { schema } from "./schema.js";
import { status } from "./status.js";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  demo,
  doctor,
  importQuint,
  status,
  pretrain,
  embed,
  probe,
  schema,
];
