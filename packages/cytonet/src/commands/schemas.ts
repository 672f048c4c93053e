import { z } from "zod";
import type { Command } from "./command.js";

/** A YAML file with a schema: its name and how to get the JSON Schema (draft 2020-12). */
export interface PublishedSchema {
  readonly name: string;
  readonly load: () => Promise<object>;
}

/** Every YAML file that users write: those of the cohort folder and every command's configuration. */
export async function publishedSchemas(commands: readonly Command[]): Promise<readonly PublishedSchema[]> {
  const { jsonSchemas } = await import("@cytonet/cohort");
  const ofCohort = Object.entries(jsonSchemas()).map(([name, schema]) => ({
    name,
    load: async () => schema,
  }));
  const ofCommands = commands
    .flatMap((command) => command.configs ?? [])
    .map(({ name, title, load }) => ({
      name,
      load: async () => ({ title, ...z.toJSONSchema(await load(), { io: "input" }) }),
    }));
  return [...ofCohort, ...ofCommands];
}

/** A schema as it is printed and published. */
export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
