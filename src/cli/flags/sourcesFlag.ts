import { UserError } from '../../model/errors.ts';
import type { Source } from '../../model/workload.ts';
import { sources } from '../../model/workload.ts';
import type { OptionSource } from './optionSource.ts';

/**
 * What the user lets workloads read beside the tables of the embedded server. A config that nobody named cannot say it.
 * @throws UserError usage for a name that is no source
 */
export function allowedSources(options: OptionSource): ReadonlySet<Source> {
  return options.read('allow-sources', parseSources, new Set<Source>());
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
