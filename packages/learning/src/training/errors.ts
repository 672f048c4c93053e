/** Training was asked for with a setting that it cannot take. `setting` names the offender. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
  constructor(
    readonly setting: string,
    message: string,
  ) {
    super(`${setting} ${message}`);
  }
}

/** What became of a run that cannot learn any more. */
export interface Diagnosis {
  readonly kind: "notFinite" | "collapse" | "noPositives";
  /** The numbers. */
  readonly seen: string;
  readonly likelyCause: string;
  readonly remedy: string;
}

/** Training has come to a state from which it cannot learn. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
  constructor(
    /** Steps done when it was seen. */
    readonly step: number,
    readonly diagnosis: Diagnosis,
  ) {
    const { seen, likelyCause, remedy } = diagnosis;
    super(`step ${step}: ${seen}. Likely cause: ${likelyCause}. ${remedy}`);
  }
}
