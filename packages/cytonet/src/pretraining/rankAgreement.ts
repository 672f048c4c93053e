import { statSync } from "node:fs";
import { canonicalJson, DataError, sha256 } from "@cytonet/cohort";
import type { PatchSites } from "../patches/sites.js";
import type { Ranks } from "./ranks.js";

/** What all ranks must have alike, with what helps where they do not. */
const remedies = {
  software: "Install the same version of cytonet and libtorch for every rank.",
  settings: "Give every rank the same --config, --seed and --threads.",
  samples: "Give every rank the same cohort: points, labels and split.",
  scans: "Copy the scans again to the machine of that rank, or let all ranks read the same folder.",
  initialWeights: "Give every rank the same model folder.",
  checkpoint: "Let all ranks see the same run folder, and call again.",
} as const;

export type AgreedField = keyof typeof remedies;

/** A rank came with something else than rank 0: together they would train on a mixture of two runs. */
export class RankMismatchError extends DataError {
  constructor(
    /** The first rank that differs from rank 0. */
    readonly rank: number,
    readonly what: AgreedField,
  ) {
    super({
      field: `rank ${rank}`,
      message: `has other ${what} than rank 0`,
      remedy: remedies[what],
    });
  }
}

/**
 * Compares checksums of what ranks came with. All call it at once, with the same fields.
 *
 * @throws RankMismatchError, the same on every rank
 */
export function requireAgreement(
  ranks: Pick<Ranks, "gather">,
  facts: Readonly<Partial<Record<AgreedField, unknown>>>,
): void {
  const own = Object.entries(facts).map(([field, value]) => [field, sha256(canonicalJson(value ?? null))]);
  const [first, ...others] = ranks.gather(JSON.stringify(own)).map((text) => JSON.parse(text) as typeof own);
  for (const [place, other] of others.entries()) {
    const differing = first!.find(([, checksum], i) => other[i]?.[1] !== checksum);
    if (differing !== undefined) throw new RankMismatchError(place + 1, differing[0] as AgreedField);
  }
}

/** The sections that patches are read from, with the bytes of their files: copies on other machines have the same. */
export function scanSizes({ images }: Pick<PatchSites, "images">): readonly string[] {
  return images.map(({ brain, section, path }) => `${brain}/${section} ${sizeOf(path)}`);
}

/** A scan that cannot be looked at is no error here: its patches are unreadable, which the run may tolerate. */
function sizeOf(path: string): string {
  try {
    const found = statSync(path);
    // A folder's size is its file system's.
    return found.isFile() ? String(found.size) : "folder";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unreadable";
  }
}
