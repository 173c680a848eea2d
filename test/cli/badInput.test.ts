import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schemaVersion } from '../../src/schema/run/runFileVersion.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

interface Bad {
  readonly argv: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: readonly string[];
}

const bad: Readonly<Record<string, Bad>> = {
  'an unknown command': {
    argv: ['bench'],
    says: ['unknown command: bench', 'demo, ab, certify, gate, allow, run', '--help'],
  },
  'a misspelt command': { argv: ['repot'], says: ['Did you mean hogbench report?'] },
  'an unknown flag': {
    argv: ['ab', 'main', '--margn', '5%'],
    says: ['ab has no flag --margn', 'Did you mean --margin?'],
  },
  'an unknown flag with its value, which may be a secret': {
    argv: ['ab', 'main', '--targt=http://me:hunter2@db'],
    says: ['ab has no flag --targt', 'Did you mean --target?'],
  },
  'a flag of other commands': {
    argv: ['compare', 'a', 'b', '--sessions', '3'],
    says: ['compare has no flag --sessions', '--sessions belongs to gate and run'],
  },
  'a misspelt flag of another command': {
    argv: ['run', 'main', '--changedonly'],
    says: ['run has no flag --changedonly', 'Did you mean --changed-only of ab and gate?'],
  },
  'a flag before its command': {
    argv: ['--margin', '5%', 'ab', 'main'],
    says: ['hogbench has no flag --margin', 'Flags follow the command: hogbench ab … --margin'],
  },
  'a password of a server of our own as a flag': {
    argv: ['local', '--password', 'hunter2'],
    says: ['--password', 'HOGBENCH_LOCAL_PASSWORD'],
  },
  'a port that is none': { argv: ['local', '--port', '99999'], says: ['--port', '99999', '65535'] },
  'a password as a flag': { argv: ['ab', 'main', '--password', 'hunter2'], says: ['--password', 'HOGBENCH_PASSWORD'] },
  'a flag that takes one value, twice': {
    argv: ['ab', 'main', '--margin', '5%', '--margin=6%'],
    says: ['--margin is given twice: 5% and 6%', 'leave one out'],
  },
  'the same, of targets with passwords': {
    argv: ['ab', 'main', '--target', 'http://me:hunter2@db:8123', '--target', 'http://other:8123'],
    says: ['--target is given twice: …@db:8123 and http://other:8123'],
  },
  'a flag whose value may be left out, twice': {
    argv: ['report', 'file', '--json', 'a.json', '--json'],
    says: ['--json is given twice: a.json and nothing'],
  },
  'a flag without its value': { argv: ['ab', 'main', '--margin'], says: ['--margin of ab lacks its value', '<share>'] },
  'an argument too many': {
    argv: ['ab', 'a', 'b', 'c'],
    says: ['ab takes no more than workload and candidate: a is the workload, b is the candidate; what is c?'],
  },
  'an argument for a command that takes none': {
    argv: ['doctor', 'staging'],
    says: ['doctor takes no arguments; what is staging?', 'Did you mean --target staging?'],
  },
  'a missing argument of two': {
    argv: ['compare', 'a'],
    says: ['compare lacks its candidate', 'hogbench compare <base> <candidate>'],
  },
  'more pairs in flight than there are threads for': {
    argv: ['ab', 'main', '--concurrency', '1e9'],
    says: ['--concurrency', 'from 1 to 256'],
  },
  'a missing argument': { argv: ['run'], says: ['workload'] },
  'no workload at all': { argv: ['ab'], says: ['no workload', 'hogbench ab queries --base main'] },
  'a missing workload folder': { argv: ['ab', 'mian'], says: ['mian', 'main'] },
  'an empty workload': { argv: ['ab', 'empty'], files: { 'empty/readme.txt': 'nothing' }, says: ['empty'] },
  'duplicate case names': {
    argv: ['ab', 'twice'],
    files: { 'twice/a.sql': '-- name: one\nSELECT 1;\n', 'twice/b.sql': '-- name: one\nSELECT 2;\n' },
    says: ['twice/b.sql:', 'twice/a.sql:', 'one'],
  },
  'an unknown annotation': {
    argv: ['ab', 'odd'],
    files: { 'odd/a.sql': '-- name: one\n-- wieght: 3\nSELECT 1;\n' },
    says: ['odd/a.sql:2:4', 'wieght', 'weight'],
  },
  'a parameter of the wrong type': {
    argv: ['ab', 'odd'],
    files: { 'odd/a.sql': '-- name: one\n-- params:\n--   - {team: two}\nSELECT {team:UInt32};\n' },
    says: ['odd/a.sql:3:', 'team', 'UInt32'],
  },
  'a statement that writes': {
    argv: ['ab', 'odd'],
    files: { 'odd/a.sql': '-- name: one\nINSERT INTO t VALUES (1);\n' },
    says: ['odd/a.sql:2:1', 'only statements that read'],
  },
  'a name near a shipped workload': {
    argv: ['ab', 'posthg'],
    says: ['posthg', 'did you mean `posthog`?', '`clickbench`, `posthog`, `posthog-pr`'],
  },
  'an unknown bare name': { argv: ['ab', 'zzzzzz'], says: ['zzzzzz', 'ship with hogbench', '`clickbench`'] },
  'a base that is nowhere': {
    argv: ['ab', 'odd'],
    files: { 'odd/workload.yaml': 'extends: clickbnech\n', 'odd/a.sql': '-- name: one\nSELECT 1;\n' },
    says: ['odd/workload.yaml:1:10', 'odd/clickbnech', 'did you mean `clickbench`?', '`posthog-pr`'],
  },
  'an unknown target': { argv: ['ab', 'main', '--target', 'stagin'], says: ['stagin', 'embedded', 'names none'] },
  'a target near a configured one': {
    argv: ['ab', 'main', '--target', 'stagin'],
    files: { 'hogbench.config.yaml': 'targets:\n  staging: {url: "http://db:8123"}\n  prod: {url: "http://p:8123"}\n' },
    says: ['stagin', 'Did you mean staging?', 'embedded, staging, prod'],
  },
  'a URL without its scheme': {
    argv: ['ab', 'main', '--target', 'localhost:8123'],
    says: ['localhost:8123', 'Did you mean http://localhost:8123?'],
  },
  'what may be a password before a host': {
    argv: ['ab', 'main', '--target', 'me:hunter2@db:8123'],
    says: ['unknown target: …@db:8123'],
  },
  'changed queries over two datasets': {
    argv: ['ab', '--baseline-workload', 'full', '--candidate-workload', 'bare', '--changed-only'],
    files: {
      'full/workload.yaml': 'schema: [schema.sql]\n',
      'full/schema.sql': 'CREATE OR REPLACE TABLE t (a UInt8) ENGINE = Memory;\n',
      'full/a.sql': '-- name: one\nSELECT 1;\n',
      'bare/a.sql': '-- name: one\nSELECT 2;\n',
    },
    says: [
      'the baseline `full` has the dataset of `full/schema.sql`',
      'the candidate `bare` has no dataset',
      'Give `bare` a `workload.yaml` with `extends:` that names the folder of `full`',
    ],
  },
  'changed queries over two servers': {
    argv: ['ab', 'main', '--changed-only', '--candidate-target', 'http://db:8123'],
    says: ['the baseline is on embedded', 'the candidate is on http://db:8123', 'one --target'],
  },
  'a password in a URL': { argv: ['ab', 'main', '--target', 'http://me:hunter2@db:8123'], says: ['HOGBENCH_PASSWORD'] },
  'a password among the parameters of a URL': {
    argv: ['ab', 'main', '--target', 'http://db:8123/?user=me&password=hunter2'],
    says: ['HOGBENCH_PASSWORD'],
  },
  'a config that is not YAML': {
    argv: ['ab', 'main'],
    files: { 'hogbench.config.yaml': 'targets: [' },
    says: ['hogbench.config.yaml:1:'],
  },
  'an unknown config key': {
    argv: ['ab', 'main'],
    files: { 'hogbench.config.yaml': 'tagrets: {}\n' },
    says: ['tagrets'],
  },
  'an unknown default': {
    argv: ['ab', 'main'],
    files: { 'hogbench.config.yaml': 'defaults: {marign: 5%}\n' },
    says: ['marign', 'margin'],
  },
  'an unknown policy': {
    argv: ['compare', 'a', 'b'],
    files: { 'hogbench.config.yaml': 'policies: {version: ignore}\n' },
    says: ['hogbench.config.yaml:1:', 'version', 'warn'],
  },
  'a policy for nothing': {
    argv: ['compare', 'a', 'b'],
    files: { 'hogbench.config.yaml': 'policies: {verson: warn}\n' },
    says: ['hogbench.config.yaml:1:', 'verson'],
  },
  'a mismatch that is none': { argv: ['compare', 'a', 'b', '--on-mismatch', 'data=warn'], says: ['data', 'dataset'] },
  'a mismatch without an action': {
    argv: ['compare', 'a', 'b', '--on-mismatch', 'version=ignore'],
    says: ['ignore', 'refuse'],
  },
  'a secret that is not set': {
    argv: ['ab', 'main', '--target', 'prod'],
    files: { 'hogbench.config.yaml': 'targets:\n  prod: {url: "http://db:8123", password: "\u0024{NOT_SET}"}\n' },
    says: ['NOT_SET'],
  },
  'a margin without sense': { argv: ['ab', 'main', '--margin', '500%'], says: ['--margin', '500%'] },
  'a budget without a unit': { argv: ['ab', 'main', '--budget', '10'], says: ['--budget', '10m'] },
  'a variable that cannot be read': {
    argv: ['ab', 'main'],
    env: { HOGBENCH_MAX_PAIRS: 'many' },
    says: ['--max-pairs', 'many'],
  },
  'more pairs at least than at most': {
    argv: ['ab', 'main', '--min-pairs', '9', '--max-pairs', '5'],
    says: ['--max-pairs 5'],
  },
  'a setting that a request takes for the statement': {
    argv: ['ab', 'main', '--candidate-set', 'query=DROP TABLE t'],
    says: ['--candidate-set query is no setting', 'the statement itself'],
  },
  'the same in an annotation, without a server': {
    argv: ['ab', 'injected', '--dry-run'],
    files: { 'injected/a.sql': '-- settings: {query: DROP TABLE t}\nSELECT 1;\n' },
    says: ['injected/a.sql:1:22', '`settings.query` is no setting'],
  },
  'the same under SETTINGS': {
    argv: ['run', 'stated'],
    files: { 'stated/a.sql': "SELECT 1 SETTINGS query = 'DROP TABLE t';\n" },
    says: ['stated/a.sql:1:19', '`query` is no setting'],
  },
  'a setting without a value': { argv: ['ab', 'main', '--candidate-set', 'max_threads'], says: ['name=value'] },
  'a verdict that is none': { argv: ['ab', 'main', '--fail-on', 'slow'], says: ['slow', 'regressed'] },
  'a filter that matches nothing': { argv: ['ab', 'main', '--filter', 'ordres*'], says: ['ordres*', 'orders_by_day'] },
  'arms without a common case': {
    argv: ['ab', '--baseline-workload', 'main', '--candidate-workload', 'other'],
    files: { 'other/a.sql': '-- name: something_else\nSELECT 1;\n' },
    says: ['no case in common'],
  },
  'an output folder that is a file': {
    argv: ['ab', 'main', '--out', 'file'],
    files: { file: '' },
    says: ['file', '--out'],
  },
  'a way to show rows that is none': { argv: [...abArguments, '--show-rows', 'some'], says: ['some', 'masked'] },
  'a lint format that is none': { argv: ['lint', 'main', '--format', 'xml'], says: ['xml', 'sarif'] },
  'nothing to lint': { argv: ['lint', 'mian'], says: ['mian', 'main'] },
  'a run file that is not there': { argv: ['report', 'nothing.jsonl.gz'], says: ['nothing.jsonl.gz'] },
  'a file that is no run': { argv: ['report', 'file'], files: { file: 'hello\n' }, says: ['file'] },
  'a newer run file': {
    argv: ['report', 'new.jsonl'],
    files: { 'new.jsonl': '{"kind":"header","format":"hogbench-run","schemaVersion":99}\n' },
    says: ['99', `version ${schemaVersion}`],
  },
};

