import type { DigestReading } from '../model/answer.ts';
import type { RunArm } from '../model/arm.ts';
import type { Design } from '../model/design.ts';
import type { ExplanationReading } from '../model/explanation.ts';
import type { InsertReading } from '../model/insertReading.ts';
import type { Notice } from '../model/notice.ts';
import type { RowDifferenceReading } from '../model/rowDifference.ts';
import type { GoneArm, Run, RunStatus } from '../model/run.ts';
import { plausible, type Sample } from '../model/sample.ts';
import type { Evidence, ServerFacts } from '../model/serverFacts.ts';
import type { CaseTables, StateReading } from '../model/serverState.ts';
import type { BareSample, RunHeader, StoredEvidence, StoredFacts, StoredRecord } from '../schema/run/record.ts';
import { EventUnpacker } from './eventNames.ts';

/** Why a record cannot be used; undefined when it was taken. */
export type Objection = string | undefined;

/** A sample that may still wait for its evidence. The place for it is made at once: it costs more to make one later. */
export type OpenSample = BareSample & { evidence: Evidence | undefined };

/** What came of the records, and what could not be put together. */
export interface BuiltRun {
  readonly run: Run<RunArm>;
  /** Executions whose evidence is there but not its names, or not the execution itself. */
  readonly unusedEvidence: number;
  /** Numbers below the highest one for which there is no execution. */
  readonly missingSamples: number;
}

/** Puts the records of a file together again, in whatever order samples, evidence and names come. */
export class RunBuilder {
  readonly #header: RunHeader;
  /** Executions from 0 on, as long as they come in order. */
  readonly #samples: OpenSample[] = [];
  /** The others. */
  readonly #scattered = new Map<number, OpenSample>();
  /** Evidence without its execution, or without its names, so far. */
  readonly #waiting = new Map<number, Evidence | StoredFacts>();
  readonly #unpackers = new Map<string, EventUnpacker>();
  readonly #digests: DigestReading<RunArm>[] = [];
  readonly #explanations = new Map<string, ExplanationReading<RunArm>>();
  readonly #rowDifferences = new Map<string, RowDifferenceReading>();
  readonly #states: StateReading<RunArm>[] = [];
  readonly #inserts: InsertReading<RunArm>[] = [];
  readonly #tablesRead = new Map<string, CaseTables<RunArm>>();
  readonly #gone: GoneArm[] = [];
  readonly #notices: Notice[] = [];
  #status: RunStatus = { kind: 'interrupted' };

  constructor(header: RunHeader) {
    this.#header = header;
  }

  add(record: StoredRecord): Objection {
    switch (record.kind) {
      case 'sample':
        return this.takeSample({ ...record.sample, evidence: undefined })
          ? undefined
          : `execution ${record.sample.seq} is there twice`;
      case 'evidence':
        return this.#addEvidence(record.seq, record.evidence);
      case 'names':
        if (!this.#unpackers.has(record.id)) this.#unpackers.set(record.id, new EventUnpacker(record));
        break;
      case 'digest':
        this.#digests.push(record.digest);
        break;
      case 'explanation':
        this.#explanations.set(`${record.explanation.arm} ${record.explanation.caseId}`, record.explanation);
        break;
      case 'rowDifference':
        this.#rowDifferences.set(
          `${record.rowDifference.arm ?? ''} ${record.rowDifference.caseId}`,
          record.rowDifference,
        );
        break;
      case 'gone':
        this.#gone.push(record.gone);
        break;
      case 'state':
        this.#states.push(record.state);
        break;
      case 'insert':
        this.#inserts.push(record.insert);
        break;
      case 'tablesRead':
        this.#tablesRead.set(`${record.tablesRead.arm} ${record.tablesRead.caseId}`, record.tablesRead);
        break;
      case 'notice':
        this.#notices.push(record.notice);
        break;
      case 'status':
        this.#status = record.status;
        break;
      case 'resumed':
        this.#status = { kind: 'interrupted' };
        break;
      case 'header':
        return 'there is a second header';
    }
    return undefined;
  }

