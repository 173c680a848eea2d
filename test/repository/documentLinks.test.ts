import { describe, expect, it } from 'vitest';
import { anchorsOf, documents, isThere, linksOf } from '../support/documents.ts';

const first = 'docs/README.md';
const links = documents.flatMap(linksOf);

/** Every page that a reader of one comes to by links. */
function reachable(from: string): ReadonlySet<string> {
  const found = new Set([from]);
  for (const page of found)
    for (const { from: at, to } of links) if (at === page && documents.includes(to)) found.add(to);
  return found;
}

describe('links between the pages', () => {
  it('lead to what is there', () => {
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter(({ to }) => !isThere(to))).toEqual([]);
  });

  it('lead to headings that are there', () => {
    const anchored = links.filter(({ to, anchor }) => anchor !== '' && to.endsWith('.md'));
    expect(anchored.length).toBeGreaterThan(10);
    expect(anchored.filter(({ to, anchor }) => !anchorsOf(to).has(anchor))).toEqual([]);
  });

  it('lead from the first page to every other, and from each back to it', () => {
    const known = reachable(first);
    expect(documents.filter((page) => !known.has(page))).toEqual(['SECURITY.md'].filter((page) => !known.has(page)));
    const pages = documents.filter((page) => page.startsWith('docs/') && page !== first);
    expect(pages.filter((page) => !links.some(({ from, to }) => from === page && to === first))).toEqual([]);
    expect(links.some(({ from, to }) => from === 'README.md' && to === first)).toBe(true);
  });
});
