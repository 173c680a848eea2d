/** What values of several clusters lose by being alike within one. */
export interface ClusterEffect {
  /** By which the variance of their mean is larger than that of as many independent values: the design effect (Kish 1965). */
  readonly effect: number;
  /** Whether independent values would hardly differ so much between clusters. */
  readonly isBeyondChance: boolean;
}

/** Of values that are all of one cluster, or all alike, nothing is known. */
const none: ClusterEffect = { effect: 1, isBeyondChance: false };

/** The normal quantile of 95%. */
const z = 1.6449;

/**
 * From the means of the clusters: S/(S−1)·Σ(n_s/n)²(ā_s − ā)² over s²/n. What chance does is told by Σn_s(ā_s − ā)²/s², which is nearly χ² with
 * S − 1 degrees of freedom: of ranks it is the statistic of Kruskal and Wallis (1952), of yes and no Pearson's.
 *
 * @param clusters of each value, the cluster it belongs to
 */
export function clusterEffect(values: readonly number[], clusters: readonly number[]): ClusterEffect {
  const n = values.length;
  const sums = new Map<number, { n: number; sum: number }>();
  let total = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    const cluster = clusters[i] as number;
    const known = sums.get(cluster);
    if (known === undefined) sums.set(cluster, { n: 1, sum: value });
    else {
      known.n++;
      known.sum += value;
    }
    total += value;
  }
  const S = sums.size;
  if (S < 2 || S === n) return none;
  const mean = total / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] as number) - mean) ** 2;
  if (squares === 0) return none;
  const variance = squares / (n - 1);
  let ofMean = 0;
  let between = 0;
  for (const own of sums.values()) {
    const distance = (own.sum / own.n - mean) ** 2;
    ofMean += (own.n / n) ** 2 * distance;
    between += own.n * distance;
  }
  return {
    effect: Math.max(1, ((S / (S - 1)) * ofMean) / (variance / n)),
    isBeyondChance: between / variance > likelyChiSquared(S - 1),
  };
}

/** The 95% quantile of χ², as Wilson and Hilferty (1931) have it: within 3% for one degree of freedom, and 1% for more. */
function likelyChiSquared(df: number): number {
  return df * (1 - 2 / (9 * df) + z * Math.sqrt(2 / (9 * df))) ** 3;
}
