import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createScanWriter } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../bin/cytonet.js", import.meta.url));
const built = existsSync(fileURLToPath(new URL("../../dist/scans/convert.js", import.meta.url)));
const [widthPx, heightPx] = [2000, 1500];

let dir = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-convert-kill-"));
  const writer = await createScanWriter(join(dir, "in.tif"), {
    format: "tiff",
    widthPx,
    heightPx,
    bitDepth: 8,
    pixelSizeXUm: 1,
    pixelSizeYUm: 1,
  });
  const samples = Uint8Array.from(
    { length: widthPx * heightPx },
    (_, i) => 60 + ((i * 7919) % 97) + (i % 71),
  );
  await writer.writeBand(0, samples);
  await writer.finish();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Starts the built program converting; `watch` is asked often while it runs. */
function convert(
  out: string,
  watch: (child: ChildProcess) => void = () => {},
): Promise<number | string | null> {
  // Small tiles make many blocks, and so many moments to be stopped at.
  const words = ["scan", "convert", join(dir, "in.tif"), out, "--tile-px", "32", "--compression-level", "9"];
  const child = spawn(process.execPath, [program, ...words], { stdio: "ignore" });
  const timer = setInterval(() => watch(child), 5);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearInterval(timer);
      resolve(signal ?? code);
    });
  });
}

function blocksDone(name: string): number {
  const journal = join(dir, `.${name}.converting/journal.jsonl`);
  return existsSync(journal) ? readFileSync(journal, "utf8").split("\n").length - 1 : 0;
}

function digest(path: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(file.slice(path.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

describe.runIf(built)("cytonet scan convert, as built", { timeout: 180_000 }, () => {
  it("goes on after SIGKILL at any moment and makes the same bytes", async () => {
    expect(await convert(join(dir, "whole.zarr"))).toBe(0);
    for (const blocks of [2, 30]) {
      const ended = await convert(join(dir, "killed.zarr"), (child) => {
        if (blocksDone("killed.zarr") >= blocks) child.kill("SIGKILL");
      });
      expect(ended).toBe("SIGKILL");
      expect(existsSync(join(dir, "killed.zarr"))).toBe(false);
    }
    expect(await convert(join(dir, "killed.zarr"))).toBe(0);
    expect(digest(join(dir, "killed.zarr"))).toBe(digest(join(dir, "whole.zarr")));
    expect(readdirSync(dir).filter((name) => name.startsWith(".killed"))).toEqual([]);
  });

  it("ends with 75 after SIGTERM, and goes on", async () => {
    const ended = await convert(join(dir, "stopped.tif"), (child) => {
      if (blocksDone("stopped.tif") >= 3 && !child.killed) child.kill("SIGTERM");
    });
    expect(ended).toBe(75);
    expect(blocksDone("stopped.tif")).toBeGreaterThanOrEqual(3);
    expect(await convert(join(dir, "stopped.tif"))).toBe(0);
  });
});
