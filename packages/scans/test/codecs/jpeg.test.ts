import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { jpegColours, native } from "../../src/codecs/native.js";
import { random } from "./load.js";

const [width, height] = [72, 57];

/** Smooth colours with a little noise, interleaved. */
function picture(channels: number): Buffer {
  const next = random(channels);
  return Buffer.from(
    Array.from({ length: width * height * channels }, (_, i) => {
      const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
      return 120 + 80 * Math.sin(x / 9 + (i % channels)) * Math.cos(y / 7) + next(12);
    }),
  );
}

const raw = (channels: 1 | 3) => sharp(picture(channels), { raw: { width, height, channels } });
const grey = () => raw(1).toColourspace("b-w").jpeg({ quality: 90 }).toBuffer();
const colour = (chromaSubsampling: string) => raw(3).jpeg({ quality: 90, chromaSubsampling }).toBuffer();

/** The first component as another program decodes it: libvips, which is asked for no conversion of YCbCr. */
async function lumaOf(jpeg: Buffer, channels: number): Promise<Uint8Array> {
  const { data } = await sharp(jpeg)
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (channels === 1) return data;
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [r, g, b] = data.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    return 0.299 * r + 0.587 * g + 0.114 * b + 0.5;
  });
}

interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}
const all: Window = { left: 0, top: 0, width, height };

function decode(jpeg: Uint8Array, colours: number, window: Window = all, size = { width, height }) {
  const out = new Uint8Array(window.width * window.height);
  const { left, top } = window;
  const outcome = native!.decodeJpeg(
    undefined,
    jpeg,
    colours,
    out,
    0,
    window.width,
    size.width,
    size.height,
    left,
    top,
    window.width,
    window.height,
  );
  return { outcome, out };
}

const largest = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);

describe.skipIf(native === undefined)("decodeJpeg", () => {
  it("gives grey as it is, and the luma of YCbCr, whatever its chroma's sampling", async () => {
    const plain = await grey();
    const decoded = decode(plain, jpegColours.grey);
    expect(decoded.outcome).toBe(0);
    expect(largest(decoded.out, await lumaOf(plain, 1))).toBe(0);
    for (const sampling of ["4:4:4", "4:2:0"]) {
      const jpeg = await colour(sampling);
      const { outcome, out } = decode(jpeg, jpegColours.ycbcr);
      expect(outcome).toBe(0);
      // Going through RGB and back rounds three times, and clips.
      expect(largest(out, await lumaOf(jpeg, 3))).toBeLessThanOrEqual(2);
    }
  });

  it("takes three components for red, green and blue where it is told so", async () => {
    const jpeg = await colour("4:4:4");
    const { out } = decode(jpeg, jpegColours.rgb);
    const luma = decode(jpeg, jpegColours.ycbcr).out;
    const { data } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    for (let i = 0; i < luma.length; i += 97) {
      const [r, b] = [data[3 * i]!, data[3 * i + 2]!];
      // The stored components, found again from the colours that libvips makes of them.
      const [cb, cr] = [128 + (b - luma[i]!) / 1.772, 128 + (r - luma[i]!) / 1.402];
      const clipped = [r, data[3 * i + 1]!, b].some((value) => value === 0 || value === 255);
      if (!clipped) expect(out[i]).toBeCloseTo(0.299 * luma[i]! + 0.587 * cb + 0.114 * cr, -0.6);
    }
  });

  it("decodes any window to the same pixels", async () => {
    const jpeg = await grey();
    const whole = decode(jpeg, jpegColours.grey).out;
    const next = random(5);
    for (let i = 0; i < 100; i++) {
      const [left, top] = [next(width), next(height)];
      const window = { left, top, width: 1 + next(width - left), height: 1 + next(height - top) };
      const { outcome, out } = decode(jpeg, jpegColours.grey, window);
      expect(outcome).toBe(0);
      for (let y = 0; y < window.height; y++) {
        const at = (top + y) * width + left;
        const row = out.subarray(y * window.width, (y + 1) * window.width);
        expect(Buffer.compare(row, whole.subarray(at, at + window.width))).toBe(0);
      }
    }
  });

  it("writes first rows of whole width among wider ones, and nothing beside or below them", async () => {
    const jpeg = await grey();
    const whole = decode(jpeg, jpegColours.grey).out;
    const [at, stride] = [5, width + 9];
    for (const rows of [1, 7, 8, 9, 16, 50, height]) {
      const out = new Uint8Array(at + (height + 8) * stride).fill(7);
      const place = [out, at, stride, width, height, 0, 0, width, rows] as const;
      expect(native!.decodeJpeg(undefined, jpeg, jpegColours.grey, ...place)).toBe(0);
      const expected = new Uint8Array(out.length).fill(7);
      for (let y = 0; y < rows; y++)
        expected.set(whole.subarray(y * width, (y + 1) * width), at + y * stride);
      expect(Buffer.compare(out, expected), `${rows} rows`).toBe(0);
    }
  });

  it("says of progressive ones that they are another kind", async () => {
    const jpeg = await raw(1).toColourspace("b-w").jpeg({ progressive: true }).toBuffer();
    expect(decode(jpeg, jpegColours.grey).outcome).toBe(1);
  });

  it("says what is wrong with sizes that are not as expected, and with what is no JPEG", async () => {
    const jpeg = await grey();
    expect(decode(jpeg, jpegColours.ycbcr).outcome).toBe("it is 72 x 57 pixels of 1 samples");
    expect(decode(jpeg, jpegColours.grey, all, { width, height: 58 }).outcome).toMatch("72 x 57");
    expect(decode(new Uint8Array(40), jpegColours.grey).outcome).toMatch(/JPEG/);
    expect(decode(new Uint8Array(), jpegColours.grey).outcome).toMatch(/JPEG|marker/);
  });

  it("refuses what is cut short, but for the end marker", async () => {
    const jpeg = await grey();
    expect(decode(jpeg.subarray(0, -2), jpegColours.grey).outcome).toBe(0);
    for (let end = 0; end < jpeg.length - 40; end += 13) {
      expect(typeof decode(jpeg.subarray(0, end), jpegColours.grey).outcome, `${end}`).toBe("string");
    }
  });

  it("neither crashes nor leaves its memory on 3,000 damaged tiles", async () => {
    const next = random(17);
    for (const [jpeg, colours] of [
      [await grey(), jpegColours.grey],
      [await colour("4:2:0"), jpegColours.ycbcr],
      [await colour("4:4:4"), jpegColours.rgb],
    ] as const) {
      for (let i = 0; i < 1000; i++) {
        const damaged = Uint8Array.from(jpeg);
        for (let change = 0; change <= next(4); change++) damaged[next(damaged.length)] = next(256);
        const { outcome } = decode(damaged, colours);
        expect(outcome === 0 || outcome === 1 || typeof outcome === "string").toBe(true);
      }
    }
  });

  it("throws for windows and memory that do not fit", async () => {
    const jpeg = await grey();
    expect(() => decode(jpeg, jpegColours.grey, { ...all, left: 1 })).toThrow("not inside the image");
    expect(() =>
      native!.decodeJpeg(
        undefined,
        jpeg,
        0,
        new Uint8Array(10),
        0,
        width,
        width,
        height,
        0,
        0,
        width,
        height,
      ),
    ).toThrow("does not fit");
  });
});
