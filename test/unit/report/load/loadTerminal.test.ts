import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { LoadReport } from '../../../../src/model/loadReport.ts';
import { loadTerminal } from '../../../../src/report/load/loadTerminal.ts';
import { loadVerdictLine } from '../../../../src/report/load/loadVerdictLine.ts';
import { displayWidth } from '../../../../src/text/displayWidth.ts';
import * as loads from '../../../support/loadReports.ts';

const all = Object.entries(loads).map(([name, make]) => ({ name, report: make() }));

function told(report: LoadReport, width = 120): string {
  return `${loadTerminal(report, { color: false, width })}${loadVerdictLine(report)}\n`;
}

/** The same on one line, for sentences that are broken where the width asks for it. */
function flat(report: LoadReport): string {
  return told(report).replaceAll(/\s+/g, ' ');
}

describe('what is printed', () => {
  test.each(all.filter(({ name }) => name !== 'hostileLoad'))('of $name is as it was agreed on', async (one) => {
    await expect(told(one.report)).toMatchFileSnapshot(`goldens/${one.name}.txt`);
  });

  test.each(all)('of $name fits its width, without colour and with it', ({ report }) => {
    for (const width of [60, 80, 133]) {
      const plain = loadTerminal(report, { color: false, width, verbose: true });
      for (const line of plain.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
      const colored = loadTerminal(report, { color: true, width, verbose: true });
      expect(stripVTControlCharacters(colored)).toBe(plain);
    }
  });

  test('what has a name that was meant to harm stays text', () => {
    const text = told(loads.hostileLoad());
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(text).not.toMatch(/(^|\s)::error::|##\[group\]/);
  });
});

describe('no answer is more favourable than what is known', () => {
  test('a promise that was kept in a trial that is not valid, or that may be overloaded, is not called kept', () => {
    const kept = loads.keptLoad();
    expect(told(kept)).toMatch(/^online +✓ kept/m);
    expect(told(loads.lateLoad())).not.toContain('✓');
    expect(told(loads.interruptedLoad())).not.toContain('✓');
    const growing = kept.trials.map((one) => ({ ...one, steady: { ...one.steady, kind: 'undecided' as const } }));
    expect(told({ ...kept, trials: growing })).not.toContain('✓');
  });

  test.each(['missed', 'undecided', 'told', 'invalid', 'incomplete'] as const)(
    'a report that is %s never ends with "kept", whatever its figures are',
    (kind) => {
      for (const { report } of all) {
        const line = loadVerdictLine({ ...report, verdict: { kind, reasons: ['why'] } });
        expect(line).not.toMatch(/^kept/i);
        expect(line).toMatch(kind === 'told' ? /^Nothing is promised/ : /: why$/);
      }
    },
  );

  test('a capacity is only held where it was, in a run of its own without a fault', () => {
    const report = loads.oneCapacity();
    expect(loadVerdictLine(report)).toMatch(
      /^Kept: holds \d+ requests\/s; the edge is near \d+, below \d+; online gives way first, waiting for a slot; it is a cliff$/,
    );
    const [capacity] = report.capacity ?? [];
    const { sustained: _, ...notHeld } = capacity!;
    const fault = { kind: 'lag', what: 'late', fix: 'more workers' } as const;
    const undecided = { ...capacity!, sustained: { trial: 9, rate: 1, verdict: 'undecided' as const } };
    for (const one of [notHeld, undecided, { ...capacity!, faults: [fault] }]) {
      const text = told({ ...report, capacity: [one] });
      expect(text).not.toContain('holds');
      expect(text).toContain('which is not proved');
    }
    expect(told({ ...report, capacity: [{ ...capacity!, faults: [fault] }] })).toContain(
      'a run of its own at 167 requests/s: not valid',
    );
    expect(told({ ...report, capacity: [{ ...capacity!, rate: 0, low: 0 }] })).toContain(
      'no rate that was tried keeps every promise',
    );
    const two = loads.twoCapacities();
    const [first, second] = two.capacity ?? [];
    expect(flat({ ...two, capacity: [first!, { ...second!, faults: [fault] }] })).toContain(
      'the candidate would hold 1.22x (1.14–1.30) as much as the baseline, which is not proved',
    );
  });

  test('a capacity that has no end says so, and arms whose ratio may be 1 do not differ', () => {
    const report = loads.twoCapacities();
    const [first] = report.capacity ?? [];
    const { binding: _, ...open } = { ...first!, high: Number.POSITIVE_INFINITY };
    expect(flat({ ...report, capacity: [open] })).toContain(
      'and no end was found no class gave way up to 204 requests/s, the highest rate tried',
    );
    expect(flat({ ...report, capacityRatio: { value: 1.02, low: 0.97, high: 1.06 } })).toContain(
      'the candidate holds 1.02x (0.97–1.06) as much as the baseline, so no difference is proved',
    );
  });
});

describe('what went wrong', () => {
  test('an overload: how requests failed, by name; when the server was silent; what is left', () => {
    const text = flat(loads.overloadedLoad());
    expect(text).toContain('failed: 650 (5.8%) TOO_MANY_SIMULTANEOUS_QUERIES (202)');
    expect(text).toContain('the server answered nothing at all from 21 s to 24.5 s of the run');
    expect(text).toContain(
      'overloaded: more arrives than is done, and the backlog grows by 2.40 (1.90 to 2.90) requests/s',
    );
    expect(text).toContain('The server limits queries that wait to 100.');
  });

  test('our own lateness says what is allowed, and what to do', () => {
    const text = flat(loads.lateLoad());
    expect(text).toContain('p99 48.0 ms of 12.5 ms allowed');
    expect(text).toContain('What to do: use more --workers, or several machines with --shard.');
    expect(text).toMatch(/Not valid: The lag of hogbench itself is above 5% of the tightest promise $/);
  });

  test('a trial without an end, and one that left requests behind', () => {
    const report = loads.keptLoad();
    const { end, ...cut } = report.trials[0]!;
    expect(flat({ ...report, trials: [cut] })).toContain('its end was not written');
    const { leftRunning: _, ...unknown } = end!;
    expect(flat({ ...report, trials: [{ ...cut, end: unknown }] })).toContain('is not known');
    const lost = { ...end!, leftRunning: 3, ended: { kind: 'lost', afterMs: 12_000, reason: 'refused' } as const };
    expect(flat({ ...report, trials: [{ ...cut, end: lost }] })).toMatch(
      /the server was lost after 12 s: refused 3 requests of it still ran on the server at its end/,
    );
  });
});
