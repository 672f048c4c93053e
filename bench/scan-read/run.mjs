// Random windows of 2048² at 2 µm/px out of scans of 1 µm/px: ours beside tifffile with zarr, and OpenSlide.
//
// A worker is a process that is bound to one core, on both sides. Before every turn the file is taken out of the page
// cache (posix_fadvise DONTNEED); each turn opens the scan anew and its windows share no tile, so that no cache of
// either side is of use. Sides take turns, and with them a program that merely reads and decompresses the tiles of the
// same windows: no reader on these libraries is faster. The last line is the smallest ratio of throughputs, ours ÷ theirs.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { referencePython, runReference } from "../../tools/reference/reference.mjs";
import { keepResult, machine, median, Partner } from "../shared/pairs.mjs";

const PAIRS = Number(process.env.PAIRS ?? 9);
const ROOT = join(import.meta.dirname, "../..");
const DATA = process.env.SCAN_READ_DATA ?? join(ROOT, "build/bench/scan-read");
const CASES = (
  process.env.CASES ??
  "deflate-256.tif deflate-512.tif jpeg-256.tif jpeg-512.tif jpeg-rgb-256.tif zstd-512.ome.zarr"
).split(" ");
const FACTOR = 2;
const SIDE = 2048 * FACTOR;
// Windows of a turn lie in different cells of this grid, two tiles of 512 px apart at least.
const [CELLS, PITCH] = [3, 5440];
const JITTER = PITCH - SIDE - 2 * 512;
const WINDOWS = 4;

/** Park–Miller: positions are the same in every run. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** Windows for each worker of one turn, all in different cells. */
function chooseWindows(random, workers) {
  const cells = Array.from({ length: CELLS * CELLS }, (_, i) => i);
  return Array.from({ length: workers }, () =>
    Array.from({ length: WINDOWS }, () => {
      const [cell] = cells.splice(random(cells.length), 1);
      const place = (index) => index * PITCH + random(JITTER);
      return [place(cell % CELLS), place(Math.floor(cell / CELLS))];
    }),
  );
}

const python = referencePython();
if (python === undefined) {
  process.stderr.write("There is no Python reference environment to compare with: run make reference.\n");
  process.exit(1);
}
if (!existsSync(DATA)) {
  process.stderr.write(`Writing scans to ${DATA} ...\n`);
  runReference(join(import.meta.dirname, "data.py"), null, { args: [DATA], timeoutMs: 3_600_000 });
}

const bound = (core, command, args) => new Partner("taskset", ["-c", String(core), command, ...args]);
const sides = {
  ours: [0, 1].map((core) => bound(core, process.execPath, [join(import.meta.dirname, "ours.mjs")])),
  theirs: [0, 1].map((core) => bound(core, python, [join(import.meta.dirname, "theirs.py")])),
  floor: [0, 1].map((core) => bound(core, process.execPath, [join(import.meta.dirname, "floor.mjs")])),
};

/** Windows per second of one turn. */
async function turn(partners, request, windows) {
  await sides.theirs[0].ask({ drop: request.path });
  const start = performance.now();
  const answers = await Promise.all(windows.map((some, i) => partners[i].ask({ ...request, windows: some })));
  const wall = (performance.now() - start) / 1000;
  // Opening is left out where a worker is alone; two are done when the slower one is.
  const seconds = Math.max(...answers.map((answer) => answer.seconds));
  const check = answers.reduce((sum, answer) => sum + answer.check, 0);
  return { rate: windows.flat().length / seconds, wall, check };
}

const versions = await sides.theirs[0].ask({ versions: true });
const results = [];
for (const workers of [1, 2]) {
  for (const name of CASES) {
    const path = join(DATA, name);
    const readers = name.endsWith(".zarr") ? ["tifffile+zarr"] : ["tifffile+zarr", "openslide-python"];
    const compression = /^(deflate|jpeg)-\d/.exec(name)?.[1];
    const floor = compression && { compression, tiles: await sides.theirs[0].ask({ tiles: path }) };
    const random = generator(1 + workers);
    const order = ["ours", ...readers, ...(floor ? ["floor"] : [])];
    const rates = Object.fromEntries(order.map((side) => [side, []]));
    for (let pair = -1; pair < PAIRS; pair++) {
      const windows = chooseWindows(random, workers);
      // Who goes first alternates; the first round warms the programs up.
      order.reverse();
      const checks = [];
      for (const side of order) {
        const request = {
          reader: side,
          path,
          side: SIDE,
          factor: FACTOR,
          ...(side === "floor" ? floor : {}),
        };
        const { rate, check } = await turn(sides[side] ?? sides.theirs, request, windows);
        if (side !== "floor") checks.push(check);
        if (pair >= 0) rates[side].push(rate);
      }
      // Four corners at most, two levels each.
      const spread = Math.max(...checks) - Math.min(...checks);
      if (spread > 4 * windows.flat().length) throw new Error(`${name}: the sides read different pixels`);
    }
    for (const reader of readers) {
      const ratios = rates.ours.map((rate, i) => rate / rates[reader][i]);
      const result = {
        scan: name,
        workers,
        reader,
        oursPerSecond: median(rates.ours),
        theirsPerSecond: median(rates[reader]),
        ratio: median(ratios),
        ...(floor
          ? { mereDecompressionRatio: median(rates.floor.map((rate, i) => rate / rates[reader][i])) }
          : {}),
      };
      results.push(result);
      process.stdout.write(
        `${name}, ${workers} worker${workers > 1 ? "s" : ""}: ours ${result.oursPerSecond.toFixed(1)} windows/s, ` +
          `${reader} ${result.theirsPerSecond.toFixed(1)}, ratio ${result.ratio.toFixed(2)}` +
          `${floor ? ` (mere decompression ${result.mereDecompressionRatio.toFixed(2)})` : ""}\n`,
      );
    }
  }
}
for (const partner of Object.values(sides).flat()) partner.close();
const smallest = Math.min(...results.map(({ ratio }) => ratio));
const path = keepResult("scan-read", {
  what: "windows of 2048² at 2 µm/px from 1 µm/px, page cache cold (posix_fadvise DONTNEED before each turn)",
  worker: "one process bound to one core, on both sides",
  pairs: PAIRS,
  windowsPerTurn: WINDOWS,
  versions,
  bar: 1.5,
  results,
});
process.stdout.write(`${machine().processor}; kept in ${path}\n`);
process.stdout.write(`smallest ratio ours ÷ theirs: ${smallest.toFixed(2)} (bar 1.5)\n`);
