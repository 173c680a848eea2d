import { anyValue } from './anyValue.ts';
import { limitWithoutOrder } from './limitWithoutOrder.ts';
import { randomFunction } from './randomFunction.ts';
import { serverFunction } from './serverFunction.ts';
import type { StatementRule } from './statementRule.ts';
import { temporaryTable } from './temporaryTable.ts';
import { unboundedTime } from './unboundedTime.ts';
import { unpinnedClock } from './unpinnedClock.ts';

/** The rules that go by the words of a statement. */
export const statementRules: readonly StatementRule[] = [
  unpinnedClock,
  randomFunction,
  serverFunction,
  anyValue,
  limitWithoutOrder,
  unboundedTime,
  temporaryTable,
];
