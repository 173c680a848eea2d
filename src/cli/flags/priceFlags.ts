import type { LogRequest } from '../../app/trafficLog.ts';
import { UserError } from '../../model/errors.ts';
import type { TargetPrice, UnitPrices } from '../../model/price.ts';
import type { TargetSpec } from '../../model/targetSpec.ts';
import { readPrice } from '../../money/readPrice.ts';
import { pricedWeights } from '../../money/trafficMoney.ts';
import type { Config, ConfiguredPrice } from '../../schema/config/config.ts';
import type { OptionSource } from './optionSource.ts';

/** Where a price may stand: a flag, else the target in the config. */
interface PriceChoice {
  readonly source: Pick<OptionSource, 'text' | 'takeFromConfig'>;
  readonly config: Pick<Config, 'targets'>;
  readonly target: TargetSpec;
}

/**
 * What a target costs an hour, as a part of its arm: nothing where nobody says.
 * @param flags names of flags, the first that is given wins
 * @throws UserError usage as `readPrice`, and for a price of a config that must not decide it
 */
export function pricedAs(
  { source, config: { targets }, target }: PriceChoice,
  ...flags: readonly string[]
): { readonly price?: TargetPrice } {
  for (const flag of flags) {
    const text = source.text(flag);
    if (text !== undefined) return { price: readPrice(text, `--${flag}`) };
  }
  const configured = Object.hasOwn(targets, target.name) ? targets[target.name]?.price : undefined;
  if (configured === undefined) return {};
  source.takeFromConfig(`targets.${target.name}.price`, priceText(configured));
  return { price: { perHour: configured.per_hour, currency: configured.currency } };
}

/** `12.4 EUR an hour` */
export function priceText({ per_hour: perHour, currency }: ConfiguredPrice): string {
  return `${perHour} ${currency} an hour`;
}

/**
 * What executions and data cost, as the config says.
 * @throws UserError usage where it must not decide it
 */
export function unitPricesOf(
  { prices }: Pick<Config, 'prices'>,
  source: Pick<OptionSource, 'takeFromConfig'>,
): UnitPrices | undefined {
  if (prices === undefined) return undefined;
  const { currency, cpu_second: cpuSecond, gib_read: gibRead, gib_stored: gibStored } = prices;
  const told = Object.entries({ cpu_second: cpuSecond, gib_read: gibRead, gib_stored: gibStored });
  const known = told.flatMap(([name, price]) => (price === undefined ? [] : [`${name} ${price}`]));
  source.takeFromConfig('prices', `${known.join(', ')} ${currency}`);
  return {
    currency,
    ...(cpuSecond === undefined ? {} : { cpuSecond }),
    ...(gibRead === undefined ? {} : { gibRead }),
    ...(gibStored === undefined ? {} : { gibStored }),
  };
}

/**
 * A log that is read with the prices of the config as the weights of its cost.
 * @throws UserError usage where `capture.cost` weighs it otherwise
 */
export function pricedRequest(
  request: LogRequest,
  config: Pick<Config, 'prices' | 'capture' | 'origin'>,
  source: Pick<OptionSource, 'takeFromConfig'>,
): LogRequest {
  const prices = unitPricesOf(config, source);
  const cost = prices === undefined ? undefined : pricedWeights(prices);
  if (cost === undefined) return request;
  if (config.capture?.cost !== undefined)
    throw new UserError(
      'usage',
      'capture.cost and prices both say what a CPU second and a GiB read cost',
      'Leave capture.cost out: prices weigh executions as well.',
      config.origin.kind === 'none' ? undefined : config.origin.file,
    );
  return { ...request, cost };
}
