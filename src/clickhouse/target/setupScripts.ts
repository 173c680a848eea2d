import { randomUUID } from 'node:crypto';
import { formatPlace, UserError } from '../../model/errors.ts';
import type { Settings, SetupScript } from '../../model/workload.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import { scriptObjection } from '../../sql/requestParameters.ts';
import { querySettings } from '../../sql/settingsClause.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { deadlines, isGivenUp } from '../http/deadlines.ts';
import { isServerError, type ServerError } from '../http/refusals.ts';
import { killQuery } from '../http/shortQuestions.ts';
import { plainRefusal } from '../local/sourceRights.ts';

/** Scripts, and what their sessions begin with. */
export interface Setup {
  readonly scripts: readonly SetupScript[];
  /** The database that they run in until they say USE; absent: the user's own. */
  readonly database?: string | undefined;
  readonly settings: Settings;
  /** Whether the server holds nothing but what the scripts make: what it refuses then is their fault. */
  readonly onEmptyServer?: boolean;
}

/**
 * Runs a workload's schema and data scripts, statement by statement. Each script has a session of its own, so USE, SET and
 * temporary tables hold to its end. `control` must name no database: it would undo every USE.
 * @throws UserError usage for FROM INFILE, settings that open files, and a statement that an empty server refused, with its place; target for one that another refused; interrupted when `signal` aborts
 */
export async function runSetup(
  control: Control,
  setup: Setup,
  onStatement: (done: number, total: number, file: string) => void,
  signal: AbortSignal,
): Promise<void> {
  refuseFiles(setup.scripts);
  const total = setup.scripts.reduce((sum, script) => sum + script.statements.length, 0);
  let done = 0;
  for (const script of setup.scripts) {
    const options = {
      session: `hogbench-setup-${randomUUID()}`,
      signal,
      timeoutMs: deadlines.setup,
      what: 'a setup statement',
    };
    for (const { sql, place, what } of [...beginning(setup, script.file), ...statementsOf(script)]) {
      if (what === 'statement') onStatement(done, total, script.file);
      try {
        await runStep(control, sql, options);
      } catch (error) {
        if (signal.aborted) throw cutShort();
        if (!isServerError(error)) throw error;
        throw refused({ what, place }, error, setup);
      }
      if (what === 'statement') done += 1;
    }
  }
}

/**
 * The embedded engine reads a file of this machine for FROM INFILE and asks for no right. The word is looked for in the
 * raw text, so that no comment or quoting can hide it. Settings that open files are fixed for the user of scripts, but not in
 * the SETTINGS of a subquery.
 */
function refuseFiles(scripts: readonly SetupScript[]): void {
  for (const { sql, place } of scripts.flatMap(({ statements }) => statements)) {
    if (/\binfile\b/i.test(sql)) {
      const fix = 'Write the rows as VALUES, or read the file with the table function file().';
      throw new UserError('usage', 'a setup script reads no file with FROM INFILE', fix, formatPlace(place));
    }
    for (const { name } of querySettings(sql)) {
      const objection = scriptObjection(name);
      if (objection === undefined) continue;
      throw new UserError('usage', `in a setup script, ${name} ${objection}`, 'Take it out.', formatPlace(place));
    }
  }
}

/** A statement that writes goes on without its client. Whoever may not kill it leaves it to its end. */
async function runStep(control: Control, sql: string, options: ControlOptions): Promise<void> {
  const queryId = `hogbench-setup-${randomUUID()}`;
  try {
    await control.command(sql, { ...options, queryId });
  } catch (error) {
    if (isGivenUp(error)) await killQuery(control, queryId);
    throw error;
  }
}

interface Step {
  readonly sql: string;
  readonly place: string;
  readonly what: 'database' | 'settings' | 'statement';
}

function statementsOf(script: SetupScript): readonly Step[] {
  return script.statements.map(({ sql, place }) => ({ sql, place: formatPlace(place), what: 'statement' }));
}

/** Sent as statements of the session: what goes with a request would outdo the script's own USE and SET. */
function beginning({ database, settings }: Setup, place: string): readonly Step[] {
  const pairs = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === 'number' ? value : stringLiteral(value)}`,
  );
  return [
    ...(database === undefined ? [] : [{ sql: `USE ${identifier(database)}`, place, what: 'database' as const }]),
    ...(pairs.length === 0 ? [] : [{ sql: `SET ${pairs.join(', ')}`, place, what: 'settings' as const }]),
  ];
}

const settingsAdvice = 'Settings for scripts are `setup_settings:` in workload.yaml, or SET in the script.';

/** Refusals that no script can be blamed for: memory, disk, and other servers. */
const ofSurroundings: ReadonlySet<number> = new Set([198, 202, 209, 210, 241, 243, 499, 1000, 1001, 1002]);

function refused({ what, place }: Omit<Step, 'sql'>, error: ServerError, { onEmptyServer }: Setup): UserError {
  const message = plainRefusal(error.message);
  const kind = onEmptyServer === true && !ofSurroundings.has(error.code) ? 'usage' : 'target';
  const said = {
    database: ['the database of the workload', 'Correct `database:`, or create it.'],
    settings: ['`setup_settings` of workload.yaml', 'Correct them there.'],
    statement: [
      'a setup statement',
      'Fix the statement, then run again: a setup starts over from its first statement.',
    ],
  } as const;
  const [thing, fix] = said[what];
  const ofSettings = what === 'statement' && /\bsetting\b/i.test(message) ? ` ${settingsAdvice}` : '';
  return new UserError(kind, `the server refused ${thing}: ${message}`, fix + ofSettings, place);
}

function cutShort(): UserError {
  return new UserError('interrupted', 'the setup was interrupted', 'Run the same command again: it starts over.');
}
