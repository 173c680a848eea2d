const steps = '▁▂▃▄▅▆▇█';
/** A run without a value: a gap, never a zero. */
const gap = '·';
/** Of the middle: a series that moves less is drawn flat, so that noise of a percent is no mountain. */
const leastSpan = 0.1;

/** The newest `columns` values as bars of text, from the lowest to the highest. */
export function sparkline(values: readonly (number | null)[], columns: number): string {
  const shown = values.slice(-columns);
  const known = shown.filter((value) => value !== null);
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const middle = (least + most) / 2;
  const span = Math.max(most - least, Math.abs(middle) * leastSpan);
  const bottom = middle - span / 2;
  return shown
    .map((value) => {
      if (value === null) return gap;
      const part = span === 0 ? 0.5 : (value - bottom) / span;
      return steps[Math.max(0, Math.min(steps.length - 1, Math.floor(part * steps.length)))];
    })
    .join('');
}

/** A series run by run, with gaps. */
export function byRun(
  points: readonly { readonly run: number; readonly value: number }[],
  runs: number,
): readonly (number | null)[] {
  const values = new Array<number | null>(runs).fill(null);
  for (const { run, value } of points) values[run] = value;
  return values;
}
