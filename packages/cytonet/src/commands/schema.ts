import { ConfigError } from "@cytonet/cohort/errors";
import { defineCommand } from "./command.js";
import { publishedSchemas, schemaText } from "./schemas.js";

/** `cytonet schema`: what may stand in a file, for people and for editors. */
export const schema = defineCommand({
  name: "schema",
  summary: "print the JSON Schema of a file that users write",
  details:
    "Without NAME it lists the names. Editors that know YAML check and complete a file against its schema;\n" +
    "the same schemas lie in docs/schemas.",
  positionals: [{ name: "NAME", description: "cohort, split, pretrain, …", optional: true }],
  options: {},
  examples: ["cytonet schema", "cytonet schema cohort > cohort.schema.json"],
  async execute({ positionals }): Promise<{ names: readonly string[]; schema?: object }> {
    const { commands } = await import("./registry.js");
    const schemas = await publishedSchemas(commands);
    const names = schemas.map(({ name }) => name);
    const name = positionals[0];
    if (name === undefined) return { names };
    const found = schemas.find((candidate) => candidate.name === name);
    if (found !== undefined) return { names: [name], schema: await found.load() };
    throw new ConfigError({
      field: "NAME",
      message: `there is no schema ${name}`,
      remedy: `Schemas: ${names.join(", ")}.`,
    });
  },
  print({ names, schema: found }) {
    return found === undefined ? names.join("\n") : schemaText(found);
  },
});
