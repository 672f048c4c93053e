// Makes a cohort of ../shared/data/serial-nissl: 660 serial Nissl sections of one brain, 58.88 µm/px, 20 µm apart.
//
//   node nisslCohort.mjs OUT [--data DIR] [--every N]
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeCohort } from "@cytonet/cohort";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../../../../shared/data/serial-nissl") },
    every: { type: "string", default: "1" },
  },
});
const data = resolve(values.data);
const out = resolve(positionals[0] ?? "");
const sections = readdirSync(data)
  .filter((name) => name.endsWith(".json"))
  .map((name) => {
    const { DataFile, SpaceDirections, SpaceOrigin } = JSON.parse(readFileSync(join(data, name), "utf8"));
    return {
      brain: "PTM902",
      // Names end in the number of the cut.
      section: /_(\d+)\.jpg$/.exec(DataFile)[1],
      path: DataFile,
      pixelSizeXUm: SpaceDirections[1][0],
      pixelSizeYUm: SpaceDirections[2][1],
      thicknessUm: 20,
      // Their third axis points to posterior, ours to anterior.
      positionMm: -SpaceOrigin[2] / 1000,
      status: "ok",
      note: "",
    };
  })
  .sort((a, b) => b.positionMm - a.positionMm)
  .filter((_, i) => i % Number(values.every) === 0);
await writeCohort(
  out,
  {
    cohort: {
      name: "serial-nissl",
      roots: { scans: relative(out, data) },
      referenceSpace: "brain:PTM902",
      spaces: [{ id: "none" }],
      brains: [
        {
          id: "PTM902",
          species: "marmoset",
          sharing: "open",
          sectionOrder: "anterior-to-posterior",
          imageLeftIs: "left",
          stainPolarity: "dark",
        },
      ],
    },
    sections,
  },
  { force: true },
);
process.stdout.write(`${sections.length} sections\n`);
