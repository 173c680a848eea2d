import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startImpostor } from '../test/support/impostor.ts';
import type { Bounds } from './bounds.ts';
import { makePlace, type Place } from './folders.ts';
import { type Ended, runHogbench } from './hogbench.ts';
import type { Tally } from './tally.ts';

/** A text that stands nowhere but where it was planted. */
export interface Planted {
  readonly name: string;
  readonly text: string;
}

/** One use of the program, and what is planted in it. */
interface Flow {
  readonly name: string;
  /** @param url of a server, without a user */
  readonly argv: (url: string, secrets: Readonly<Record<SecretName, string>>) => readonly string[];
  /** Absent: an embedded server. */
  readonly server?: 'honest' | 'failing';
}

const secretNames = ['password', 'token', 'cloudKey', 'privacyKey', 'staging', 'urlPassword', 'rows'] as const;
type SecretName = (typeof secretNames)[number];

const withUrl = (url: string, login: string): string => url.replace('http://', `http://${login}@`);
const brief = [
  '--min-pairs',
  '5',
  '--max-pairs',
  '5',
  '--budget',
  '10s',
  '--timeout',
  '5s',
  '--no-self-check',
  '--seed',
  '1',
];
const arms = ['--baseline-workload', 'base', '--candidate-workload', 'cand'];

const flows: readonly Flow[] = [
  { name: 'ab', server: 'honest', argv: (url) => ['ab', ...arms, ...brief, '--target', withUrl(url, 'tester')] },
  {
    name: 'ab, password in the URL',
    server: 'honest',
    argv: (url, { urlPassword }) => ['ab', ...arms, ...brief, '--target', withUrl(url, `tester:${urlPassword}`)],
  },
  {
    name: 'ab of a named target',
    server: 'honest',
    argv: () => ['ab', ...arms, ...brief, '--target', 'staging', '--config', 'hogbench.config.yaml'],
  },
  {
    name: 'ab that fails',
    server: 'failing',
    argv: (url) => ['ab', ...arms, ...brief, '--target', withUrl(url, 'tester')],
  },
  {
    name: 'run',
    server: 'honest',
    argv: (url) => ['run', 'base', '--rounds', '2', '--sessions', '1', '--target', withUrl(url, 'tester')],
  },
  {
    name: 'run that fails',
    server: 'failing',
    argv: (url, { urlPassword }) => ['run', 'base', '--target', withUrl(url, `tester:${urlPassword}`)],
  },
  {
    name: 'run, nothing listens',
    argv: (_, { urlPassword }) => ['run', 'base', '--target', `http://tester:${urlPassword}@127.0.0.1:1`],
  },
  {
    name: 'run, a URL that is none',
    argv: (_, { urlPassword }) => ['run', 'base', '--target', `http://tester:${urlPassword}@127.0.0.1:port/x`],
  },
  {
    name: 'run, another scheme',
    argv: (_, { urlPassword }) => ['run', 'base', '--target', `clickhouse://tester:${urlPassword}@127.0.0.1:9000`],
  },
  {
    name: 'run, password as a parameter',
    argv: (_, { urlPassword }) => [
      'run',
      'base',
      '--target',
      `http://127.0.0.1:1/?user=tester&password=${urlPassword}`,
    ],
  },
  { name: 'lint', server: 'honest', argv: (url) => ['lint', 'base', '--target', withUrl(url, 'tester')] },
  { name: 'doctor', server: 'honest', argv: (url) => ['doctor', '--target', withUrl(url, 'tester')] },
  {
    name: 'doctor that fails',
    server: 'failing',
    argv: (url, { urlPassword }) => ['doctor', '--target', withUrl(url, `tester:${urlPassword}`)],
  },
  { name: 'top', server: 'honest', argv: (url) => ['top', '--since', '1h', '--target', withUrl(url, 'tester')] },
  {
    name: 'capture',
    server: 'honest',
    argv: (url) => ['capture', '--since', '1h', '--out', 'captured', '--target', withUrl(url, 'tester')],
  },
  {
    name: 'capture that fails',
    server: 'failing',
    argv: (url, { urlPassword }) => ['capture', '--since', '1h', '--target', withUrl(url, `tester:${urlPassword}`)],
  },
  {
    name: 'ab, embedded',
    argv: () => ['ab', '--baseline-workload', 'innocent', '--candidate-workload', 'prying', ...brief],
  },
  { name: 'run, embedded', argv: () => ['run', 'prying', '--rounds', '2', '--sessions', '1'] },
  { name: 'lint, embedded', argv: () => ['lint', 'prying'] },
];

/** Reads what a server can see of the process that started it, and of its own. */
const prying = `-- name: totals
SELECT x AS line FROM (SELECT arrayJoin(splitByChar('\\0', file(concat('/proc/', splitByChar(' ', file('/proc/self/stat'))[4], '/environ')))) AS x) WHERE x LIKE 'GH_TOKEN=%' OR x LIKE 'HOGBENCH_PASSWORD=%';
-- name: own
SELECT arrayJoin(splitByChar('\\0', file('/proc/self/environ'))) AS line;
-- name: environment
SELECT * FROM file('/proc/self/environ', 'RawBLOB');
`;

