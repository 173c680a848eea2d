/** A sample as it was written. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = '[a-zA-Z_][a-zA-Z0-9_]*';
const number = '[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?';
const text = '(?:[^"\\\\\\n]|\\\\["\\\\n])*';
const sampleLine = new RegExp(`^(${name})(?:\\{(${label}="${text}"(?:,${label}="${text}")*)?\\})? (${number})$`);
const labelPart = new RegExp(`(${label})="(${text})"`, 'g');
const metaLine = new RegExp(`^# (TYPE|UNIT|HELP) (${name}) (.*)$`, 's');

/**
 * Reads OpenMetrics text 1.0 by its grammar, for the types that are written here, and refuses what the standard refuses: a file without
 * its end, metadata after samples or twice, families that are interleaved, a unit that is no suffix, suffixes that do not fit the type,
 * state sets without their label, samples given twice, numbers that are none.
 */
export function readOpenMetrics(written: string): readonly Family[] {
  const lines = written.split('\n');
  if (lines.pop() !== '' || lines.pop() !== '# EOF') throw new Error('no # EOF at the end');
  const families: (Family & { samples: Sample[]; seen: Set<string> })[] = [];
  for (const line of lines) {
    const meta = metaLine.exec(line);
    const last = families.at(-1);
    if (meta !== null) {
      const [, kind = '', of = '', what = ''] = meta;
      const isNew = last?.name !== of;
      if (isNew && families.some((one) => one.name === of)) throw new Error(`family twice: ${line}`);
      const family = isNew ? { name: of, type: '', unit: '', help: '', samples: [], seen: new Set<string>() } : last;
      if (isNew) families.push(family);
      if (family.samples.length > 0) throw new Error(`metadata after samples: ${line}`);
      const key = kind.toLowerCase() as 'type' | 'unit' | 'help';
      if (family[key] !== '') throw new Error(`metadata twice: ${line}`);
      Object.assign(family, { [key]: what });
      if (key === 'unit' && !of.endsWith(`_${what}`)) throw new Error(`unit is no suffix: ${line}`);
      if (key === 'type' && !['gauge', 'info', 'stateset'].includes(what)) throw new Error(`unknown type: ${line}`);
      continue;
    }
    const [, sampleName = '', labelText = '', value = ''] = sampleLine.exec(line) ?? [];
    if (sampleName === '' || last === undefined) throw new Error(`no sample: ${line}`);
    const expected = last.type === 'info' ? `${last.name}_info` : last.name;
    if (sampleName !== expected) throw new Error(`not of the family ${last.name}: ${line}`);
    const pairs = [...labelText.matchAll(labelPart)].map(([, key = '', raw = '']) => [key, unescaped(raw)] as const);
    const labels = Object.fromEntries(pairs);
    if (Object.keys(labels).length !== pairs.length) throw new Error(`label twice: ${line}`);
    if (last.seen.has(JSON.stringify(labels))) throw new Error(`sample twice: ${line}`);
    last.seen.add(JSON.stringify(labels));
    if (last.type === 'stateset' && (labels[last.name] === undefined || !/^[01]$/.test(value)))
      throw new Error(`no state: ${line}`);
    if (last.type === 'info' && value !== '1') throw new Error(`info is not 1: ${line}`);
    if (!Number.isFinite(Number(value))) throw new Error(`no number: ${line}`);
    last.samples.push({ name: sampleName, labels, value: Number(value) });
  }
  return families.map(({ seen: _, ...family }) => family);
}

function unescaped(raw: string): string {
  return raw.replace(/\\(["\\n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
