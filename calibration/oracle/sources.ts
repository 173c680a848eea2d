/** Rows that statements read: the same columns in every source, so that one grammar serves all. */
export interface Source {
  readonly name: string;
  readonly from: string;
  /** Keeps what is read small; null where the table is small as it is. */
  readonly where: string | null;
  /** Unique. */
  readonly id: string;
  /** Integers of little size, at least 0. */
  readonly n: string;
  /** Integers of more values. */
  readonly m: string;
  /** An integer of few values. */
  readonly group: string;
  /** A text of few values. */
  readonly kind: string;
  readonly text: string;
  readonly time: string;
  readonly nullable: string;
}

const numbers: Source = {
  name: 'numbers',
  from: 'numbers(180)',
  where: null,
  id: 'number',
  n: 'number % 17',
  m: 'intDiv(number * 7919, 13)',
  group: 'number % 5',
  kind: "concat('kind ', toString(number % 3))",
  text: "concat('word ', toString(number * 31 % 97))",
  time: "toDateTime('2026-01-01 00:00:00', 'UTC') + number * 3671",
  nullable: 'nullIf(number % 7, 3)',
};

const hits: Source = {
  name: 'hits',
  from: 'clickbench.hits',
  where: 'CounterID IN (3000, 3001, 3002)',
  id: 'WatchID',
  n: 'SendTiming % 40',
  m: 'toUInt32(UserID % 100000)',
  group: 'RegionID % 6',
  kind: "concat('os ', toString(OS % 4))",
  text: 'Title',
  time: 'EventTime',
  nullable: 'nullIf(Age, 0)',
};

const events: Source = {
  name: 'events',
  from: 'posthog.events',
  where: 'team_id = 12',
  id: 'uuid',
  n: 'length(event)',
  m: 'toUInt32(cityHash64(uuid) % 100000)',
  group: 'cityHash64(distinct_id) % 4',
  kind: 'event',
  text: 'distinct_id',
  time: 'timestamp',
  nullable: "nullIf(`$group_0`, 'org-1')",
};

const logs: Source = {
  name: 'logs',
  from: 'posthog.logs',
  where: 'team_id = 12',
  id: 'uuid',
  n: 'length(body) % 23',
  m: 'toUInt32(cityHash64(trace_id) % 10000)',
  group: 'severity_number',
  kind: 'service_name',
  text: 'body',
  time: 'timestamp',
  nullable: "nullIf(attributes['region'], 'eu')",
};

const joined: Source = {
  ...numbers,
  name: 'join',
  from: 'numbers(120) AS a LEFT JOIN (SELECT number * 3 AS key, number + 5 AS other FROM numbers(30)) AS b ON number = key',
  nullable: 'nullIf(other, 9)',
};

export const sources: readonly [Source, ...Source[]] = [numbers, hits, events, logs, joined];

/** Too many rows to be read one by one: for aggregates that several threads add up. */
export const largeSource: Source = { ...hits, name: 'many hits', where: 'CounterID BETWEEN 5 AND 20' };
