import type { LoadReport, MatrixCell } from '../../model/loadReport.ts';

/** `alone`, `beside batch` */
export function companyText(beside: readonly string[]): string {
  return beside.length === 0 ? 'alone' : `beside ${beside.join(' and ')}`;
}

/** Of a percentile that so many requests missed by failing that it has no time. */
export const neverText = 'never: too few were answered';

/** With the server's scheduling or without it. */
export function schedulingText(scheduling: boolean): string {
  return scheduling ? 'with scheduling' : 'without scheduling';
}

/** `beside batch, without scheduling` */
export function besideText({ beside, scheduling }: Pick<MatrixCell, 'beside' | 'scheduling'>): string {
  return `${companyText(beside)}, ${schedulingText(scheduling)}`;
}

/** One class in one company, with a cell for each way of scheduling that was measured. */
export interface MatrixRow {
  readonly measured: string;
  readonly beside: readonly string[];
  /** As `schedulings`; undefined where it was not measured. */
  readonly cells: readonly (MatrixCell | undefined)[];
}

export interface MatrixRows {
  /** Without comes before with. */
  readonly schedulings: readonly boolean[];
  readonly rows: readonly MatrixRow[];
}

/** The cells by class and company, in the order in which they first appear; a class alone comes first. */
export function matrixRows({ matrix = [] }: LoadReport): MatrixRows {
  const schedulings = [false, true].filter((one) => matrix.some((cell) => cell.scheduling === one));
  const names = [...new Set(matrix.map(({ measured }) => measured))];
  const groups = new Map<string, MatrixCell[]>();
  for (const cell of matrix) {
    const key = JSON.stringify([cell.measured, cell.beside]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const rows = [...groups.values()].flatMap((cells) => {
    const [first] = cells;
    if (first === undefined) return [];
    const at = schedulings.map((scheduling) => cells.find((cell) => cell.scheduling === scheduling));
    return [{ measured: first.measured, beside: first.beside, cells: at }];
  });
  const rank = ({ measured, beside }: MatrixRow): number => names.indexOf(measured) * 1000 + beside.length;
  return { schedulings, rows: rows.toSorted((a, b) => rank(a) - rank(b)) };
}
