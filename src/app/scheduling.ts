/** What an arm's workload wants of the scheduler of its server. */
export interface Scheduling {
  /** Statements as they are written; empty: none. */
  readonly statements: readonly string[];
  /**
   * Makes the server hold these definitions, and none that another arm had it create. Quick where it does already.
   * @throws UserError where it may not, or the server refuses
   */
  apply(): Promise<void>;
  /** Takes away what was created, this arm's or another's, so that the server is as it was before the run. */
  drop(): Promise<void>;
  /** Names of definitions that a server holds, whoever created them: asked before a measurement that is to be without. */
  held(): Promise<readonly string[]>;
  /** Names of definitions that the server does not hold as they are written: asked after a measurement that relies on them. */
  missing(): Promise<readonly string[]>;
}
