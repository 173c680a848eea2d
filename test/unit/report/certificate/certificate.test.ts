import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../../src/model/certificate.ts';
import { exactly } from '../../../../src/model/price.ts';
import { certificateReporters } from '../../../../src/report/certificate/certificateReporters.ts';
import { certificateLine } from '../../../../src/report/certificate/certificateWords.ts';
import { certificateSchema } from '../../../../src/schema/certificate/certificateSchema.ts';
import { certified, reportOf } from '../../compare/certify/made.ts';

const fine = certified(reportOf());
const [arm] = fine.arms;
if (arm === undefined) throw new Error('an arm');

const evil = '<script>alert(1)</script> | `x` @team\u001b[31m\u202e';
const hostile: Certificate = {
  ...fine,
  certified: false,
  baseline: { ...fine.baseline, label: evil, server: evil, workload: evil },
  arms: [
    {
      ...arm,
      ...{ label: evil, server: evil, workload: evil, certified: false, cautions: [evil] },
      missing: [
        { kind: 'lessData', text: evil },
        { kind: 'filtered', filter: evil },
        { kind: 'foundOptions', options: [evil] },
      ],
      groups: [{ tag: evil, value: evil, cases: 1, total: null, geometricMean: null, kind: 'undecided' }],
    },
  ],
};

function rendered(name: 'terminal' | 'html' | 'markdown' | 'json', certificate: Certificate): string {
  const format = certificateReporters.find((one) => one.name === name);
  if (format === undefined) throw new Error(name);
  return format.render(certificate, { color: false, width: 80 });
}

describe('the headline', () => {
  it('names the margin that was asked for', () => {
    expect(certificateLine(fine)).toBe('certified within 5%: new');
    expect(certificateLine({ ...fine, margin: 5 })).toBe('certified within 500%: new');
  });

  it('says what is missing first, and of how many more', () => {
    const [one, two] = hostile.arms[0]?.missing ?? [];
    if (one === undefined || two === undefined) throw new Error('two');
    const missing = [{ ...one, text: 'less data.' } as typeof one, two];
    expect(certificateLine({ ...fine, certified: false, arms: [{ ...arm, certified: false, missing }] })).toBe(
      'new is not certified (less data; and 1 more)',
    );
    expect(certificateLine({ ...fine, certified: false, arms: [] })).toBe('not certified: nothing was compared');
  });
});

describe('a certificate', () => {
  it('tells what it leaves open beside what it certifies, in every text', () => {
    const open = { ...arm, reservations: [{ kind: 'resultsIgnored', cases: 1, of: 4 } as const] };
    for (const name of ['terminal', 'html', 'markdown'] as const)
      expect(rendered(name, { ...fine, arms: [open] }).replaceAll(/\s+/g, ' ')).toContain(
        'Results of 1 of 4 cases need not agree, by the workload',
      );
  });

  it('says of how many cases a cost is that leaves some out', () => {
    const costs = (cases: number) => ({
      cost: { arm: 'candidate' as const, currency: 'EUR', day: exactly(3), parts: [] },
      costCoverage: { cases, of: 4 },
    });
    const priced = (cases: number) => ({
      ...fine,
      baseline: { ...fine.baseline, ...costs(cases) },
      arms: [{ ...arm, ...costs(cases) }],
    });
    for (const name of ['terminal', 'html', 'markdown'] as const) {
      expect(rendered(name, priced(1)).match(/3\.00 EUR a day, of 1 of 4 cases/g)).toHaveLength(2);
      expect(rendered(name, priced(4))).toContain('3.00 EUR a day');
      expect(rendered(name, priced(4))).not.toContain('a day, of');
    }
    expect(certificateSchema.parse(JSON.parse(rendered('json', priced(1))))).toEqual(priced(1));
  });

  it('is JSON that the published schema takes', () => {
    for (const one of [fine, hostile]) expect(certificateSchema.parse(JSON.parse(rendered('json', one)))).toEqual(one);
  });

  it('runs nothing from outside on its page, which loads nothing', () => {
    const page = rendered('html', hostile);
    expect(page).not.toMatch(/<script|\bon\w+=|https?:\/\//i);
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
    expect(page.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=')).toContain(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    );
  });

  it('escapes what comes from outside in Markdown and on a terminal', () => {
    const markdown = rendered('markdown', hostile);
    expect(markdown).not.toMatch(/<script|(?<!\\)@team|\u202e/);
    const line = rendered('terminal', hostile);
    expect(line).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  });

  it('fits into a comment, however much is missing', () => {
    const many = Array.from(
      { length: 500 },
      (_, at) => ({ kind: 'lessData', text: `${at} ${'x'.repeat(5000)}` }) as const,
    );
    const long = rendered('markdown', {
      ...hostile,
      arms: Array.from({ length: 7 }, () => ({ ...arm, missing: many })),
    });
    expect(long.length).toBeLessThan(65_536);
    expect(long).toContain('- and 480 more');
    const cautions = Array.from({ length: 13 }, (_, at) => `caution ${at}`);
    const warned = rendered('markdown', { ...fine, arms: [{ ...arm, cautions }] });
    expect(warned).toContain('> caution 9\n> and 3 more cautions');
    expect(rendered('markdown', { ...fine, arms: [{ ...arm, cautions: cautions.slice(0, 10) }] })).not.toContain(
      'more caution',
    );
  });
});
