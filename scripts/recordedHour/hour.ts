import { longRandom } from '../../src/model/random.ts';

/** A statement of the hour: when it is sent, and which of those of its kind. */
export interface Sent {
  /** Milliseconds from the beginning of the hour. */
  readonly atMs: number;
  /** Of somebody who waits for it, or of a job. */
  readonly kind: 'online' | 'batch';
}

const hourMs = 3_600_000;
/** Tiles of a dashboard, which a browser asks for at once. */
const tiles = 8;

/**
 * An hour as production has it: people who open dashboards at random moments, so that statements come in bursts; a quarter of an hour
 * in which twice as many do, with a minute in which everybody does; and a job that recalculates six cohorts every ten minutes.
 */
export function hourOfTraffic(seed: number): readonly Sent[] {
  const random = longRandom(seed, 'hour');
  const sent: Sent[] = [];
  const open = (atMs: number): void => {
    for (let tile = 0; tile < tiles; tile++) sent.push({ atMs: atMs + random() * 1500, kind: 'online' });
  };
  for (let atMs = 0; ; ) {
    const busy = atMs > 0.5 * hourMs && atMs < 0.75 * hourMs;
    atMs += (-Math.log(1 - random()) * 60_000) / (busy ? 3 : 1.5);
    if (atMs >= hourMs - 2000) break;
    open(atMs);
  }
  const meeting = 0.65 * hourMs;
  for (let person = 0; person < 20; person++) open(meeting + random() * 60_000);
  for (let atMs = 0; atMs < hourMs; atMs += 600_000)
    for (let cohort = 0; cohort < 6; cohort++) sent.push({ atMs: atMs + cohort * 200, kind: 'batch' });
  return sent.toSorted((a, b) => a.atMs - b.atMs);
}
