import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Every page for people: paths from the root of the repository. Decisions are for those who change the program. */
export const documents: readonly string[] = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md') && !name.startsWith('docs/decisions/'))
    .toSorted(),
];

export function textOf(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

/** A stretch of a page that is shown as it is typed or printed. */
export interface Block {
  readonly document: string;
  /** What stands behind the fence; empty for none, and where the block is indented. */
  readonly language: string;
  readonly text: string;
}

/** Fenced and indented blocks, in their order. What is indented below an item of a list is its text. */
export function blocksOf(document: string): readonly Block[] {
  const blocks: Block[] = [];
  let fence: { readonly mark: string; readonly language: string; readonly lines: string[] } | undefined;
  let indented: string[] = [];
  let isInList = false;
  const endIndented = (): void => {
    const text = indented.join('\n').trimEnd();
    if (text !== '') blocks.push({ document, language: '', text });
    indented = [];
  };
  for (const line of textOf(document).split('\n')) {
    const opening = /^(`{3,}|~{3,})(\w*)/.exec(line);
    if (fence !== undefined) {
      if (line.startsWith(fence.mark)) {
        blocks.push({ document, language: fence.language, text: fence.lines.join('\n') });
        fence = undefined;
      } else fence.lines.push(line);
    } else if (opening) {
      endIndented();
      fence = { mark: opening[1] ?? '', language: opening[2] ?? '', lines: [] };
    } else if (/^ {4}/.test(line) && !isInList) indented.push(line.slice(4));
    else if (line === '' && indented.length > 0) indented.push('');
    else {
      endIndented();
      if (line !== '') isInList = /^(?:[-*]|\d+\.) |^ +\S/.test(line) && (isInList || /^(?:[-*]|\d+\.) /.test(line));
    }
  }
  endIndented();
  return blocks;
}

/** A call of hogbench that a page shows. */
export interface ShownCommand {
  readonly document: string;
  /** As it stands there, on one line. */
  readonly line: string;
  readonly argv: readonly string[];
  /** Whether another command writes into it. */
  readonly isPiped: boolean;
}

/** The calls of hogbench in the blocks of a page: of `a | hogbench b > c # d` it is `hogbench b`. */
export function commandsOf(document: string): readonly ShownCommand[] {
  return blocksOf(document).flatMap(({ text }) =>
    text
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .flatMap((line) => {
        const start = /^(.*?)(?<![\w/.-])hogbench (?=[a-z])(.*)$/.exec(line);
        if (start === null || !isCall(start[1] ?? '')) return [];
        const argv = shellWords(start[2] ?? '');
        return [{ document, line: line.trim(), argv, isPiped: /\|\s*(?:npx )?$/.test(start[1] ?? '') }];
      }),
  );
}

/** Calls inside of sentences, in code type: as far as they are written out there. */
export function mentionsOf(document: string): readonly ShownCommand[] {
  const prose = textOf(document)
    .replaceAll(/^(`{3,})\w*\n[\s\S]*?^\1$/gm, '')
    .replaceAll(/^ {4}.*$/gm, '');
  return [...prose.matchAll(/`(?:npx )?hogbench ([a-z][^`]*)`/g)].map(([line, call = '']) => ({
    document,
    line,
    argv: shellWords(call.replaceAll(/\s+/g, ' ')),
    isPiped: false,
  }));
}

/** Whether what stands before `hogbench` on its line can stand there in a script; else the line is prose or output. */
function isCall(before: string): boolean {
  return /^\s*(?:[$-] )?(?:- ?run: )?(?:(?:[A-Z_]+=\S*|npx|docker compose[^|;&]*|if !?|time) )*$|(?:\||&&|;|\|\|)\s*(?:npx )?$|--generate ['"]$/.test(
    before,
  );
}

/** Words of a shell up to what ends its command; quotes group, and a variable becomes its name. */
function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const [whole, single, double] of text.matchAll(/'([^']*)'|"([^"]*)"|[|;&<>#)]|[^\s'"|;&<>)]+|\s+/g)) {
    if (single === undefined && double === undefined && /^[|;&<>)]|^#/.test(whole)) break;
    const value = single ?? double?.replaceAll(/\$\{?(\w+)\}?/g, '$1') ?? whole;
    if (/^\s+$/.test(whole)) words.push('');
    else words[Math.max(words.length - 1, 0)] = `${words.at(-1) ?? ''}${value}`;
  }
  return words.filter((word) => word !== '');
}

/** A link from one page to a file of the repository. */
export interface PageLink {
  readonly from: string;
  readonly to: string;
  /** Empty where it is to the whole page. */
  readonly anchor: string;
}

/** Links and pictures of a page that lead into the repository. */
export function linksOf(document: string): readonly PageLink[] {
  const prose = textOf(document)
    .replaceAll(/^(`{3,})\w*\n[\s\S]*?^\1$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor = ''] = target.split('#');
    const to = path === '' ? document : posix.join(posix.dirname(document), path);
    return [{ from: document, to: to.replace(/\/$/, ''), anchor }];
  });
}

/** The anchors that GitHub makes of the headings of a page. */
export function anchorsOf(document: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = textOf(document)
    .replaceAll(/^(`{3,})\w*\n[\s\S]*?^\1$/gm, '')
    .matchAll(/^#{1,6} (.*)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => {
      const slug = heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .trim()
        .replaceAll(' ', '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** Whether the repository has this file or folder. */
export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}
