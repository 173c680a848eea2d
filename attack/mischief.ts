import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparisonReport } from '../src/model/comparison.ts';
import { type Random, shuffled } from '../src/model/random.ts';
import {
  type Misbehaviour,
  misbehaviours,
  type RequestKind,
  requestKinds,
  startImpostor,
} from '../test/support/impostor.ts';
import type { Bounds } from './bounds.ts';
import { makePlace, type Place } from './folders.ts';
import { type Ended, runHogbench } from './hogbench.ts';
import { dangersIn, type OutputForm } from './outputOracle.ts';
import type { Tally } from './tally.ts';

type CommandName = 'ab' | 'lint' | 'doctor' | 'capture' | 'top';

/** One way to misbehave in one kind of request, against one command. */
export interface Trial {
  readonly command: CommandName;
  readonly how: Misbehaviour;
  readonly at: RequestKind;
  readonly every: number;
  readonly interrupt: boolean;
}

/** Kinds of request by the cheapest command that sends them. */
const sentBy: Readonly<Record<CommandName, readonly RequestKind[]>> = {
  ab: [
    ...(['execution', 'evidence', 'digest', 'flush', 'rows', 'plan', 'tree', 'profile', 'processors'] as const),
    ...(['check', 'passage', 'server', 'identity', 'memory', 'settings', 'changed-settings', 'tables'] as const),
    'hardware',
  ],
  lint: ['syntax', 'own-settings', 'columns'],
  doctor: ['log-access', 'grants', 'clock'],
  top: ['log-columns', 'log-window', 'log-survey', 'log-ranking', 'log-coverage'],
  capture: ['log-executions', 'functions'],
};

/** Questions about a whole log of production may take half an hour (docs/deadlines.md), so there only Ctrl-C is tried. */
const surveys: ReadonlySet<RequestKind> = new Set(
  requestKinds.filter((kind) => (kind.startsWith('log-') && kind !== 'log-access') || kind === 'functions'),
);
const neverEnds: ReadonlySet<Misbehaviour> = new Set<Misbehaviour>([
  ...(['hang', 'hang-in-body', 'trickle-body', 'trickle-headers'] as const),
]);

/** Every way against every kind, in an order that the seed decides. */
export function allTrials(random: Random): readonly Trial[] {
  const trials = Object.entries(sentBy).flatMap(([command, kinds]) =>
    kinds.flatMap((at) =>
      misbehaviours.map((how): Trial => {
        const every = command === 'ab' && random() < 0.2 ? 3 : 1;
        const isDrawn = random() < 0.08;
        const interrupt = isDrawn || (surveys.has(at) && neverEnds.has(how));
        return { command: command as CommandName, how, at, every, interrupt };
      }),
    ),
  );
  return shuffled(trials, random);
}

const statements = {
  same: '-- name: same\nSELECT sum(n) FROM orders;\n',
  before: '-- name: changed\nSELECT 1;\n',
  after: '-- name: changed\nSELECT 2;\n',
};

export const mischiefFiles: Readonly<Record<string, string>> = {
  'base/q.sql': statements.same + statements.before,
  'cand/q.sql': statements.same + statements.after,
};

const argvOf: Readonly<Record<CommandName, readonly string[]>> = {
  ab: [
    ...[
      'ab',
      '--all',
      '--baseline-workload',
      'base',
      '--candidate-workload',
      'cand',
      '--json',
      '--out',
      'out',
      '--seed',
      '1',
    ],
    ...['--min-pairs', '5', '--max-pairs', '5', '--timeout', '2s', '--budget', '6s', '--no-self-check'],
  ],
  lint: ['lint', 'base'],
  doctor: ['doctor'],
  top: ['top', '--since', '1h'],
  capture: ['capture', '--since', '1h', '--out', 'captured'],
};

/** Timeout and budget above, the 10 s and more that control requests have, and slack for a busy machine. */
const deadlineMs = 150_000;
const mostMegabytes = 600;
/** What a log answers may have 256 MiB. */
const mostMegabytesOfLog = 1500;
const interruptAfterMs = 4000;
/** Two seconds are promised; a busy machine gets more. */
const interruptedWithinMs = 10_000;

/** Runs one trial and says what did not hold. */
export async function tryMischief(trial: Trial, place: Place): Promise<readonly string[]> {
  const { how, at, every } = trial;
  const impostor = await startImpostor({ mischief: { how, at, every } });
  const ended = await runHogbench([...argvOf[trial.command], '--target', impostor.url], {
    ...{ cwd: place.cwd, env: { ...place.env, HOGBENCH_PASSWORD: 'guessable' }, deadlineMs },
    ...(trial.interrupt ? { interruptAfterMs } : {}),
  });
  const met = impostor.requests.some((one) => one.misled);
  const followed = impostor.requests.some(({ path }) => path.startsWith('/elsewhere'));
  const unknown = await impostor.close().then(
    () => [],
    (error: Error) => [error.message],
  );
  const wasCut = ended.hung || trial.interrupt;
  return [
    ...unknown,
    ...(followed ? ['a redirect was followed'] : []),
    ...(met || wasCut ? [] : [neverAsked(trial)]),
    ...endTroubles(trial, ended),
    ...(trial.command === 'ab' ? verdictTroubles(trial, ended) : []),
    ...(await outputTroubles(trial, ended, place)),
  ];
}

