import { lumaOfRgb } from "./codecs/pixels.js";
import { type GreySamples, whiteLevel } from "./image.js";

/** Interleaved samples as a decoder gives them: 1 grey, 3 RGB, 4 RGBA (alpha not premultiplied). */
export interface InterleavedSamples {
  readonly data: Uint8Array | Uint16Array;
  readonly channels: number;
}

/**
 * Grey of decoded samples: the Rec. 601 luma of the coded values, 0.299 R + 0.587 G + 0.114 B, rounded.
 *
 * Luma is linear in the samples as stored, so it commutes with area averaging: a pyramid level and the
 * average of the full image agree, which a luminance through linear light would not give. Alpha is
 * composited on `background` (a grey level of the same depth) before. Grey passes unchanged.
 *
 * @param out receives one sample per pixel, of the depth of the input
 */
export function toGrey(samples: InterleavedSamples, background: number, out: GreySamples): void {
  const { data, channels } = samples;
  if (channels === 1) {
    out.set(data);
    return;
  }
  if (channels !== 3 && channels !== 4) throw new RangeError(`1, 3 or 4 channels, not ${channels}`);
  if (channels === 3) {
    lumaOfRgb(data as GreySamples, out);
    return;
  }
  const white = whiteLevel(data instanceof Uint8Array ? 8 : 16);
  const pixels = data.length / channels;
  for (let i = 0, s = 0; i < pixels; i++, s += channels) {
    const luma = (299 * data[s]! + 587 * data[s + 1]! + 114 * data[s + 2]!) / 1000;
    const alpha = data[s + 3]! / white;
    out[i] = alpha * luma + (1 - alpha) * background + 0.5;
  }
}
