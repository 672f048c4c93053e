import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DataError, sha256File, verifySha256Sums } from "@cytonet/cohort";

/** What was compared with its checksums. */
export interface VerifiedScan {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Compare a scan with the checksums that `cytonet scan convert` wrote with it: `SHA256SUMS` in an OME-Zarr,
 * `NAME.sha256` beside a file.
 *
 * @throws DataError naming every file that is absent, changed or not listed, and where there are no checksums
 */
export async function verifyScan(path: string): Promise<VerifiedScan> {
  const found = await stat(path).catch((cause: unknown) => {
    const remedy = "Checksums can be verified of scans on this machine only.";
    throw new DataError({ file: path, message: "cannot be read as a file or folder", remedy }, { cause });
  });
  if (found.isDirectory()) {
    await verifySha256Sums(path);
    const names = (await readFile(join(path, "SHA256SUMS"), "utf8"))
      .split("\n")
      .flatMap((line) => (line === "" ? [] : [line.slice(66)]));
    let bytes = 0;
    for (const name of names) bytes += (await stat(join(path, name))).size;
    return { files: names.length, bytes };
  }
  const sumsPath = `${path}.sha256`;
  const text = await readFile(sumsPath, "utf8").catch((cause: unknown) => {
    const remedy = "Only scans that cytonet wrote have checksums; convert it to have them.";
    throw new DataError({ file: sumsPath, message: "cannot be read", remedy }, { cause });
  });
  const [, stated, name] = /^([0-9a-f]{64}) [ *](.+)\n?$/.exec(text) ?? [];
  if (stated === undefined || name !== basename(path)) {
    const remedy = "Copy it again together with the scan.";
    throw new DataError({ file: sumsPath, message: `is not the checksum of ${basename(path)}`, remedy });
  }
  if ((await sha256File(path)) !== stated) {
    const remedy = "Copy or convert the scan again.";
    throw new DataError({ file: path, message: "has another content than when it was written", remedy });
  }
  return { files: 1, bytes: found.size };
}
