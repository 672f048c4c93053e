// The patch pipeline alone: batches are taken and given back, nothing else is done with them.
import { openDecoder, PatchPipeline } from "cytonet";

/** Batches that are read ahead of the one in use. */
const PREFETCH = 2;

/**
 * Opens threads that have read one batch each already. A thread keeps one scan open, so that the next patch, which
 * is another section's, finds no tile decoded: as in a run over thousands of sections. Between measurements all of the
 * ring's memory is held here, so that nothing is read, and it is in use again and again: as in a run of many steps.
 *
 * @param {number} workers
 */
export async function openLoader(workers, sites, form, batchSize) {
  const decoder = openDecoder(workers);
  const count = sites.image.length;
  const plan = (end) => ({
    first: 0,
    end,
    batchSize,
    at: (step) => ({
      epoch: 0,
      indices: Uint32Array.from({ length: batchSize }, (_, k) => (step * batchSize + k) % count),
    }),
  });
  const options = {
    decoder,
    reader: { ...form, tone: "asScanned", openScans: workers },
    prefetch: PREFETCH,
    unreadable: { kind: "replace", seed: 1n, limit: 0 },
    signal: new AbortController().signal,
  };
  const pipeline = new PatchPipeline(sites, plan(Number.MAX_SAFE_INTEGER), options);
  const held = [];
  while (held.length <= PREFETCH) held.push(await pipeline.next());
  /** Seconds to read `batches` batches, beginning with none read ahead. */
  const seconds = async (batches) => {
    const began = performance.now();
    for (const batch of held.splice(0, batches)) batch.release();
    for (let taken = 1; taken <= batches; taken++) {
      const batch = await pipeline.next();
      // The last ones stay, so that no more is read than is measured.
      if (batches - taken > PREFETCH) batch.release();
      else held.push(batch);
    }
    return (performance.now() - began) / 1000;
  };
  await seconds(workers);
  return {
    seconds,
    async close() {
      await pipeline.close();
      await decoder.close();
    },
  };
}
