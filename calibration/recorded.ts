// `npm run calibrate:recorded -- RUN.jsonl.gz …`: runs of a thing against itself, judged by the first design and by today's, as they are and made slower.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { compareRun } from '../src/compare/compareRun.ts';
import { pairSamples } from '../src/compare/timing/pairing.ts';
import { withClock } from '../src/compare/timing/runningTime.ts';
import { judgeTiming } from '../src/compare/timing/timing.ts';
import { currentDesign, type Design, firstDesign } from '../src/model/design.ts';
import type { Run } from '../src/model/run.ts';
import { readRun } from '../src/store/readRun.ts';
import { mulberry32 } from './random.ts';
import { slowed } from './spikeIn.ts';
import { markdownTable, percent, writeSection } from './text.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    margin: { type: 'string', default: '0.1' },
    draws: { type: 'string', default: '40' },
    write: { type: 'string' },
  },
});
const margin = Number(values.margin);
const draws = Number(values.draws);
const factors = [1.1, 1.2];
const designs: readonly (readonly [string, Design])[] = [
  ['first', firstDesign],
  ['today', currentDesign],
];

/** The run as if it had been planned so. Both arms of a recording ran on one server. */
function asPlanned(run: Run, design: Design): Run {
  return { ...run, plan: { ...run.plan, margin, design, oneMachine: true } };
}

interface Slowed {
  readonly cases: number;
  /** Suspected of being slower, or found so: a recording has no fresh sessions for those that it did not suspect itself. */
  readonly suspected: number;
  readonly equivalent: number;
}

/** Multiplies the candidate's times in a tenth of the cases, in many draws. */
function slowedTenth({ plan, samples }: Run, factor: number): Slowed {
  const random = mulberry32(Math.round(factor * 1000));
  const found = { cases: 0, suspected: 0, equivalent: 0 };
  const count = Math.max(1, Math.round(plan.caseIds.length / 10));
  for (let draw = 0; draw < draws; draw++) {
    const keyed = plan.caseIds.map((id) => ({ id, key: random() })).sort((a, b) => a.key - b.key);
    const chosen = new Set(keyed.slice(0, count).map((one) => one.id));
    const changed = samples.map((one) => (chosen.has(one.caseId) ? slowed(one, factor) : one));
    const judged = judgeTiming(withClock(pairSamples(changed), plan), plan);
    for (const id of chosen) {
      const timing = judged.get(id);
      const suspicions = timing?.screened?.kind === 'suspect' ? timing.screened.suspicions : [];
      found.cases++;
      if (suspicions.some((one) => one.family !== 'memory' && one.direction === 1)) found.suspected++;
      if (timing?.time.kind === 'equivalent') found.equivalent++;
    }
  }
  return found;
}

const rows: string[][] = [];
for (const path of positionals) {
  const { run } = await readRun(path);
  for (const [name, design] of designs) {
    const planned = asPlanned(run, design);
    const { counts, cases, method } = compareRun(planned);
    const slower = factors.map((factor) => slowedTenth(planned, factor));
    rows.push([
      ...[
        basename(path).replace(/\.jsonl\.gz$/, ''),
        name,
        method.noise?.clock === 'running_time' ? 'running time' : 'server time',
      ],
      ...[`${counts.equivalent} of ${cases.length}`, `${counts.unconfirmed}`, `${counts.regressed + counts.improved}`],
      ...slower.map((one) => percent(one.suspected / one.cases)),
      ...slower.map((one) => percent(one.equivalent / one.cases)),
    ]);
  }
}
const head = ['recording', 'design', 'clock', 'equivalent', 'unconfirmed', 'red'];
const changes = factors.map((factor) => `+${Math.round((factor - 1) * 100)}%`);
const text = [
  `Judged at ±${percent(margin)}. In a tenth of the cases, ${draws} draws, the candidate's times were multiplied: how many were suspected of being slower, and how many called equivalent.`,
  markdownTable(
    [...head, ...changes.map((one) => `${one}: suspected`), ...changes.map((one) => `${one}: wrong equivalent`)],
    rows,
  ),
].join('\n\n');
process.stdout.write(`${text}\n`);
if (values.write !== undefined) await writeSection(values.write, 'recorded', text, 'npm run calibrate:recorded');
