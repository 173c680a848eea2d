/** What a newcomer does: a line typed into a shell, or a file typed into an editor. */
export type Step =
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

/** A way to an answer. */
export interface Way {
  readonly steps: readonly Step[];
  /** Of its call of hogbench, known beforehand. */
  readonly exitCode: number;
}

/** A question, and the ways to its answer: that of the first version, which still works, and that of now. */
export interface Use {
  readonly question: string;
  readonly before: Way;
  readonly now: Way;
}

const schema = `CREATE TABLE orders
(
    id UInt64,
    at DateTime,
    customer UInt32,
    price Decimal(9, 2),
    INDEX by_id id TYPE minmax GRANULARITY 1
)
ORDER BY (toDate(at), customer);
`;

const data = `INSERT INTO orders
SELECT number, toDateTime('2026-01-01 00:00:00') + number, number % 1000, number % 97 FROM numbers(1000000);
`;

const manifest = 'schema: [schema.sql]\ndata: [data.sql]\n';

const revenue = `-- name: revenue_of_a_day
SELECT toDate(at) AS day, sum(price) AS revenue FROM orders WHERE toDate(at) = '2026-01-05' GROUP BY day ORDER BY day;
`;
const order = `-- name: one_order
SELECT id, customer, price FROM orders WHERE id BETWEEN 500000 AND 500009 ORDER BY id;
`;

/** A text on the key is compared as well, and the key is of no use any more: about 20 times the rows. */
const slowRevenue = revenue.replace("toDate(at) = '2026-01-05'", "formatDateTime(at, '%F') = '2026-01-05'");

/** What the newcomer has before the first question: queries, and a dataset of a million rows to try them on. */
export const project: Readonly<Record<string, string>> = {
  ...{ 'workload.yaml': manifest, 'schema.sql': schema, 'data.sql': data },
  ...{ 'old.sql': revenue, 'new.sql': slowRevenue },
  ...{ 'queries/workload.yaml': manifest, 'queries/schema.sql': schema, 'queries/data.sql': data },
  ...{ 'queries/revenue.sql': revenue, 'queries/order.sql': order },
};

/** What is changed on the branch of that project, one query of two. */
export const branch: Readonly<Record<string, string>> = { 'queries/revenue.sql': slowRevenue };

function commands(...lines: readonly string[]): readonly Step[] {
  return lines.map((line) => ({ kind: 'command', line }));
}

const regression = 1;

export const uses: readonly Use[] = [
  {
    question: 'one query, two texts',
    before: {
      exitCode: regression,
      steps: [
        ...commands('mkdir old new', 'cp workload.yaml schema.sql data.sql old', 'cp old.sql old/query.sql'),
        ...commands('cp new.sql new/query.sql'),
        { kind: 'file', path: 'new/workload.yaml', text: 'extends: ../old\n' },
        ...commands('npx hogbench ab --baseline-workload old --candidate-workload new'),
      ],
    },
    now: { exitCode: regression, steps: commands('npx hogbench ab old.sql new.sql') },
  },
  {
    question: 'a branch against its base',
    before: {
      exitCode: regression,
      steps: commands(
        'git worktree add ../base main',
        'npx hogbench ab --baseline-workload ../base/queries --candidate-workload queries',
        'git worktree remove ../base',
      ),
    },
    now: {
      exitCode: regression,
      steps: commands('npx hogbench ab queries --base main'),
    },
  },
  {
    question: 'two settings, versions or servers',
    before: { exitCode: regression, steps: commands('npx hogbench ab queries --candidate-set use_skip_indexes=0') },
    now: { exitCode: regression, steps: commands('npx hogbench ab queries --candidate-set use_skip_indexes=0') },
  },
];

/** What is done once, before the first question; `clone` is where hogbench comes from. */
export function installing(clone: string): readonly Step[] {
  return commands(
    `git clone ${clone} ../hogbench`,
    '(cd ../hogbench && npm ci)',
    'mkdir -p tools && npm pack ../hogbench --pack-destination tools',
    'npm install --no-save ./tools/hogbench-*.tgz',
  );
}

/** What a way costs whoever goes it. */
export interface Effort {
  readonly commands: number;
  readonly files: number;
  /** Of command lines and of files, the line breaks too. */
  readonly characters: number;
}

export function effortOf(steps: readonly Step[]): Effort {
  const typed = steps.map((step) => (step.kind === 'command' ? step.line.length + 1 : step.text.length));
  return {
    commands: steps.filter(({ kind }) => kind === 'command').length,
    files: steps.filter(({ kind }) => kind === 'file').length,
    characters: typed.reduce((sum, one) => sum + one, 0),
  };
}

/** Characters that a person types in a second. */
export const typingSpeed = 5;
