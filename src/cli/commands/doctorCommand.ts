import { diagnose } from '../../app/diagnose.ts';
import type { Services } from '../../app/services.ts';
import type { Check } from '../../model/serverAnswers.ts';
import { terminalLines } from '../../text/safeText.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';

const marks: Readonly<Record<Check['state'], string>> = { ok: 'ok', limited: 'limited', missing: 'MISSING' };

/** Exits 5 when something is missing that measuring cannot do without. */
export async function doctorCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const target = chosenTarget(source, config, io, 'target');
  const { checks, noise } = await diagnose(target, services, io);
  if (flags.json === true) io.stdout(`${JSON.stringify({ target: target.name, checks, noise }, null, 2)}\n`);
  else io.stdout(render(target.name, checks));
  return checks.some((one) => one.state === 'missing') ? exitCode.target : exitCode.fine;
}

function render(name: string, checks: readonly Check[]): string {
  const width = Math.max(...checks.map((one) => one.name.length));
  const lines = checks.flatMap((one, index) => [
    ...(one.replica === undefined || one.replica === checks[index - 1]?.replica ? [] : [`replica ${one.replica}`]),
    `  ${marks[one.state].padEnd(7)}  ${one.name.padEnd(width)}  ${one.detail}`,
    ...(one.meaning === undefined ? [] : [`${' '.repeat(13 + width)}${one.meaning}`]),
    ...(one.fix === undefined ? [] : [`${' '.repeat(13 + width)}${one.fix}`]),
  ]);
  return terminalLines([`target ${name}`, ...lines]);
}
