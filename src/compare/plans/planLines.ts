import type { Fields, PlanNode } from './planTree.ts';

/** A step while its lines are read. */
interface OpenNode extends PlanNode {
  readonly indent: number;
  readonly fields: Record<string, unknown>;
  readonly children: OpenNode[];
}

/**
 * Reads a plan that the server printed as lines: what other servers do comes in this form only, and so does all from
 * servers without JSON. Steps are told apart by their indentation; of fields, those of indexes are read.
 *
 * @returns null when no line is a step. Never throws.
 */
export function parsePlanLines(text: string): readonly PlanNode[] | null {
  const roots: OpenNode[] = [];
  const open: OpenNode[] = [];
  let indexes: IndexLines | undefined;
  for (const line of text.replace(/[│└├─]/g, ' ').split('\n')) {
    const content = line.trimStart();
    const indent = line.length - content.length;
    if (indexes !== undefined && indent > indexes.indent) {
      indexes.take(indent, content);
      continue;
    }
    indexes = undefined;
    if (content === 'Indexes:') {
      indexes = new IndexLines(indent);
      const owner = open.at(-1);
      if (owner !== undefined) owner.fields.Indexes = indexes.found;
      continue;
    }
    const step = /^(\w+)(?: \((.*)\))?$/.exec(content);
    if (step === null) continue;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    if (open.length > deepest) return null;
    const node: OpenNode = { type: step[1] ?? '', description: step[2] ?? '', fields: {}, children: [], indent };
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots.length === 0 ? null : roots;
}

const deepest = 500;

/** The lines below `Indexes:`: a type, below it its fields, below `Keys:` one key a line. */
class IndexLines {
  readonly indent: number;
  readonly found: Fields[] = [];
  private typeIndent: number | undefined;
  private keys: string[] = [];
  private current: Record<string, unknown> = {};

  constructor(indent: number) {
    this.indent = indent;
  }

  take(indent: number, content: string): void {
    this.typeIndent ??= indent;
    if (indent <= this.typeIndent) this.begin(content);
    else this.field(content);
  }

  private begin(type: string): void {
    // Some lines at this place sum up, such as `Ranges: 2`.
    if (!/^[\w-]+$/.test(type)) return;
    this.keys = [];
    this.current = { Type: type, Keys: this.keys };
    this.found.push(this.current);
  }

  private field(content: string): void {
    const named = /^(Keys|Condition|Name|Description|Parts|Granules|Search Algorithm): ?(.*)$/.exec(content);
    if (named === null) {
      this.keys.push(content);
      return;
    }
    const [, name = '', value = ''] = named;
    const share = /^(\d{1,15})\/(\d{1,15})$/.exec(value);
    if (share !== null) {
      this.current[`Selected ${name}`] = Number(share[1]);
      this.current[`Initial ${name}`] = Number(share[2]);
    } else if (name !== 'Keys') this.current[name] = value;
  }
}
