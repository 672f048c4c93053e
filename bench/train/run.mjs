// Data-parallel training, ours beside a plain PyTorch DDP script: the same model, weights, data, objective (SpatialNCE over
// gathered features) and optimiser, one process each and two (Gloo). Both normalise batches per process: PyTorch's
// SyncBatchNorm does not run on CPUs. The last line is patches/s ours ÷ PyTorch with two processes (smallest of the cases).
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPretrainingModel, encoderPreset } from "@cytonet/learning";
import { manualSeed, ops, scope, torchVersion, writeSafetensors } from "@cytonet/torch";
import { referencePython } from "../../tools/reference/reference.mjs";
import { keepResult, machine, median, Partner, paired } from "../shared/pairs.mjs";

const PAIRS = Number(process.env.PAIRS ?? 7);
const STEPS = Number(process.env.STEPS ?? 2);
// As many threads for each of one as for each of two, so that the scaling is that of processes.
const THREADS = Number(process.env.THREADS ?? Math.max(1, Math.floor(machine().cores / 2)));
const only = process.env.CASES?.split(",");

const cases = [
  { name: "R50, 8×1×256² each", encoder: encoderPreset("R50", "B", { patchPx: 256 }), perRank: 8 },
  { name: "R50 tiny, 32×1×256² each", encoder: encoderPreset("R50", "tiny"), perRank: 32 },
  { name: "R50-ViT tiny, 16×1×256² each", encoder: encoderPreset("R50-ViT", "tiny"), perRank: 16 },
].filter(({ name }) => only === undefined || only.some((part) => name.startsWith(part)));

const python = referencePython();
if (python === undefined) throw new Error("run `make reference` first");
const folder = mkdtempSync(join(tmpdir(), "bench-train-"));

/** A port that nothing listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** All processes of one side; a question goes to all at once and takes as long as the slowest. */
async function side(command, args, ranks) {
  const port = String(await freePort());
  const members = Array.from(
    { length: ranks },
    (_, rank) =>
      new Partner(command, args, {
        RANK: String(rank),
        LOCAL_RANK: String(rank),
        WORLD_SIZE: String(ranks),
        MASTER_ADDR: "127.0.0.1",
        MASTER_PORT: port,
        OMP_NUM_THREADS: String(THREADS),
        CYTONET_THREADS: String(THREADS),
      }),
  );
  const ask = (request) => Promise.all(members.map((member) => member.ask(request)));
  return {
    ask,
    time: async () => Math.max(...(await ask({ steps: STEPS })).map(({ seconds }) => seconds)),
    close: () => {
      for (const member of members) member.close();
    },
  };
}

/** Weights and data that both sides begin with. */
function writeCase({ encoder, perRank }, path) {
  manualSeed(1);
  const model = createPretrainingModel(encoder, { seed: 0 });
  scope(() => {
    const samples = 2 * perRank;
    const data = new Map([
      ["data.patches", ops.randn([samples, 1, encoder.patchPx, encoder.patchPx])],
      ["data.pointsMm", ops.rand([samples, 3], { dtype: "float64" }).mulScalar(60)],
    ]);
    writeSafetensors(path, new Map([...model.stateDict(), ...data]));
  });
  model.dispose();
}

async function measure(one, ranks) {
  const file = join(folder, "case.safetensors");
  writeCase(one, file);
  const ours = await side(process.execPath, [new URL("rank.mjs", import.meta.url).pathname], ranks);
  const theirs = await side(python, [new URL("ddp.py", import.meta.url).pathname], ranks);
  try {
    const request = { file, encoder: one.encoder, perRank: one.perRank, threads: THREADS };
    const [{ loss }] = await ours.ask(request);
    const [{ loss: expected, torch }] = await theirs.ask(request);
    if (!(Math.abs(loss / expected - 1) < 1e-3))
      throw new Error(
        `${one.name}: the first loss is ${loss} here and ${expected} in PyTorch: not the same task`,
      );
    await ours.time();
    await theirs.time();
    const { ratios, ...times } = await paired(ours.time, theirs.time, PAIRS);
    const samples = one.perRank * ranks;
    const rates = { ours: samples / times.ours, theirs: samples / times.theirs };
    return {
      ...rates,
      ratio: median(ratios.map((ratio) => 1 / ratio)),
      ratios: ratios.map((r) => 1 / r),
      torch,
    };
  } finally {
    ours.close();
    theirs.close();
  }
}

const results = {};
let pytorch = "";
try {
  for (const one of cases) {
    const byRanks = {};
    for (const ranks of [1, 2]) {
      const { torch, ...result } = await measure(one, ranks);
      pytorch = torch;
      byRanks[ranks] = result;
      console.log(
        `${one.name}, ${ranks} process${ranks === 1 ? "" : "es"}: ours ${result.ours.toFixed(1)} patches/s, ` +
          `PyTorch ${result.theirs.toFixed(1)}, ratio ${result.ratio.toFixed(3)}`,
      );
    }
    const scaling = (who) => byRanks[2][who] / byRanks[1][who];
    results[one.name] = { ...byRanks, scaling: { ours: scaling("ours"), theirs: scaling("theirs") } };
    console.log(
      `${one.name}, 1 → 2: ours ×${scaling("ours").toFixed(2)}, PyTorch ×${scaling("theirs").toFixed(2)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
const smallest = Math.min(...Object.values(results).map((result) => result[2].ratio));
if (process.env.KEEP !== "0") {
  const path = keepResult("train", {
    libtorch: torchVersion(),
    pytorch,
    threadsPerProcess: THREADS,
    unit: "patches per second of all processes, median; ratio is ours over PyTorch's, median over pairs",
    cases: results,
    smallestRatioOfTwo: smallest,
  });
  console.error(`kept in ${path}`);
}
console.log(`patches/s ours ÷ PyTorch DDP, two processes: ${smallest.toFixed(3)} (bar 1.0)`);
