import { decimal, escapeHtml } from "../html.js";
import { styles } from "../styles.js";
import type { BrainCard, SectionCard } from "./collect.js";

const own = `
.row{display:flex;flex-wrap:wrap;gap:14px}.row figure{margin:0;flex:1 1 240px;max-width:360px}
.row img{width:auto;height:auto;max-width:100%;max-height:360px;aspect-ratio:auto;object-fit:contain;display:block}
.row figcaption{font-size:13px;opacity:.75}details>summary{cursor:pointer}`;

/** How many sections of a brain the page shows with pictures. */
export const shownSections = 40;

/** What preparation made of a cohort, as one HTML page that needs nothing but itself; the worst first. */
export function preparationPage(cohort: string, brains: readonly BrainCard[]): string {
  const title = `Preparation of ${cohort}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${styles}${own}</style>
</head>
<body><main>
<header><h1>${escapeHtml(title)}</h1><p class="lead">Sections whose tissue overlaps least with their neighbour's come first.</p></header>
${[...brains]
  .sort((a, b) => worst(a) - worst(b))
  .map(brainPart)
  .join("\n")}
<section><h2>How to read this</h2><ul class="notes">
<li>Contours: red around tissue, yellow around white matter.</li>
<li>Overlays: the section before in red, this one in blue, both in grey; left as cut, right aligned.</li>
<li>Overlap is the Dice coefficient of the two sections' tissue. It is below 1 where the brain changes between them.</li>
</ul></section>
</main></body>
</html>
`;
}

function worst({ sections }: BrainCard): number {
  return sections[0]?.neighbour?.after ?? 1;
}

function brainPart({ brain, sections, problems, doubts, volume }: BrainCard): string {
  const overlaps = sections
    .flatMap(({ neighbour }) => (neighbour === undefined ? [] : [neighbour.after]))
    .sort((a, b) => a - b);
  const middle = overlaps[overlaps.length >> 1];
  const figures = [
    several(sections.length, "section"),
    middle === undefined ? "" : `median overlap ${decimal(middle, 3)}`,
    `${sections.filter(({ mirrored }) => mirrored).length} face down`,
    `${problems.length} without a result`,
    doubts.length === 0 ? "" : `${doubts.length} doubtful`,
  ].filter((text) => text !== "");
  return `<section><h2>${escapeHtml(brain)}</h2><p class="soft">${figures.join(" · ")}</p>
${problems.length + doubts.length === 0 ? "" : `<div class="card"><ul>${problemLines([...problems, ...doubts])}</ul></div>`}
${volume === undefined ? `<p class="absent">No volume yet.</p>` : volumePart(volume)}
${sections.slice(0, shownSections).map(sectionPart).join("\n")}
${sections.length > shownSections ? `<p class="soft">${sections.length - shownSections} sections with a better overlap are not shown.</p>` : ""}
</section>`;
}

/** One line for each problem, with all that have it: pictures must not begin a page below. */
function problemLines(found: readonly { readonly item: string; readonly problem: string }[]): string {
  const items = new Map<string, string[]>();
  for (const { item, problem } of found) items.set(problem, [...(items.get(problem) ?? []), item]);
  return [...items]
    .map(([problem, names]) => `<li><b>${escapeHtml(names.join(", "))}</b>: ${escapeHtml(problem)}</li>`)
    .join("");
}

function volumePart({ summary, slices }: NonNullable<BrainCard["volume"]>): string {
  const { voxelMm, sizes, greyMm3, whiteMm3, defects, detached, excluded, emptyPlanes } = summary;
  const text =
    `${sizes.join(" × ")} voxels of ${voxelMm} mm: ${volumeText(greyMm3)} of grey, ${volumeText(whiteMm3)} of white ` +
    `matter. Cleaning replaced ${several(defects.parts, "defect")}, removed ${several(detached.parts, "detached part")} and ` +
    `${several(
      excluded.reduce((sum, { voxels }) => sum + voxels, 0),
      "excluded voxel",
    )}; ${several(emptyPlanes, "plane")} without a section.`;
  return `<div class="card"><p>${text}</p><div class="row">${slices.map(({ name, picture }) => figure(picture, name)).join("")}</div></div>`;
}

function several(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Human brains in cm³, small ones in mm³. */
function volumeText(mm3: number): string {
  return mm3 < 10_000 ? `${decimal(mm3, 0)} mm³` : `${decimal(mm3 / 1000, 1)} cm³`;
}

function sectionPart({
  section,
  contours,
  greyMm2,
  whiteMm2,
  source,
  mirrored,
  neighbour,
}: SectionCard): string {
  const facts = [
    `${decimal(greyMm2, 0)} mm² grey, ${decimal(whiteMm2, 0)} mm² white matter`,
    source === "override" ? "mask drawn by hand" : "",
    mirrored ? "face down" : "",
    neighbour === undefined
      ? ""
      : `overlap with ${neighbour.section}: ${decimal(neighbour.before, 3)} → ${decimal(neighbour.after, 3)}`,
  ].filter((text) => text !== "");
  const pairs =
    neighbour?.pictures.map((picture, i) => figure(picture, i === 0 ? "as cut" : "aligned")) ?? [];
  return `<div class="card"><h3>${escapeHtml(section)}</h3><p class="soft">${escapeHtml(facts.join(" · "))}</p><div class="row">${figure(contours, "contours")}${pairs.join("")}</div></div>`;
}

function figure(picture: string, caption: string): string {
  return `<figure><img src="${picture}" alt="${escapeHtml(caption)}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}