  takeSample(sample: OpenSample): boolean {
    const { seq } = sample;
    if (this.#sampleOf(seq) !== undefined) return false;
    if (seq === this.#samples.length) this.#samples.push(sample);
    else this.#scattered.set(seq, sample);
    return true;
  }

  /** The last evidence of an execution counts. */
  takeFacts(seq: number, facts: Evidence): void {
    const sample = this.#sampleOf(seq);
    if (sample === undefined) {
      this.#waiting.set(seq, facts);
      return;
    }
    sample.evidence = facts;
    if (this.#waiting.size > 0) this.#waiting.delete(seq);
  }

  unpackerOf(names: string): EventUnpacker | undefined {
    return this.#unpackers.get(names);
  }

  #sampleOf(seq: number): OpenSample | undefined {
    return this.#samples[seq] ?? this.#scattered.get(seq);
  }

  /** Its names may stand behind it, when an earlier copy was lost. */
  #addEvidence(seq: number, stored: StoredEvidence): Objection {
    if (stored.kind === 'missing') {
      this.takeFacts(seq, stored);
      return undefined;
    }
    if (!this.#unpackers.has(stored.names)) {
      const sample = this.#sampleOf(seq);
      if (sample !== undefined) sample.evidence = undefined;
      this.#waiting.set(seq, stored);
      return undefined;
    }
    const facts = this.#unpack(stored);
    if (facts === undefined) return `there are ${stored.values.length} values, but not as many names`;
    this.takeFacts(seq, facts);
    return undefined;
  }

  #unpack(stored: StoredFacts): ServerFacts | undefined {
    const events = this.#unpackers.get(stored.names)?.unpack(stored.values);
    if (events === undefined) return undefined;
    return {
      kind: 'facts',
      durationUs: stored.durationUs,
      readRows: stored.readRows,
      readBytes: stored.readBytes,
      resultRows: stored.resultRows,
      resultBytes: stored.resultBytes,
      memoryBytes: stored.memoryBytes,
      exceptionCode: stored.exceptionCode,
      logRows: stored.logRows,
      events,
      ...(stored.written === undefined ? {} : { written: stored.written }),
    };
  }

  finish(): BuiltRun {
    const unusedEvidence = this.#settleWaiting();
    const limits = this.#header.plan.design.plausible;
    const samples = [...this.#samples, ...[...this.#scattered.values()].sort((a, b) => a.seq - b.seq)].map(
      (one): Sample<RunArm> => settled(one, limits),
    );
    const highest = samples.at(-1)?.seq ?? -1;
    const run: Run<RunArm> = {
      ...this.#header,
      samples,
      digests: this.#digests,
      ...(this.#explanations.size === 0 ? {} : { explanations: [...this.#explanations.values()] }),
      ...(this.#rowDifferences.size === 0 ? {} : { rowDifferences: [...this.#rowDifferences.values()] }),
      ...(this.#states.length === 0 ? {} : { states: this.#states }),
      ...(this.#tablesRead.size === 0 ? {} : { tablesRead: [...this.#tablesRead.values()] }),
      ...(this.#inserts.length === 0 ? {} : { inserts: this.#inserts }),
      ...(this.#gone.length === 0 ? {} : { gone: this.#gone }),
      notices: this.#notices,
      status: this.#status,
    };
    return { run, unusedEvidence, missingSamples: highest + 1 - samples.length };
  }

  /** Evidence that came before its execution or its names. Answers how many can still not be used. */
  #settleWaiting(): number {
    let unused = 0;
    for (const [seq, found] of this.#waiting) {
      const evidence = 'names' in found ? this.#unpack(found) : found;
      const sample = this.#sampleOf(seq);
      if (evidence === undefined || sample === undefined) unused += 1;
      else sample.evidence = evidence;
    }
    return unused;
  }
}

function settled(sample: OpenSample, limits: Design['plausible']): Sample<RunArm> {
  if (hasEvidence(sample)) {
    sample.evidence = plausible(sample.evidence, sample.outcome, limits);
    return sample;
  }
  const { evidence: _, ...bare } = sample;
  return bare;
}

function hasEvidence(sample: OpenSample): sample is OpenSample & { evidence: Evidence } {
  return sample.evidence !== undefined;
}
