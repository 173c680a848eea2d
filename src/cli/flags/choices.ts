import type { Verdict } from '../../model/comparison.ts';
import { type MismatchAction, type MismatchKind, type MismatchPolicy, mismatchKinds } from '../../model/environment.ts';
import { UserError } from '../../model/errors.ts';
import { type RowDisplay, rowDisplays } from '../../model/rowDifference.ts';
import { type Source, sources } from '../../model/workload.ts';
import { nearest } from '../../text/nearest.ts';
import { jobOutputs } from './flagRow.ts';

const verdictNames: Readonly<Record<string, Verdict>> = {
  regressed: 'regressed',
  improved: 'improved',
  inconclusive: 'inconclusive',
  unconfirmed: 'unconfirmed',
  'result-changed': 'resultChanged',
  failed: 'failed',
  added: 'added',
  removed: 'removed',
};

/** @throws UserError usage for a word that is no verdict */
export function parseVerdicts(text: string, what: string): ReadonlySet<Verdict> {
  const names = text.split(',').map((name) => name.trim());
  const verdicts = names.map((name) => {
    const verdict = verdictNames[name];
    if (verdict === undefined)
      throw new UserError(
        'usage',
        `${what} has no verdict ${name}`,
        `Use any of ${Object.keys(verdictNames).join(', ')}, with commas.`,
      );
    return verdict;
  });
  return new Set(verdicts);
}

/** @throws UserError usage for a word that is none of the three */
export function parseRowDisplay(text: string, what: string): RowDisplay {
  const display = rowDisplays.find((one) => one === text);
  if (display !== undefined) return display;
  throw new UserError('usage', `${what} is not values, masked or off: ${text}`, 'Use one of the three.');
}

/** @throws UserError usage for a word that is none of the three */
export function parseJobOutput(text: string, what: string): (typeof jobOutputs)[number] {
  const choice = jobOutputs.find((one) => one === text);
  if (choice !== undefined) return choice;
  const meant = nearest(text, jobOutputs);
  const fix = meant === undefined ? 'Use one of the three.' : `Did you mean ${meant}?`;
  throw new UserError('usage', `${what} is not auto, on or off: ${text}`, fix);
}

/** @throws UserError usage for a word that is no source */
export function parseSources(text: string, what: string): ReadonlySet<Source> {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isSource(name));
  if (unknown !== undefined)
    throw new UserError('usage', `${what} names no source: ${unknown}`, `Use some of ${sources.join(', ')}.`);
  return new Set(names.filter(isSource));
}

function isSource(name: string): name is Source {
  return sources.some((one) => one === name);
}

/** `warn` for every kind, or `version=warn,hardware=refuse` for some. */
export function parsePolicy(text: string, what: string): Partial<MismatchPolicy> {
  const parts = text.split(',').map((one) => one.trim());
  return Object.assign({}, ...parts.map((part) => parsePart(part, what)));
}

function parsePart(part: string, what: string): Partial<MismatchPolicy> {
  const [first = '', second] = part.split('=').map((one) => one.trim());
  if (second === undefined) {
    const action = parseAction(first, what);
    return Object.fromEntries(mismatchKinds.map((kind) => [kind, action]));
  }
  return { [parseKind(first, what)]: parseAction(second, what) };
}

function parseAction(text: string, what: string): MismatchAction {
  if (text === 'refuse' || text === 'warn') return text;
  throw new UserError('usage', `${what} is not refuse or warn: ${text}`, example(what));
}

function parseKind(text: string, what: string): MismatchKind {
  const kind = mismatchKinds.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new UserError('usage', `${what} has no kind ${text}`, example(what));
}

function example(what: string): string {
  return `Write ${what} warn, or by kind (${mismatchKinds.join(', ')}) for instance ${what} version=warn,hardware=warn.`;
}
