import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Answers a request itself and says so, or leaves it to the server. */
export type Trouble = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface FileServer {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  trouble: Trouble;
  ranges: boolean;
  close(): Promise<void>;
}

/** Serves the files of a folder on this machine, with or without ranges and as badly as `trouble` wants. */
export async function serveFolder(dir: string): Promise<FileServer> {
  const asked: string[] = [];
  const state = { trouble: (() => false) as Trouble, ranges: true };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://localhost").pathname);
    asked.push(path);
    if (state.trouble(request, response)) return;
    let content: Buffer;
    try {
      content = await readFile(join(dir, path));
    } catch {
      response.writeHead(404).end();
      return;
    }
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
    if (range === null || !state.ranges) {
      response.writeHead(200, { "content-length": content.length }).end(content);
      return;
    }
    const [, from, to] = range;
    const part = from === "" ? content.subarray(-Number(to)) : content.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, { "content-length": part.length }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    get trouble() {
      return state.trouble;
    },
    set trouble(trouble) {
      state.trouble = trouble;
    },
    get ranges() {
      return state.ranges;
    },
    set ranges(ranges) {
      state.ranges = ranges;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
