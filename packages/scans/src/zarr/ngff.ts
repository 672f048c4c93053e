import { ScanError } from "../errors.js";
import { Fields, isObject, readJson } from "./json.js";
import type { ZarrStore } from "./zarrStore.js";

/** A multiscale image as OME-Zarr (NGFF) 0.4 or 0.5 describes it. */
export interface Multiscale {
  readonly version: "0.4" | "0.5";
  /** The metadata file. */
  readonly path: string;
  /** Group that the datasets' paths start from: "" or a series such as "0/". */
  readonly group: string;
  readonly axes: readonly NgffAxis[];
  readonly datasets: readonly NgffDataset[];
  /** Colours of channels where the metadata states them, as six hexadecimal digits. */
  readonly channelColours: readonly string[] | undefined;
}

export interface NgffAxis {
  readonly name: string;
  /** µm per unit of the axis; undefined where no unit of length is stated. */
  readonly umPerUnit: number | undefined;
}

export interface NgffDataset {
  readonly name: string;
  /** Units per sample along each axis, all transformations taken together; undefined where none is stated. */
  readonly scale: readonly number[] | undefined;
}

const lengthUnits: Readonly<Record<string, number>> = {
  angstrom: 1e-4,
  nanometer: 1e-3,
  micrometer: 1,
  millimeter: 1e3,
  centimeter: 1e4,
  decimeter: 1e5,
  meter: 1e6,
  inch: 25_400,
  // Spellings beside the specification that programs write and that mean one thing.
  micrometre: 1,
  micron: 1,
  µm: 1,
  μm: 1,
  um: 1,
  nm: 1e-3,
  mm: 1e3,
};

const mostLevels = 64;

/**
 * The multiscale metadata of a zarr group, or of its first series in the layout of bioformats2raw.
 *
 * @returns undefined where there is no zarr group
 * @throws ScanError `corrupt` naming file and field; `unsupported` for groups that hold no image and other versions
 */
export async function readMultiscale(store: ZarrStore): Promise<Multiscale | undefined> {
  const root = await groupAttributes(store, "");
  if (root === undefined) return undefined;
  if (root.ome.values.multiscales !== undefined) return multiscaleOf(root.ome, "", root.version);
  const series = await groupAttributes(store, "0/");
  if (series?.ome.values.multiscales !== undefined) return multiscaleOf(series.ome, "0/", series.version);
  throw new ScanError({
    kind: "unsupported",
    path: store.root,
    problem: "it is a zarr without multiscales metadata",
    remedy: "Name the group of an OME-Zarr image",
  });
}

async function groupAttributes(store: ZarrStore, group: string) {
  const v3 = await readJson(store, `${group}zarr.json`);
  if (v3 !== undefined) {
    const path = store.locate(`${group}zarr.json`);
    const { attributes } = v3;
    const ome = isObject(attributes) && isObject(attributes.ome) ? attributes.ome : {};
    return { ome: new Fields(path, ome, "attributes.ome."), version: "0.5" as const };
  }
  const v2 = await readJson(store, `${group}.zattrs`);
  if (v2 !== undefined)
    return { ome: new Fields(store.locate(`${group}.zattrs`), v2), version: "0.4" as const };
  const bare = (await readJson(store, `${group}.zgroup`)) ?? (await readJson(store, `${group}.zarray`));
  if (bare === undefined) return undefined;
  return { ome: new Fields(store.locate(`${group}.zgroup`), {}), version: "0.4" as const };
}

function multiscaleOf(ome: Fields, group: string, version: "0.4" | "0.5"): Multiscale {
  const [multiscale] = ome.list("multiscales");
  if (multiscale === undefined) return ome.refuse("multiscales", "is empty");
  const stated = ome.values.version ?? multiscale.values.version ?? version;
  if (stated !== version) {
    multiscale.unsupported("version", `is ${String(stated)}`, "Write OME-Zarr 0.4 or 0.5");
  }
  const axes = multiscale.list("axes").map((axis) => axisOf(axis));
  const outer = scaleOf(multiscale, axes.length);
  const datasets = multiscale.list("datasets").map((dataset) => {
    const inner = scaleOf(dataset, axes.length);
    const scale = inner === undefined ? undefined : inner.map((value, i) => value * (outer?.[i] ?? 1));
    return { name: group + cleanPath(dataset), scale };
  });
  if (datasets.length === 0 || datasets.length > mostLevels) {
    multiscale.refuse("datasets", `has ${datasets.length} entries`);
  }
  return { version, path: ome.path, group, axes, datasets, channelColours: coloursOf(ome) };
}

function axisOf(axis: Fields): NgffAxis {
  const { unit } = axis.values;
  const umPerUnit =
    typeof unit === "string" && Object.hasOwn(lengthUnits, unit) ? lengthUnits[unit] : undefined;
  return { name: axis.text("name"), umPerUnit };
}

/** The product of a list's scales. Translations place the whole image and do not bear on its scale. */
function scaleOf(owner: Fields, axes: number): number[] | undefined {
  if (owner.values.coordinateTransformations === undefined) return undefined;
  let scale: number[] | undefined;
  for (const transformation of owner.list("coordinateTransformations")) {
    const kind = transformation.text("type");
    if (kind === "translation" || kind === "identity") continue;
    if (kind !== "scale" || transformation.values.path !== undefined) {
      transformation.unsupported(
        "type",
        `is ${kind}, or lies in a file of its own`,
        "Write scales as numbers",
      );
    }
    const values = transformation.numbers(
      "scale",
      (value) => Number.isFinite(value) && value > 0,
      "numbers above 0",
    );
    if (values.length !== axes)
      transformation.refuse("scale", `has ${values.length} numbers for ${axes} axes`);
    scale = values.map((value, i) => value * (scale?.[i] ?? 1));
  }
  return scale;
}

/** A dataset's path, which must stay inside the image. */
function cleanPath(dataset: Fields): string {
  const parts = dataset
    .text("path")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  if (parts.length === 0 || parts.includes("..") || parts.some((part) => /[\\\0?#]|^[A-Za-z]+:/.test(part))) {
    dataset.refuse("path", "does not name an array of this image");
  }
  return parts.join("/");
}

function coloursOf(ome: Fields): string[] | undefined {
  const { omero } = ome.values;
  if (!isObject(omero) || !Array.isArray(omero.channels)) return undefined;
  return omero.channels.map((channel: unknown) =>
    isObject(channel) && typeof channel.color === "string"
      ? channel.color.replace(/^#/, "").toUpperCase()
      : "",
  );
}
