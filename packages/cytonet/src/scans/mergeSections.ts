import { ConfigError, type Section } from "@cytonet/cohort";

/** Where sections were read from, and what may happen to those that are there. */
export interface MergeOptions {
  /** `sections.csv` of the cohort, for messages. */
  readonly file: string;
  /** Replace sections that the cohort has otherwise. */
  readonly force: boolean;
  /** `BRAIN/SECTION` of every row that was given, in cutting order, also of those that are not added. Default: `added`. */
  readonly order?: readonly string[];
}

/**
 * The sections of a cohort with others added, in cutting order. Those that the cohort has as `missing` take their place;
 * those that it lacks come before the next one given that it has, or after the last of their brain where none follows.
 * Sections that are not given keep their place.
 *
 * @throws ConfigError where the cohort has a section otherwise and `force` is not given (equal rows are no conflict), and
 * where sections were given in another order than the cohort's
 */
export function mergeSections(
  before: readonly Section[],
  added: readonly Section[],
  { file, force, order = added.map(idOf) }: MergeOptions,
): Section[] {
  refuseOtherOrder(before, order, file);
  const incoming = new Map(added.map((section) => [idOf(section), section]));
  const conflict = before.find((old) => {
    const now = incoming.get(idOf(old));
    return now !== undefined && old.status !== "missing" && JSON.stringify(old) !== JSON.stringify(now);
  });
  if (conflict !== undefined && !force) {
    throw new ConfigError({
      file,
      field: "section",
      message: `has ${idOf(conflict)} already, with other values`,
      remedy: "Leave it out of the CSV, or give --force to replace it.",
    });
  }
  const merged = before.map((old) => incoming.get(idOf(old)) ?? old);
  const placed = new Set(before.map(idOf));
  for (const section of added) {
    if (placed.has(idOf(section))) continue;
    merged.splice(placeOf(section, merged, order), 0, section);
    placed.add(idOf(section));
  }
  return merged;
}

/** Where a section goes: before the next of its brain in the order given, or after its brain's last one. */
function placeOf(section: Section, sections: readonly Section[], order: readonly string[]): number {
  const places = new Map(sections.map((other, place) => [idOf(other), { place, brain: other.brain }]));
  for (const id of order.slice(order.indexOf(idOf(section)) + 1)) {
    const next = places.get(id);
    if (next?.brain === section.brain) return next.place;
  }
  const last = sections.findLastIndex(({ brain }) => brain === section.brain);
  return last < 0 ? sections.length : last + 1;
}

function refuseOtherOrder(before: readonly Section[], order: readonly string[], file: string): void {
  const places = new Map(before.map((section, place) => [idOf(section), { place, brain: section.brain }]));
  const latest = new Map<string, { place: number; id: string }>();
  for (const id of order) {
    const found = places.get(id);
    if (found === undefined) continue;
    const earlier = latest.get(found.brain);
    if (earlier !== undefined && earlier.place > found.place) {
      throw new ConfigError({
        file,
        field: "section",
        message: `has ${id} before ${earlier.id}, but it was given after it`,
        remedy: "Rows stand in cutting order: put those of the CSV, or of sections.csv, in the right one.",
      });
    }
    latest.set(found.brain, { place: found.place, id });
  }
}

function idOf({ brain, section }: Section): string {
  return `${brain}/${section}`;
}
