import { isScanError } from "@cytonet/scans";
import type { PatchReader } from "../patchReader.js";
import { codeOf, type DecodeOrder, type PlaceFailure } from "./messages.js";

/** Faults of the machine, not of a file: reading something else would not help. */
const MACHINE_CODES = new Set(["EMFILE", "ENFILE", "ENOMEM"]);

/**
 * Reads the patches of one job into the order's memory.
 *
 * @returns the patches that cannot be read
 * @throws whatever is no fault of a scan
 */
export function decodeJob(reader: PatchReader, order: DecodeOrder, job: number): Promise<PlaceFailure[]> {
  const start = job === 0 ? 0 : order.jobEnds[job - 1]!;
  const end = order.jobEnds[job]!;
  return reader.holdScan(order.indices[start]!, () => decodeSome(reader, order, start, end));
}

async function decodeSome(
  reader: PatchReader,
  order: DecodeOrder,
  start: number,
  end: number,
): Promise<PlaceFailure[]> {
  const area = reader.options.sidePx ** 2;
  const failures: PlaceFailure[] = [];
  for (let k = start; k < end; k++) {
    const [place, index] = [order.places[k]!, order.indices[k]!];
    const out = new Uint8Array(order.memory, place * area, area);
    try {
      await reader.readInto(index, out);
    } catch (error) {
      if (!isScanError(error) || MACHINE_CODES.has(codeOf(error) ?? "")) throw error;
      out.fill(0);
      failures.push({ place, index, reason: `${error.problem} (${error.kind})` });
    }
  }
  return failures;
}
