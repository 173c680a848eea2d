import { eventCounts, type ServerFacts } from '../../src/model/serverFacts.ts';

export const eventsEach = 60;

const nouns = ['FileOpen', 'ReadBufferMicroseconds', 'ReadCompressedBytes', 'NetworkSendElapsed', 'ContextLock'];
const cpuPlace = 1;
const realNames: Readonly<Record<number, string>> = {
  0: 'SelectedMarks',
  [cpuPlace]: 'OSCPUVirtualTimeMicroseconds',
  2: 'SelectedParts',
  4: 'SelectedRows',
  6: 'SelectedBytes',
};
const eventNames = Array.from({ length: 80 }, (_, i) => realNames[i] ?? `${nouns[i % nouns.length]}${i}`);

/**
 * Half of the events are constant for a case (marks, rows, parts), half are noise of 4 to 9 digits (times,
 * bytes). Which of 80 events appear depends on the case, and five of them come and go.
 */
function eventsOf(caseNumber: number, cpuUs: number, random: () => number): Record<string, number> {
  const events: Record<string, number> = {};
  for (let i = 0; i < eventsEach + 2; i += 1) {
    if (i >= eventsEach - 3 && random() < 0.4) continue;
    const name = eventNames[i < 45 || caseNumber % 2 === 0 ? i : i + 15] as string;
    const noisy = Math.floor(10 ** (4 + (i % 6)) * (0.8 + 0.4 * random()));
    events[name] = i === cpuPlace ? cpuUs : i % 2 === 0 ? (caseNumber + 1) * (i + 1) * 371 : noisy;
  }
  return events;
}

/** What a server could have written: times that vary by a few percent, and 60 ProfileEvents. */
export function plausibleFacts(caseNumber: number, slowdown: number, random: () => number): ServerFacts {
  const centre = (5_000 + 700 * (caseNumber % 97)) * slowdown;
  const noise = (): number => 1 + 0.08 * (random() + random() - 1);
  return {
    kind: 'facts',
    durationUs: Math.floor(centre * noise()),
    readRows: 1_000_000 + caseNumber,
    readBytes: 8_000_000 + caseNumber,
    resultRows: 10,
    resultBytes: 1000,
    memoryBytes: Math.floor(10_000_000 + 100_000 * random()),
    exceptionCode: 0,
    logRows: 1,
    events: eventCounts(eventsOf(caseNumber, Math.floor(centre * noise()), random)),
  };
}
