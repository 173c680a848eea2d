import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparisonReport, Verdict } from '../src/model/comparison.ts';
import { gateOutcome, usualFailures } from '../src/model/gateOutcome.ts';
import type { Notice } from '../src/model/notice.ts';
import { type Random, seededRandom, seedFrom } from '../src/model/random.ts';
import { type FakeOptions, fakeServices } from '../test/support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../test/support/workspace.ts';
import type { Bounds } from './bounds.ts';
import { type Lines, linesOf, mutatedRun } from './mutations/runFiles.ts';
import { mutatedText } from './mutations/texts.ts';
import { dangersIn, type OutputForm } from './outputOracle.ts';
import type { Tally } from './tally.ts';
import { watchdog } from './watchdog.ts';

/** A run file whose verdicts are known. */
interface KnownRun {
  readonly lines: Lines;
  readonly report: ComparisonReport;
}

/** Of each ten: six run files, two configs, two workloads. */
const subjects = ['run', 'run', 'config', 'run', 'run', 'workload', 'run', 'config', 'run', 'workload'] as const;
const mostMs = 60_000;
const mostMegabytes = 1500;

/** Reads damaged and hostile files through the command line, in this process. Each try has a stream of its own. */
export async function attackByMutations(tally: Tally, { seed, endAt, tries, say }: Bounds): Promise<void> {
  const space = await makeWorkspace(shop);
  const dog = watchdog(mostMs);
  try {
    await checkTexts(space);
    const runs = await knownRuns(space);
    for (let at = 0; at < tries; at++) {
      if (Date.now() > endAt) {
        tally.leaveOut(1);
        continue;
      }
      const subject = subjects[at % subjects.length] ?? 'run';
      const again = `try ${at} of --part mutations --seed ${seed}`;
      dog.begin(again);
      const random = seededRandom(seedFrom(seed, 'mutation', at));
      const { how, troubles } = await (subject === 'run'
        ? tryRun(space, runs[at % runs.length] as KnownRun, random)
        : tryText(space, subject, random));
      tally.count(`${subject}: ${how}`, troubles, again);
      if (troubles.length > 0) say(`lost: ${subject}, ${how}: ${troubles.join('; ').slice(0, 600)}; ${again}`);
    }
    const megabytes = process.resourceUsage().maxRSS / 1024;
    tally.count('memory of all', megabytes > mostMegabytes ? [`${Math.round(megabytes)} MB`] : [], 'all of them');
  } finally {
    await dog.end();
    await space.remove();
  }
}

/** One of each kind of verdict, so that a damaged file has something to turn for the better. */
const behaviours: readonly FakeOptions[] = [
  {
    script: (id, arm) =>
      id === 'orders_by_day' && arm === 'candidate' ? { ms: 90, readRows: 400_000, marks: 49 } : {},
  },
  { script: (id, arm) => (id === 'top_customers' && arm === 'candidate' ? { checksum: '99' } : {}) },
  {
    script: (id, arm) =>
      id === 'orders_by_day' && arm === 'candidate'
        ? { outcome: { kind: 'failed', clientMs: 3, code: 241, message: 'out of memory' } }
        : {},
  },
  {},
];

async function knownRuns(space: Workspace): Promise<readonly KnownRun[]> {
  const known: KnownRun[] = [];
  for (const [at, fake] of behaviours.entries()) {
    const out = `known${at}`;
    await space.run([...abArguments, '--out', out], { services: fakeServices(fake) });
    const file = join(space.folder, out, 'run.jsonl.gz');
    const shown = await space.run(['report', file, '--json']);
    known.push({ lines: linesOf(await readFile(file)), report: JSON.parse(shown.out) as ComparisonReport });
  }
  return known;
}

interface Tried {
  readonly how: string;
  readonly troubles: readonly string[];
}

const forms: readonly OutputForm[] = ['html', 'markdown', 'junit', 'csv'];

async function tryRun(space: Workspace, known: KnownRun, random: Random): Promise<Tried> {
  const { bytes, how, isPlausible } = mutatedRun(known.lines, random);
  await writeFile(join(space.folder, 'mutated.jsonl.gz'), bytes);
  const form = forms[Math.floor(random() * forms.length)] ?? 'html';
  await rm(join(space.folder, 'rendered'), { force: true });
  const json = await space.run(['report', 'mutated.jsonl.gz', '--json', `--${form}`, 'rendered']);
  const rendered = await readFile(join(space.folder, 'rendered'), 'utf8').catch(() => undefined);
  const terminal = random() < 0.2 ? (await space.run(['report', 'mutated.jsonl.gz'])).out : '';
  const troubles = [
    ...endingTroubles(json),
    ...dangersIn(unescaped(terminal), 'terminal'),
    ...(rendered === undefined ? [] : dangersIn(rendered, form)),
  ];
  if (json.code !== 0 || !json.out.startsWith('{')) return { how, troubles };
  const report = JSON.parse(json.out) as ComparisonReport;
  return { how, troubles: [...troubles, ...(isPlausible ? [] : moreFavourable(known.report, report))] };
}

/** The workspace writes it so. */
function unescaped(text: string): string {
  return text.replaceAll('<ESC>', '\u001b');
}

