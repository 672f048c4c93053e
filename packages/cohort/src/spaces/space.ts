import { SpaceMismatchError } from "../errors.js";

/** The space of a brain's own reconstruction: `brain:B20`. */
export function brainSpace(brain: string): string {
  return `brain:${brain}`;
}

/** Something whose coordinates lie in a space, with a name for messages. */
export interface InSpace {
  readonly what: string;
  readonly space: string;
}

/**
 * Returns the one space that all parts share.
 *
 * @throws SpaceMismatchError naming the first two that differ.
 */
export function sameSpace(first: InSpace, ...others: readonly InSpace[]): string {
  for (const other of others) {
    if (other.space !== first.space) {
      throw new SpaceMismatchError({
        file: other.what,
        field: "referenceSpace",
        message: `is in ${other.space}, but ${first.what} is in ${first.space}`,
        remedy: `Bring both into one space with a point transform from ${other.space} to ${first.space}.`,
      });
    }
  }
  return first.space;
}
