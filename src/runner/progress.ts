/** Told how far a run is. Printing it is somebody else's work, and never happens inside a pair. */
export interface Progress {
  /** A new span of work begins. */
  phase(name: string): void;
  /** About so many steps are left in this phase; said again whenever more is known. */
  remaining(steps: number): void;
  /** A step is done. */
  step(caseId: string): void;
  /** Something outside the steps; one that repeats what stands before its colon may go unshown. */
  say(text: string): void;
}
