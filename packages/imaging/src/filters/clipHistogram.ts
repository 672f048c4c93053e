/**
 * Clips a histogram in place and hands the excess out evenly, as Zuiderveld's contrast limit does: first the same
 * number to every bin, then one by one to bins below the limit, at even steps, until nothing is left.
 *
 * @param histogram counts; their sum stays the same unless every bin reaches the limit
 * @param limit largest count of a bin
 */
export function clipHistogram(histogram: Float64Array, limit: number): void {
  const bins = histogram.length;
  let excess = 0;
  for (let i = 0; i < bins; i++) {
    if (histogram[i]! <= limit) continue;
    excess += histogram[i]! - limit;
    histogram[i] = limit;
  }
  const share = Math.floor(excess / bins);
  for (let i = 0; i < bins; i++) {
    const count = histogram[i]!;
    // Bins that are then within one share of the limit are brought to it, also where that takes more than is left.
    const lifted = count < limit - share ? count + share : count;
    const full = lifted >= limit - share && lifted < limit ? limit : lifted;
    histogram[i] = full;
    excess -= full - count;
  }
  while (excess > 0) {
    const before = excess;
    for (let first = 0; first < bins && excess > 0; first++) {
      let open = 0;
      for (let i = 0; i < bins; i++) if (histogram[i]! < limit) open += 1;
      const step = Math.max(1, Math.floor(open / excess));
      // A round over the bins is decided as a whole, also where it gives out more than is left.
      for (let i = first; i < bins; i += step) {
        if (histogram[i]! >= limit) continue;
        histogram[i]! += 1;
        excess -= 1;
      }
    }
    if (excess === before) break;
  }
}
