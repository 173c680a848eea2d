import type { DigestReading } from '../model/answer.ts';
import type { ExplanationReading } from '../model/explanation.ts';
import type { Notice } from '../model/notice.ts';
import type { RowDifferenceReading } from '../model/rowDifference.ts';
import type { Run, RunStatus } from '../model/run.ts';
import { plausible } from '../model/sample.ts';
import type { Evidence, ServerFacts } from '../model/serverFacts.ts';
import type { BareSample, RunHeader, StoredEvidence, StoredFacts, StoredRecord } from '../schema/run/record.ts';
import { EventUnpacker } from './eventNames.ts';

/** Why a record cannot be used; undefined when it was taken. */
export type Objection = string | undefined;

/** A sample still waiting for its evidence. */
type OpenSample = BareSample & { evidence?: Evidence };

/** What came of the records, and what could not be put together. */
export interface BuiltRun {
  readonly run: Run;
  /** Executions whose evidence is there but not its names, or not the execution itself. */
  readonly unusedEvidence: number;
  /** Numbers below the highest one for which there is no execution. */
  readonly missingSamples: number;
}

/** Puts the records of a file together again, in whatever order samples, evidence and names come. */
export class RunBuilder {
  readonly #header: RunHeader;
  readonly #samples = new Map<number, OpenSample>();
  readonly #evidence = new Map<number, Evidence | StoredFacts>();
  readonly #unpackers = new Map<string, EventUnpacker>();
  readonly #digests: DigestReading[] = [];
  readonly #explanations = new Map<string, ExplanationReading>();
  readonly #rowDifferences = new Map<string, RowDifferenceReading>();
  readonly #notices: Notice[] = [];
  #status: RunStatus = { kind: 'interrupted' };

  constructor(header: RunHeader) {
    this.#header = header;
  }

  add(record: StoredRecord): Objection {
    switch (record.kind) {
      case 'sample':
        if (this.#samples.has(record.sample.seq)) return `execution ${record.sample.seq} is there twice`;
        this.#samples.set(record.sample.seq, record.sample);
        break;
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
        this.#rowDifferences.set(record.rowDifference.caseId, record.rowDifference);
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

  /** The last evidence of an execution counts. Its names may stand behind it, when an earlier copy was lost. */
  #addEvidence(seq: number, stored: StoredEvidence): Objection {
    if (stored.kind === 'missing' || !this.#unpackers.has(stored.names)) {
      this.#evidence.set(seq, stored);
      return undefined;
    }
    const facts = this.#unpack(stored);
    if (facts === undefined) return `there are ${stored.values.length} values, but not as many names`;
    this.#evidence.set(seq, facts);
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
    let unusedEvidence = 0;
    for (const [seq, found] of this.#evidence) {
      const evidence = 'names' in found ? this.#unpack(found) : found;
      const sample = this.#samples.get(seq);
      if (evidence === undefined || sample === undefined) unusedEvidence += 1;
      else sample.evidence = plausible(evidence, sample.outcome, this.#header.plan.design.plausible);
    }
    const samples = [...this.#samples.values()].sort((a, b) => a.seq - b.seq);
    const highest = samples.at(-1)?.seq ?? -1;
    const run: Run = {
      ...this.#header,
      samples,
      digests: this.#digests,
      ...(this.#explanations.size === 0 ? {} : { explanations: [...this.#explanations.values()] }),
      ...(this.#rowDifferences.size === 0 ? {} : { rowDifferences: [...this.#rowDifferences.values()] }),
      notices: this.#notices,
      status: this.#status,
    };
    return { run, unusedEvidence, missingSamples: highest + 1 - samples.length };
  }
}
