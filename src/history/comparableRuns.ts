import {
  type EnvironmentPart,
  environmentParts,
  type HistoryEvent,
  type Reset,
  resetMoment,
} from '../model/history.ts';
import type { RunIdentity, StoredMachine } from '../model/storedRun.ts';

/** Which runs can be compared with which. */
export interface ComparableRuns {
  /** For each run the number of its stretch. */
  readonly stretches: readonly number[];
  readonly events: readonly HistoryEvent[];
  readonly unknownResets: readonly Reset[];
}

/**
 * Puts runs into stretches: of one environment, between two resets. Environments may take turns, as the machines of a shared pool do:
 * each goes on where it was left.
 *
 * @param runs oldest first
 * @param across parts that runs may differ in
 */
export function comparableRuns(
  runs: readonly RunIdentity[],
  resets: readonly Reset[],
  across: readonly EnvironmentPart[],
): ComparableRuns {
  const parts = environmentParts.filter((part) => !across.includes(part));
  const placed = resets.map((reset) => ({ reset, run: placeOf(reset, runs) }));
  const stretches: number[] = [];
  const events: HistoryEvent[] = [];
  const known = new Map<string, number>();
  const seen = new Set<string>();
  let era = 0;
  for (const [run, identity] of runs.entries()) {
    const own = placed.filter((one) => one.run === run && run > 0);
    if (own.length > 0) era++;
    const previous = runs[run - 1];
    const environment = parts.map((part) => environmentText(identity, part)).join('\n');
    const changed = previous === undefined || seen.has(environment) ? [] : differences(previous, identity, parts);
    seen.add(environment);
    for (const { reset } of own) events.push({ run, changed: [], reset });
    if (changed.length > 0) events.push({ run, changed });
    const key = `${era}\n${environment}`;
    const stretch = known.get(key) ?? known.size;
    known.set(key, stretch);
    stretches.push(stretch);
  }
  return { stretches, events, unknownResets: placed.filter((one) => one.run === -1).map((one) => one.reset) };
}

function differences(
  before: RunIdentity,
  after: RunIdentity,
  parts: readonly EnvironmentPart[],
): HistoryEvent['changed'] {
  return parts.flatMap((part) => {
    const [from, to] = [environmentText(before, part), environmentText(after, part)];
    return from === to ? [] : [{ part, from, to }];
  });
}

/** What a run was measured on, in the words that people compare. */
function environmentText(run: RunIdentity, part: EnvironmentPart): string {
  switch (part) {
    case 'machine':
      return machineText(run.machine);
    case 'server':
      return [run.serverVersion, run.serverBuild].filter((text) => text !== '').join(' ');
    case 'dataset':
      return run.datasetHash;
    case 'settings':
      return run.settingsHash;
  }
}

const gibibyte = 1024 ** 3;

/** Memory to the GiB: machines of one kind differ by what the kernel keeps. */
function machineText({ kind, cpu, cores, memoryBytes, hosts }: StoredMachine): string {
  const parts = [
    kind,
    ...(cpu === null ? [] : [cpu]),
    ...(cores === null ? [] : [`${cores} cores`]),
    ...(memoryBytes === null ? [] : [`${Math.round(memoryBytes / gibibyte)} GiB`]),
    ...(hosts === 1 ? [] : [`${hosts} servers`]),
  ];
  return parts.join(', ');
}

/** Of the first run that a reset stands for; −1 for none. */
function placeOf({ at }: Reset, runs: readonly RunIdentity[]): number {
  const moment = resetMoment(at);
  if (moment !== undefined) return runs.findIndex((one) => one.startedAt >= moment);
  const byId = runs.findIndex((one) => one.runId === at);
  if (byId >= 0 || !/^[0-9a-f]{7,64}$/i.test(at)) return byId;
  return runs.findIndex((one) => one.commit?.startsWith(at.toLowerCase()) === true);
}
