import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { jsonSchemas } from "../../src/index.js";

// After a change of a schema: UPDATE_SCHEMAS=1 npx vitest run packages/cohort, then npx biome check --write.
it.each(Object.entries(jsonSchemas()))(
  "publishes the JSON Schema of %s in schemas/",
  async (name, schema) => {
    const path = join(import.meta.dirname, "../../schemas", `${name}.schema.json`);
    if (process.env.UPDATE_SCHEMAS === "1") await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
    expect(schema).toEqual(JSON.parse(await readFile(path, "utf8")));
  },
);
