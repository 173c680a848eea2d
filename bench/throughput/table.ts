export interface Rate {
  /** Median of the rounds. */
  readonly perSecond: number;
  /** To the bare loop: median of the ratios of each round, because a slow spell falls on a whole round. */
  readonly ratio: number;
}

export interface Row {
  readonly name: string;
  /** One a concurrency; null when not measured. */
  readonly rates: readonly (Rate | null)[];
}

/** @param reference rates of the bare loop in the same rounds; a peer that ran once is set against their median */
export function summarise(all: readonly number[], reference: readonly number[]): Rate {
  const usual = median(reference);
  const paired = all.length === reference.length;
  const ratios = all.map((rate, round) => rate / (paired ? reference[round]! : usual));
  return { perSecond: Math.round(median(all)), ratio: Number(median(ratios).toFixed(3)) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Executions a second, and their ratio to the bare loop. */
export function renderTable(inFlight: readonly number[], rows: readonly Row[]): string {
  const head = ['executions/s', ...inFlight.flatMap((n) => [`${n} in flight`, 'ratio'])];
  const body = rows.map(({ name, rates }) => [
    name,
    ...rates.flatMap((rate) => (rate === null ? ['-', '-'] : [String(rate.perSecond), rate.ratio.toFixed(2)])),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  return [head, ...body].map(line).join('\n');
}
