import { readOneArm } from '../../app/armTexts.ts';
import type { ArmSpec } from '../../app/services.ts';
import { furtherArm, mostArms, type RunArm } from '../../model/arm.ts';
import { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import { readPrice } from '../../money/readPrice.ts';
import type { ConfiguredArm } from '../../schema/config/config.ts';
import { plural } from '../../text/quantity.ts';
import { quoted } from '../../text/quote.ts';
import type { Io } from '../io.ts';
import type { ArmChoice } from './chosenArms.ts';
import { parseSettings } from './measuringFlags.ts';
import { type NamedArm, namedArm, targetOf } from './namedArm.ts';
import { namedTexts } from './namedTexts.ts';
import type { OptionSource } from './optionSource.ts';
import { pricedAs } from './priceFlags.ts';

/** What names the arms of two alone. */
const ofTwo = [
  ...['target', 'baseline-target', 'candidate-target', 'baseline-workload', 'candidate-workload'],
  ...[
    'baseline-set',
    'candidate-set',
    'baseline-price',
    'candidate-price',
    'base',
    'generate',
    'duet',
    'save-baseline',
  ],
] as const;

/** Whether the arms are named one by one. */
export function areNamed(source: OptionSource): boolean {
  return ['arm', 'arm-set', 'arm-workload', 'arm-price'].some((name) => source.list(name).length > 0);
}

/**
 * The arms that `--arm` names, the baseline first, with what belongs to each.
 * @throws UserError usage for names that are doubled or unknown, for fewer than two, and for flags of two arms beside them
 */
export async function severalArms(choice: ArmChoice, io: Io): Promise<readonly ArmSpec<RunArm>[]> {
  const { source, config } = choice;
  const named = source.list('arm').map((text) => namedArm(text, choice));
  checkNames(named);
  const other = ofTwo.find((name) => source.hasFlag(name));
  if (other !== undefined)
    throw new UserError(
      'usage',
      `--${other} is for two arms, and --arm names them`,
      `Leave --${other} out: --arm-set and --arm-workload say what an arm has.`,
    );
  const settings = byArm(source.list('arm-set'), '.', '--arm-set', named);
  const workloads = byArm(source.list('arm-workload'), '=', '--arm-workload', named);
  const prices = byArm(source.list('arm-price'), '=', '--arm-price', named);
  const texts = await namedTexts(choice, 2, io);
  if (texts.length > 1)
    throw new UserError(
      'usage',
      'two workloads are named beside --arm',
      'Name the one that all arms have, and --arm-workload NAME=PATH for an arm that has another.',
    );
  const [common] = texts;
  const arms: ArmSpec<RunArm>[] = [];
  for (const [at, one] of named.entries()) {
    const { label, configured } = one;
    const target = targetOf(one, choice, io);
    const path = workloads.get(label)?.at(-1) ?? configured?.workload;
    const text = path === undefined ? common : ({ kind: 'path', path } as const);
    if (text === undefined)
      throw new UserError(
        'usage',
        `the arm ${quoted(label)} has no workload`,
        'Name one for all arms, or --arm-workload NAME=PATH.',
      );
    arms.push({
      arm: at === 0 ? 'baseline' : at === 1 ? 'candidate' : furtherArm(at),
      label,
      target,
      ...priceOf(prices.get(label)?.at(-1), configured, { source, config, target }),
      workload: await readOneArm(text, source.flagText('over'), io),
      settings: { ...settingsOf(configured), ...parseSettings(settings.get(label) ?? [], '--arm-set') },
    });
  }
  return arms;
}

/** The arm's own, else that of its target. */
function priceOf(
  text: string | undefined,
  configured: ConfiguredArm | undefined,
  choice: Parameters<typeof pricedAs>[0],
): Pick<ArmSpec, 'price'> {
  if (text !== undefined) return { price: readPrice(text, '--arm-price') };
  const { price } = configured ?? {};
  return price === undefined ? pricedAs(choice) : { price: { perHour: price.per_hour, currency: price.currency } };
}

function settingsOf(configured: ConfiguredArm | undefined): Settings {
  return configured?.settings ?? {};
}

function checkNames(named: readonly NamedArm[]): void {
  const seen = new Set<string>();
  for (const { label } of named) {
    // Reports are files that are called after it, on disks that do not tell capitals from small letters.
    if (seen.has(label.toLowerCase()))
      throw new UserError(
        'usage',
        `two arms are called ${quoted(label)}`,
        'Give each arm a name of its own, in more than capitals.',
      );
    seen.add(label.toLowerCase());
  }
  if (named.length < 2)
    throw new UserError(
      'usage',
      `--arm names ${plural(named.length, 'arm')}, and a comparison has two or more`,
      'Name the baseline first: --arm old=… --arm new=….',
    );
  if (named.length > mostArms)
    throw new UserError(
      'usage',
      `--arm names ${named.length} arms, and a run has ${mostArms} at most`,
      'Leave some out, or compare them in two runs with one baseline.',
    );
}

const given = { '--arm-set': 'setting=value', '--arm-workload': 'PATH', '--arm-price': '12.40 EUR' } as const;

/** What is given to arms by name: `b.max_threads=4`. */
function byArm(
  texts: readonly string[],
  sign: '.' | '=',
  flag: keyof typeof given,
  named: readonly NamedArm[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const text of texts) {
    const at = text.indexOf(sign);
    const label = text.slice(0, Math.max(0, at));
    const value = text.slice(at + 1);
    if (!named.some((one) => one.label === label) || value === '')
      throw new UserError(
        'usage',
        `${flag} ${quoted(text)} names no arm`,
        `Write ${flag} NAME${sign}${given[flag]}, the name as in --arm: ${named.map((one) => one.label).join(', ')}.`,
      );
    found.set(label, [...(found.get(label) ?? []), value]);
  }
  return found;
}
