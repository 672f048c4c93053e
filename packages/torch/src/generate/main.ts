import { renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { native } from "../native.js";
import { generate } from "./generate.js";

// Runs from `dist/generate`; the file it writes is a source.
const target = fileURLToPath(new URL("../../src/ops.generated.ts", import.meta.url));
writeFileSync(`${target}.new`, generate(native.schemas()));
renameSync(`${target}.new`, target);
process.stderr.write(`wrote ${target}\n`);
