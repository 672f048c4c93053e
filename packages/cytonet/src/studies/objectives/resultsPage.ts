import { formatMeanAndSd } from "@cytonet/learning";
import { describeObjective } from "../../pretraining/objective.js";
import { type Group, groups, type RowResult } from "./results.js";
import type { ObjectiveStudyResult } from "./runObjectiveStudy.js";

const groupNames: Readonly<Record<Group, string>> = {
  test: "seen brains, test sections",
  transfer: "transfer brains",
  unseen: "unseen brains",
};

/** The study as Markdown: a table as the paper's Table 5 for each group, the grid, and what was held equal. */
export function resultsPage(result: ObjectiveStudyResult): string {
  const { rows, config, cohort, machine, provenance, secondsOfCells } = result;
  const { schedule, encoder, optimiser, device, precision } = config.shared;
  const present = groups.filter((group) => rows.some((row) => row.scores[group] !== undefined));
  const length = schedule.steps === undefined ? `${schedule.epochs} epochs` : `${schedule.steps} steps`;
  return `# Objectives compared

Linear probes of frozen features (§3.5), mean ± standard deviation over ${config.seeds.length} seed${config.seeds.length === 1 ? "" : "s"}. Cohort \`${cohort.name}\`.
All rows share encoder (${encoder.architecture}, preset ${encoder.preset}), ${length} of ${schedule.batchSize} patches, augmentation, optimiser (${optimiser.name}) and
probes. SimCLR sees two views of each patch and so computes twice as much. Objectives that learn from areas see those of
training sections alone; the others see every pretraining section of seen and transfer brains. Written by
\`cytonet study objectives\`; the numbers, all seeds and the settings stand in \`objectives.json\`.

${present.map((group) => groupTable(group, rows)).join("\n")}
## Learning rates

Macro-F1 on validation sections of seen brains, seed ${config.seeds[0]}; the best rate of a row is its own.

${gridTable(rows, config.learningRates)}
${atEdge(rows)}${diverged(rows)}## Where it comes from

| | |
| --- | --- |
| date | ${provenance.startedAt.slice(0, 10)} |
| commit | ${provenance.gitCommit ?? "not known"} |
| libtorch | ${provenance.libtorch ?? "not known"}, ${device}, ${precision} |
| machine | ${machine.cores} cores, ${machine.platform}, Node ${machine.node} |
| time of all cells | ${(secondsOfCells / 60).toFixed(0)} minutes |
| settings | SHA-256 ${provenance.configSha256} |
| cohort files | SHA-256 ${cohort.filesSha256} |
`;
}

function groupTable(group: Group, rows: readonly RowResult[]): string {
  const lines = rows.map(({ row, objective, scores }) => {
    const own = scores[group];
    const what = objective === null ? "initial weights" : describeObjective({ objective });
    const cells =
      own === undefined
        ? ["–", "–", "–"]
        : [own.macroF1, own.top1, own.top3].map((one) => formatMeanAndSd(one, 3));
    return `| ${row} | ${what} | ${cells.join(" | ")} |`;
  });
  return `## ${groupNames[group][0]!.toUpperCase()}${groupNames[group].slice(1)}

| row | objective | macro-F1 | top-1 | top-3 |
| --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
}

function gridTable(rows: readonly RowResult[], rates: readonly number[]): string {
  const lines = rows
    .filter(({ grid }) => grid.length > 0)
    .map(({ row, grid, learningRate }) => {
      const cells = grid.map(({ learningRate: rate, macroF1 }) => {
        const text = macroF1 === null ? "diverged" : macroF1.toFixed(3);
        return rate === learningRate ? `**${text}**` : text;
      });
      return `| ${row} | ${cells.join(" | ")} |`;
    });
  return `| row | ${rates.join(" | ")} |
| --- | ${rates.map(() => "---").join(" | ")} |
${lines.join("\n")}
`;
}

function atEdge(rows: readonly RowResult[]): string {
  const names = rows.filter((row) => row.learningRateAtEdge).map(({ row }) => row);
  return names.length === 0
    ? ""
    : `Chosen at the edge of the grid, so that a wider grid may do better: ${names.join(", ")}.\n\n`;
}

function diverged(rows: readonly RowResult[]): string {
  const lines = rows.flatMap(({ row, seeds }) =>
    seeds.flatMap((one) => ("diverged" in one ? [`- ${row}, seed ${one.seed}: ${one.diverged}`] : [])),
  );
  return lines.length === 0 ? "" : `Without a score, since training diverged:\n\n${lines.join("\n")}\n\n`;
}
