import { UserError } from '../model/errors.ts';
import type { LatencyPromise, Slo } from '../model/loadClass.ts';
import { readDuration } from '../text/duration.ts';
import { quoted } from '../text/quote.ts';

/** A promise as it is written: `p95` and `3s`, `errors` and `0.1%`. */
export type WrittenPromise = readonly [name: string, value: string | number];

/** What is wrong with a promise, as the end of a sentence that begins with its name. */
export interface PromiseFault {
  readonly name: string;
  readonly message: string;
}

export const sloExample = 'p95=3s,errors=0.1%';

/**
 * The promises of `--slo`, as `p95=3s,p99.9=10s,errors=0.1%`.
 * @throws UserError usage with what is wrong, and where in it
 */
export function readSlo(text: string): Slo {
  const wrong = (what: string): UserError =>
    new UserError('usage', what, `Write for instance ${quoted(sloExample)}.`, `--slo ${quoted(text)}`);
  const written = text.split(',').map((part): WrittenPromise => {
    const [name = '', value, ...more] = part.split('=').map((side) => side.trim());
    if (value === undefined || more.length > 0) throw wrong(`${quoted(part.trim())} is no promise`);
    return [name, value];
  });
  const read = readPromises(written);
  if (!('faults' in read)) return read;
  throw wrong(read.faults.map(({ name, message }) => `${quoted(name)} ${message}`).join('; '));
}

/** The promises of a class, or everything that is wrong with them. */
export function readPromises(
  written: readonly WrittenPromise[],
): Slo | { readonly faults: readonly [PromiseFault, ...PromiseFault[]] } {
  const faults: PromiseFault[] = [];
  const named: (LatencyPromise & { readonly name: string })[] = [];
  let errors: number | undefined;
  for (const [name, value] of written) {
    const fail = (message: string): number => faults.push({ name, message });
    if (name === 'errors') {
      if (errors !== undefined) fail('is promised twice');
      errors = shareOfErrors(value);
      if (errors === undefined) fail('must be a share such as 0.1% or 0.001, above 0 and below 100%');
      continue;
    }
    const share = shareOf(name);
    if (share === undefined) {
      fail('is no promise: p and a percentile below 100, such as p95 or p99.9, or errors');
      continue;
    }
    const mostMs = typeof value === 'string' ? readDuration(value) : undefined;
    if (mostMs === undefined) fail('must be a time with its unit: ms, s, m or h');
    else if (named.some((one) => one.share === share)) fail('is promised twice');
    else named.push({ name, share, mostMs });
  }
  named.sort((one, other) => one.share - other.share);
  faults.push(...contradictions(named, errors));
  const [fault, ...more] = faults;
  if (fault !== undefined) return { faults: [fault, ...more] };
  const latency = named.map(({ share, mostMs }) => ({ share, mostMs }));
  return { latency, ...(errors === undefined ? {} : { errors }) };
}

/** `p99.9` as 0.999, exactly the number that people mean. */
function shareOf(name: string): number | undefined {
  const digits = /^p(\d{1,2}(?:\.\d{1,3})?)$/.exec(name)?.[1];
  const share = digits === undefined ? 0 : Number(`${digits}e-2`);
  return share > 0 ? share : undefined;
}

/** No number of requests proves that none ever fails, so that 0 would be a promise that nobody can keep. */
function shareOfErrors(value: string | number): number | undefined {
  const text = String(value);
  const percent = /^(\d{1,2}(?:\.\d{1,6})?)%$/.exec(text)?.[1];
  const share = percent === undefined ? (/^0?\.\d{1,8}$/.test(text) ? Number(text) : 0) : Number(`${percent}e-2`);
  return share > 0 && share < 1 ? share : undefined;
}

type Named = LatencyPromise & { readonly name: string };

function contradictions(ascending: readonly Named[], errors: number | undefined): readonly PromiseFault[] {
  const faults: PromiseFault[] = [];
  let longest: Named | undefined;
  for (const one of ascending) {
    if (longest !== undefined && one.mostMs < longest.mostMs)
      faults.push({ name: one.name, message: `is shorter than ${longest.name}, which is then promised as well` });
    else longest = one;
  }
  const strictest = ascending.at(-1);
  // 1 - 0.999 is more than 0.001 by a rounding.
  if (strictest !== undefined && errors !== undefined && strictest.share + errors > 1 + 1e-12)
    faults.push({
      name: 'errors',
      message: `lets more requests fail than ${strictest.name} does, for which a failed request is a late one`,
    });
  return faults;
}
