import { existsSync } from "node:fs";
import { readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, canonicalJson, DataError, writeJsonAtomic } from "@cytonet/cohort";
import { type PresetName, presetNames } from "./presets.js";
import type { PhantomSettings } from "./sectionPlan.js";

/** `phantom.json`: what a cohort of phantoms was asked to be. It decides every scan and table of it. */
export interface PhantomFile {
  readonly schema: "cytonet.phantom/1";
  readonly preset: PresetName;
  readonly settings: PhantomSettings;
}

const fileName = "phantom.json";

/**
 * Begins a cohort folder, or finds it begun with the same settings.
 *
 * @param force moves a folder of other content aside, to `DIR.before-TIME`, and begins anew.
 * @throws ConfigError when the folder holds anything else.
 */
export async function claimFolder(dir: string, file: PhantomFile, force: boolean): Promise<void> {
  const there = existsSync(dir) ? (await readdir(dir)).filter((name) => !name.startsWith(".")) : [];
  if (there.length > 0) {
    const before = existsSync(join(dir, fileName)) ? await readPhantomFile(dir) : undefined;
    if (before !== undefined && canonicalJson(before) === canonicalJson(file)) return;
    if (!force) {
      throw new ConfigError({
        file: dir,
        message:
          before === undefined
            ? "exists and is no phantom cohort"
            : "holds a phantom made with other settings",
        remedy: "Choose another folder, or give --force, which keeps the old one aside.",
      });
    }
    await rename(
      dir,
      `${dir.replace(/\/+$/, "")}.before-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`,
    );
  }
  await writeJsonAtomic(join(dir, fileName), file);
}

/** Reads `phantom.json` of a cohort. @throws ConfigError where there is none; DataError when it is not one. */
export async function readPhantomFile(dir: string): Promise<PhantomFile> {
  const path = join(dir, fileName);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const remedy = "Name a cohort that `cytonet phantom` made.";
    throw new ConfigError({ file: path, message: "cannot be read", remedy }, { cause });
  }
  try {
    const file = JSON.parse(text) as PhantomFile;
    if (file.schema === "cytonet.phantom/1" && presetNames.includes(file.preset)) return file;
  } catch {
    // Reported below like any other content that is none.
  }
  throw new DataError({ file: path, message: "is not cytonet.phantom/1", remedy: "Make the phantom again." });
}
