import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "@cytonet/cohort";

/** Every table of a name that stages have made, sorted: `derived/STAGE/BRAIN[/SECTION]/NAME.parquet`. */
export async function tableFiles(cohortDir: string, name: "points" | "labels"): Promise<string[]> {
  const derived = join(cohortDir, "derived");
  if (!existsSync(derived)) return [];
  const entries = await readdir(derived, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name === `${name}.parquet`)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/_aside/") && !path.includes(".partial-"))
    .sort();
}

/** The cohort's tables of points. @throws ConfigError where there is none */
export async function pointFiles(cohortDir: string): Promise<string[]> {
  const files = await tableFiles(cohortDir, "points");
  if (files.length > 0) return files;
  throw new ConfigError({
    file: join(cohortDir, "derived"),
    message: "holds no points.parquet",
    remedy:
      "Run `cytonet sample grid` after `cytonet segment`, or write points of your own to " +
      "derived/STAGE/BRAIN/SECTION/points.parquet (docs/cohort.md says how). `cytonet import quint` and `cytonet phantom` " +
      "make points themselves.",
  });
}
