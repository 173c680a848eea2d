import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { usualMeasuring } from '../../../src/app/runPlans.ts';
import { commandTable } from '../../../src/cli/commandTable.ts';
import { configurable, flagHelp, flagRow, flagTable } from '../../../src/cli/flags/flagTable.ts';
import { readers } from '../../../src/cli/flags/readers.ts';
import { main } from '../../../src/cli/program.ts';
import { lintReporters } from '../../../src/report/lint/lintReporters.ts';
import { realServices } from '../../../src/servers/realServices.ts';
import { testIo } from '../../support/testIo.ts';

const names = Object.keys(flagTable);

it.each(Object.entries(commandTable))(
  'the help of %s has each of its flags, and every flag has a row',
  async (name, row) => {
    const io = testIo('/nowhere');
    expect(await main([name, '--help'], io, realServices)).toBe(0);
    const words = io.out().replace(/\s+/g, ' ');
    for (const flag of row.flags) {
      const { spelled, text } = flagHelp(flag, name);
      expect(words).toContain(`${spelled} ${text}`);
    }
    expect(new Set(row.flags).size).toBe(row.flags.length);
  },
);

it('every row of the table is a flag of a command', () => {
  const taken = new Set(Object.values(commandTable).flatMap(({ flags }) => flags));
  expect(names.filter((name) => !taken.has(name))).toEqual([]);
});

it('the documents list the defaults that a config may hold, and those that are harmless or never taken', async () => {
  const text = await readFile('docs/configuration.md', 'utf8');
  const codes = (part: string): readonly string[] => [...part.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? '');
  const list = /`defaults` takes these long flags, without the dashes:([^.]*)\./.exec(text)?.[1] ?? '';
  expect([...codes(list)].sort()).toEqual([...configurable].sort());
  const rowOf = (ending: string): readonly string[] =>
    codes(text.split('\n').find((line) => line.endsWith(ending) && line.includes('in `defaults` |')) ?? '');
  const found = (how: string): readonly string[] => names.filter((name) => flagRow(name)?.found === how).sort();
  expect(
    rowOf('| taken | taken |')
      .filter((one) => one !== 'defaults')
      .sort(),
  ).toEqual(found('always'));
  expect(
    rowOf('| taken | exit 2 |')
      .filter((one) => one !== 'defaults')
      .sort(),
  ).toEqual(found('never'));
});

it('the help of lint names each form of its findings', () => {
  const forms = lintReporters.map(({ name }) => name);
  expect(flagRow('format')?.help).toBe(`${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}`);
  expect(flagRow('format')?.default).toBe(forms[0]);
});

it('the defaults that help tells are those that are used', () => {
  const usual = usualMeasuring();
  const counters = usualMeasuring(true);
  const told = (name: string): readonly string[] => flagRow(name)?.default?.split('; ') ?? [];
  expect(told('min-pairs')).toEqual([`${usual.minPairs}`, `${counters.minPairs} with --counters-only`]);
  expect(told('max-pairs')).toEqual([`${usual.maxPairs}`, `${counters.maxPairs} with --counters-only`]);
  expect(told('concurrency')).toEqual([`${usual.concurrency}`, `${counters.concurrency} with --counters-only`]);
  expect(readers.share(told('margin')[0] ?? '', '--margin')).toBe(usual.margin);
  expect(readers.duration(told('timeout')[0] ?? '', '--timeout')).toBe(usual.timeoutMs);
  expect(told('out')).toEqual([usual.out]);
});
