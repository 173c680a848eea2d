import type { Environment } from '../../model/environment.ts';
import { limitsText } from '../../text/limitsText.ts';

/** Of a build id, enough to tell builds apart. */
const shownDigits = 8;

/** `ClickHouse 26.7.3.1 on box`, which build that is where a version of the engine was asked for, and what each server may take where that is limited. */
export function serverText(environment: Environment): string {
  return `${versionText(environment)} on ${environment.serverHost}${limitedText(environment)}`;
}

/** The same without the host. */
export function versionAndLimits(environment: Environment): string {
  return `${versionText(environment)}${limitedText(environment)}`;
}

function versionText({ target, serverVersion, serverBuild, engine }: Environment): string {
  if (engine === undefined) return `ClickHouse ${serverVersion}`;
  const named = target.includes(engine) ? '' : `engine ${engine}, `;
  return `ClickHouse ${serverVersion} (${named}build ${serverBuild.slice(0, shownDigits)})`;
}

function limitedText({ limits }: Environment): string {
  return limits === undefined ? '' : ` with ${limitsText(limits)} a server`;
}
