import type { PartDigest } from '../../model/answer.ts';
import { cellsOf, joined, type NumbersOf, rowApart } from '../../sql/values/cells.ts';
import { rowHash } from './rowHash.ts';

/**
 * Low bits of a 64-bit float that a checksum leaves out: 23 bits of fraction stay, which are seven digits. What lies between the
 * seventh and the eleventh is seen by `PartDigest.sketch`.
 */
const droppedLowBits = 29;
const halfStep = 2 ** (droppedLowBits - 1);
const keptMask = -(2 ** droppedLowBits) >>> 0;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * The wrapping sum of a 64-bit hash of each row: the order of rows does not matter, and duplicates count. Floats are cut to seven
 * digits, once at steps and once halfway between them: of two numbers that differ in their last digits alone, at least
 * one of the cuts does not lie between them.
 *
 * Beside it stands the sum of the logarithms of all floats, each with a weight that its row's other cells draw. A difference
 * of one part in 10^11 in one float moves it by as much, whatever the size of the number, and a weighted sum of many
 * such differences grows with their root only: see `sameSketch` in `src/compare/results/answers.ts`.
 */
export class PartDigester {
  private readonly numbers: readonly NumbersOf[];
  private readonly isExact: boolean;
  private atSteps = 0n;
  private betweenSteps = 0n;
  private floats = 0;
  private sum = 0;
  private lost = 0;

  /** @param numbers for each column of the rows */
  constructor(numbers: readonly NumbersOf[]) {
    this.numbers = numbers;
    this.isExact = numbers.every((one) => one === 'exact');
  }

  /** @param line a row as the server wrote it */
  add(line: string): void {
    if (this.isExact) this.addExact(line);
    else this.addCells(cellsOf(line));
  }

  /** @param cells as `cellsOf` gives them; at most as many as columns */
  addCells(cells: readonly string[]): void {
    if (this.isExact) {
      this.addExact(`[${cells.join(', ')}]`);
      return;
    }
    const row = rowApart(cells, this.numbers);
    this.weigh(joined(row, signOf), row.floats);
    this.count({
      atSteps: rowHash(joined(row, (value) => cutFloat(value, 0))),
      betweenSteps: rowHash(joined(row, (value) => cutFloat(value, halfStep))),
    });
  }

  /** Adds the rows of another part. */
  merge(other: PartDigester): void {
    this.count({ atSteps: other.atSteps, betweenSteps: other.betweenSteps });
    this.floats += other.floats;
    this.addPrecisely(other.sum);
    this.addPrecisely(other.lost);
  }

  digest(): PartDigest {
    return {
      hashes: [this.atSteps.toString(16), this.betweenSteps.toString(16)],
      ...(this.floats === 0 ? {} : { floats: this.floats, sketch: [this.sum, this.lost] }),
    };
  }

  private addExact(line: string): void {
    const hash = rowHash(line);
    this.count({ atSteps: hash, betweenSteps: hash });
  }

  private count({ atSteps, betweenSteps }: { readonly atSteps: bigint; readonly betweenSteps: bigint }): void {
    this.atSteps = BigInt.asUintN(64, this.atSteps + atSteps);
    this.betweenSteps = BigInt.asUintN(64, this.betweenSteps + betweenSteps);
  }

  /** Weights lie between 1/2 and 3/2, so that a change of all floats by one factor is not lost among signs. */
  private weigh(rest: string, values: readonly number[]): void {
    let draw = Number(rowHash(rest) & 0xffffffffn);
    for (const value of values) {
      draw = (Math.imul(draw, 1664525) + 1013904223) >>> 0;
      if (value === 0 || !Number.isFinite(value)) continue;
      this.floats += 1;
      this.addPrecisely((0.5 + draw / 2 ** 32) * Math.log(Math.abs(value)));
    }
  }

  /** Neumaier's sum: what the last digits lose is kept apart. */
  private addPrecisely(term: number): void {
    const sum = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - sum + term : term - sum + this.sum;
    this.sum = sum;
  }
}

function signOf(value: number): string {
  if (value === 0) return '0';
  return value < 0 ? '-f' : 'f';
}

/** In the bits of a float, rounding to a number of bits is adding part of a step and dropping the rest. Zero has no sign. */
function cutFloat(value: number, shift: number): string {
  if (value === 0) return '0';
  float[0] = value;
  const low = (words[0] ?? 0) + shift;
  const carry = low >= 2 ** 32 ? 1 : 0;
  return `${(words[1] ?? 0) + carry}.${((low >>> 0) & keptMask) >>> 0}`;
}
