import { attentionMaps } from "./attentionMaps.js";
import { coordinateErrors } from "./coordinateErrors.js";
import { cortexViews } from "./cortexViews.js";
import type { MethodScores, ReportData } from "./data.js";
import { embeddingMaps } from "./embeddingMaps.js";
import { hopBars } from "./hopBars.js";
import { decimal, duration, escapeHtml, summarise } from "./html.js";
import { interventions } from "./interventions.js";
import { lossCurve } from "./lossCurve.js";
import { neighbours } from "./neighbours.js";
import { areaColours } from "./palette.js";
import { isAbsent, type Part } from "./parts.js";
import { patchGrid } from "./patchGrid.js";
import { scoreDots } from "./scoreDots.js";
import { groupNames, scoreTable } from "./scoreTable.js";
import { sectionMap } from "./sectionMap.js";
import { similarityMatrix } from "./similarityMatrix.js";
import { stageBars } from "./stageBars.js";
import { styles } from "./styles.js";
import { weaknesses } from "./weaknesses.js";
import { zoom } from "./zoom.js";

/** The report as one HTML page that needs nothing but itself. */
export function reportPage(data: ReportData): string {
  const colours = areaColours(data.areas);
  const total = data.stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${data.title} · ${data.subtitle}`)}</title>
<style>${styles}</style>
</head>
<body><main>
<header><h1>${escapeHtml(data.title)}</h1><p class="lead">${escapeHtml(data.subtitle)}</p>${zoom(data.zoom)}${headline(data.methods)}</header>
${section("How well a linear probe reads the features", comparison(data))}
${section("Where in the brain a patch lies", `<div class="card">${coordinateErrors(data.methods, data.referenceSpace)}</div>`)}
${data.map === undefined ? "" : section("One section that the probe never saw", `<div class="card">${sectionMap(data.map, colours)}</div>`)}
${part("How far errors reach", data.hops, hopBars)}
${part("Features on the cortex", data.cortex, cortexViews)}
${part("A map of the features", data.embedding, (map) => embeddingMaps(map, colours))}
${part("Which areas are alike", data.similarity, similarityMatrix)}
${part("What the encoder takes for alike in other brains", data.retrieval, neighbours)}
${part("What a call rests on", data.intervention, interventions)}
${part("Where a transformer looks", data.attention, attentionMaps)}
${bare("Where it fails", data.weaknesses, weaknesses)}
${section("Training", training(data))}
${section("What the encoder sees", `<p class="soft">Patches at the encoder’s own resolution; each is all that it knows of a point.</p><div class="card">${patchGrid(data.patches, colours)}</div>`)}
${section("What was done", done(data))}
${section("How to read this", `<ul class="notes">${data.notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("")}</ul>`)}
<footer>Made by <code>cytonet demo</code> in ${duration(total)}. Numbers: <code>metrics.json</code> beside this page.</footer>
</main></body>
</html>
`;
}

function section(title: string, body: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

/** A part in a card, or why there is none. */
function part<T extends object>(title: string, of: Part<T>, figure: (value: T) => string): string {
  return bare(title, of, (value) => `<div class="card">${figure(value)}</div>`);
}

function bare<T extends object>(title: string, of: Part<T>, figure: (value: T) => string): string {
  return section(title, isAbsent(of) ? `<p class="absent">${escapeHtml(of.absent)}</p>` : figure(of));
}

/** The first group's macro-F1 of every method, large. */
function headline(methods: readonly MethodScores[]): string {
  const cards = methods.flatMap(({ id, name, groups }) => {
    const first = groups[0];
    if (first === undefined) return [];
    const { mean, sd } = summarise(first.macroF1);
    const spread = sd === null ? "" : ` ± ${decimal(sd, 2)}`;
    return [
      `<div class="card number ${id}"><span>${escapeHtml(name)}</span><b>${decimal(mean, 2)}</b><span>macro-F1${spread}, ${escapeHtml(groupNames[first.group] ?? first.group)}</span></div>`,
    ];
  });
  return `<div class="numbers">${cards.join("")}</div>`;
}

function comparison({ methods, seeds }: ReportData): string {
  const key = methods.map(({ id, name }) => `<li class="${id}"><i></i>${escapeHtml(name)}</li>`);
  const spread =
    seeds.length > 1
      ? ` Mean ± standard deviation over the seeds ${seeds.join(", ")}.`
      : ` One seed (${seeds[0]}): its spread is not known from this page.`;
  return (
    `<p class="soft">Features are frozen; only a linear classifier and a linear regression are fitted to them, on labelled points of the seen brains. The transfer brain was pretrained on without labels, the unseen one not at all.${spread}</p>` +
    `<div class="card">${scoreDots(methods)}<ul class="key">${key.join("")}</ul></div>` +
    `<div class="card">${scoreTable(methods)}</div>`
  );
}

function training({ loss, stages }: ReportData): string {
  return (
    `<div class="columns"><div class="card"><h4 style="margin-bottom:10px">SpatialNCE loss</h4>${lossCurve(loss)}</div>` +
    `<div class="card"><h4 style="margin-bottom:10px">Time</h4>${stageBars(stages)}</div></div>`
  );
}

function done({ facts, cohort }: ReportData): string {
  const list = facts.map(({ name, value }) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  const rows = cohort.map(
    ({ brain, role, sections, points }) =>
      `<tr><th scope="row">${escapeHtml(brain)}</th><td>${escapeHtml(role)}</td><td>${sections}</td><td>${points.toLocaleString("en")}</td></tr>`,
  );
  return (
    `<div class="columns"><div class="card"><dl>${list.join("")}</dl></div><div class="card"><table><thead><tr><th scope="col">brain</th>` +
    `<th scope="col">role</th><th scope="col">sections</th><th scope="col">points</th></tr></thead><tbody>${rows.join("")}</tbody></table></div></div>`
  );
}
