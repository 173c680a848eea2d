import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Shard } from '../model/shard.ts';
import type { KnownPart } from './partsOfRun.ts';

/** A part as it was read. */
export interface Part {
  readonly run: Run;
  readonly shard: Shard;
  /** Where it lies, for people. */
  readonly place: string;
}

/**
 * A run as a part of one.
 * @throws UserError usage for a run that is none, and for one that is not all there
 */
export function asPart(run: Run, place: string): Part {
  if (run.shards !== undefined)
    throw new UserError(
      'usage',
      'this run was joined from parts already',
      'Show it with hogbench report, or name the files of the parts.',
      place,
    );
  if (run.shard === undefined)
    throw new UserError(
      'usage',
      'this run is no part of one: it was measured without --shard',
      'Show it with hogbench report, or measure its parts with --shard 1/2 and --shard 2/2.',
      place,
    );
  // What is lost is known while the file is read, and would be forgotten in the file of the joined run.
  if (run.lost !== undefined)
    throw new UserError('usage', run.lost, `Measure part ${run.shard.index} again, or restore its file.`, place);
  return { run, shard: run.shard, place };
}

/** "part 2 (b/run.jsonl.gz)" */
export function partName({ shard, place }: Part): string {
  return `part ${shard.index} (${place})`;
}

export function knownPart({ run, shard: { index, of }, place }: Part): KnownPart {
  return { index, of, runId: run.id, status: run.status, place };
}
