import type { Place } from '../../model/errors.ts';
import type { JudgedRule } from '../../model/rules.ts';

/** What a rule found, before the workload's levels are applied. */
export interface Remark {
  readonly rule: JudgedRule;
  readonly place: Place;
  readonly what: string;
  readonly mend: string;
}
