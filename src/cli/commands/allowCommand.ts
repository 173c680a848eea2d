import { resolve } from 'node:path';
import { parseAllowances } from '../../app/allowanceFile.ts';
import { allowanceTextOf, foundAcceptable } from '../../app/allowing.ts';
import { readGateSection, refuseProblems } from '../../app/gateUse.ts';
import { outputNames } from '../../app/outputFolder.ts';
import { shownPath, writeReport } from '../../app/resultFiles.ts';
import { usualMeasuring } from '../../app/runPlans.ts';
import type { Services } from '../../app/services.ts';
import { isDay, noDay } from '../../gate/readAllowances.ts';
import { UserError } from '../../model/errors.ts';
import type { AllowanceText } from '../../model/gateRules.ts';
import { foundText } from '../../report/words/gateWords.ts';
import type { Config } from '../../schema/config/config.ts';
import { terminalLines } from '../../text/safeText.ts';
import { withAllowances } from '../allowanceEntry.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';

const usualFile = 'hogbench.allow.yaml';

/** Writes what was found worse of a case into the file of allowances, with a reason and an end. */
export async function allowCommand(pattern: string, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const given = {
    reason: source.flagText('reason')?.trim() ?? '',
    until: source.flagText('until'),
    since: source.flagText('since'),
  };
  checkGiven(given, io);
  const run = source.flagText('from') ?? `${usualMeasuring().out}/${outputNames.run}`;
  const { gate, problems } = await readGateSection(
    config,
    config.gate ?? { preset: 'default', rules: [] },
    io,
    'empty',
  );
  refuseProblems(problems);
  const request = { run, pattern, metric: source.flagText('metric'), gate };
  const found = await foundAcceptable(request, io, services);
  const { file, shown } = placeOf(config, io);
  const entries = found.map(({ pattern: named, metric, upTo }): AllowanceText => {
    const { reason, until, since } = given;
    const end = until === undefined ? { since } : { until };
    return { case: named, metric, up_to: `${upTo}x`, reason, ...end };
  });
  const before = await allowanceTextOf(file, shown);
  const { text, replaced } = withAllowances(before ?? '', entries);
  // What is written is read as the gate will read it.
  refuseProblems(parseAllowances(text, shown).problems);
  await writeReport(io.cwd, file, text, true);
  const lines = found.map(
    (one) => `  ${one.metric} up to ${one.upTo}x, found in ${one.caseId}: ${foundText(one.found)}`,
  );
  const verb = replaced === 0 ? 'written to' : replaced === entries.length ? 'replaced in' : 'written and replaced in';
  io.stdout(terminalLines([`${pattern}: ${verb} ${shown}`, ...lines]));
  if (config.gate?.allow === undefined)
    io.warn(`no gate reads it yet: write allow: ${shown} below gate: in hogbench.config.yaml`);
  return exitCode.fine;
}

/** @throws UserError usage for an allowance without a reason, or without an end */
function checkGiven(
  { reason, until, since }: { reason: string; until: string | undefined; since: string | undefined },
  io: Io,
): void {
  if (reason === '')
    throw new UserError(
      'usage',
      'an allowance has no reason',
      "Say why it is worth its cost: --reason 'joins prices'.",
    );
  if ((until === undefined) === (since === undefined))
    throw new UserError(
      'usage',
      until === undefined ? 'an allowance has no end' : 'an allowance ends once: by --until or by --since',
      'Give --until 2027-01-01, the last day it holds; or --since COMMIT, and it ends once the baseline contains that commit.',
    );
  if (until !== undefined && !isDay(until))
    throw new UserError('usage', noDay(until), 'Give the last day it holds: --until 2027-01-01.', '--until');
  const today = new Date(io.now()).toISOString().slice(0, 10);
  if (until !== undefined && until < today)
    throw new UserError('usage', `--until ${until} has passed: today is ${today} in UTC`, 'Give a day to come.');
}

function placeOf({ gate, origin }: Config, io: Io): { readonly file: string; readonly shown: string } {
  const folder = origin.kind === 'none' ? io.cwd : origin.folder;
  const file = resolve(folder, gate?.allow ?? usualFile);
  return { file, shown: shownPath(io.cwd, file) };
}
