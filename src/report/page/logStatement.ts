const dayMs = 86_400_000;

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/**
 * A statement that shows these executions in a server's query log. The log is cut by day, in a time zone of its own: the
 * day before the run keeps what else it holds from being read.
 *
 * @param startedAt the start of the run, in ms; not-a-number leaves the day out
 */
export function logStatement(queryIds: readonly string[], startedAt: number): string {
  const day = new Date(startedAt - dayMs);
  const since = Number.isNaN(day.getTime()) ? [] : [`    AND event_date >= '${day.toISOString().slice(0, 10)}'`];
  return [
    'SELECT',
    '    event_time, query_id, query_duration_ms, read_rows, read_bytes, memory_usage, exception, ProfileEvents, query',
    'FROM system.query_log',
    "WHERE type != 'QueryStart'",
    ...since,
    '    AND query_id IN (',
    `        ${queryIds.map(quoted).join(',\n        ')}`,
    '    )',
    'ORDER BY event_time',
  ].join('\n');
}