describe('bad input', () => {
  for (const [name, { argv, files, env, says }] of Object.entries(bad))
    it(`${name}: exit 2, what, where and how to fix`, async () => {
      for (const [path, text] of Object.entries(files ?? {})) await space.write(path, text);
      const ran = await space.run(argv, env === undefined ? {} : { env });
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
      for (const text of says) expect(ran.err).toContain(text);
      expect(ran.err).toContain('fix');
      expect(ran.err).not.toMatch(/^\s+at .*\.ts|node:internal/m);
      expect(ran.err).not.toContain('hunter2');
    });
});

it('refuses to replace a report unless forced', async () => {
  await space.run(abArguments);
  await space.write('mine.html', 'precious');
  const refused = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--html', 'mine.html']);
  expect(refused.code).toBe(2);
  expect(await space.read('mine.html')).toBe('precious');
  const forced = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--html', 'mine.html', '--force']);
  expect(forced.code).toBe(0);
  expect(await space.read('mine.html')).toContain('<!doctype html>');
});

it('shows help with an example for every command', async () => {
  for (const command of ['demo', 'ab', 'run', 'compare', 'report', 'doctor', 'lint', 'local']) {
    const ran = await space.run([command, '--help']);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/Examples?:\n {2}hogbench/);
  }
});

it('keeps a hostile name from the terminal', async () => {
  await space.write(
    'evil/a.sql',
    '-- name: one\n-- description: "\\e[31m</script><script>alert(1)</script>"\n-- tags: {product: "\\e[2J"}\nSELECT 1 AS `\u001b[31m`;\n',
  );
  const ran = await space.run(['ab', 'evil']);
  expect(ran.code).toBe(0);
  expect(ran.out + ran.err).not.toContain('<ESC>');
  expect(await space.read('hogbench-out/report.html')).not.toContain('<script>alert');
});
