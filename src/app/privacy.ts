import { PrivacyTally } from '../capture/privacyReport.ts';
import { Pseudonyms } from '../capture/pseudonyms.ts';
import type { Privacy } from '../capture/redactSql.ts';
import type { CaptureConfig } from '../schema/config/captureConfig.ts';
import type { World } from './world.ts';

/** Pseudonyms by the user's key, which gives the same ones every time, or by one that nobody will know. */
export function newPseudonyms(world: World): Pseudonyms {
  return new Pseudonyms(world.env.HOGBENCH_PRIVACY_KEY || world.secret());
}

/** The privacy rules of the config, and a key for pseudonyms: the user's, or one that nobody will know. */
export function privacyOf(
  config: CaptureConfig,
  keepLiterals: boolean,
  world: World,
): Privacy & { readonly hasKey: boolean } {
  const key = world.env.HOGBENCH_PRIVACY_KEY;
  const { allow, drop, hash, event_columns: eventColumns } = config.privacy;
  return {
    pseudonyms: newPseudonyms(world),
    rules: { allow, drop, hash },
    eventColumns,
    keepLiterals,
    tally: new PrivacyTally(),
    hasKey: key !== undefined && key !== '',
  };
}
