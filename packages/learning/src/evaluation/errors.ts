/** An evaluation was asked for with data it cannot take. `argument` names the offender. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  constructor(
    /** The argument that is at fault. */
    readonly argument: string,
    message: string,
  ) {
    super(`${argument}: ${message}`);
  }
}
