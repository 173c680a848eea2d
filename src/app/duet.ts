import type { ArmDescription, RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { shareServer } from './oneDataset.ts';
import type { ArmSpec } from './services.ts';

/**
 * Duet mode sends both halves of a pair at once, which is fair only where they cannot take cores from each other.
 * @throws UserError usage when the arms are known, before anything is opened, to share a server or this machine
 */
export function checkDuet(arms: readonly ArmSpec<RunArm>[]): void {
  if (arms.every(({ target }) => target.kind === 'embedded'))
    throw refusal(
      shareServer(arms)
        ? 'both arms run on one embedded server'
        : 'both arms run on embedded servers of this machine, which share its cores',
    );
  const [first, ...others] = arms.map(urlsOf);
  const shared = first?.find((url) => others.some((urls) => urls.includes(url)));
  if (shared !== undefined) throw refusal(`both arms run on ${shared}`);
}

/**
 * The same, by what the servers say of themselves: one server can have several addresses.
 * @throws UserError usage
 */
export function checkDuetServers(arms: readonly ArmDescription<RunArm>[]): void {
  const [first, ...others] = arms.map(serverIds);
  const shared = first?.some((id) => others.some((ids) => ids.includes(id)));
  if (shared === true) throw refusal(`${targetsOf(arms)} are addresses of one server`);
}

function refusal(what: string): UserError {
  return new UserError(
    'usage',
    `--duet runs both arms at the same time, and ${what}: they would disturb each other`,
    'Leave out --duet, or name targets on two machines with --baseline-target and --candidate-target.',
  );
}

function urlsOf({ target }: ArmSpec<RunArm>): readonly string[] {
  return target.kind === 'remote' ? [target.url, ...target.replicas] : [];
}

function serverIds({ environment }: ArmDescription<RunArm>): readonly string[] {
  const { serverId, replicas } = environment;
  return [serverId, ...(replicas ?? []).map((one) => one.serverId)].filter((id) => id !== undefined);
}

function targetsOf(arms: readonly ArmDescription<RunArm>[]): string {
  return arms.map((one) => one.environment.target).join(' and ');
}
