// Writes docs/schemas/NAME.json for every file that users write; run it after `make build` when a schema changes.
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commands, publishedSchemas, schemaText } from "cytonet/schemas";

const folder = fileURLToPath(new URL("../docs/schemas", import.meta.url));
await mkdir(folder, { recursive: true });
const schemas = await publishedSchemas(commands);
for (const { name, load } of schemas) {
  const file = join(folder, `${name}.json`);
  await writeFile(`${file}.tmp`, schemaText(await load()));
  await rename(`${file}.tmp`, file);
}
const names = new Set(schemas.map(({ name }) => `${name}.json`));
for (const name of await readdir(folder)) if (!names.has(name)) await rm(join(folder, name));
console.log(`${schemas.length} schemas in docs/schemas`);
