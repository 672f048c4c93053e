// The patch pipeline alone: batches are taken and given back, nothing else is done with them.
import { openDecoder, PatchPipeline } from "cytonet";

/**
 * Opens threads that have read one batch each already. A thread keeps one scan open, so that the next patch, which
 * is another section's, finds no tile decoded: as in a run over thousands of sections.
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
    prefetch: 2,
    unreadable: { kind: "replace", seed: 1n, limit: 0 },
    signal: new AbortController().signal,
  };
  /** Seconds to read `batches` batches. */
  const seconds = async (batches) => {
    const began = performance.now();
    const pipeline = new PatchPipeline(sites, plan(batches), options);
    for (let step = 0; step < batches; step++) (await pipeline.next()).release();
    await pipeline.close();
    return (performance.now() - began) / 1000;
  };
  await seconds(workers);
  return { seconds, close: () => decoder.close() };
}
