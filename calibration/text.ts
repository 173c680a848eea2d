import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

export function thousands(count: number): string {
  return count.toLocaleString('en-US');
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->` of a Markdown file, with date, machine and command. */
export async function writeSection(file: string, name: string, text: string, command: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no section ${begin} … ${end}`);
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() || 'unnamed processor'}, Node ${process.version}`;
  const origin = `Measured ${new Date().toISOString().slice(0, 10)} by \`${command}\` on ${machine}.`;
  await writeFile(file, `${before.slice(0, from + begin.length)}\n${origin}\n\n${text}\n${before.slice(to)}`);
}
