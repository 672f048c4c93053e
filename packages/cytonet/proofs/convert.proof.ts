/**
 * A scan of the paper's size, 96,000 × 100,000 px, becomes an OME-Zarr within 2 GB of memory; killed four times and
 * resumed it is the same, file by file.
 *
 * The input is a BigTIFF of which every tile is really compressed and decoded, though the tiles are a few hundred that
 * recur. Results are compared by their SHA256SUMS, so that one result is on the disk at a time (about 6 GB).
 * `CYTONET_PROOF_SCAN_PX=12000` tries it on a smaller square.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRecurringTiff } from "./recurringTiff.js";

const program = fileURLToPath(new URL("../bin/cytonet.js", import.meta.url));
const side = Number(process.env.CYTONET_PROOF_SCAN_PX ?? 0);
const [widthPx, heightPx] = side > 0 ? [side, side] : [96_000, 100_000];
const blocks = Math.ceil(widthPx / 4096) * Math.ceil(heightPx / 4096);
const mostMemoryKiB = 2 * 1024 * 1024;

let dir = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-convert-proof-"));
  await writeRecurringTiff(join(dir, "in.tif"), widthPx, heightPx);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Ended {
  readonly how: number | string | null;
  readonly peakKiB: number;
}

/** Starts the built program converting, watches its memory and asks `watch` five times a second. */
function convert(out: string, watch: (child: ChildProcess) => void = () => {}): Promise<Ended> {
  const words = ["scan", "convert", join(dir, "in.tif"), join(dir, out)];
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  let peakKiB = 0;
  const timer = setInterval(() => {
    peakKiB = Math.max(peakKiB, peakOf(child.pid!));
    watch(child);
  }, 200);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearInterval(timer);
      resolve({ how: signal ?? code, peakKiB });
    });
  });
}

/** The largest resident size that the kernel has seen of a process. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // it has just ended
  }
}

function blocksDone(name: string): number {
  const journal = join(dir, `.${name}.converting/journal.jsonl`);
  return existsSync(journal) ? readFileSync(journal, "utf8").split("\n").length - 1 : 0;
}

/** The checksums of a result, which is then removed. */
function takeSums(name: string): string {
  const sums = readFileSync(join(dir, name, "SHA256SUMS"), "utf8");
  rmSync(join(dir, name), { recursive: true });
  return sums;
}

describe(`a scan of ${widthPx} x ${heightPx} px`, () => {
  it("becomes an OME-Zarr within 2 GB, and the same one after being killed", async () => {
    const began = performance.now();
    const whole = await convert("whole.zarr");
    const seconds = (performance.now() - began) / 1000;
    expect(whole.how).toBe(0);
    expect(whole.peakKiB).toBeLessThan(mostMemoryKiB);
    console.log(`${(widthPx * heightPx) / 1e6 / seconds} Mpx/s, ${whole.peakKiB / 1024} MiB at the most`);
    const sums = takeSums("whole.zarr");
    expect(sums.split("\n").length).toBeGreaterThan(blocks);

    for (const share of [0.1, 0.35, 0.6, 0.8]) {
      const killed = await convert("killed.zarr", (child) => {
        if (blocksDone("killed.zarr") >= share * blocks) child.kill("SIGKILL");
      });
      expect(killed.how).toBe("SIGKILL");
    }
    const last = await convert("killed.zarr");
    expect(last.how).toBe(0);
    expect(last.peakKiB).toBeLessThan(mostMemoryKiB);
    expect(takeSums("killed.zarr")).toBe(sums);
    expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
