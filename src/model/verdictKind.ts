/** What can be said of a case. Each is an answer of its own; none stands for "no change" but `equivalent`. */
export type Verdict =
  | 'regressed'
  | 'improved'
  | 'equivalent'
  | 'inconclusive'
  | 'unconfirmed'
  | 'resultChanged'
  | 'failed'
  | 'added'
  | 'removed';

/** What a comparison comes to where it decides; `invalid` for one that is not all there, or without any evidence. */
export type GateOutcome = 'passed' | 'regression' | 'resultsDiffer' | 'undecided' | 'invalid' | 'interrupted';
