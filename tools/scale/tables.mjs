// The model of a step as Markdown.
import { decodingCores, ENCODERS, GPUS, MACHINES, patchBytes, RUN, step } from "./model.mjs";

const seconds = (value) =>
  value === 0 ? "–" : value < 0.1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`;
const percent = (value) => `${(100 * value).toFixed(1)} %`;
const gigabytes = (bytes) => (bytes === 0 ? "–" : `${(bytes / 1e9).toFixed(2)} GB`);

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function stepTable(encoder, machine) {
  const head = [
    "GPUs",
    "patches each",
    "compute",
    "gradients waited for",
    "features",
    "batch norm",
    "patches/s",
    "efficiency",
    "sent by each GPU",
    "read in all (JPEG)",
    "decoding cores each",
    "hours",
  ];
  const rows = GPUS.map((gpus) => {
    const one = step(encoder, machine, gpus);
    return [
      gpus,
      one.perGpu,
      seconds(one.compute),
      seconds(one.gradients),
      seconds(one.features),
      seconds(one.normalisation),
      one.patchesPerSecond.toFixed(0),
      percent(one.efficiency),
      gigabytes(one.sentBytes),
      `${one.readGigabytesPerSecond.toFixed(1)} GB/s`,
      one.coresPerGpu.toFixed(1),
      one.hours.toFixed(one.hours < 10 ? 1 : 0),
    ];
  });
  return table(head, rows);
}

/** All that docs/scale.md prints between its marks. @returns {string} */
export function tables() {
  const parts = [];
  for (const machine of Object.keys(MACHINES))
    for (const encoder of Object.keys(ENCODERS))
      parts.push(`### ${encoder} on ${machine}\n\n${stepTable(encoder, machine)}`);
  const patches = RUN.epochs * RUN.samples;
  const input = ["asPaper", "jpeg"].map((kind) => {
    const bytes = patchBytes(kind);
    return [
      kind === "jpeg"
        ? "JPEG, a quarter of a byte a pixel (assumed)"
        : "as the paper's files, 0.93 bytes a pixel",
      `${(bytes / 1e6).toFixed(1)} MB`,
      `${((bytes * RUN.samples) / 1e12).toFixed(1)} TB`,
      `${((bytes * patches) / 1e15).toFixed(2)} PB`,
    ];
  });
  parts.push(`### Bytes read\n\n${table(["stored as", "a patch", "an epoch", "the run"], input)}`);
  parts.push(
    `A core decodes ${(1 / decodingCores(1)).toFixed(1)} source squares of JPEG a second; ` +
      `${Object.entries(MACHINES)
        .map(([name, { coresPerGpu }]) => `${name} has ${coresPerGpu} cores for each GPU`)
        .join(", ")}.`,
  );
  return parts.join("\n\n");
}
