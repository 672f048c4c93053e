import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createScanWriter, openScan } from "../../src/index.js";
import { HttpStore } from "../../src/zarr/httpStore.js";
import { openZarr } from "../../src/zarr/zarrReader.js";
import { picture, writeAll } from "../writers/pictures.js";
import { type FileServer, serveFolder } from "./server.js";

const [widthPx, heightPx] = [300, 200];
const whole = { xPx: 0, yPx: 0, widthPx, heightPx };
const names = ["sharded.zarr", "plain.zarr"] as const;
/** Quick tries, so that a test of failures does not wait for them. */
const settings = { attempts: 3, firstWaitMs: 5, timeoutMs: 400 };

let dir = "";
let server: FileServer;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-http-"));
  for (const name of names) {
    const writer = await createScanWriter(join(dir, name), {
      format: "ome-zarr",
      widthPx,
      heightPx,
      bitDepth: 8,
      tilePx: 32,
      pixelSizeXUm: 1,
      pixelSizeYUm: 1,
      omeZarrVersion: name === "plain.zarr" ? "0.4" : "0.5",
    });
    await writeAll(writer, picture(widthPx, heightPx, 8));
    await writer.finish();
  }
  server = await serveFolder(dir);
});
afterEach(() => {
  server.trouble = () => false;
  server.ranges = true;
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

const isChunk = (path = ""): boolean => /\/\d+\/(c\/)?\d+\/\d+$/.test(path.split("?")[0]!);

async function readWhole(name: string) {
  const source = await openZarr(new HttpStore(`${server.url}/${name}`, settings));
  try {
    return (await source.readRegion(0, whole)).data;
  } finally {
    await source.close();
  }
}

describe.each(names)("%s behind HTTP", (name) => {
  const expected = picture(widthPx, heightPx, 8);

  it("is opened by its address and read like a folder", async () => {
    const scan = await openScan(`${server.url}/${name}`);
    const image = await scan.read(whole, 1);
    expect(image.data).toEqual(expected);
    expect(scan.pixelSizeXUm).toBe(1);
    await scan.close();
  });

  it("is read from a server that knows no ranges", async () => {
    server.ranges = false;
    expect(await readWhole(name)).toEqual(expected);
  });

  it("is read in spite of passing failures: errors, dropped connections, silence, cut answers", async () => {
    const seen = new Map<string, number>();
    const kinds = [
      (response: import("node:http").ServerResponse) => response.writeHead(503).end(),
      (response: import("node:http").ServerResponse) => response.destroy(),
      () => {},
      (response: import("node:http").ServerResponse) => {
        response.writeHead(200, { "content-length": 5000 });
        response.write("short");
        setTimeout(() => response.destroy(), 5);
      },
    ];
    server.trouble = (request, response) => {
      const key = `${request.url} ${request.headers.range}`;
      const times = seen.get(key) ?? 0;
      seen.set(key, times + 1);
      if (times > 0) return false;
      kinds[seen.size % kinds.length]!(response);
      return true;
    };
    expect(await readWhole(name)).toEqual(expected);
  });

  it("gives up on a server that keeps failing, and says what it answered", async () => {
    server.trouble = (request, response) => {
      if (!isChunk(request.url)) return false;
      response.writeHead(500).end();
      return true;
    };
    const before = server.asked.length;
    await expect(readWhole(name)).rejects.toMatchObject({
      name: "ScanError",
      kind: "missing",
      problem: "it cannot be fetched (the server answered 500 Internal Server Error)",
    });
    expect(server.asked.slice(before).filter(isChunk).length).toBeGreaterThanOrEqual(3);
  });

  it("does not take a right that ran out for background", async () => {
    server.trouble = (request, response) => {
      if (!isChunk(request.url)) return false;
      response.writeHead(403).end();
      return true;
    };
    await expect(readWhole(name)).rejects.toMatchObject({ kind: "missing" });
  });

  it("reads chunks that are not there as the fill value", async () => {
    server.trouble = (request, response) => {
      if (!isChunk(request.url)) return false;
      response.writeHead(404).end();
      return true;
    };
    expect(new Set(await readWhole(name))).toEqual(new Set([255]));
  });
});

describe("addresses that hold no OME-Zarr", () => {
  it("are refused, and so is a server that is not there", async () => {
    await expect(openScan(`${server.url}/nothing`)).rejects.toMatchObject({ kind: "unsupported" });
    const gone = new HttpStore("http://127.0.0.1:9/x.zarr", settings);
    await expect(openZarr(gone)).rejects.toMatchObject({ kind: "missing" });
  });
});
