// Prints the tables of docs/scale.md; `--write` puts them there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tables } from "./scale/tables.mjs";

const file = join(import.meta.dirname, "../docs/scale.md");
const marks = /(<!-- node tools\/scale\.mjs --write -->)[\s\S]*?(<!-- end -->)/;

if (process.argv.includes("--write")) {
  const page = readFileSync(file, "utf8");
  if (!marks.test(page)) throw new Error(`${file} has lost the marks that the tables stand between`);
  writeFileSync(
    file,
    page.replace(marks, (_, open, close) => `${open}\n\n${tables()}\n\n${close}`),
  );
} else console.log(tables());
