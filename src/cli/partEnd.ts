import type { Measured } from '../app/measureArms.ts';
import { shownPath } from '../app/resultFiles.ts';
import type { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Shard } from '../model/shard.ts';
import { formatCount, plural } from '../text/quantity.ts';
import { terminalLines } from '../text/safeText.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { Io } from './io.ts';
import { type LastLine, printLast } from './verdictEnd.ts';

/** How a part of a run ends: 0 when it was measured, whatever it looks like. What it comes to is judged with the others. */
export function endPart(
  { run, runFile }: Pick<Measured, 'run' | 'runFile'>,
  shard: Shard,
  failures: readonly UserError[],
  last: LastLine,
  io: Io,
): ExitCode {
  const file = shownPath(io.cwd, runFile);
  io.warn(`samples: ${file}`);
  if (run.status.kind !== 'complete') io.warn(`go on with the same command and --resume ${file}`);
  for (const { where, message, fix } of failures)
    io.stderr(terminalLines([`hogbench: ${where === undefined ? '' : `${where}: `}${message}`, `  fix:   ${fix}`]));
  const own = shard.whole.filter((one) => one.shard === shard.index).length;
  const { code, why } = endOf(run, own, failures);
  const what = `part ${shard.index} of ${shard.of}: ${formatCount(own)} of ${plural(shard.whole.length, 'case')}, ${plural(run.samples.length, 'execution')}`;
  printLast(`${what} — exit ${code} (${why})`, last, io, code === exitCode.fine ? '✅' : '❌');
  return code;
}

function endOf(
  { status, samples }: Run,
  own: number,
  failures: readonly UserError[],
): { readonly code: ExitCode; readonly why: string } {
  if (status.kind === 'interrupted') return { code: exitCode.interrupted, why: 'interrupted' };
  if (status.kind === 'incomplete') return { code: exitCode.target, why: status.reason };
  if (own > 0 && samples.length === 0) return { code: exitCode.target, why: 'nothing was executed' };
  if (failures.length > 0) return { code: exitCode.target, why: `${plural(failures.length, 'report')} not written` };
  return { code: exitCode.fine, why: 'no verdict: hogbench merge judges all parts' };
}
