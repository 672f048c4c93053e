/** An objective was asked for with settings or tensors it cannot take. `argument` names the offender. */
export class ObjectiveError extends Error {
  override readonly name = "ObjectiveError";
  constructor(
    /** The argument that is at fault. */
    readonly argument: string,
    message: string,
  ) {
    super(`${argument}: ${message}`);
  }
}
