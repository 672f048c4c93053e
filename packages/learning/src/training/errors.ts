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

/** Training has come to a state from which it cannot learn; the message says what was seen and what to try. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
  constructor(
    readonly step: number,
    message: string,
  ) {
    super(`step ${step}: ${message}`);
  }
}
