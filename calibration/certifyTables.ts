import { median } from 'simple-statistics';
import type { AlikeLine, CandidateLine, CertificateLine, CertifyLine } from './certifyRuns.ts';
import { upperBound } from './score.ts';
import { markdownTable, percent } from './text.ts';

/** What runs came to, as the page on calibration shows it. */
export function certifyTables(lines: readonly CertifyLine[]): string {
  const certificates = lines.filter((line): line is CertificateLine => 'cheapest' in line);
  const alike = lines.filter((line): line is AlikeLine => !('cheapest' in line));
  return [
    ...(certificates.length === 0 ? [] : [certificateTable(certificates)]),
    ...(alike.length === 0 ? [] : same(alike)),
  ].join('\n\n');
}

function certificateTable(lines: readonly CertificateLine[]): string {
  const rows = (['topologies', 'halved', 'unmerged'] as const).flatMap((part) => {
    const runs = lines.filter((line) => line.part === part);
    const labels = new Set(runs.flatMap(({ arms }) => arms.map(({ label }) => label)));
    return [...labels].map((label) => {
      const own = runs.flatMap(({ arms }) => arms.filter((one) => one.label === label));
      const certified = own.filter((one) => one.certified).length;
      return [
        ...[label, `${own.length}`, `${certified}`, `${runs.filter(({ cheapest }) => cheapest === label).length}`],
        ...[runsWith(own, 'regressed'), runsWith(own, 'improved')],
        ...[...shares(own), ...totals(own), missingOf(own), median(runs.map(({ seconds }) => seconds)).toFixed(0)],
      ];
    });
  });
  return markdownTable(
    [
      ...[
        'candidate',
        'runs',
        'certified',
        'called the cheapest',
        'runs with a regressed case',
        'with an improved case',
      ],
      ...['cases equivalent', 'undecided', 'total of time', 'half its interval', 'widest', 'missing, in runs'],
      'seconds a run',
    ],
    rows,
  );
}

function same(lines: readonly AlikeLine[]): readonly string[] {
  const rows = (['one', 'own'] as const).flatMap((part) => {
    const own = lines.filter((line) => line.part === part);
    if (own.length === 0) return [];
    const arms = own.flatMap((line) => line.arms);
    const red = own.filter((line) => line.arms.some(({ flagged }) => flagged.length > 0)).length;
    return [
      [
        part === 'one' ? 'all on one server' : 'each on a server of its own',
        ...[`${own.length}`, `${red}`, percent(upperBound(red, own.length))],
        ...[...shares(arms), ...totals(arms), median(own.map(({ seconds }) => seconds)).toFixed(0)],
      ],
    ];
  });
  const flagged = lines.flatMap(({ part, index, arms }) =>
    arms.flatMap((arm) =>
      arm.flagged.map(
        ({ caseId, verdict, reason }) => `- ${part} ${index}, ${arm.label}: ${caseId} ${verdict}: ${reason}`,
      ),
    ),
  );
  return [
    'Four arms that are the same, so three candidates:',
    markdownTable(
      [
        ...['arms', 'runs', 'red', 'at most (95%)', 'cases equivalent', 'undecided', 'total of time'],
        ...['half its interval', 'widest', 'seconds a run'],
      ],
      rows,
    ),
    flagged.length === 0 ? 'No false finding.' : `False findings:\n\n${flagged.join('\n')}`,
  ];
}

function runsWith(arms: readonly CandidateLine[], verdict: 'regressed' | 'improved'): string {
  return `${arms.filter(({ counts }) => counts[verdict] > 0).length}`;
}

/** Of all cases: proved equivalent, and undecided. */
function shares(arms: readonly CandidateLine[]): readonly string[] {
  const count = (of: (one: CandidateLine) => number): number => arms.reduce((sum, one) => sum + of(one), 0);
  const all = count(({ counts }) => Object.values(counts).reduce((sum, one) => sum + one, 0));
  return [
    percent(count(({ counts }) => counts.equivalent) / all),
    percent(count(({ counts }) => counts.inconclusive + counts.unconfirmed) / all),
  ];
}

function totals(arms: readonly CandidateLine[]): readonly string[] {
  const ratios = arms.flatMap(({ total }) => total?.ratio ?? []);
  const halves = arms.flatMap(({ total }) =>
    total?.interval == null ? [] : [Math.sqrt(total.interval.high / total.interval.low) - 1],
  );
  if (ratios.length === 0 || halves.length === 0) return ['none', '', ''];
  return [
    `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`,
    ...[`±${percent(median(halves))}`, `±${percent(Math.max(...halves))}`],
  ];
}

function missingOf(arms: readonly { readonly missing: readonly string[] }[]): string {
  const counts = new Map<string, number>();
  for (const { missing } of arms) for (const kind of new Set(missing)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
}
