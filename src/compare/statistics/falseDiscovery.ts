/**
 * Benjamini–Hochberg: which of the hypotheses are rejected with a false discovery rate of at most
 * `level`. A p-value of 0 marks one that an earlier look rejected: it keeps its place in the ranking.
 */
export function benjaminiHochberg(pValues: readonly number[], level: number): readonly boolean[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const m = order.length;
  let rejected = 0;
  for (const [rank, { p }] of order.entries()) if (p <= (level * (rank + 1)) / m) rejected = rank + 1;
  const answer = new Array<boolean>(m).fill(false);
  for (const { index } of order.slice(0, rejected)) answer[index] = true;
  return answer;
}

/** The p-values that would just be rejected: min over larger ranks of p·m/rank, at most 1. */
export function adjusted(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const m = order.length;
  const answer = new Array<number>(m).fill(1);
  let least = 1;
  for (const [position, { p, index }] of order.entries()) {
    least = Math.min(least, (p * m) / (m - position));
    answer[index] = least;
  }
  return answer;
}
