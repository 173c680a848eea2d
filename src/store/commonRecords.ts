import type { StoredRecord } from '../schema/run/record.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Recognises the two records that make up nearly all of a file, completed samples and server facts, where
 * zod would take a third of the loading time. It may say no to a good record, which zod then looks at; it
 * must never say yes to one that zod rejects.
 */
export function isCommonRecord(json: unknown): json is StoredRecord {
  if (!isObject(json)) return false;
  if (json.kind === 'sample') return hasKeys(json, 2) && isCompletedSample(json.sample);
  return json.kind === 'evidence' && hasKeys(json, 3) && isCount(json.seq) && isFacts(json.evidence);
}

function isCompletedSample(it: unknown): boolean {
  return (
    isObject(it) &&
    hasKeys(it, 10) &&
    isCount(it.seq) &&
    typeof it.caseId === 'string' &&
    (it.arm === 'baseline' || it.arm === 'candidate') &&
    (it.stage === 'screening' || it.stage === 'confirmation') &&
    isCount(it.session) &&
    isCount(it.round) &&
    (it.position === 0 || it.position === 1) &&
    typeof it.queryId === 'string' &&
    Number.isFinite(it.startedAt) &&
    isObject(it.outcome) &&
    hasKeys(it.outcome, 2) &&
    it.outcome.kind === 'completed' &&
    Number.isFinite(it.outcome.clientMs)
  );
}

function isFacts(it: unknown): boolean {
  return (
    isObject(it) &&
    hasKeys(it, 11) &&
    it.kind === 'facts' &&
    Number.isFinite(it.durationUs) &&
    Number.isFinite(it.readRows) &&
    Number.isFinite(it.readBytes) &&
    Number.isFinite(it.resultRows) &&
    Number.isFinite(it.resultBytes) &&
    Number.isFinite(it.memoryBytes) &&
    Number.isFinite(it.exceptionCode) &&
    Number.isFinite(it.logRows) &&
    typeof it.names === 'string' &&
    Array.isArray(it.values) &&
    it.values.every((value) => value === null || Number.isFinite(value))
  );
}

function isObject(json: unknown): json is Json {
  return typeof json === 'object' && json !== null;
}

function isCount(json: unknown): boolean {
  return Number.isSafeInteger(json) && (json as number) >= 0;
}

function hasKeys(json: Json, expected: number): boolean {
  let found = 0;
  for (const _ in json) found += 1;
  return found === expected;
}
