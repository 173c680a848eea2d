import type { Evidence, Outcome, ServerFacts } from './run.ts';

/** Two clocks, and a server that is held up between its answer and its note of it. */
const slackMs = 1000;
const slackShare = 0.1;
const mostCounted = 2 ** 64;
/** 2^53 ms would be 285,000 years. */
const longestUs = 366 * 24 * 3600 * 1e6;

/**
 * The evidence as far as it can be true of an execution that ended so: facts that contradict themselves or what the client saw
 * are missing, with the contradiction as their cause.
 */
export function plausible(evidence: Evidence, outcome: Outcome): Evidence {
  const objection = evidence.kind === 'facts' ? contradiction(evidence, outcome) : undefined;
  return objection === undefined ? evidence : { kind: 'missing', cause: 'implausible', detail: objection };
}

function contradiction(facts: ServerFacts, outcome: Outcome): string | undefined {
  const { durationUs, exceptionCode, logRows, events } = facts;
  if (!Number.isInteger(exceptionCode)) return `exception code ${exceptionCode}`;
  // What failed at its start may have taken no time.
  if (!(durationUs > 0 || (durationUs === 0 && exceptionCode !== 0)) || durationUs > longestUs)
    return `a server time of ${durationUs} µs`;
  if (outcome.kind === 'completed' && durationUs / 1000 > outcome.clientMs * (1 + slackShare) + slackMs)
    return `a server time of ${Math.round(durationUs / 1000)} ms, where the client waited ${Math.round(outcome.clientMs)} ms`;
  if (logRows < 1) return `${logRows} rows in the log`;
  for (const name of counts) if (!isCount(facts[name])) return `${facts[name]} for ${name}`;
  const odd = events.values.findIndex((value) => !Number.isNaN(value) && !isCount(value));
  return odd < 0 ? undefined : `${events.values[odd]} for ${events.names[odd]}`;
}

const counts = ['readRows', 'readBytes', 'resultRows', 'resultBytes', 'memoryBytes'] as const;

function isCount(value: number): boolean {
  return value >= 0 && value <= mostCounted;
}
