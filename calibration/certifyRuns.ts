import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ArmsReport } from '../src/model/armsReport.ts';
import type { Certificate } from '../src/model/certificate.ts';
import type { Verdict } from '../src/model/comparison.ts';
import type { Interval } from '../src/model/suite.ts';

/** What was said of one candidate. */
export interface CandidateLine {
  readonly label: string;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Cases called slower or faster, with their reasons. */
  readonly flagged: readonly { readonly caseId: string; readonly verdict: Verdict; readonly reason: string }[];
  /** Candidate over baseline of the whole workload's time, and its geometric mean; null where there is none. */
  readonly total: Total | null;
  readonly mean: Total | null;
}

export interface Total {
  readonly ratio: number;
  readonly interval: Interval | null;
}

/** One certificate. */
export interface CertificateLine {
  readonly part: 'topologies' | 'halved' | 'unmerged';
  readonly index: number;
  readonly seconds: number;
  /** Whom the certificate names as the cheapest, or why it names nobody. */
  readonly cheapest: string;
  readonly arms: readonly (CandidateLine & { readonly certified: boolean; readonly missing: readonly string[] })[];
}

/** Four arms that are the same: on one server, or each on its own. */
export interface AlikeLine {
  readonly part: 'one' | 'own';
  readonly index: number;
  readonly seconds: number;
  readonly exit: number;
  readonly arms: readonly CandidateLine[];
}

export type CertifyLine = CertificateLine | AlikeLine;

const program = resolve('dist', 'main.js');
const here = import.meta.dirname;
const shop = join(here, 'topologies', 'shop');
const unmerged = join(here, 'topologies', 'unmerged');

interface Asked {
  readonly workload: string;
  readonly budget: string;
  /** Each with a price, of which a wrong choice would be the lowest. */
  readonly arms: readonly string[];
}

const asked: Readonly<Record<CertificateLine['part'], Asked>> = {
  // The shipped tables lie on the first shard: all three do the same work, and of two shards that proves nothing.
  topologies: {
    ...{ workload: 'clickbench', budget: '300s' },
    arms: [
      ...['--arm', 'old=embedded:1x1', '--arm-price', 'old=12 EUR'],
      ...['--arm', 'shards=embedded:2x1', '--arm-price', 'shards=3 EUR'],
      ...['--arm', 'replicas=embedded:1x2', '--arm-price', 'replicas=6 EUR'],
    ],
  },
  halved: {
    ...{ workload: shop, budget: '25s' },
    arms: [
      ...['--arm', 'old=embedded', '--arm-price', 'old=12 EUR'],
      ...['--arm', 'halved=embedded', '--arm-price', 'halved=3 EUR', '--arm-set', 'halved.max_threads=1'],
    ],
  },
  unmerged: {
    ...{ workload: shop, budget: '40s' },
    arms: [
      ...['--arm', 'old=embedded', '--arm-price', 'old=12 EUR'],
      ...['--arm', 'unmerged=embedded', '--arm-price', 'unmerged=2 EUR', '--arm-workload', `unmerged=${unmerged}`],
    ],
  },
};

const alike = {
  one: ['a', 'b', 'c', 'd'].flatMap((name) => ['--arm', `${name}=embedded`]),
  // Limits that nothing reaches make other servers of the same.
  own: ['a', 'b', 'c', 'd'].flatMap((name, index) => ['--arm', `${name}=embedded?memory=${4 + index}GiB`]),
} as const;

/** @param out holds the datasets, which later runs use again */
export async function certificateRun(
  index: number,
  part: CertificateLine['part'],
  out: string,
): Promise<CertificateLine> {
  const { workload, budget, arms } = asked[part];
  const seed = String(8000 + index);
  const ran = await hogbench(out, [part, index], ['certify', workload, ...arms, '--seed', seed, '--budget', budget]);
  const certificate = await json<Certificate>(join(ran.folder, 'certificate.json'));
  const lines = await candidates(ran.folder);
  const { cheapest } = certificate;
  return ended(ran.folder, {
    ...{ part, index, seconds: ran.seconds },
    cheapest: cheapest?.kind === 'chosen' ? cheapest.label : `none: ${cheapest?.kind ?? 'no prices'}`,
    arms: certificate.arms.map(({ label, certified, missing }) => {
      const own = lines.find((one) => one.label === label);
      if (own === undefined) throw new Error(`the report has no ${label}`);
      return { ...own, certified, missing: missing.map(({ kind }) => kind) };
    }),
  });
}

export async function alikeRun(index: number, part: AlikeLine['part'], out: string): Promise<AlikeLine> {
  const seed = String((part === 'one' ? 8100 : 8200) + index);
  const budget = part === 'one' ? '25s' : '60s';
  const ran = await hogbench(
    out,
    [part, index],
    ['ab', shop, ...alike[part], '--all', '--seed', seed, '--budget', budget],
  );
  const { seconds, exit } = ran;
  return ended(ran.folder, { part, index, seconds, exit, arms: await candidates(ran.folder) });
}

interface Ran {
  readonly folder: string;
  readonly exit: number;
  readonly seconds: number;
}

async function hogbench(out: string, name: readonly [string, number], argv: readonly string[]): Promise<Ran> {
  const folder = join(out, name.join('-'));
  await rm(folder, { recursive: true, force: true });
  const began = performance.now();
  const env = { ...process.env, HOGBENCH_HOME: join(out, 'home') };
  const flags = ['--margin', '10%', '--out', folder, '--quiet'];
  const exit = await new Promise<number>((done) => {
    execFile(process.execPath, [program, ...argv, ...flags], { env, maxBuffer: 1024 ** 3 }, (error, _, stderr) => {
      const exit = error === null ? 0 : Number(error.code ?? 1);
      if (exit === 2 || exit === 5) process.stderr.write(stderr);
      done(exit);
    });
  });
  return { folder, exit, seconds: (performance.now() - began) / 1000 };
}

async function candidates(folder: string): Promise<readonly CandidateLine[]> {
  const { comparisons } = await json<ArmsReport>(join(folder, 'report.json'));
  return comparisons.map(({ label, report: { counts, cases, suite } }) => {
    const costs = suite?.whole.costs ?? [];
    // The clock that decides.
    const time =
      costs.find(({ metric }) => metric === 'running_time') ?? costs.find(({ metric }) => metric === 'server_time');
    const mean = suite?.whole.geometricMean ?? null;
    return {
      ...{ label, counts },
      flagged: cases
        .filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved')
        .map(({ caseId, verdict, reason }) => ({ caseId, verdict, reason })),
      total: time === undefined ? null : { ratio: time.ratio, interval: time.interval },
      mean: mean === null ? null : { ratio: mean.ratio, interval: mean.interval },
    };
  });
}

async function json<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/** What a run left is not needed any more. */
async function ended<T>(folder: string, line: T): Promise<T> {
  await rm(folder, { recursive: true, force: true });
  return line;
}
