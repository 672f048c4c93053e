/** The JSON Schemas of every file that users write, without loading the engine: `cytonet/schemas`. */
export { commands } from "./commands/registry.js";
export { type PublishedSchema, publishedSchemas, schemaText } from "./commands/schemas.js";
