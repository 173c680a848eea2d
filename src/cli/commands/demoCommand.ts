import { ab, planAb } from '../../app/ab.ts';
import { demoCases } from '../../app/demoCases.ts';
import type { Results } from '../../app/results.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { findWorkload } from '../../app/workloadPath.ts';
import type { Verdict } from '../../model/comparison.ts';
import { emptyConfig } from '../../schema/config/config.ts';
import type { ExitCode } from '../exitCode.ts';
import { announce } from '../expectationText.ts';
import { measuringOptions } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { tellingOf, wantedReports } from '../flags/reportFiles.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { jobOutputOf } from '../jobOutput.ts';
import { printCompared } from '../printReport.ts';
import { progressLine } from '../progressLine.ts';
import { endingWithVerdict } from '../verdictEnd.ts';

const story = `A pull request changes the queries of the shipped workload. One change loses the pruning of the sort key,
one reads a column instead of JSON, one returns a different result, the rest is cosmetic. Which is which?
`;

/**
 * The server shares its cores with everything else on a laptop. A wider margin than the default lets such a machine
 * prove what did not change, within a minute.
 */
const limits = { margin: 0.1, maxPairs: 40, budgetMs: 50_000 };

/** Exits 0 when it ran through and decided something, whatever: `hogbench ab` on the same arms exits by the verdicts. */
export function demoCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () =>
    withResultsOf('demo', flags, io, (results) => show(flags, io, services, results)),
  );
}

async function show(flags: Flags, io: Io, services: Services, results: Results): Promise<ExitCode> {
  const source = new OptionSource(flags, io, emptyConfig);
  const options = {
    ...measuringOptions(source, io, emptyConfig),
    ...limits,
    filter: demoCases,
    failOn: new Set<Verdict>(),
    strict: false,
    lenient: 'the demo passes whatever it finds',
  };
  const reports = await wantedReports(flags, io);
  const telling = tellingOf(source, io);
  // Its queries are no lines of anybody's repository.
  const job = jobOutputOf(source, io, telling, { ...options, isMeasured: false });
  if (!options.quiet) io.stderr(story);
  const embedded = { kind: 'embedded', name: 'embedded', nodes: 1 } as const;
  const arms: readonly ArmSpec[] = [
    { arm: 'baseline', target: embedded, workload: await findWorkload('posthog', io.cwd), settings: {} },
    { arm: 'candidate', target: embedded, workload: await findWorkload('posthog-pr', io.cwd), settings: {} },
  ];
  const work = planAb({ arms, all: true }, options);
  announce(work, options.quiet, io);
  const ports = { world: io, services, listener: progressLine(io, options.quiet), results };
  return printCompared(await ab(work, { ...options, ...telling, reports }, options, ports), options, io, job);
}
