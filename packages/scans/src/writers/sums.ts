import type { WrittenFile } from "./tileSink.js";

/** Lines as `sha256sum --check` reads them. */
export function checksumText(files: readonly WrittenFile[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}
