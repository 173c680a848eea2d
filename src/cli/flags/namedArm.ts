import { UserError } from '../../model/errors.ts';
import type { TargetSpec } from '../../model/targetSpec.ts';
import type { ConfiguredArm } from '../../schema/config/config.ts';
import { nearest } from '../../text/nearest.ts';
import { quoted } from '../../text/quote.ts';
import type { Io } from '../io.ts';
import type { ArmChoice } from './chosenArms.ts';
import { configuredAs, parseTarget, withoutLogin } from './chosenTarget.ts';
import { priceText } from './priceFlags.ts';

/** Starts of file names, so that a report can be called after it. */
const labels = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?$/;

/** An arm that `--arm` names; `configured` where the config says what it is. */
export interface NamedArm {
  readonly label: string;
  readonly target: string;
  readonly configured: ConfiguredArm | undefined;
}

/**
 * `old=clickhouse-old`, or the name of an arm of the config.
 * @throws UserError usage for a name that is none, and for one that the config lacks
 */
export function namedArm(text: string, { config, source }: ArmChoice): NamedArm {
  const [label = '', ...rest] = text.split('=');
  const target = rest.join('=');
  if (!labels.test(label))
    throw new UserError(
      'usage',
      `not the name of an arm: ${quoted(label)}`,
      'Write --arm NAME=TARGET, the name of letters, digits, - and _, 40 at most.',
    );
  if (rest.length > 0) {
    if (target === '')
      throw new UserError(
        'usage',
        `the arm ${quoted(label)} has no target`,
        'Write --arm NAME=TARGET, such as --arm new=embedded:1x2.',
      );
    return { label, target, configured: undefined };
  }
  const arms = config.arms ?? {};
  const configured = Object.hasOwn(arms, label) ? arms[label] : undefined;
  if (configured !== undefined) return { label, target: configured.target ?? 'embedded', configured };
  const near = nearest(label, Object.keys(arms));
  throw new UserError(
    'usage',
    `${quoted(label)} is no arm of ${source.configFile}`,
    near === undefined
      ? `Write --arm ${label}=TARGET, or name it under arms: in the config.`
      : `Did you mean ${near}? Or write --arm ${label}=TARGET.`,
  );
}

/**
 * Where an arm runs. What of it the config decides is told, as the whole of the arm is.
 * @throws UserError as `parseTarget`, and usage where the config must not decide it
 */
export function targetOf({ label, target, configured }: NamedArm, { source, config }: ArmChoice, io: Io): TargetSpec {
  if (configured !== undefined) source.takeFromConfig(`arms.${label}`, armText(configured));
  const defined = configuredAs(target, config);
  if (defined !== undefined)
    source.takeFromConfig(`targets.${target}`, withoutLogin(defined.url ?? `embedded ${defined.embedded}`));
  return parseTarget(target, config, io, configured !== undefined);
}

/** What an arm of the config is, in one line: `staging, max_threads=1, 2 EUR an hour`. */
function armText({ target, workload, settings = {}, price }: ConfiguredArm): string {
  return [
    withoutLogin(target ?? 'embedded'),
    ...(workload === undefined ? [] : [workload]),
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    ...(price === undefined ? [] : [priceText(price)]),
  ].join(', ');
}
