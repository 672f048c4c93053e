import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { deflateSync } from "node:zlib";
import Zstd from "numcodecs/zstd";
import sharp from "sharp";
import { expect, it } from "vitest";
import { type CodecBuild, native } from "../../src/codecs/native.js";

const program = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { addon, zlib, zstd, jpeg, bytes } = workerData;
  const codecs = require(addon);
  const outcomes = new Set();
  for (let i = 0; i < 60; i++) {
    const out = new Uint8Array(bytes);
    outcomes.add("zlib " + codecs.inflate(0, zlib, out) + " " + out[bytes - 1]);
    out.fill(0);
    outcomes.add("zstd " + codecs.decodeZstd(zstd, out) + " " + out[bytes - 1]);
    outcomes.add("jpeg " + codecs.decodeJpeg(undefined, jpeg, 0, out, 0, 64, 64, 64, 0, 0, 64, 64));
    outcomes.add("cut " + codecs.inflate(0, zlib.subarray(0, 50), out));
    outcomes.add("cut " + typeof codecs.decodeJpeg(undefined, jpeg.subarray(0, 300), 0, out, 0, 64, 64, 64, 0, 0, 64, 64));
  }
  parentPort.postMessage([...outcomes]);
`;

it.skipIf(native === undefined)("the addon works in several threads at once, which come and go", async () => {
  const record = join(import.meta.dirname, "../../../../build/codecs/current.json");
  const { addon } = JSON.parse(readFileSync(record, "utf8")) as CodecBuild;
  const content = Uint8Array.from({ length: 40_000 }, (_, i) => (i * i) >> 7);
  const raw = { width: 64, height: 64, channels: 1 } as const;
  const workerData = {
    addon,
    bytes: content.length,
    zlib: deflateSync(content),
    zstd: await Zstd.fromConfig({ id: "zstd", level: 3 }).encode(content),
    jpeg: await sharp(content.subarray(0, 4096), { raw }).toColourspace("b-w").jpeg().toBuffer(),
  };
  const last = content.at(-1)!;
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(
      Array.from(
        { length: 4 },
        () =>
          new Promise<string[]>((resolve, reject) => {
            const worker = new Worker(program, { eval: true, workerData });
            worker.once("message", resolve).once("error", reject);
          }),
      ),
    );
    for (const answer of answers) {
      expect(answer).toEqual([
        `zlib 40000 ${last}`,
        `zstd 40000 ${last}`,
        "jpeg 0",
        "cut its deflate data are damaged or end early",
        "cut string",
      ]);
    }
  }
});
