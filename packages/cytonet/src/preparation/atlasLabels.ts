import { readFile } from "node:fs/promises";
import { DataError, parseCsv } from "@cytonet/cohort";

/** A label of the Allen annotation. */
export interface AtlasLabel {
  readonly id: number;
  /** The structure's full name, as in the label file. */
  readonly name: string;
  /** Area and layer, for layers of the isocortex only. */
  readonly cortex: CorticalLabel | undefined;
}

/** A layer of an isocortical area. */
export interface CorticalLabel {
  /** The structure's name without its layer. */
  readonly area: string;
  /** 1, 2, 2/3, 4, 5, 6a or 6b. */
  readonly layer: string;
}

/**
 * Area and layer that a structure's name states, undefined where it is no layer of the isocortex.
 *
 * The atlas writes them in several ways: "Primary visual area, layer 4", "Somatomotor areas, Layer 1",
 * "Ectorhinal area/Layer 5", "Anterior cingulate area, ventral part, 6a". Layered names of the olfactory,
 * hippocampal and amygdalar cortex look alike, so those structures are excluded by name. What remains are the
 * layers below "Isocortex" in the Allen ontology.
 */
export function corticalLabel(name: string): CorticalLabel | undefined {
  const [, area, layer] = /^(.+?)\s*[,/]\s*(?:layer\s*)?(1|2\/3|2|4|5|6a|6b)$/i.exec(name) ?? [];
  if (area === undefined || layer === undefined || allocortex.test(area)) return undefined;
  return { area, layer: layer.toLowerCase() };
}

const allocortex =
  /^(entorhinal|parasubiculum|postsubiculum|presubiculum|subiculum|prosubiculum|piriform|postpiriform|cortical amygdalar|nucleus of the lateral olfactory|olfactory tubercle|main olfactory|accessory olfactory|anterior olfactory|taenia tecta|dorsal peduncular)/i;

/**
 * Read a label file in the ITK-SNAP columns `idx,name,…`; other columns are not used.
 *
 * @returns labels by id
 * @throws DataError naming file, line and field; ConfigError where it is no CSV
 */
export async function readAtlasLabels(path: string): Promise<ReadonlyMap<number, AtlasLabel>> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    const remedy = "Name the label file with --labels.";
    throw new DataError({ file: path, message: `cannot be read (${cause.message})`, remedy }, { cause });
  });
  const [header, ...records] = parseCsv(text, path);
  const column = (name: string): number => {
    const index = header?.cells.indexOf(name) ?? -1;
    if (index >= 0) return index;
    throw new DataError({
      file: path,
      line: 1,
      field: name,
      message: "column is missing",
      remedy: "Give a label file with the columns idx and name.",
    });
  };
  const idColumn = column("idx");
  const nameColumn = column("name");
  const labels = new Map<number, AtlasLabel>();
  for (const { line, cells } of records) {
    const id = Number(cells[idColumn]);
    const name = cells[nameColumn]?.trim() ?? "";
    if (!Number.isInteger(id) || id < 0 || name === "" || labels.has(id)) {
      throw new DataError({
        file: path,
        line,
        field: "idx",
        message: labels.has(id) ? `label ${id} stands here a second time` : "is no label with id and name",
        remedy: "Give every label one row with a whole number and a name.",
      });
    }
    labels.set(id, { id, name, cortex: corticalLabel(name) });
  }
  return labels;
}

/**
 * Check that a label file belongs to an annotation: it names every label that occurs in it.
 *
 * @param ids what occurs in the annotation; 0 is no structure and needs no name
 * @throws DataError naming the first ids without a name
 */
export function checkLabelsFit(
  labels: ReadonlyMap<number, AtlasLabel>,
  ids: ReadonlySet<number>,
  files: { readonly atlas: string; readonly labels: string },
): void {
  const nameless = [...ids].filter((id) => id !== 0 && !labels.has(id)).sort((a, b) => a - b);
  if (nameless.length === 0) return;
  const shown = nameless.slice(0, 5).join(", ") + (nameless.length > 5 ? ", …" : "");
  throw new DataError({
    file: files.labels,
    field: "idx",
    message: `has no row for ${nameless.length} of the ${ids.size} labels of ${files.atlas} (${shown})`,
    remedy: "Give the label file of this annotation with --labels.",
  });
}
