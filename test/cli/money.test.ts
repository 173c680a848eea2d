import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/schema/report/reportSchema.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace();
});
afterEach(() => space.remove());

const config = (text: string) => writeFile(join(space.folder, 'hogbench.config.yaml'), text);
const arms = ['ab', 'posthog', '--filter', 'trends_*', '--candidate-set', 'max_threads=4'];
const log = ['--target', 'http://reader@db:8123'];

describe('ab', () => {
  it('tells what a day of the targets costs, in every report, and the run file tells it later', async () => {
    const prices = ['--baseline-price', '12.40 EUR', '--candidate-price', '6.20 EUR'];
    const ran = await space.run([...arms, ...prices, '--json']);
    const report = reportSchema.parse(JSON.parse(ran.out));
    if (report.kind !== 'comparison') throw new Error('a comparison');
    expect(report.money?.arms.map(({ day }) => day?.value)).toEqual([297.6, 148.8]);
    const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--openmetrics', 'metrics.txt']);
    expect(again.out.replaceAll(/\s+/g, ' ')).toContain(
      'A day of the targets, by their prices an hour, costs 297.60 → 148.80 EUR',
    );
    for (const [file, text] of [
      ['hogbench-out/report.html', '297.60 → 148.80 EUR'],
      ['hogbench-out/report.md', '297.60 → 148.80 EUR'],
      ['metrics.txt', 'hogbench_day_cost{arm="candidate",currency="EUR",bound="typical"} 148.8'],
    ] as const)
      expect(await space.read(file)).toContain(text);
  });

  it.each([
    [['--baseline-price', '12.40'], '--baseline-price is a price without a currency: `12.40`'],
    [['--candidate-price', '-1 EUR'], '--candidate-price is below 0: `-1 EUR`'],
    [['--candidate-price', 'cheap EUR'], '--candidate-price is no price: `cheap EUR`'],
    [
      ['--candidate-price', '1 Taler'],
      '--candidate-price names no currency of ISO 4217, such as EUR or USD: `1 Taler`',
    ],
    [['--baseline-price', '1 EUR', '--candidate-price', '1 USD'], 'two currencies in one comparison'],
  ])('refuses %j', async (flags, what) => {
    const ran = await space.run([...arms, ...flags]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(what);
    expect(ran.err).toContain('fix:');
  });
});

describe('prices in a config', () => {
  it.each([
    ['prices: {cpu_second: 1}', 'a price names its currency by the ISO 4217 code, such as EUR', 1],
    ['prices: {currency: EUR}', 'names no price: write cpu_second, gib_read or gib_stored', 1],
    ['prices: {currency: EUR, cpu_second: -1}', 'is no price: write an amount from 0 on', 1],
    ['prices: {currency: EUR, cpu_second: much}', 'is no number: write an amount such as 12.40', 1],
    ['prices: {currency: euro, cpu_second: 1}', 'is no currency: write its ISO 4217 code in capitals', 1],
    ["targets:\n  a: {url: 'http://a:8123', price: {per_hour: 3}}", 'targets.a.price.currency: is missing', 2],
    ["targets:\n  a: {url: 'http://a:8123', price: {currency: EUR}}", 'targets.a.price.per_hour: is no number', 2],
  ])('are refused with their place: %s', async (text, what, line) => {
    await config(text);
    const ran = await space.run(arms);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(what);
    expect(ran.err).toContain(`hogbench.config.yaml:${line}:`);
  });

  it('are those of the target that an arm names, also of an embedded one', async () => {
    await config('targets:\n  small: {embedded: 1, price: {per_hour: 2, currency: EUR}}\n');
    const ran = await space.run([...arms, '--target', 'small', '--candidate-price', '1 EUR', '--json']);
    const report = reportSchema.parse(JSON.parse(ran.out));
    if (report.kind !== 'comparison') throw new Error('a comparison');
    expect(report.money?.arms.map(({ day }) => day?.value)).toEqual([48, 24]);
  });
});

describe('top and capture', () => {
  it('tell what a day costs, by row, by owner and in all, where units have prices', async () => {
    await config('prices: {currency: EUR, cpu_second: 0.5, gib_read: 0.25}\n');
    const ran = await space.run(['top', ...log, '--coverage', '--html', 'top.html']);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('910 executions in 3 shapes of queries; a day costs 14.29 EUR');
    expect(ran.out).toMatch(/what +% of cost +cost a day/);
    expect(ran.out).toMatch(/web_analytics .* 12\.86 EUR/);
    expect(await space.read('top.html')).toContain('<th scope="col">cost a day</th>');
    const { money, rows, coverage } = JSON.parse((await space.run(['top', ...log, '--json'])).out);
    expect(money).toEqual({ currency: 'EUR', perDay: 100 / 7 });
    expect(rows[0].costPerDay).toBeCloseTo(rows[0].cost / 7, 9);
    expect(coverage.owners[1].costPerDay).toBeCloseTo(90 / 7, 9);
    const captured = await space.run(['capture', ...log]);
    expect(captured.out).toContain('A day of the log costs 14.29 EUR, and these shapes');
    expect(captured.out).toContain('By product: web_analytics 12.86 EUR, (no product) 1.43 EUR.');
  });

  it('weigh the log by the prices, and refuse two weights', async () => {
    const asked: unknown[] = [];
    const plain = fakeServices();
    const services = {
      ...plain,
      openLog: (...given: Parameters<typeof plain.openLog>) => {
        asked.push(given[0].cost);
        return plain.openLog(...given);
      },
    };
    await config('prices: {currency: EUR, gib_read: 0.25}\n');
    await space.run(['top', ...log], { services });
    expect(asked).toEqual([{ cpuSecond: 0, gibRead: 0.25 }]);
    await config('prices: {currency: EUR, gib_read: 0.25}\ncapture: {cost: {gib_read: 1}}\n');
    const ran = await space.run(['top', ...log], { services });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('capture.cost and prices both say');
  });

  it('tell no amount of a log that lacks what has a price, nor without prices of executions', async () => {
    await config('prices: {currency: EUR, cpu_second: 0.5, gib_read: 0.25}\n');
    const services = fakeServices({ log: { lacking: ['cpu_us'] } });
    const ran = await space.run(['top', ...log, '--coverage'], { services });
    expect(ran.out).toContain('no amounts of money: the log has no cpu_us, which has a price');
    expect(ran.out).not.toContain('EUR');
    await config('prices: {currency: EUR, gib_stored: 0.5}\n');
    expect((await space.run(['top', ...log, '--coverage'])).out).not.toContain('EUR');
  });

  it('call the cost of two windows by its currency', async () => {
    await config('prices: {currency: EUR, cpu_second: 0.5}\n');
    const ran = await space.run(['top', ...log, '--since', '1d', '--against', '7d']);
    expect(ran.out).toContain('cost in EUR a day: ');
  });
});
