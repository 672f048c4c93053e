// Mere decompression with the decoders that scans are read with: the least that a reader of tiles must do.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The addon that set-up built. */
function openCodecs() {
  const { addon } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../build/codecs/current.json"), "utf8"),
  );
  if (addon === null) throw new Error("There is no codec addon to compare with: see `cytonet doctor`.");
  return createRequire(import.meta.url)(addon);
}

/**
 * A function that decompresses a grey tile of `tilePx`² into memory that is used again and again.
 *
 * @param {"deflate" | "jpeg"} compression
 * @returns {(packed: Uint8Array) => number} the first sample
 */
export function tileDecoder(compression, tilePx) {
  const codecs = openCodecs();
  const out = new Uint8Array(tilePx ** 2);
  // Numbers of the addon for zlib's form and for one component.
  const [zlib, grey] = [0, 0];
  const all = [0, tilePx, tilePx, tilePx, 0, 0, tilePx, tilePx];
  const [decode, done] =
    compression === "deflate"
      ? [(packed) => codecs.inflate(zlib, packed, out), out.length]
      : [(packed) => codecs.decodeJpeg(undefined, packed, grey, out, ...all), 0];
  return (packed) => {
    const outcome = decode(packed);
    if (outcome !== done) throw new Error(`a tile: ${outcome}`);
    return out[0];
  };
}
