import { callsAmong } from './calledFunctions.ts';
import type { StatementRule } from './statementRule.ts';

const names =
  /^(rand(32|64|Canonical|Constant|Uniform|Normal|LogNormal|Exponential|ChiSquared|StudentT|FisherF|Bernoulli|Binomial|NegativeBinomial|Poisson)?|random(String|StringUTF8|FixedString|PrintableASCII)|generate(UUIDv[47]|SnowflakeID|SerialID|ULID)|fuzz(Bits|JSON)|array(Shuffle|PartialShuffle|RandomSample)|groupArraySample|groupUniqArraySample|generateRandom(Structure)?)(If|Array|Distinct)?$/;
const anyCaseRandom = /^rand$/i;

/** Functions that draw random values. */
export const randomFunction: StatementRule = {
  name: 'random-function',
  find: (view) =>
    callsAmong(view, [names, anyCaseRandom]).map(({ place, calls }) => ({
      place,
      what: `random values (${calls}) make results that cannot be compared`,
      fix: 'use a hash of a column in its place, such as cityHash64(id)',
    })),
};
