import type { AreaProfile, Stratum } from "../areas/profile.js";
import type { Brain } from "../brain.js";
import type { Intervention } from "../histology/sectionModel.js";

/** What can be taken out of an area, to see what a model reads. */
export type Erasure =
  /** The pale stripe of striate cortex: IVB becomes what its neighbours IVA and IVC are on average. */
  | "stripe"
  /** Giant cells become usual ones. */
  | "giantCells";

/** A rectangle of a slide in µm. */
interface Place {
  readonly leftUm: number;
  readonly topUm: number;
  readonly rightUm: number;
  readonly bottomUm: number;
}

/**
 * The intervention that erases a landmark of an area within a rectangle of a section.
 *
 * @param area name of the area, such as `hOc1` or `4a`.
 * @throws RangeError when the brain has no such area, or the area no such landmark.
 */
export function erase(brain: Brain, area: string, what: Erasure, place: Place): Intervention {
  const { areas } = brain.template;
  const replace = new Map<number, AreaProfile>();
  for (const [index, profile] of brain.profiles.entries()) {
    if (areas[profile.area]?.name !== area) continue;
    const strata = what === "stripe" ? withoutStripe(profile.strata) : withoutGiants(profile.strata);
    if (strata === undefined)
      throw new RangeError(`${area} has no ${what === "stripe" ? "IVB" : "giant cells"} to erase.`);
    replace.set(index, { ...profile, strata });
  }
  if (replace.size === 0) {
    throw new RangeError(`There is no area ${area}; there are ${areas.map(({ name }) => name).join(", ")}.`);
  }
  return { ...place, replace };
}

function withoutStripe(strata: readonly Stratum[]): Stratum[] | undefined {
  const at = strata.findIndex(({ name }) => name === "IVB");
  const [above, below] = [strata[at - 1], strata[at + 1]];
  if (at < 0 || above === undefined || below === undefined) return undefined;
  const mean = (value: (stratum: Stratum) => number): number =>
    (above.share * value(above) + below.share * value(below)) / (above.share + below.share);
  const filled: Stratum = {
    ...below,
    name: "IVB",
    share: strata[at]!.share,
    densityPerMm2: mean(({ densityPerMm2 }) => densityPerMm2),
    cellAreaUm2: mean(({ cellAreaUm2 }) => cellAreaUm2),
  };
  return strata.map((stratum, i) => (i === at ? filled : stratum));
}

function withoutGiants(strata: readonly Stratum[]): Stratum[] | undefined {
  if (!strata.some(({ giantShare }) => giantShare > 0)) return undefined;
  return strata.map((stratum) => ({ ...stratum, giantShare: 0 }));
}
