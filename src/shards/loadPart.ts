import { UserError } from '../model/errors.ts';
import type { LoadShard } from '../model/loadPlan.ts';
import type { LoadRun } from '../model/loadRun.ts';
import type { KnownPart } from './partsOfRun.ts';

/** A load as it was read, and where from. */
export interface NamedLoad {
  readonly run: LoadRun;
  readonly place: string;
}

/** What one of several machines offered. */
export interface LoadPart extends NamedLoad {
  readonly shard: LoadShard;
  readonly known: KnownPart;
}

/**
 * A load as a part of one.
 * @throws UserError usage for a load that is none, and for one that is not all there
 */
export function asLoadPart({ run, place }: NamedLoad): LoadPart {
  const { shard } = run;
  if (run.shards !== undefined)
    throw new UserError(
      'usage',
      'this load was joined from parts already',
      'Show it with hogbench report, or name the files of the parts.',
      place,
    );
  if (shard === undefined)
    throw new UserError(
      'usage',
      'this load is no part of one: it was offered without --shard',
      'Show it with hogbench report, or offer it from several machines with --shard 1/2 and --shard 2/2.',
      place,
    );
  if (run.command === 'capacity')
    throw new UserError(
      'usage',
      'parts of a search for capacity are not joined: each went its own way',
      'Search from one machine, or offer a rate from several with hogbench load --rate and --shard.',
      place,
    );
  // What is lost is known while the file is read, and would be forgotten in the file of the joined load.
  if (run.lost !== undefined)
    throw new UserError('usage', run.lost, 'Offer the load again, or restore the file.', place);
  const { index, of } = shard;
  return { run, place, shard, known: { index, of, runId: run.id, status: run.status, place } };
}
