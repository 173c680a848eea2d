import type { Capacity, Estimate, LoadReport, ProbedRate } from './loadReport.ts';

/** An estimate as JSON has it, which knows no infinity: an end that was not found is null. */
export interface PublishedEstimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface PublishedProbe extends Omit<ProbedRate, 'margin'> {
  readonly margin: PublishedEstimate;
}

export interface PublishedCapacity extends Omit<Capacity, 'high' | 'probes'> {
  /** Null: no rate was found at which a promise is missed. */
  readonly high: number | null;
  readonly probes: readonly PublishedProbe[];
}

/** What the JSON report of a load shows. */
export interface PublishedLoad extends Omit<LoadReport, 'capacity'> {
  readonly schemaVersion: 1;
  readonly kind: 'load';
  /** Of a search for capacity on one arm: its answer once more. */
  readonly capacity?: PublishedCapacity;
  /** Of a search for capacity: each arm's. */
  readonly capacities?: readonly PublishedCapacity[];
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function publishedEstimate({ value, low, high }: Estimate): PublishedEstimate {
  return { value: finite(value), low: finite(low), high: finite(high) };
}

function publishedCapacity(capacity: Capacity): PublishedCapacity {
  return {
    ...capacity,
    high: finite(capacity.high),
    probes: capacity.probes.map((probe) => ({ ...probe, margin: publishedEstimate(probe.margin) })),
  };
}

/** A report of a load as programs read it. */
export function publishedLoad({ capacity, ...report }: LoadReport): PublishedLoad {
  const capacities = capacity?.map(publishedCapacity);
  const [only, ...others] = capacities ?? [];
  return {
    ...report,
    schemaVersion: 1,
    kind: 'load',
    ...(only === undefined || others.length > 0 ? {} : { capacity: only }),
    ...(capacities === undefined ? {} : { capacities }),
  };
}
