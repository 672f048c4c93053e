/**
 * Decimal logarithm of the number of false alarms of a consensus: how many rigid maps with so many inliers one would
 * expect among all hypotheses if the pairs were unrelated, their second places uniform over the image (a contrario:
 * Moisan and Stival 2004). A map of 10⁻⁵ false alarms would turn up once in 100,000 pairs of unrelated images.
 *
 * @param pairs correspondences, of which `inliers` agree
 * @param chance probability that an unrelated pair agrees with a given map: the inliers' disc over the image's area
 */
export function logFalseAlarms(pairs: number, inliers: number, chance: number): number {
  if (pairs < 3 || inliers < 3) return Number.POSITIVE_INFINITY;
  const p = Math.min(1, Math.max(chance, 1e-300));
  // Any two pairs make a hypothesis; the others agree by chance or do not.
  const hypotheses = logBinomial(pairs, 2);
  return (hypotheses + logBinomialTail(pairs - 2, inliers - 2, p)) / Math.LN10;
}

/** ln P(X ≥ k) for X binomial with n trials of probability p. */
export function logBinomialTail(n: number, k: number, p: number): number {
  if (k <= 0) return 0;
  if (k > n) return Number.NEGATIVE_INFINITY;
  const terms: number[] = [];
  for (let i = k; i <= n; i++) {
    const rest = n - i === 0 ? 0 : (n - i) * Math.log1p(-p);
    terms.push(logBinomial(n, i) + i * Math.log(p) + rest);
  }
  const largest = Math.max(...terms);
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

function logBinomial(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** ln n!: a sum for small n, Stirling's series beyond. */
function logFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}