/** How a process may not end. */
export function endTroubles({ interrupt, at }: Pick<Trial, 'interrupt' | 'at'>, ended: Ended): readonly string[] {
  const troubles: string[] = [];
  if (ended.hung) troubles.push(`did not end within ${deadlineMs / 1000} s`);
  else if (ended.code === null && !(interrupt && ended.signal === 'SIGINT')) troubles.push(`ended by ${ended.signal}`);
  else if (ended.code !== null && ![0, 1, 2, 3, 4, 5, 130].includes(ended.code))
    troubles.push(`ended with exit code ${ended.code}`);
  const most = surveys.has(at) ? mostMegabytesOfLog : mostMegabytes;
  if (ended.peakMegabytes > most) troubles.push(`took ${Math.round(ended.peakMegabytes)} MB of memory`);
  if (interrupt && (ended.interruptedMs ?? 0) > interruptedWithinMs)
    troubles.push(`ended ${ended.interruptedMs} ms after Ctrl-C`);
  return troubles;
}

/** Right all the same: the answer is used for nothing, or is what it should be. */
const harmless: Readonly<Partial<Record<RequestKind, ReadonlySet<Misbehaviour>>>> = {
  execution: new Set<Misbehaviour>([
    ...(['evil', 'other-query-id', 'garbage', 'bad-json', 'not-objects', 'null-rows', 'empty'] as const),
    ...(['slow-pattern', 'gzip-bomb'] as const),
  ]),
  evidence: new Set<Misbehaviour>(['late', 'evil', 'other-query-id']),
  digest: new Set<Misbehaviour>(['late', 'other-query-id']),
};

/**
 * The impostor's honest answers make `same` equivalent and `changed` another result, exit 4. So no exit is 0 whatever happens,
 * `changed` is never favourable, and neither is `same` when all that it rests on was spoilt.
 */
export function verdictTroubles(
  { how, at, every }: Trial,
  { code, out }: Pick<Ended, 'code' | 'out'>,
): readonly string[] {
  const troubles: string[] = [];
  if (code === 0) troubles.push('exit 0, though a result differs');
  const report = reportIn(out);
  if (report === undefined) return troubles;
  const spoilt = every === 1 && harmless[at] !== undefined && harmless[at]?.has(how) !== true;
  for (const { caseId, verdict, reason } of report.cases) {
    const isFavourable = verdict === 'equivalent' || verdict === 'improved';
    if (isFavourable && (caseId === 'changed' || spoilt)) troubles.push(`${caseId} is ${verdict}: ${reason}`);
  }
  return troubles;
}

function reportIn(out: string): ComparisonReport | undefined {
  if (!out.startsWith('{')) return undefined;
  return JSON.parse(out) as ComparisonReport;
}

const reportFiles: readonly (readonly [string, OutputForm])[] = [
  ['report.html', 'html'],
  ['report.md', 'markdown'],
  ['report.json', 'json'],
];

async function outputTroubles(trial: Trial, ended: Ended, { cwd }: Place): Promise<readonly string[]> {
  const troubles = [...dangersIn(ended.err, 'terminal')];
  if (trial.command !== 'ab') troubles.push(...dangersIn(ended.out, 'terminal'));
  else if (ended.out !== '') troubles.push(...dangersIn(ended.out, 'json'));
  if (trial.command !== 'ab') return troubles;
  for (const [name, form] of reportFiles) {
    const text = await readFile(join(cwd, 'out', name), 'utf8').catch(() => undefined);
    if (text !== undefined) troubles.push(...dangersIn(text, form));
  }
  return troubles;
}

/** Nothing was tried: what is asked for depends on what was found, and the third of a kind may not come. */
function neverAsked({ command, at }: Trial): string {
  return `${command} sent no request of kind ${at}`;
}

export async function attackByMischief(
  tally: Tally,
  { random, seed, endAt, tries, atOnce, say }: Bounds,
): Promise<void> {
  const trials = allTrials(random).slice(0, tries);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < trials.length; at = next++) {
      const trial = trials[at];
      if (trial === undefined) return;
      if (Date.now() > endAt) {
        tally.leaveOut(1);
        continue;
      }
      const place = await makePlace(mischiefFiles);
      const troubles = await tryMischief(trial, place).finally(() => place.remove());
      const { how, command, every, interrupt } = trial;
      const again = `${how} at ${trial.at} against ${command}${every > 1 ? `, every ${every}` : ''}${interrupt ? ', interrupted' : ''}; --part impostor --seed ${seed}`;
      if (troubles.length === 1 && troubles[0] === neverAsked(trial)) {
        tally.neverAsked(1);
        continue;
      }
      tally.count(how, troubles, again);
      if (troubles.length > 0) say(`lost: ${again}: ${troubles.join('; ')}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
