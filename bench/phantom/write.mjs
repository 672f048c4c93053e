// Writing one section of 40,000 × 50,000 px as a pyramidal TIFF (or --zarr), rendered at 1 µm per pixel:
// peak resident memory of the process, read from the kernel, and time. Bar: 1 GB. The last line is the peak.
// Needs about 3 GB of disk below $TMPDIR. WIDTH and HEIGHT make it smaller.
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { phantomPresets, writeSectionScan } from "@cytonet/phantom";
import { modelledSections } from "../shared/phantomSections.mjs";

const widthPx = Number(process.env.WIDTH ?? 40_000);
const heightPx = Number(process.env.HEIGHT ?? 50_000);
const format = process.argv.includes("--zarr") ? "ome-zarr" : "tiff";
const [{ section, model }] = modelledSections(
  phantomPresets.demo,
  { confounds: "mild", pixelUm: 1, format },
  { altered: (middle) => ({ ...middle, placement: { ...middle.placement, widthPx, heightPx } }) },
);
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1e6;
const dir = await mkdtemp(join(tmpdir(), "phantom-bench-"));
try {
  const start = performance.now();
  const { bytes } = await writeSectionScan(
    model,
    section,
    format,
    join(dir, format === "tiff" ? "s.tif" : "s.ome.zarr"),
  );
  const seconds = (performance.now() - start) / 1000;
  const rate = (widthPx * heightPx) / 1e6 / seconds;
  console.log(
    `${widthPx} x ${heightPx} px: ${(bytes / 1e9).toFixed(2)} GB, ${seconds.toFixed(0)} s, ${rate.toFixed(1)} MP/s`,
  );
} finally {
  await rm(dir, { recursive: true, force: true });
}
console.log(`${peak().toFixed(2)} GB at the peak`);
