import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { cacheFolder } from "@cytonet/torch/libtorch";
import { bytes, type Fact, type Finding } from "./report.js";

/** Below this, stages and runs are likely to stop for want of space. */
const littleBytes = 5 * 2 ** 30;

/** Examines the free space where work, downloads and temporary tables go. */
export async function examineDisk(env: NodeJS.ProcessEnv = process.env): Promise<Finding> {
  const folders = {
    "working folder": process.cwd(),
    "cache of downloads": cacheFolder(env),
    "temporary files": tmpdir(),
  };
  const facts: Fact[] = [];
  const problems: Finding["problems"][number][] = [];
  for (const [name, folder] of Object.entries(folders)) {
    const free = await freeBytes(folder);
    facts.push({ name, value: `${bytes(free)} free, ${folder}` });
    if (free >= littleBytes) continue;
    const message = `Only ${bytes(free)} are free for the ${name}, ${folder}`;
    problems.push({ message, remedy: "Make room there, or work in another folder.", blocking: false });
  }
  return { title: "disk", facts, problems };
}

/** Free space of the file system that holds a folder, or would hold it. */
async function freeBytes(folder: string): Promise<number> {
  if (!existsSync(folder) && dirname(folder) !== folder) return freeBytes(dirname(folder));
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
