import { createHash } from 'node:crypto';
import { UserError } from '../model/errors.ts';
import type { RunStatus } from '../model/run.ts';

/** What any part is known by, of a comparison or of a load. */
export interface KnownPart {
  readonly index: number;
  readonly of: number;
  readonly runId: string;
  readonly status: RunStatus;
  /** Where it lies, for people. */
  readonly place: string;
}

/** @throws UserError usage for a part that is there twice */
export function checkOnce(parts: readonly KnownPart[]): void {
  const known = new Map<string, KnownPart>();
  for (const part of parts) {
    const { index, of } = part;
    const other = known.get(`${index}/${of}`);
    known.set(`${index}/${of}`, part);
    if (other === undefined) continue;
    const same = other.runId === part.runId ? 'the same run' : 'two runs';
    throw new UserError(
      'usage',
      `part ${index} of ${of} is there twice: ${other.place} and ${part.place} (${same})`,
      'Name each part once.',
    );
  }
}

/** Numbers of the parts that are not there. */
export function missingParts(parts: readonly Pick<KnownPart, 'index'>[], of: number): readonly number[] {
  const there = new Set(parts.map(({ index }) => index));
  return Array.from({ length: of }, (_, at) => at + 1).filter((index) => !there.has(index));
}

const mostNamed = 10;

/** "part 2 of 3 is missing" */
export function missingText(missing: readonly number[], of: number): string {
  const named = missing.slice(0, mostNamed).join(', ');
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  return missing.length === 1 ? `part ${named} of ${of} is missing` : `parts ${named}${more} of ${of} are missing`;
}

/** The same parts make the same run, however often they are joined. */
export function joinedId(parts: readonly Pick<KnownPart, 'runId'>[]): string {
  return createHash('sha256')
    .update(parts.map(({ runId }) => runId).join(' '))
    .digest('hex')
    .slice(0, 8);
}

/** Complete where all parts are there and every one of them is. */
export function joinedStatus(
  parts: readonly KnownPart[],
  missing: readonly number[],
  of: number,
  more: readonly string[] = [],
): RunStatus {
  const cut = parts.flatMap(({ status, index }) => {
    if (status.kind === 'complete') return [];
    const why = status.kind === 'interrupted' ? 'was interrupted' : `did not finish (${status.reason})`;
    return [`part ${index} of ${of} ${why}`];
  });
  const reasons = [...(missing.length === 0 ? [] : [missingText(missing, of)]), ...cut, ...more];
  return reasons.length === 0 ? { kind: 'complete' } : { kind: 'incomplete', reason: reasons.join('; ') };
}
