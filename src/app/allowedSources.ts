import type { OptionSource } from '../cli/flags/optionSource.ts';
import { UserError } from '../model/errors.ts';
import { type Source, sources, type Workload } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import type { ArmSpec } from './services.ts';

const flag = 'allow-sources';

/**
 * What the user lets workloads read beside the tables of the embedded server. A config that nobody named cannot say it.
 * @throws UserError usage for a name that is no source
 */
export function allowedSources(options: OptionSource): ReadonlySet<Source> {
  return options.read(flag, parseSources, new Set<Source>());
}

/** @throws UserError usage where a workload on an embedded server declares a source that is not allowed */
export function checkSourcesAllowed(arms: readonly ArmSpec[], allowed: ReadonlySet<Source>): void {
  for (const { target, workload } of arms) if (target.kind === 'embedded') checkSources(workload, allowed);
}

/** @throws UserError usage where the workload declares a source that is not allowed */
export function checkSources({ name, sources: declared = [] }: Workload, allowed: ReadonlySet<Source>): void {
  if (declared.every((one) => allowed.has(one))) return;
  throw new UserError(
    'usage',
    `${quoted(name)} reads ${declared.join(', ')} on the embedded server, which is not allowed`,
    `Read its files first; if you trust them, add --${flag} ${declared.join(',')}.`,
  );
}

function parseSources(text: string, what: string): ReadonlySet<Source> {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isSource(name));
  if (unknown !== undefined)
    throw new UserError('usage', `${what} names no source: ${unknown}`, `Use some of ${sources.join(', ')}.`);
  return new Set(names.filter(isSource));
}

function isSource(name: string): name is Source {
  return sources.some((one) => one === name);
}
