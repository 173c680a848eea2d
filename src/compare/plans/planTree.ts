/** One step of a plan; what it reads from stands below it. */
export interface PlanNode {
  readonly type: string;
  readonly description: string;
  /** Everything else that the server says of the step. */
  readonly fields: Fields;
  readonly children: readonly PlanNode[];
}

export type Fields = Readonly<Record<string, unknown>>;

/** No query is nested so deeply; a text that is would take all of the stack. */
const deepest = 500;

/**
 * Reads the plans of `EXPLAIN json = 1`, nearly always one. Names that the server makes up anew for every query are made
 * alike first.
 *
 * @returns null when the text is no such plan. Never throws.
 */
export function parsePlan(text: string): readonly PlanNode[] | null {
  const json = parseJson(steadyNames(text));
  if (!Array.isArray(json) || json.length === 0) return null;
  const plans = json.map((one: unknown) => (isFields(one) ? node(one.Plan) : null));
  return plans.every((one) => one !== null) ? plans : null;
}

/** Numbers of sets and filters differ from one explanation of a query to the next; table aliases only blur names. */
export function steadyNames(text: string): string {
  return text
    .replace(/__table\d+\./g, '')
    .replace(/\b__set_(\w*?)_?\d{6,}(_\d{6,})?/g, (_, type: string) => (type === '' ? '__set' : `__set_${type}`))
    .replace(/\b_runtime_filter_\d+/g, '_runtime_filter');
}

function parseJson(text: string): unknown {
  try {
    return shallow(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function shallow(value: unknown, depth: number): unknown {
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((one) => shallow(one, depth + 1));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shallow(one, depth + 1)]));
}

function node(json: unknown): PlanNode | null {
  if (!isFields(json) || typeof json['Node Type'] !== 'string') return null;
  const { 'Node Type': type, Description: description, Plans: plans, ...fields } = json;
  const children = (Array.isArray(plans) ? plans : []).map(node);
  if (!children.every((one) => one !== null)) return null;
  return { type, description: typeof description === 'string' ? description : '', fields, children };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All steps, those above before those below. */
export function* steps(plans: readonly PlanNode[]): Generator<PlanNode> {
  for (const one of plans) {
    yield one;
    yield* steps(one.children);
  }
}
