import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Services } from '../../src/app/services.ts';
import { main } from '../../src/cli/program.ts';
import { fakeServices } from './fakeServices.ts';
import { type TestIo, testIo } from './testIo.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own to run the command line in. */
export interface Workspace {
  readonly folder: string;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  remove(): Promise<void>;
}

export interface RunOptions {
  readonly services?: Services;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in. */
  readonly stdin?: string | Buffer;
  readonly io?: (io: TestIo) => void;
  /** The command as it is written, without the `--all` that comparisons of tests have. */
  readonly asTyped?: boolean;
}

/** Arms of most tests send the same, and the fake servers tell them apart: without `--all` there would be nothing to compare. */
function withAll(argv: readonly string[], { asTyped }: RunOptions): readonly string[] {
  const [command, ...rest] = argv;
  const isSaid = asTyped === true || rest.some((one) => ['--all', '--changed-only', '--help'].includes(one));
  return command === 'ab' && !isSaid ? [command, '--all', ...rest] : argv;
}

export async function makeWorkspace(files: Readonly<Record<string, string>> = {}): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-test-'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return {
    folder,
    write,
    read: (path) => readFile(join(folder, path), 'utf8'),
    async run(typed, options = {}) {
      const argv = withAll(typed, options);
      const io = testIo(folder, options.env, argv, false, options.stdin);
      options.io?.(io);
      const code = await main(argv, io, options.services ?? fakeServices());
      const portable = (text: string): string => text.replaceAll(folder, '<folder>').replaceAll('\u001b', '<ESC>');
      return { code, out: portable(io.out()), err: portable(io.err()) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Three queries and a changed copy of one of them. */
export const shop: Readonly<Record<string, string>> = {
  'main/orders.sql': `-- name: orders_by_day
-- tags: {product: shop, team_id: 1}
-- weight: 100
SELECT toDate(at) AS day, count() FROM orders GROUP BY day ORDER BY day;

-- name: top_customers
-- tags: {product: shop, team_id: 2}
SELECT customer, count() AS n FROM orders GROUP BY customer ORDER BY n DESC, customer LIMIT 10;

-- name: search
-- tags: {product: search, team_id: 1}
-- params:
--   - {word: shoe}
--   - {word: hat}
SELECT count() FROM orders WHERE body LIKE concat('%', {word:String}, '%');
`,
  'branch/workload.yaml': 'name: branch\nextends: ../main\n',
  'branch/orders.sql': `-- name: orders_by_day
-- tags: {product: shop, team_id: 1}
-- weight: 100
SELECT toDate(toTimeZone(at, 'UTC')) AS day, count() FROM orders GROUP BY day ORDER BY day;
`,
};

export const abArguments: readonly string[] = [
  ...['ab', '--baseline-workload', 'main', '--candidate-workload', 'branch', '--seed', '1'],
];
