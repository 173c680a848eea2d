import { UserError } from '../model/errors.ts';
import type { Arrival, ArrivalKind, LoadClass } from '../model/loadClass.ts';
import type { OfferedLoad } from '../model/loadPlan.ts';
import type { Milliseconds } from '../model/units.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';

/** How much is offered, as somebody asked for it. */
export interface OfferedChoice {
  /** Requests a second over all open classes that have no rate of their own. */
  readonly rate?: number | undefined;
  /** As `rate`, where nobody asks for one. */
  readonly usualRate?: number | undefined;
  /** Requests a second by class. */
  readonly rates: ReadonlyMap<string, number>;
  readonly arrival?: ArrivalKind | undefined;
  /** Of recorded times. */
  readonly speed?: number | undefined;
  /** Of each closed loop that does not say how many it has. */
  readonly users?: number | undefined;
  readonly thinkMs?: Milliseconds | undefined;
  /** Classes that are there to disturb. */
  readonly background: readonly string[];
}

/** A class, and the sum of the weights of its cases. */
export interface WeightedClass extends LoadClass {
  readonly weight: number;
}

/**
 * What each class is offered. A rate is shared by weight among the open classes that have none of their own; where each has one, these
 * are their shares of it.
 * @throws UserError usage for a class that is not there, and where nothing says how much is to be offered
 */
export function offeredLoad(classes: readonly WeightedClass[], choice: OfferedChoice): readonly OfferedLoad[] {
  for (const name of [...choice.background, ...choice.rates.keys()]) checkKnown(name, classes);
  const background = new Set(choice.background);
  if (classes.every(({ name }) => background.has(name)))
    throw new UserError(
      'usage',
      'every class is there to disturb, and none is left to be judged',
      'Leave --background out, or name fewer classes.',
    );
  const open = classes.filter((one) => isOpen(one, choice));
  const shares = sharesOf(open, choice);
  if (choice.rate !== undefined && shares.size === 0)
    throw new UserError(
      'usage',
      '--rate has no class to go to: each has a rate of its own, or is sent otherwise',
      'Leave --rate out, or --rate CLASS=…, --arrival and the `arrival` of classes.',
    );
  const offered = classes.map((one) => ({
    of: one.name,
    arrival: arrivalOf(one, choice, shares.get(one.name)),
    background: background.has(one.name),
  }));
  checkUsed(offered, choice);
  return offered;
}

/** What somebody asks for and nothing goes by would be believed to be in effect. */
function checkUsed(offered: readonly OfferedLoad[], { speed, users, thinkMs }: OfferedChoice): void {
  const none = (kind: ArrivalKind): boolean => offered.every(({ arrival }) => arrival.kind !== kind);
  if (speed !== undefined && none('recorded'))
    throw new UserError(
      'usage',
      '--speed is of recorded times, and no class is sent by them',
      'Add --arrival recorded, or leave --speed out.',
    );
  const flag = users !== undefined ? '--users' : thinkMs !== undefined ? '--think' : undefined;
  if (flag !== undefined && none('closed'))
    throw new UserError(
      'usage',
      `${flag} is of closed loops, and no class is one`,
      `Add --arrival closed and leave --rate out, or leave ${flag} out.`,
    );
}

/** What somebody asked for goes before a rate that the workload has for usual, and behind an arrival that it names. */
function kindOf(one: LoadClass, choice: OfferedChoice): ArrivalKind {
  if (choice.rates.has(one.name) && one.arrival === 'closed') return 'poisson';
  if (one.arrival !== undefined) return one.arrival;
  if (choice.rates.has(one.name))
    return choice.arrival === undefined || choice.arrival === 'closed' ? 'poisson' : choice.arrival;
  if (choice.arrival !== undefined) return choice.arrival;
  // who asks for users and for no rate asks for closed loops
  return choice.users !== undefined && (choice.rate ?? choice.usualRate) === undefined ? 'closed' : 'poisson';
}

function isOpen(one: LoadClass, choice: OfferedChoice): boolean {
  const kind = kindOf(one, choice);
  return kind === 'poisson' || kind === 'constant';
}

function rateOf({ name, rate }: LoadClass, { rates }: OfferedChoice): number | undefined {
  return rates.get(name) ?? rate;
}

/** The share of `--rate` of each class that takes part in it. */
function sharesOf(open: readonly WeightedClass[], choice: OfferedChoice): ReadonlyMap<string, number> {
  const without = open.filter((one) => rateOf(one, choice) === undefined);
  const named = open.some(({ name }) => choice.rates.has(name));
  const sharing = without.length > 0 || named ? without : open;
  const part = (one: WeightedClass): number => rateOf(one, choice) ?? one.weight;
  const all = sharing.reduce((sum, one) => sum + part(one), 0);
  return new Map(sharing.map((one) => [one.name, all === 0 ? 0 : part(one) / all]));
}

function arrivalOf(one: WeightedClass, choice: OfferedChoice, share: number | undefined): Arrival {
  const kind = kindOf(one, choice);
  switch (kind) {
    case 'recorded':
      return { kind, speed: choice.speed ?? 1 };
    case 'closed':
      return { kind, users: one.users ?? choice.users ?? 1, thinkMs: one.thinkMs ?? choice.thinkMs ?? 0 };
    case 'poisson':
    case 'constant': {
      const asked = choice.rate ?? choice.usualRate;
      const own = rateOf(one, choice);
      if (own !== undefined && (share === undefined || choice.rate === undefined)) return { kind, rate: own };
      if (asked === undefined) throw withoutRate(one.name);
      if (share === undefined || share === 0)
        throw new UserError(
          'usage',
          `no case of class ${quoted(one.name)} has a weight above 0`,
          'Give one of them a weight.',
        );
      return { kind, rate: asked * share };
    }
  }
}

function withoutRate(name: string): UserError {
  return new UserError(
    'usage',
    `nothing says how much is offered to the class ${quoted(name)}`,
    'Add --rate 10 (requests a second), --users 4 (each waits for an answer before it sends again), or --arrival recorded.',
  );
}

function checkKnown(name: string, classes: readonly LoadClass[]): void {
  const names = classes.map((one) => one.name);
  if (names.includes(name)) return;
  throw new UserError('usage', `the workload has no class ${quoted(name)}`, suggestion(name, names));
}