const files: Readonly<Record<string, string>> = {
  'base/q.sql': '-- name: same\nSELECT sum(n) FROM orders;\n-- name: changed\nSELECT 1;\n',
  'cand/q.sql': '-- name: same\nSELECT sum(n) FROM orders;\n-- name: changed\nSELECT 2;\n',
  'innocent/q.sql': ['totals', 'own', 'environment'].map((name) => `-- name: ${name}\nSELECT 'x' AS line;\n`).join(''),
  'prying/q.sql': prying,
};

/** Runs every flow with secrets planted in its environment, its config, its URL and its server, and looks for them everywhere. */
export async function attackBySecrets(tally: Tally, { random, seed, endAt, tries, say }: Bounds): Promise<void> {
  for (const flow of flows.slice(0, tries)) {
    if (Date.now() > endAt) {
      tally.leaveOut(1);
      continue;
    }
    const secrets = Object.fromEntries(
      secretNames.map((name) => [name, `planted${name}${Math.floor(random() * 1e12).toString(36)}`]),
    ) as Record<SecretName, string>;
    const found = await leaksOf(flow, secrets);
    const again = `${flow.name}; --part secrets --seed ${seed}`;
    tally.count(flow.name, found, again);
    if (found.length > 0) say(`lost: ${again}: ${found.join('; ')}`);
  }
}

async function leaksOf(flow: Flow, secrets: Readonly<Record<SecretName, string>>): Promise<readonly string[]> {
  const place = await makePlace(files);
  const impostor = await startImpostor({
    secret: secrets.rows,
    ...(flow.server === 'failing' ? { mischief: { how: 'evil-exception', at: 'all', after: 12 } as const } : {}),
  });
  try {
    const url = `http://127.0.0.1:${impostor.port}`;
    const config = `targets:\n  staging:\n    url: ${url}\n    user: tester\n    password: \${STAGING_PASSWORD}\n`;
    await place.write('hogbench.config.yaml', config);
    const sightings = new Map<string, number>();
    const ended = await runHogbench(flow.argv(url, secrets), {
      cwd: place.cwd,
      deadlineMs: 180_000,
      env: {
        ...place.env,
        ...{ HOGBENCH_PASSWORD: secrets.password, STAGING_PASSWORD: secrets.staging, GH_TOKEN: secrets.token },
        ...{ AWS_SECRET_ACCESS_KEY: secrets.cloudKey, HOGBENCH_PRIVACY_KEY: secrets.privacyKey },
      },
      watch: (pids) => {
        for (const pid of pids)
          for (const name of secretsOf(pid, secrets)) {
            const key = `${name} is in the environment of process ${pid} below hogbench`;
            sightings.set(key, (sightings.get(key) ?? 0) + 1);
          }
      },
    });
    const planted = Object.entries(secrets).map(([name, text]) => ({ name, text }));
    return [
      ...(ended.hung ? ['did not end'] : []),
      ...(await leaksIn(place, ended, planted)),
      // Between fork and exec a process shows its parent's.
      ...[...sightings].filter(([, times]) => times > 1).map(([what]) => what),
    ];
  } finally {
    await impostor.close();
    await place.remove();
  }
}

function secretsOf(pid: number, secrets: Readonly<Record<string, string>>): readonly string[] {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    return Object.keys(secrets).filter((name) => environment.includes(secrets[name] ?? ''));
  } catch {
    return [];
  }
}

async function leaksIn(
  place: Place,
  ended: Pick<Ended, 'out' | 'err'>,
  planted: readonly Planted[],
): Promise<string[]> {
  const found: string[] = [];
  for (const name of foundIn(Buffer.from(ended.out), planted)) found.push(`${name} is on stdout`);
  for (const name of foundIn(Buffer.from(ended.err), planted)) found.push(`${name} is on stderr`);
  return [...found, ...(await leaksBelow(place.root, planted))];
}

/** Looks through every file below a folder, those that are compressed too, and their names. */
export async function leaksBelow(folder: string, planted: readonly Planted[]): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const shown = relative(folder, path);
    for (const name of foundIn(Buffer.from(entry.name), planted)) found.push(`${name} is in the name ${shown}`);
    if (!entry.isFile()) continue;
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    for (const name of foundIn(bytes, planted)) found.push(`${name} is in ${shown}`);
  }
  return found;
}

/** As it is, as base64 of `user:text`, as hexadecimal digits; and in what a gzip holds. */
function foundIn(bytes: Buffer, planted: readonly Planted[]): readonly string[] {
  const texts = [bytes, ...(bytes[0] === 0x1f && bytes[1] === 0x8b ? [unpacked(bytes)] : [])];
  const forms = (text: string): readonly string[] => [
    text,
    Buffer.from(`tester:${text}`).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
  ];
  return planted
    .filter(({ text }) => forms(text).some((form) => texts.some((one) => one.includes(form))))
    .map(({ name }) => name);
}

function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    return Buffer.alloc(0);
  }
}
