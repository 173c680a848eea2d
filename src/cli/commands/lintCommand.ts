import type { Command } from 'commander';
import { readAttribution } from '../../app/attribution.ts';
import { hogbenchVersion } from '../../app/hogbenchVersion.ts';
import type { LintRequest } from '../../app/lint.ts';
import { lint } from '../../app/lint.ts';
import { privacyOf } from '../../app/privacy.ts';
import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { LintReport } from '../../model/lint.ts';
import { type LintReporter, lintReporters } from '../../report/lint/lintReporters.ts';
import { countOf } from '../../report/lint/lintText.ts';
import type { Config } from '../../schema/config/config.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { attributionRequest } from '../flags/attributionFlags.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { addLogSourceFlags, captureConfigOf } from '../flags/logFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { addConfigFlag, readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';

const formats: readonly string[] = lintReporters.map(({ name }) => name);

export function addLintFlags(command: Command): Command {
  const checking = command
    .description('Check a workload: annotations, SQL, settings, and what would make its results change.')
    .argument('[workload]', 'folder of .sql files, one .sql file, or a shipped workload (default: this folder)')
    .option('--target <target>', 'who parses the SQL: embedded, a configured name, or a URL (default: embedded)')
    .option('--filter <pattern...>', 'cases to check: a name with * and ?, or a tag such as product=web_analytics')
    .option('--offline', 'ask no server')
    .option('--format <format>', `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)} (default: ${formats[0]})`)
    .option('--coverage', 'how much of a log carries the required tags, by owner; without a workload that alone')
    .option('--require <tags>', 'tags that every query in the log should carry (default: product,query_type)')
    .option('--owner <tag>', 'the tag that names an owner (default: product)')
    .option('--min-coverage <share>', 'an error when less of the executions or of their cost is tagged: 95%');
  return addConfigFlag(addLogSourceFlags(checking)).addHelpText(
    'after',
    '\nExits 1 when there is an error; warnings and notes pass.\n\nExamples:\n  hogbench lint queries --target staging --format github\n  hogbench lint --coverage --target production --since 7d --min-coverage 95%',
  );
}

/** Exits 1 for errors, also for those of reading, which are usage errors of every other command. */
export async function lintCommand(
  workload: string | undefined,
  flags: Flags,
  io: Io,
  services: Services,
): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const { render, isCommands } = reporterNamed(source.text('format') ?? lintReporters[0].name);
  const asked = attributionRequest(source, config, io);
  const onlyLog = asked !== undefined && workload === undefined;
  if (onlyLog && source.list('filter').length > 0)
    throw new UserError(
      'usage',
      '--filter chooses cases, and no workload is named',
      'Name the workload, or drop --filter.',
    );
  const checked = onlyLog ? nothingChecked : await lint(workload ?? '.', requestOf(source, config, io), io, services);
  const attribution =
    asked && (await readAttribution(asked, privacyOf(captureConfigOf(config, io), false, io), io, services));
  const report: LintReport = { ...checked, ...(attribution && { attribution }) };
  io.stdout(render(report, hogbenchVersion), { commands: isCommands });
  return countOf(report, 'error') > 0 ? exitCode.lintErrors : exitCode.fine;
}

function requestOf(source: OptionSource, config: Config, io: Io): LintRequest {
  const filter = source.list('filter');
  if (source.on('offline')) return { filter };
  const target = chosenTarget(source, config, io, 'target');
  return { filter, server: { target, chosen: source.text('target') !== undefined } };
}

const nothingChecked: LintReport = { statements: 0, findings: [] };

function reporterNamed(name: string): LintReporter {
  const reporter = lintReporters.find((one) => one.name === name);
  if (reporter !== undefined) return reporter;
  throw new UserError('usage', `--format has no ${name}`, `Use one of ${formats.join(', ')}.`);
}
