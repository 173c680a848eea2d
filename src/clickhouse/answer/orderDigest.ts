import type { EdgeDigest, OrderDigest, PartDigest } from '../../model/answer.ts';
import { joined, type NumbersOf, rowApart } from '../../sql/values/cells.ts';
import { PartDigester } from './partDigest.ts';
import { rowHash } from './rowHash.ts';

/** Keys that differ by less are those of rows that tie: sums in another order do. Whole numbers are exact. */
const tieTolerance = 1e-13;

/** Which ends of a result are open: rows that tie with those there may have been left out. */
export interface OpenEnds {
  readonly first: boolean;
  readonly last: boolean;
}

interface Group {
  readonly keys: readonly string[];
  readonly rows: PartDigester;
  count: number;
}

/**
 * Checksums of ordered rows. Rows that follow one another and tie in all keys make a group; the order of groups counts, that
 * within one does not. Groups at open ends are told apart.
 */
export class OrderedRows {
  private readonly numbers: readonly NumbersOf[];
  private readonly keyNumbers: readonly NumbersOf[];
  private readonly open: OpenEnds;
  private readonly cells: PartDigester;
  private atSteps = '';
  private betweenSteps = '';
  private group: Group | undefined;
  private isFirst = true;
  private groups = 0;
  private edge: EdgeDigest | undefined;
  private edges: PartDigester | undefined;

  constructor(numbers: readonly NumbersOf[], keyNumbers: readonly NumbersOf[], open: OpenEnds) {
    this.numbers = numbers;
    this.keyNumbers = keyNumbers;
    this.open = open;
    this.cells = new PartDigester(numbers);
  }

  /** @param keys undefined where they are not known: then no row ties with another */
  add(cells: readonly string[], keys: readonly string[] | undefined): void {
    if (this.group === undefined || keys === undefined || !tieInAll(this.group.keys, keys, this.keyNumbers)) {
      this.close(false);
      this.group = { keys: keys ?? [], rows: new PartDigester(this.numbers), count: 0 };
    }
    this.group.rows.addCells(cells);
    this.group.count += 1;
  }

  /** @param areKnown whether `add` was given keys */
  finish(areKnown: boolean): { readonly cells: PartDigest; readonly order: OrderDigest } {
    this.close(true);
    return {
      cells: this.cells.digest(),
      order: {
        hashes: [this.atSteps, this.betweenSteps],
        ties: areKnown,
        groups: this.groups,
        ...(this.edge === undefined ? {} : { edge: this.edge }),
      },
    };
  }

  private close(isLast: boolean): void {
    const { group } = this;
    if (group === undefined) return;
    const isEdge = (this.isFirst && this.open.first) || (isLast && this.open.last);
    this.isFirst = false;
    this.groups += 1;
    if (isEdge) this.setAside(group);
    else {
      const [atSteps, betweenSteps] = group.rows.digest().hashes;
      this.atSteps = rowHash(`${this.atSteps} ${atSteps}`).toString(16);
      this.betweenSteps = rowHash(`${this.betweenSteps} ${betweenSteps}`).toString(16);
      this.cells.merge(group.rows);
    }
    this.group = undefined;
  }

  private setAside({ keys, rows, count }: Group): void {
    const rounded = joined(rowApart(keys, this.keyNumbers), (value) => value.toPrecision(7));
    const own = rowHash(rounded).toString(16);
    this.edges?.merge(rows);
    this.edges ??= rows;
    this.edge = {
      keys: this.edge === undefined ? own : `${this.edge.keys} ${own}`,
      rows: this.edges.digest(),
      count: (this.edge?.count ?? 0) + count,
    };
  }
}

/** Whether two rows tie: their keys are the same, floats among them but for their last digits. */
export function tieInAll(a: readonly string[], b: readonly string[], numbers: readonly NumbersOf[]): boolean {
  return a.every((key, at) => key === b[at] || areClose(key, b[at] ?? '', numbers[at] ?? 'exact'));
}

function areClose(a: string, b: string, numbers: NumbersOf): boolean {
  if (numbers === 'exact' || !isNumber(a) || !isNumber(b)) return false;
  const [left, right] = [Number(a), Number(b)];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left === right;
  return Math.abs(left - right) <= tieTolerance * Math.max(Math.abs(left), Math.abs(right));
}

function isNumber(text: string): boolean {
  return /^-?\d[\d.eE+-]*$/.test(text);
}
