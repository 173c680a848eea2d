import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type ImpostorOptions, startImpostor } from '../support/impostor.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'same/q.sql': '-- name: a\nSELECT 1;\n-- name: b\nSELECT 3;\n',
  });
});
afterAll(() => space?.remove());

async function compared(options: ImpostorOptions) {
  const impostor = await startImpostor(options);
  try {
    const arms = ['same', '--candidate-set', 'max_threads=2', '--no-self-check'];
    return await space.run(['ab', ...arms, '--max-pairs', '5', '--target', impostor.url, '--json'], {
      services: realServices,
    });
  } finally {
    await impostor.close();
  }
}

function verdicts(out: string): readonly string[] {
  return (JSON.parse(out) as ComparisonReport).cases.map(({ verdict }) => verdict);
}

describe('a server that tells what cannot be', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no time', { durationUs: null }],
    ['a time before its beginning', { durationUs: '-5000' }],
    ['a count below 0', { events: { SelectedMarks: '-7' } }],
  ])('%s ends the run with exit 5, and the cause', async (_, row) => {
    const { code, out, err } = await compared({ evidence: () => row });
    expect({ code, told: out + err }).toEqual({ code: 5, told: expect.stringContaining('nothing can be judged') });
    expect(verdicts(out)).toEqual(['inconclusive', 'inconclusive']);
  });

  it('now and then leaves nothing to be called equivalent', async () => {
    const { out } = await compared({
      evidence: (_execution, number) => (number % 7 === 6 ? { durationUs: -5000 } : {}),
    });
    expect(verdicts(out)).toEqual(['inconclusive', 'inconclusive']);
    expect(out).toContain('implausible');
  });
});

it('a library that fails in one statement fails the case, and not the run', async () => {
  const { code, out } = await compared({ mischief: { how: 'poco', at: 'execution' } });
  expect(code).toBe(1);
  expect(verdicts(out)).toEqual(['failed', 'failed']);
});
