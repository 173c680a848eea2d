import type { Settings, TagValue } from './settings.ts';
import type { Milliseconds } from './units.ts';

/** So large a share of all requests is answered well within a time; one that fails is not. */
export interface LatencyPromise {
  /** 0.95 for p95. */
  readonly share: number;
  readonly mostMs: Milliseconds;
}

/** What is promised to the requests of a class. */
export interface Slo {
  /** Shortest share first. May be empty where errors are promised. */
  readonly latency: readonly LatencyPromise[];
  /** The largest share of requests that may fail: 0.001 for 0.1%. Absent: only latency is promised, which a failed request misses. */
  readonly errors?: number;
}

/** When the requests of a class are sent. */
export type Arrival =
  /** At a rate in requests a second, whatever becomes of those before: at random moments, or evenly. */
  | { readonly kind: 'poisson' | 'constant'; readonly rate: number }
  /** At the times that a capture kept, `speed` times as fast. */
  | { readonly kind: 'recorded'; readonly speed: number }
  /** So many users, each of whom sends, waits for the answer, thinks, and sends again. */
  | { readonly kind: 'closed'; readonly users: number; readonly thinkMs: Milliseconds };

export type ArrivalKind = Arrival['kind'];

/** Cases that share a promise. */
export interface LoadClass {
  readonly name: string;
  /** Values of tags, any of which a case must have, for each tag; empty: every case. */
  readonly match: Readonly<Record<string, readonly TagValue[]>>;
  /** Absent: nothing is promised, and nothing of it is judged. */
  readonly slo?: Slo;
  /** Sent with its requests, above those of its cases and below those of the arm. */
  readonly settings: Settings;
  /** Absent: as the command says. */
  readonly arrival?: ArrivalKind;
  /** Requests a second, of this class alone. */
  readonly rate?: number;
  /** Users of a closed loop. */
  readonly users?: number;
  readonly thinkMs?: Milliseconds;
}
