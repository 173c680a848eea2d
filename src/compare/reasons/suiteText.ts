/** Why no figure of the whole workload covers a case. */
export type WhyLeftOut = 'oneArm' | 'failed' | 'otherResults' | 'resultsUnread' | 'fewPairs';

export const leftOutText: Readonly<Record<WhyLeftOut, string>> = {
  oneArm: 'only one arm has it',
  failed: 'an arm failed',
  otherResults: 'the arms return different results',
  resultsUnread: 'results were not compared',
  fewPairs: 'fewer than two pairs with server time',
};
