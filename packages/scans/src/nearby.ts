import { native } from "./codecs/native.js";

/** What takes longer than this, ms, is done by a file system far away, or a disk that has to seek. */
const slowMs = 1;
/** So many slow ones more than one in sixteen make a file system far away; a thread that was interrupted now and then does not. */
const mostSlow = 4;
const share = 1 / 16;
let slow = 0;

/**
 * Whether files of this thread lie nearby: small reads are then done at once, which costs a tenth of asking the thread
 * pool for them. Far away a thread of the pool waits instead.
 */
export function isNearby(): boolean {
  return slow < mostSlow;
}

/** Does something to a file at once, and notes whether it took long. */
export function atOnce<T>(work: () => T): T {
  const waited = native?.waits() ?? -1;
  const began = performance.now();
  try {
    return work();
  } finally {
    const isLong = performance.now() - began > slowMs;
    // On a busy machine a thread may merely have had no turn.
    const hasWaited = isLong && (waited < 0 || native!.waits() > waited);
    slow = hasWaited ? slow + 1 : Math.max(0, slow - share);
  }
}
