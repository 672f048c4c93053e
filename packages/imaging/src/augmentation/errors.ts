/** An augmentation was asked for that its settings or its input do not allow. */
export class AugmentationError extends Error {
  override readonly name = "AugmentationError";
  constructor(
    /** The argument or setting that is at fault. */
    readonly argument: string,
    message: string,
  ) {
    super(`${argument}: ${message}`);
  }
}
