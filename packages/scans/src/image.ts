/** Grey samples: 8-bit scans give bytes, 16-bit scans give words; nothing is rescaled between them. */
export type GreySamples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** Where grey samples are written: memory of this thread, or memory that threads share. */
export type SampleMemory = Uint8Array | Uint16Array;

/** Bits of a grey sample. */
export type BitDepth = 8 | 16;

/** A grey raster, row by row from the top-left pixel. */
export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: GreySamples;
  /** 8: values 0..255; 16: values 0..65535. */
  readonly bitDepth: BitDepth;
}

/** The largest value of a sample, white: 255 or 65535. */
export function whiteLevel(bitDepth: BitDepth): number {
  return bitDepth === 8 ? 255 : 65535;
}

/** Zeroed samples of a bit depth. */
export function greySamples(bitDepth: BitDepth, length: number): GreySamples {
  return bitDepth === 8 ? new Uint8Array(length) : new Uint16Array(length);
}

/** Samples that hold anything, for who writes every one of them: zeroing takes its time where there are millions. */
export function unsetSamples(bitDepth: BitDepth, length: number): GreySamples {
  const memory = Buffer.allocUnsafeSlow(length * (bitDepth / 8));
  return samplesIn(memory, bitDepth, length);
}

/** Samples of a bit depth in memory that is given. */
export function samplesIn(memory: Uint8Array<ArrayBuffer>, bitDepth: BitDepth, length: number): GreySamples {
  const { buffer, byteOffset } = memory;
  return bitDepth === 8
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint16Array(buffer, byteOffset, length);
}
