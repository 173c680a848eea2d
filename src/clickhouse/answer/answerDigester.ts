import type { AnswerColumn, AnswerDigest, PartDigest } from '../../model/answer.ts';
import { keyPlaces, type TiedStatement } from '../../sql/orderedAnswer.ts';
import type { OrderOfRows } from '../../sql/orderOfRows.ts';
import { cellsOf, type NumbersOf, numbersOf } from '../../sql/values/cells.ts';
import type { AnswerReader } from './answerStream.ts';
import { type OpenEnds, OrderedRows } from './orderDigest.ts';
import { PartDigester } from './partDigest.ts';

/** Turns the parts of an answer into checksums as they come. */
export class AnswerDigester implements AnswerReader {
  private readonly asked: OrderOfRows;
  private readonly tied: TiedStatement | undefined;
  private readonly cut: OpenEnds;
  private shown: readonly AnswerColumn[] = [];
  private numbers: readonly NumbersOf[] = [];
  private keys: readonly (number | undefined)[] | undefined;
  private unordered = new PartDigester([]);
  private ordered: OrderedRows | undefined;
  private readonly foot = new Map<'totals' | 'extremes', PartDigester>();
  private rows = 0;

  /**
   * @param tied what was sent in the place of the statement
   * @param cut ends at which settings leave rows out
   */
  constructor(order: OrderOfRows, tied: TiedStatement | undefined, cut: OpenEnds) {
    this.asked = order;
    this.tied = tied;
    this.cut = cut;
  }

  columns(all: readonly AnswerColumn[]): void {
    const width = all.length - (this.tied?.added ?? 0);
    this.shown = all.slice(0, width);
    this.numbers = this.shown.map(({ type }) => numbersOf(type));
    this.unordered = new PartDigester(this.numbers);
    if (this.asked.kind === 'any') return;
    this.keys = this.placesOfKeys(all);
    const keyNumbers = (this.keys ?? []).map((place) => numbersOf(all[place ?? -1]?.type ?? ''));
    this.ordered = new OrderedRows(this.numbers, keyNumbers, this.openEnds());
  }

  row(line: string): void {
    this.rows += 1;
    if (this.ordered === undefined) {
      this.unordered.add(line);
      return;
    }
    const cells = cellsOf(line);
    const keys = this.keysKnown() ? this.keys?.map((place) => cells[place ?? -1] ?? '') : undefined;
    this.ordered.add(this.tied === undefined ? cells : cells.slice(0, this.shown.length), keys);
  }

  totals(line: string): void {
    this.addFoot('totals', line);
  }

  extremes(_: 'min' | 'max', line: string): void {
    this.addFoot('extremes', line);
  }

  digest(): AnswerDigest {
    const { ordered, foot, shown: columns } = this;
    const rows = ordered === undefined ? { cells: this.unordered.digest() } : ordered.finish(this.keysKnown());
    const part = (name: 'totals' | 'extremes'): { [key in typeof name]?: PartDigest } => {
      const found = foot.get(name);
      return found === undefined ? {} : { [name]: found.digest() };
    };
    return {
      kind: 'answer',
      rows: String(this.rows),
      columns,
      ...rows,
      ...part('totals'),
      ...part('extremes'),
      ...this.tiesOpen(),
    };
  }

  private addFoot(name: 'totals' | 'extremes', line: string): void {
    const part = this.foot.get(name) ?? new PartDigester(this.numbers);
    part.addCells(cellsOf(line).slice(0, this.shown.length));
    this.foot.set(name, part);
  }

  private placesOfKeys(all: readonly AnswerColumn[]): readonly (number | undefined)[] | undefined {
    if (this.asked.kind === 'any') return undefined;
    if (this.tied !== undefined) return this.tied.keyPlaces(all.length);
    if (this.asked.keys === 'all') return all.map((_, place) => place);
    const names = all.map((one) => one.name);
    return keyPlaces(this.asked.keys, names);
  }

  private keysKnown(): boolean {
    return this.keys !== undefined && !this.keys.includes(undefined);
  }

  private isCut(): boolean {
    const { cut } = this;
    return this.asked.kind === 'ordered' && (this.asked.cutsEnd || this.asked.skips || cut.first || cut.last);
  }

  /** The answer as it is says all where nothing is cut and all keys are shown. */
  private tiesOpen(): Pick<AnswerDigest, 'tiesOpen'> {
    if (this.asked.kind === 'any' || this.tied !== undefined) return {};
    if (this.isCut()) return { tiesOpen: 'rows' };
    return this.keysKnown() ? {} : { tiesOpen: 'order' };
  }

  private openEnds(): OpenEnds {
    if (this.tied === undefined || this.asked.kind === 'any') return { first: false, last: false };
    const { cut } = this;
    const isClosed = this.asked.tiesAt !== undefined && !cut.last;
    return { first: this.asked.skips || cut.first, last: (this.asked.cutsEnd || cut.last) && !isClosed };
  }
}
