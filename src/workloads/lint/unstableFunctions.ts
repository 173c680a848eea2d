import type { JudgedRule } from '../../model/rules.ts';
import type { Significant } from '../../sql/significant.ts';
import { findClockCalls } from '../clockCalls.ts';
import type { Remark } from './remark.ts';
import type { StatementView } from './statementView.ts';

const random =
  /^(rand(32|64|Canonical|Constant|Uniform|Normal|LogNormal|Exponential|ChiSquared|StudentT|FisherF|Bernoulli|Binomial|NegativeBinomial|Poisson)?|random(String|StringUTF8|FixedString|PrintableASCII)|generate(UUIDv[47]|SnowflakeID|SerialID|ULID)|fuzz(Bits|JSON)|array(Shuffle|PartialShuffle|RandomSample)|groupArraySample|groupUniqArraySample|generateRandom(Structure)?)(If|Array|Distinct)?$/;
const anyCaseRandom = /^rand$/i;
const server =
  /^(hostName|hostname|FQDN|fullHostName|uptime|zookeeperSessionUptime|serverUUID|serverTimezone|version|buildId|revision|tcpPort|getServerPort|getMacro|getOSKernelVersion|queryID|query_id|initialQueryID|initial_query_id|currentQueryID|current_query_id|connectionId|connection_id|transactionID|shardNum|shardCount|filesystem(Available|Capacity|Unreserved)|blockNumber|blockSize|rowNumberInBlock|rowNumberInAllBlocks|runningDifference|runningAccumulate|neighbor)$/;
const anyValue =
  /^(any|anyLast|anyHeavy|any_value|first_value_respect_nulls|any_respect_nulls|anyLast_respect_nulls)(If|OrNull|OrDefault)?$/;

interface Family {
  readonly rule: JudgedRule;
  readonly names: readonly RegExp[];
  readonly what: (names: string) => string;
  readonly fix: string;
}

const families: readonly Family[] = [
  {
    rule: 'random-function',
    names: [random, anyCaseRandom],
    what: (names) => `random values (${names}) make results that cannot be compared`,
    fix: 'use a hash of a column in its place, such as cityHash64(id)',
  },
  {
    rule: 'server-function',
    names: [server],
    what: (names) => `what the server says of itself or of this execution (${names}) cannot be compared`,
    fix: 'take it out of the query, or ignore the rule for a case whose result does not depend on it',
  },
  {
    rule: 'any-value',
    names: [anyValue],
    what: (names) => `which value ${names} keeps can change with threads and parts`,
    fix: 'use min, max or argMax where the values of a group differ',
  },
];

/** Calls of functions that give another value to the next execution: one remark a statement for each rule. */
export function unstableFunctions(view: StatementView): readonly Remark[] {
  const called = callPositions(view.read);
  return families.flatMap(({ rule, names, what, fix }): readonly Remark[] => {
    const found = called.filter((at) => names.some((pattern) => pattern.test(view.read.nameAt(at))));
    const [first] = found;
    if (first === undefined) return [];
    return [{ rule, place: view.placeOf(first), what: what(listed(found.map((at) => view.read.nameAt(at)))), fix }];
  });
}

/** Clock functions of a case for which nobody said what time it is. */
export function unpinnedClock({ one, tokens, placeAt }: StatementView): readonly Remark[] {
  const calls = one.now === undefined ? findClockCalls(one.sql, tokens) : [];
  const [first] = calls;
  if (first === undefined) return [];
  return [
    {
      rule: 'unpinned-clock',
      place: placeAt(first.head.start),
      what: `the clock (${listed(calls.map((call) => call.name))}) gives each execution another value`,
      fix: 'write `now: 2026-01-31 12:00:00` into workload.yaml or above the statement',
    },
  ];
}

/** `now(), today()`: each name once. */
function listed(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `${name}()`).join(', ');
}

function callPositions(read: Significant): readonly number[] {
  return [...read.tokens.keys()].filter((at) => {
    const isCall = read.nameAt(at) !== '' && read.textAt(at + 1) === '(';
    return isCall && read.textAt(at - 1) !== '.' && !read.isWord(at - 1, 'AS');
  });
}
