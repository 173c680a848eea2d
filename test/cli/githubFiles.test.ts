import { describe, expect, it } from 'vitest';
import { blocksOf, documents } from '../support/documents.ts';
import { workflowTroubles } from '../support/githubParser.ts';

/** Every workflow that a page shows in full. */
const workflows = documents
  .flatMap(blocksOf)
  .filter(({ language, text }) => language === 'yaml' && /^on:/m.test(text) && /^jobs:/m.test(text))
  .map((block, index) => [`${block.document}, the ${index + 1}. workflow`, block.text] as const);

const job = (run: string): string => `jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: ${run} }] } }`;

describe('workflows of the documents', () => {
  it('are there', () => {
    expect(workflows.length).toBeGreaterThanOrEqual(3);
  });

  it.each(workflows)('%s is one by the parser of GitHub', async (name, text) => {
    expect(await workflowTroubles(name, text)).toEqual([]);
  });

  it.each([
    ['a step of nothing', 'jobs: { a: { runs-on: ubuntu-latest, steps: [{ name: x }] } }'],
    ['an expression that does not end', job(`"\${{ github.ref"`)],
    ['a context that is not there', job(`"\${{ gihub.ref }}"`)],
    ['a permission that is none', 'permissions: { pulls: write }\njobs: { a: { runs-on: x, steps: [{ run: x }] } }'],
    ['a job that needs another', 'jobs: { a: { needs: b, runs-on: ubuntu-latest, steps: [{ run: x }] } }'],
  ])('the parser refuses %s', async (_, text) => {
    expect((await workflowTroubles('bad.yml', `on: push\n${text}\n`)).length).toBeGreaterThan(0);
  });
});
