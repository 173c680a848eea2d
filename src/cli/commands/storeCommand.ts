import { findStored } from '../../app/findStored.ts';
import { runsToPrune } from '../../app/pruneRuns.ts';
import { pushRun } from '../../app/pushRun.ts';
import { checkReportPath, writeReport } from '../../app/resultFiles.ts';
import type { Services } from '../../app/services.ts';
import { type StoreSpec, withStore } from '../../app/storeSpec.ts';
import { UserError } from '../../model/errors.ts';
import { renderStoredRuns } from '../../report/terminal/storedRunsText.ts';
import type { RunArchive } from '../../store/archive.ts';
import { suggestion } from '../../text/nearest.ts';
import { plural } from '../../text/quantity.ts';
import { quoted } from '../../text/quote.ts';
import { storeActions } from '../completion/completedWords.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { chosenStore } from '../flags/chosenStore.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';

interface Asked {
  readonly store: RunArchive;
  readonly source: OptionSource;
  /** What stands behind the action, where it takes one. */
  readonly what: string;
  readonly io: Io;
}

interface Action {
  readonly flags: readonly string[];
  /** What stands behind it; absent: nothing does. */
  readonly takes?: string;
  readonly run: (asked: Asked) => Promise<ExitCode>;
}

/** What can be done with a store, and the flags that each takes beside `--store` and `--config`. */
const actions: Readonly<Record<(typeof storeActions)[number], Action>> = {
  push: { flags: ['name', 'commit', 'branch'], takes: 'a run file', run: push },
  pull: { flags: ['out', 'force'], takes: 'a baseline, or the id of a run', run: pull },
  list: { flags: ['name', 'branch', 'last', 'json'], run: list },
  prune: { flags: ['keep', 'older-than', 'dry-run'], run: prune },
  verify: { flags: ['json'], run: verify },
};

export async function storeCommand(
  [name, what]: readonly (string | undefined)[],
  flags: Flags,
  io: Io,
  services: Services,
): Promise<ExitCode> {
  const action = actionNamed(name ?? '');
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  checkUse(name ?? '', action, what, source);
  const spec: StoreSpec = chosenStore(source, config, io);
  return withStore(spec, io, services, (store) => action.run({ store, source, what: what ?? '', io }));
}

function actionNamed(name: string): Action {
  const known = storeActions.find((one) => one === name);
  if (known !== undefined) return actions[known];
  throw new UserError(
    'usage',
    `hogbench store does not ${quoted(name)}`,
    `It is one of ${storeActions.join(', ')}: ${suggestion(name, storeActions)}`,
  );
}

/** @throws UserError usage for a flag, or a word, that this action would take no notice of */
function checkUse(name: string, { flags, takes }: Action, what: string | undefined, source: OptionSource): void {
  if (takes === undefined && what !== undefined)
    throw new UserError('usage', `hogbench store ${name} takes no ${quoted(what)}`, 'Leave it out.');
  if (takes !== undefined && what === undefined)
    throw new UserError('usage', `hogbench store ${name} needs ${takes}`, `Write hogbench store ${name} and it.`);
  const others = new Set(Object.values(actions).flatMap((one) => one.flags));
  for (const flag of others)
    if (!flags.includes(flag) && source.hasFlag(flag))
      throw new UserError(
        'usage',
        `hogbench store ${name} does not take --${flag}`,
        flags.length === 0 ? 'Leave it out.' : `It takes ${flags.map((one) => `--${one}`).join(', ')}.`,
      );
}

async function push({ store, source, what, io }: Asked): Promise<ExitCode> {
  const words = {
    name: source.flagText('name'),
    commit: source.flagText('commit'),
    branch: source.flagText('branch'),
  };
  const { identity, isNew } = await pushRun(what, words, store, io);
  const as = identity.name === undefined ? '' : ` as ${identity.name}`;
  const of = identity.commit === undefined ? '' : `, commit ${identity.commit.slice(0, 7)}`;
  io.stdout(
    isNew
      ? `stored run ${identity.runId}${as}${of}: ${plural(identity.cases, 'case')}, in ${store.shown}\n`
      : `run ${identity.runId}${as} is in ${store.shown} already\n`,
  );
  if (identity.name !== undefined && identity.commit === undefined)
    io.warn('no gate can take it by its commit: the run does not say which it is of, and --commit was not given');
  return exitCode.fine;
}

async function pull({ store, source, what, io }: Asked): Promise<ExitCode> {
  const out = source.flagText('out');
  if (out === undefined)
    throw new UserError('usage', 'hogbench store pull needs a file to write to', 'Add --out baseline.jsonl.gz.');
  const identity = await findStored(what, store);
  await checkReportPath(io.cwd, out, source.on('force'));
  await writeReport(io.cwd, out, await store.pull(identity), source.on('force'));
  io.stdout(`wrote run ${identity.runId} to ${out}\n`);
  return exitCode.fine;
}

async function list({ store, source, io }: Asked): Promise<ExitCode> {
  const name = source.flagText('name');
  const branch = source.flagText('branch');
  const last = source.read('last', 'count');
  const runs = await store.list({
    ...(name === undefined ? {} : { name }),
    ...(branch === undefined ? {} : { branch }),
    ...(last === undefined ? {} : { last }),
  });
  if (source.on('json'))
    io.stdout(`${JSON.stringify({ schemaVersion: 1, kind: 'storedRuns', store: store.shown, runs }, null, 2)}\n`);
  else if (runs.length === 0) io.stdout(`no such run in ${store.shown}\n`);
  else io.stdout(renderStoredRuns(runs, io.columns));
  return exitCode.fine;
}

async function prune({ store, source, io }: Asked): Promise<ExitCode> {
  const keep = source.read('keep', 'count');
  const seconds = source.read('older-than', 'lookBack');
  if (keep === undefined && seconds === undefined)
    throw new UserError(
      'usage',
      'hogbench store prune does not know what may go',
      'Add --keep 100, --older-than 90d, or both: then a run goes that neither of them keeps.',
    );
  const before = seconds === undefined ? undefined : io.now() - seconds * 1000;
  const gone = runsToPrune(await store.list(), { keep, before });
  const isDry = source.on('dry-run');
  if (!isDry) await store.remove(gone);
  if (gone.length > 0) io.stdout(renderStoredRuns(gone, io.columns));
  io.stdout(`${isDry ? 'would remove' : 'removed'} ${plural(gone.length, 'run')} of ${store.shown}\n`);
  return exitCode.fine;
}

async function verify({ store, source, io }: Asked): Promise<ExitCode> {
  const check = await store.verify();
  const { runs, troubles, leftOvers } = check;
  const isFine = troubles.length === 0;
  if (source.on('json'))
    io.stdout(`${JSON.stringify({ schemaVersion: 1, kind: 'storeCheck', store: store.shown, ...check }, null, 2)}\n`);
  else {
    for (const { where, what } of troubles) io.stdout(`${where}: ${what}\n`);
    const left = leftOvers === 0 ? '' : `; beside it ${leftOvers} of interrupted pushes, no part of it`;
    const state = isFine ? 'all as they were pushed' : `${troubles.length} not as they were pushed`;
    io.stdout(`${plural(runs, 'run')} in ${store.shown}: ${state}${left}\n`);
    if (!isFine) io.stdout('Push the run files of these again, which puts them right; or remove the files.\n');
  }
  return isFine ? exitCode.fine : exitCode.target;
}
