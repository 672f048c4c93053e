import { ConfigError, type Section } from "@cytonet/cohort";

/**
 * The sections of a cohort with others added: those that it lacks come after the others of their brain, those that it
 * has as `missing` take their place.
 *
 * @throws ConfigError where the cohort has a section otherwise and `force` is not given; equal rows are no conflict
 */
export function mergeSections(
  before: readonly Section[],
  added: readonly Section[],
  { file, force }: { readonly file: string; readonly force: boolean },
): Section[] {
  const idOf = ({ brain, section }: Section): string => `${brain}/${section}`;
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
  const merged = before.map((old) => {
    const now = incoming.get(idOf(old));
    incoming.delete(idOf(old));
    return now ?? old;
  });
  for (const section of incoming.values()) {
    const last = merged.findLastIndex(({ brain }) => brain === section.brain);
    if (last < 0) merged.push(section);
    else merged.splice(last + 1, 0, section);
  }
  return merged;
}
