/** Why it is not known what the same rows cost to insert. */
export const insertText = {
  tooFewPairs: 'too few pairs were measured',
  otherRows: 'the tables did not keep as many rows',
} as const;
