import { formatMeanAndSd } from "@cytonet/learning";
import { axes } from "../../probing/coordinateProbe.js";
import { type Group, type GroupScores, groups, type LeakRow, type Verdict } from "./results.js";
import type { LeakStudyResult } from "./runLeakStudy.js";

const groupNames: Readonly<Record<Group, string>> = {
  test: "seen brains, test sections",
  transfer: "transfer brains",
  unseen: "unseen brains",
};

const variantNames = {
  full: "full sections",
  "no-cells": "without cells",
  geometry: "geometry alone",
  equalised: "equal mean density, cell size and grey",
} as const;

const measureNames = { macroF1: "macro-F1", r2: "R²", foldedR2: "R² folded" } as const;

const sourceNames = { cytonet: "CytoNet", untrained: "untrained", histogram: "grey histogram" } as const;

/** The study as Markdown: a table for each group of sections, what the bounds say, and where it comes from. */
export function resultsPage(result: LeakStudyResult): string {
  const { rows, verdicts, config, sections, machine, provenance, secondsOfCells } = result;
  const { phantom, pretrain, seeds } = config;
  const { schedule, encoder } = pretrain;
  const length = schedule.steps === undefined ? `${schedule.epochs} epochs` : `${schedule.steps} steps`;
  const share = phantom.everySection === 1 ? "all sections" : `every ${phantom.everySection}th section`;
  return `# Do phantoms give their answer away?

Encoders trained from scratch on phantom sections of which parts are left out: preset \`${phantom.preset}\`, seed ${phantom.seed},
confounds ${phantom.confounds}, ${share} (${sections} of them). Linear probes of frozen features, mean ± standard deviation over
${seeds.length} seed${seeds.length === 1 ? "" : "s"}; ${encoder.architecture}, preset ${encoder.preset}, ${encoder.pixelSizeUm} µm/px, ${length} of ${schedule.batchSize} patches. R² is the mean over the three
axes, and of left–right, posterior–anterior and inferior–superior; |l–r| is the distance from the plane between the
hemispheres, which have the same areas: which of the two a patch is of, its orientation alone can tell, so that R² folded,
the mean with |l–r| in place of l–r, is what cytoarchitecture can reach. Written by \`cytonet study leaks\`; all numbers and the settings stand in \`leaks.json\`.

${groups
  .filter((group) => rows.some(({ scores }) => scores[group] !== undefined))
  .map((group) => groupTable(group, rows))
  .join("\n")}
## Bounds

Of CytoNet on transfer brains: the variant's score ÷ that of full sections.

| variant | score | ratio | bound | holds |
| --- | --- | --- | --- | --- |
${verdicts.map(verdictLine).join("\n")}

## Where it comes from

| | |
| --- | --- |
| date | ${provenance.startedAt.slice(0, 10)} |
| commit | ${provenance.gitCommit ?? "not known"} |
| libtorch | ${provenance.libtorch ?? "not known"}, ${pretrain.device}, ${pretrain.precision} |
| machine | ${machine.cores} cores, ${machine.platform}, Node ${machine.node} |
| time of all cells | ${(secondsOfCells / 60).toFixed(0)} minutes |
| settings | SHA-256 ${provenance.configSha256} |
`;
}

function groupTable(group: Group, rows: readonly LeakRow[]): string {
  const cells = (scores: GroupScores | undefined): string =>
    scores === undefined
      ? Array(7).fill("–").join(" | ")
      : [
          scores.macroF1,
          scores.r2,
          ...axes.map((axis) => scores.r2OfAxis[axis]),
          scores.folded?.r2OfDistance,
          scores.folded?.r2,
        ]
          .map((score) => (score === undefined ? "–" : formatMeanAndSd(score, 3)))
          .join(" | ");
  const lines = rows.map(
    ({ variant, source, scores }) =>
      `| ${variantNames[variant]} | ${sourceNames[source]} | ${cells(scores[group])} |`,
  );
  return `## ${groupNames[group][0]!.toUpperCase()}${groupNames[group].slice(1)}

| sections | features | macro-F1 | R² | l–r | p–a | i–s | |l–r| | R² folded |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
}

function verdictLine({ variant, measure, ratio, bound, holds }: Verdict): string {
  const limit = "atMost" in bound ? `≤ ${bound.atMost}` : `≥ ${bound.atLeast}`;
  const name = measureNames[measure];
  return `| ${variantNames[variant]} | ${name} | ${ratio.toFixed(2)} | ${limit} | ${holds ? "yes" : "**no**"} |`;
}
