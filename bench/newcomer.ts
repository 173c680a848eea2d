// Plays a newcomer: a fresh clone of this checkout, an empty home, a repository with a tiny dataset, and three questions, each asked
// as the first version wanted it and as one asks now. Counts what is typed, and the seconds until the answer:
// npm run bench:newcomer, or with -- --write docs/first-ten-minutes.md for the table there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { branch, effortOf, installing, project, type Step, typingSpeed, uses, type Way } from './newcomer/uses.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hogbench-newcomer-'));
/** Packages come from npm's own cache: how fast a network is says nothing of hogbench. */
const npmCache = spawnSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).stdout.trim();

interface Done {
  readonly seconds: number;
  readonly exitCode: number;
  readonly out: string;
}

function shell(line: string, cwd: string, home: string): Done {
  const began = performance.now();
  const { CI: _, HOGBENCH_HOME: __, ...env } = process.env;
  const ran = spawnSync('bash', ['-c', line], {
    cwd,
    encoding: 'utf8',
    env: { ...env, HOME: home, npm_config_cache: npmCache, XDG_CACHE_HOME: join(home, '.cache') },
  });
  return { seconds: (performance.now() - began) / 1000, exitCode: ran.status ?? -1, out: ran.stdout + ran.stderr };
}

function write(place: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
}

/** A repository of the newcomer, on its branch, one query changed. */
function makeProject(name: string): { readonly place: string; readonly home: string } {
  const place = join(folder, name, 'shop');
  const home = join(folder, name, 'home');
  mkdirSync(home, { recursive: true });
  write(place, { ...project, 'package.json': '{"name": "shop", "private": true}\n', '.gitignore': 'node_modules\n' });
  const git = 'git -c user.name=newcomer -c user.email=newcomer@example.org';
  expectFine(
    shell(`git init -q -b main && git add . && ${git} commit -q -m queries && git checkout -q -b feature`, place, home),
  );
  write(place, branch);
  expectFine(shell(`${git} commit -q -a -m 'another query'`, place, home));
  return { place, home };
}

function expectFine({ exitCode, out }: Done): void {
  if (exitCode !== 0) throw new Error(out);
}

/** @throws when its call of hogbench does not end as it is known to */
function go({ steps, exitCode }: Way, place: string, home: string): number {
  let seconds = 0;
  for (const step of steps) {
    if (step.kind === 'file') {
      write(place, { [step.path]: step.text });
      continue;
    }
    const done = shell(step.line, place, home);
    seconds += done.seconds;
    const wanted = step.line.includes('hogbench ab') ? exitCode : 0;
    if (done.exitCode !== wanted)
      throw new Error(`${step.line}: exit ${done.exitCode} instead of ${wanted}\n${done.out}`);
  }
  return seconds;
}

function row(name: string, way: string, steps: readonly Step[], seconds: number): readonly string[] {
  const { commands, files, characters } = effortOf(steps);
  const typing = characters / typingSpeed;
  const cells = [commands, files, characters, typing.toFixed(0), seconds.toFixed(1), (typing + seconds).toFixed(0)];
  return [name, way, ...cells.map(String)];
}

const rows: (readonly string[])[] = [];
try {
  const first = makeProject('installing');
  const steps = installing(root);
  let seconds = 0;
  for (const step of steps) {
    if (step.kind !== 'command') continue;
    const done = shell(step.line, first.place, first.home);
    expectFine(done);
    seconds += done.seconds;
  }
  rows.push(
    row(
      'installing, once',
      '',
      steps.map((step) => (step.kind === 'command' ? { ...step, line: step.line.replace(root, 'URL') } : step)),
      seconds,
    ),
  );
  const clone = join(dirname(first.place), 'hogbench');
  for (const { question, before, now } of uses)
    for (const [way, told] of [
      ['first version', before],
      ['now', now],
    ] as const) {
      const { place, home } = makeProject(`${question} ${way}`.replaceAll(/\W+/g, '-'));
      expectFine(shell(`npm install --silent --save-dev ${clone}`, place, home));
      rows.push(row(question, way, told.steps, go(told, place, home)));
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const head = [
  'question',
  'way',
  'commands',
  'files',
  'characters',
  'seconds typing',
  'seconds running',
  'seconds in all',
];
const table = [head, head.map((_, at) => (at < 2 ? '---' : '---:')), ...rows]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n');
const [cpu] = cpus();
const about = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores${cpu === undefined ? '' : ` of ${cpu.model}`}, Node ${process.versions.node}, \`npm run bench:newcomer\``;
console.log(`${table}\n\n${about}`);
const [flag, page] = process.argv.slice(2);
if (flag === '--write' && page !== undefined) {
  const text = readFileSync(page, 'utf8');
  const marked = /(<!-- newcomer -->\n)[\s\S]*(<!-- end of newcomer -->)/;
  if (!marked.test(text)) throw new Error(`${page} has no place for the table`);
  writeFileSync(page, text.replace(marked, `$1${table}\n\n${about}\n$2`));
}
