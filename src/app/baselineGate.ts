import { resolve } from 'node:path';
import { compareEnvironments } from '../compare/environment/environments.ts';
import { compareRuns, type SavedChoices } from '../compare/saved/compareRuns.ts';
import { armOfRecord, oneArm } from '../compare/saved/oneArm.ts';
import type { Revision } from '../model/arm.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { usualPolicy } from '../model/environment.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import type { Run } from '../model/run.ts';
import { readRun, readRunFrom } from '../store/readRun.ts';
import { formatMoment, plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import { type ChosenBaseline, chooseBaseline, type OfCandidate } from './chooseBaseline.ts';
import { shownPath } from './resultFiles.ts';
import type { Services } from './services.ts';
import { type StoreSpec, withStore } from './storeSpec.ts';
import { interruptible, type World } from './world.ts';

/** What a candidate is to be held against. */
export interface BaselineRequest {
  readonly name: string;
  readonly spec: StoreSpec;
  /** The branch that the change goes to; absent: what CI says, else the main branch. */
  readonly ref: string | undefined;
}

/** A baseline as it was found, with the run that it is. */
export interface FoundBaseline extends ChosenBaseline {
  readonly run: Run;
  /** Which it is, in a sentence. */
  readonly text: string;
}

/**
 * Finds the baseline on the line of commits that a candidate began from, and reads it.
 * @throws UserError usage where there is none, in a shallow clone, and for a candidate of no known commit; target for a store that
 *   cannot be read, and for a run that is not as it was pushed
 */
export async function findBaseline(
  request: BaselineRequest,
  candidate: OfCandidate & { readonly revision: Revision | undefined },
  world: World,
  services: Pick<Services, 'openTables' | 'baseLine'>,
): Promise<FoundBaseline> {
  const { revision } = candidate;
  if (revision === undefined)
    throw new UserError(
      'usage',
      'it is not known of which commit the candidate is, so which baseline is before it is not either',
      'Measure a workload of the repository; or say it with --commit.',
    );
  const { commit, uncommitted } = revision;
  const line = await interruptible(world, (signal) =>
    services.baseLine({ commit, uncommitted, ref: request.ref }, world, signal),
  );
  return withStore(request.spec, world, services, async (store) => {
    const chosen = chooseBaseline(request.name, await store.list(), line, candidate, store.shown);
    const { identity, behind } = chosen;
    const { run } = await readRunFrom([await store.pull(identity)], `${request.name} (${store.shown})`);
    if (run.lost !== undefined)
      throw new UserError('target', run.lost, 'hogbench store verify checks the whole store.', store.shown);
    const where =
      behind === 0
        ? `where the change left ${line.ref}`
        : `${plural(behind, 'commit')} before ${line.isOwn ? 'the candidate' : `the change left ${line.ref}`}`;
    const text = `baseline ${request.name}: run ${identity.runId} of commit ${(identity.commit ?? '').slice(0, 7)}, ${where}, measured ${formatMoment(identity.startedAt)}`;
    return { ...chosen, run: oneArm(run, armOfRecord(run)), text };
  });
}

/** A saved candidate, and the commit that it is of. @throws UserError usage for what is no run, or is a part of one */
export async function savedCandidate(
  file: string,
  commit: string | undefined,
  world: World,
): Promise<{ readonly run: Run; readonly of: OfCandidate & { readonly revision: Revision | undefined } }> {
  const path = resolve(world.cwd, file);
  const { run } = await readRun(path);
  const shown = shownPath(world.cwd, path);
  if (run.shard !== undefined)
    throw new UserError('usage', 'the run is a part of one', 'Join the parts first: hogbench merge.', shown);
  const arm = run.arms.find((one) => one.arm === armOfRecord(run));
  if (arm === undefined)
    throw new UserError('usage', 'the run measured nothing', 'Measure it with hogbench run.', shown);
  if (commit !== undefined && arm.revision !== undefined && arm.revision.commit !== commit)
    throw new UserError(
      'usage',
      `the run says that it is of commit ${arm.revision.commit}, not of ${commit}`,
      'Leave --commit out.',
      shown,
    );
  const said = commit === undefined ? undefined : { commit, uncommitted: false };
  return {
    run: oneArm(run, armOfRecord(run)),
    of: { workload: arm.workload, runId: run.id, revision: arm.revision ?? said },
  };
}

/**
 * Judges a candidate against its baseline, session by session.
 * @throws UserError usage for a baseline over other data, unless the policy lets it decide
 */
export function judgeAgainst(baseline: FoundBaseline, candidate: Run, choices: SavedChoices): ComparisonReport {
  checkDataset(baseline, candidate, choices.policy ?? usualPolicy);
  const report = compareRuns(baseline.run, candidate, choices);
  const notice: Notice = { code: 'baseline', level: 'note', text: `Held against ${baseline.text}.` };
  return { ...report, notices: [notice, ...report.notices] };
}

function checkDataset(
  { run, identity }: FoundBaseline,
  candidate: Run,
  policy: NonNullable<SavedChoices['policy']>,
): void {
  if (policy.dataset === 'warn') return;
  const arms = [
    ...run.arms.map((one) => ({ ...one, arm: 'baseline' as const })),
    ...candidate.arms.map((one) => ({ ...one, arm: 'candidate' as const })),
  ];
  const found = compareEnvironments(arms).differences.find((one) => one.kind === 'data');
  if (found?.kind !== 'data') return;
  const [first] = found.tables;
  const values =
    first === undefined
      ? ''
      : `: ${quoted(first.table)} has other ${first.kind} (${first.values.baseline} → ${first.values.candidate})`;
  const more = found.tables.length > 1 ? `, and ${plural(found.tables.length - 1, 'more table')} differ` : '';
  throw new UserError(
    'usage',
    `the baseline, run ${identity.runId}, is of another dataset${values}${more}`,
    'Measure both over the same data and save a new baseline; --on-mismatch dataset=warn compares them all the same.',
  );
}
