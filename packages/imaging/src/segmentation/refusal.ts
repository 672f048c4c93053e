/** Why an image gets no segmentation: a person should look at it. */
export type SegmentationRefusalKind = "blank" | "small-tissue" | "no-slide" | "no-valley" | "uneven-slide";

/** An image that cannot be divided into slide and tissue with any trust. */
export class SegmentationRefusal extends Error {
  override readonly name = "SegmentationRefusal";
  constructor(
    readonly kind: SegmentationRefusalKind,
    message: string,
    /** What was measured. */
    readonly measured: Readonly<Record<string, number>>,
  ) {
    super(message);
  }
}
