import type { StatementFault } from '../../model/serverAnswers.ts';
import type { Settings } from '../../model/workload.ts';
import type { SampleRequest } from '../../runner/executor.ts';
import { measuredSettings } from '../http/client.ts';
import { settingFault, unlistedSettings } from './knownSettings.ts';
import { readingStatements } from './requestReading.ts';
import { statementFault } from './statementFault.ts';
import type { TargetServer } from './targetServer.ts';

/**
 * What keeps each statement from being run: a setting sent with it that one of the servers does not take, or what the first of them says
 * of the statement. One that writes is judged where its table is made.
 */
export async function faultsOf(
  servers: readonly [TargetServer, ...TargetServer[]],
  requests: readonly SampleRequest[],
): Promise<readonly (StatementFault | undefined)[]> {
  const ofSettings = await settingFaults(servers, requests);
  const [{ control }] = servers;
  const told = new Map<string, StatementFault | undefined>();
  const faults: (StatementFault | undefined)[] = [];
  for (const request of requests) {
    const { sql, params, settings, writes } = request;
    const key = JSON.stringify([sql, params, settings]);
    if (!told.has(key)) {
      const [statement] = writes === undefined ? readingStatements(request) : [];
      const fault = ofSettings.get(JSON.stringify(settings));
      told.set(key, fault ?? (statement && (await statementFault(control, statement))));
    }
    faults.push(told.get(key));
  }
  return faults;
}

/** By the settings, as JSON; those of each distinct set are asked once. */
async function settingFaults(
  servers: readonly TargetServer[],
  requests: readonly SampleRequest[],
): Promise<ReadonlyMap<string, StatementFault>> {
  const sets = new Map<string, Settings>(
    requests.map(({ settings }) => [JSON.stringify(settings), { ...measuredSettings, ...settings }]),
  );
  const found = new Map<string, StatementFault>();
  for (const { control } of servers) {
    const unlisted = await unlistedSettings(control, [...sets.values()]);
    for (const [key, settings] of sets) {
      const fault = found.has(key) ? undefined : await settingFault(control, settings, unlisted);
      if (fault !== undefined) found.set(key, fault);
    }
  }
  return found;
}
