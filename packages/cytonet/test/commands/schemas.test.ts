import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/registry.js";
import { publishedSchemas, schemaText } from "../../src/commands/schemas.js";

const folder = new URL("../../../../docs/schemas/", import.meta.url);

describe("docs/schemas", () => {
  it("holds what `cytonet schema NAME` prints, for every name (`node tools/schemas.mjs` writes it)", async () => {
    const schemas = await publishedSchemas(commands);
    expect(await readdir(folder)).toEqual(schemas.map(({ name }) => `${name}.json`).sort());
    for (const { name, load } of schemas) {
      expect(await readFile(new URL(`${name}.json`, folder), "utf8"), name).toBe(schemaText(await load()));
    }
  });
});