const endings: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5]);

/** A plain sentence and a code of the contract, and nothing that came from a fault of ours. */
function endingTroubles({ code, out, err }: Ran): readonly string[] {
  const troubles = [...dangersIn(unescaped(err), 'terminal')];
  if (!endings.has(code)) troubles.push(`exit code ${code}: ${err.slice(0, 200)}`);
  if (err.includes('an error of its own') || /\b(?:Type|Range|Reference)Error\b/.test(err))
    troubles.push(`a fault of ours: ${err.slice(0, 300)}`);
  if (code !== 0 && out === '' && err === '') troubles.push(`exit code ${code} without a word`);
  return troubles;
}

const favourable: ReadonlySet<Verdict> = new Set<Verdict>(['equivalent', 'improved']);

/** What a damaged file says better than the whole one, unless a caution stands beside it. */
export function moreFavourable(whole: ComparisonReport, damaged: ComparisonReport): readonly string[] {
  const before = new Set(cautions(whole).map(({ text }) => text));
  if (cautions(damaged).some(({ text }) => !before.has(text))) return [];
  const troubles: string[] = [];
  const rules = { failOn: usualFailures, strict: false };
  const [was, is] = [gateOutcome(whole, rules), gateOutcome(damaged, rules)];
  if (was !== 'passed' && is === 'passed') troubles.push(`${was} became passed without a caution`);
  const verdicts = new Map(whole.cases.map((one) => [one.caseId, one.verdict]));
  for (const { caseId, verdict } of damaged.cases) {
    const earlier = verdicts.get(caseId);
    if (earlier !== undefined && !favourable.has(earlier) && favourable.has(verdict))
      troubles.push(`${caseId} was ${earlier} and is ${verdict}, without a caution`);
  }
  return troubles;
}

function cautions(report: ComparisonReport): readonly Notice[] {
  return [...report.notices, ...report.cases.flatMap(({ notices }) => notices)].filter(
    ({ level }) => level === 'caution',
  );
}

const config = `targets:
  staging:
    url: http://127.0.0.1:8123
    user: tester
    password: $\u007bSTAGING_PASSWORD}
    cluster: shop
    replicas:
      - http://127.0.0.1:8124
    allow_setup: false
defaults:
  margin: 5%
  budget: 10m
  fail-on: regressed,failed
policies:
  version: warn
`;

const manifest = `name: main
database: shop
settings: {max_threads: 4}
required_tags: [product]
results: compare
`;

/** Settings that would be parameters of the request itself. */
const reserved =
  /^(?:query|user|password|database|session_id|session_timeout|session_check|role|profile|quota_key|query_id|default_format|param_.*)$/i;

async function tryText(space: Workspace, subject: 'config' | 'workload', random: Random): Promise<Tried> {
  const [path, text] = textOf(subject, random);
  const mutated = mutatedText(text, random);
  const { ran, settings } = await readText(space, path, mutated.text, random() < 0.5);
  const sent = settings.filter((one) => reserved.test(one));
  const troubles = [...endingTroubles(ran), ...dangersIn(unescaped(ran.out), 'terminal')];
  return {
    how: mutated.how,
    troubles: sent.length === 0 ? troubles : [...troubles, `sent as settings: ${[...new Set(sent)].join(', ')}`],
  };
}

function textOf(subject: 'config' | 'workload', random: Random): readonly [path: string, text: string] {
  if (subject === 'config') return ['hogbench.config.yaml', config];
  return random() < 0.7 ? ['w/orders.sql', orders] : ['w/workload.yaml', manifest];
}

const orders = shop['main/orders.sql'] ?? '';

interface TextRead {
  readonly ran: Ran;
  /** Names of all settings that were sent. */
  readonly settings: readonly string[];
}

/** Lints or runs a workload in a folder of its own, where this one file has this text. */
async function readText(space: Workspace, path: string, text: string, isLinted: boolean): Promise<TextRead> {
  const folder = 'texts';
  await rm(join(space.folder, folder), { recursive: true, force: true });
  for (const [name, usual] of [
    ['hogbench.config.yaml', config],
    ['w/orders.sql', orders],
    ['w/workload.yaml', manifest],
  ] as const)
    await space.write(`${folder}/${name}`, name === path ? text : usual);
  const services = fakeServices({});
  const cwd = join(space.folder, folder);
  const argv = isLinted ? ['lint', 'w'] : ['run', 'w', '--rounds', '1', '--sessions', '1', '--out', 'out'];
  const io = (one: object): void => void Object.assign(one, { cwd });
  const ran = await space.run(argv, {
    services,
    env: { STAGING_PASSWORD: 'x', HOGBENCH_CONFIG: 'hogbench.config.yaml' },
    io,
  });
  return { ran, settings: services.requests.flatMap((one) => Object.keys(one.settings)) };
}

/** Files that are refused as they are would try nothing. */
async function checkTexts(space: Workspace): Promise<void> {
  for (const isLinted of [true, false]) {
    const { ran } = await readText(space, '', '', isLinted);
    if (ran.code !== 0) throw new Error(`the unchanged workload is refused: ${ran.err}${ran.out}`);
  }
}
