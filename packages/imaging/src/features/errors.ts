/** An image, a setting or features that detection, matching or registration cannot work with. */
export class FeatureError extends Error {
  override readonly name = "FeatureError";
  constructor(
    /** The argument or setting that is at fault. */
    readonly argument: string,
    message: string,
  ) {
    super(`${argument} ${message}`);
  }
}
