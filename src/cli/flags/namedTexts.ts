import type { ArmText } from '../../app/armTexts.ts';
import { FileRefusal, mostBytes } from '../../files/regularFile.ts';
import { UserError } from '../../model/errors.ts';
import type { Io } from '../io.ts';
import type { Flags } from './optionSource.ts';

/** What queries are named by on a command line. */
export interface Words {
  readonly args: readonly (string | undefined)[];
  readonly flags: Flags;
  /** The whole command line, which alone tells the order of flags and arguments. */
  readonly argv: readonly string[];
}

const stdin = '-';

/**
 * The workloads, files and texts that arguments and `-q` name, in the order in which they were written.
 * @throws UserError usage for more than `most`, for an order that cannot be told, and for stdin twice
 */
export async function namedTexts({ args, flags, argv }: Words, most: number, io: Io): Promise<readonly ArmText[]> {
  const paths = args.filter((one) => one !== undefined);
  const queries = Array.isArray(flags.query) ? (flags.query as readonly string[]) : [];
  if (queries.length > most) throw tooMany(queries.length, most);
  if (queries.length > 0 && paths.length + queries.length > most) throw besideQueries(paths[0] ?? '', queries.length);
  if (paths.filter((one) => one === stdin).length > 1)
    throw new UserError(
      'usage',
      '- is given twice, and stdin is read once',
      'Give the other query as a file, or with -q.',
    );
  const fromPaths: ArmText[] = [];
  for (const path of paths) checkNoSql(path);
  for (const path of paths) fromPaths.push(path === stdin ? await fromStdin(io) : { kind: 'path', path });
  const fromQueries = queries.map((text, at) => fromFlag(text, queries.length === 1 ? '-q' : `${ordinals[at]} -q`));
  const [path] = paths;
  const isPathFirst = path === undefined || fromQueries.length === 0 || standsFirst(path, argv);
  return isPathFirst ? [...fromPaths, ...fromQueries] : [...fromQueries, ...fromPaths];
}

const ordinals = ['first', 'second'] as const;

function fromFlag(text: string, name: string): ArmText {
  if (text.trim() === stdin)
    throw new UserError('usage', '-q takes SQL, and - is stdin', 'Write - by itself, without -q.');
  if (/^\S+\.sql$/i.test(text))
    throw new UserError('usage', `-q takes SQL, and ${text} is a file`, `Name it without -q: hogbench ab ${text} …`);
  if (text.trim() === '') throw new UserError('usage', `${name} is empty`, "Give it a query: -q 'SELECT 1'.");
  return { kind: 'sql', name, bytes: Buffer.from(text), single: true };
}

/** @throws UserError usage for SQL where a path belongs */
function checkNoSql(path: string): void {
  if (!/^\s*\(?\s*(select|with)\s/i.test(path)) return;
  throw new UserError(
    'usage',
    `an argument is SQL, and a path belongs there: ${path.slice(0, 60)}`,
    'Write -q before it.',
  );
}

/** @throws UserError usage for a stdin that is empty, too large or unreadable */
async function fromStdin({ stdin: input, stderr }: Io): Promise<ArmText> {
  if (input.isTerminal)
    stderr('hogbench: reading a query from this terminal; end it with Ctrl-D on a line of its own\n');
  const bytes = await input.read(mostBytes.sql).catch((error: unknown) => {
    const why =
      error instanceof FileRefusal
        ? error.message
        : error instanceof Error && 'code' in error
          ? String(error.code)
          : undefined;
    if (why === undefined) throw error;
    throw new UserError('usage', `stdin cannot be read: ${why}`, 'Pipe a query into it, or name a .sql file.');
  });
  if (Buffer.from(bytes).toString().trim() === '')
    throw new UserError(
      'usage',
      'stdin is empty',
      'Pipe a query into it: git show main:query.sql | hogbench ab - query.sql',
    );
  return { kind: 'sql', name: 'stdin', bytes };
}

/** @throws UserError usage where the same word stands twice, so that nobody can tell which of the two is the argument */
function standsFirst(path: string, argv: readonly string[]): boolean {
  const query = argv.findIndex((one) => /^(-q|--query(=|$))/.test(one));
  const places = argv.flatMap((one, at) => (one === path ? [at] : []));
  const [place] = places;
  if (place !== undefined && places.length === 1) return place < query;
  throw new UserError(
    'usage',
    `which of -q and ${path} is the baseline cannot be told`,
    'Give both queries with -q, or both as files.',
  );
}

function tooMany(count: number, most: number): UserError {
  const what = `-q is given ${count} times`;
  return most === 1
    ? new UserError('usage', `${what}, and a run measures one query`, 'Compare two with hogbench ab.')
    : new UserError('usage', `${what}, and two arms are compared`, 'Give it twice: the baseline, then the candidate.');
}

function besideQueries(path: string, count: number): UserError {
  return new UserError(
    'usage',
    `-q is given ${count === 1 ? 'beside' : `${count} times beside`} ${path}`,
    path.endsWith('.sql') || path === stdin
      ? 'Leave one of them out.'
      : `Write --over ${path} for its dataset, database and settings; or leave -q out.`,
  );
}
