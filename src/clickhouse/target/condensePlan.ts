/** Graphs of expressions make up nine tenths of a plan, and a reader sees their outcome in names of columns and filters. */
const graphs = /expression$/i;

/**
 * The plan of `EXPLAIN json = 1` without graphs of expressions, node ids, and headers of steps that read nothing.
 * Of an expression that filters while reading, stays what it takes and what it gives.
 *
 * @returns undefined when the text is no such plan
 */
export function condensePlan(text: string): string | undefined {
  try {
    const plans: unknown = JSON.parse(text);
    return Array.isArray(plans) ? JSON.stringify(plans.map(condense)) : undefined;
  } catch {
    return undefined;
  }
}

function condense(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(condense);
  if (typeof value !== 'object' || value === null) return value;
  const reads = !('Plans' in value);
  const kept = Object.entries(value).flatMap(([key, inner]): (readonly [string, unknown])[] => {
    if (key === 'Node Id' || (key === 'Header' && !reads)) return [];
    if (!graphs.test(key) || typeof inner !== 'object' || inner === null) return [[key, condense(inner)]];
    if (key === 'Expression' || !('Inputs' in inner)) return [];
    return [[key, { Inputs: inner.Inputs, ...('Outputs' in inner ? { Outputs: inner.Outputs } : {}) }]];
  });
  return Object.fromEntries(kept);
}
