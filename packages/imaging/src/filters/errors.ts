/** An operation on images or volumes was asked for that its arguments do not allow. */
export class ImagingError extends Error {
  override readonly name = "ImagingError";
  constructor(
    /** The argument that is at fault. */
    readonly argument: string,
    message: string,
  ) {
    super(`${argument}: ${message}`);
  }
}
