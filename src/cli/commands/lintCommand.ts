import type { AttributionRequest } from '../../app/attribution.ts';
import { hogbenchVersion } from '../../app/hogbenchVersion.ts';
import { lintGate } from '../../app/lintGate.ts';
import { type LintRequest, lint } from '../../app/lintPath.ts';
import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { Attribution, LintReport } from '../../model/lint.ts';
import { type LintReporter, lintReporters } from '../../report/lint/lintReporters.ts';
import { countOf } from '../../report/lint/lintText.ts';
import type { Config } from '../../schema/config/config.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { attributionRequest } from '../flags/attributionFlags.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { captureConfigOf } from '../flags/logFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';

const formats: readonly string[] = lintReporters.map(({ name }) => name);

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
  const attribution = asked && (await attributionOf(asked, source, config, io, services));
  const report: LintReport = { ...checked, ...(attribution && { attribution }) };
  io.stdout(render(report, hogbenchVersion), { commands: isCommands });
  return countOf(report, 'error') > 0 ? exitCode.lintErrors : exitCode.fine;
}

/** What reads logs is loaded for this alone: most workloads are checked without one. */
async function attributionOf(
  asked: AttributionRequest,
  source: OptionSource,
  config: Config,
  io: Io,
  services: Services,
): Promise<Attribution> {
  const { readAttribution } = await import('../../app/attribution.ts');
  const { privacyOf } = await import('../../app/privacy.ts');
  return readAttribution(asked, privacyOf(captureConfigOf(config, io, source), false, io), io, services);
}

function requestOf(source: OptionSource, config: Config, io: Io): LintRequest {
  const filter = source.list('filter');
  const alsoOf: LintRequest['alsoOf'] = (workload) => lintGate(config, workload, io);
  if (source.on('offline')) return { filter, alsoOf };
  const target = chosenTarget(source, config, io, 'target');
  return { filter, alsoOf, server: { target, chosen: source.text('target') !== undefined } };
}

const nothingChecked: LintReport = { statements: 0, findings: [] };

function reporterNamed(name: string): LintReporter {
  const reporter = lintReporters.find((one) => one.name === name);
  if (reporter !== undefined) return reporter;
  throw new UserError('usage', `--format has no ${name}`, `Use one of ${formats.join(', ')}.`);
}
