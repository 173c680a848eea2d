import { chosenSelfChecks, splitSelfChecks } from '../../../src/compare/selfCheck/selfCheckPool.ts';
import { pairSamples } from '../../../src/compare/timing/pairing.ts';
import type { Run } from '../../../src/model/run.ts';
import type { ShardedCase } from '../../../src/model/shard.ts';
import type { NamedRun } from '../../../src/shards/joinRuns.ts';

/**
 * The parts that would have measured the samples of a run, each case by one of them: what `--shard` leaves of a plan, executions numbered from 0 in
 * each.
 */
export function splitRun(run: Run, whole: readonly ShardedCase[], of: number, name = 'ci 1'): readonly NamedRun[] {
  const homes = new Map(whole.map(({ caseId, shard }) => [caseId, shard]));
  const pool = run.plan.selfCheck?.pool ?? [];
  for (const one of pool) homes.set(one.caseId, homes.get(one.of) ?? 0);
  const { cases, selfChecks } = splitSelfChecks(pairSamples(run.samples), run.plan);
  const ran = selfChecks.size > 0 ? chosenSelfChecks(cases, run.plan) : pool;
  return Array.from({ length: of }, (_, at) => {
    const index = at + 1;
    const isOwn = ({ caseId }: { readonly caseId: string }): boolean => homes.get(caseId) === index;
    const own = ran.filter(isOwn);
    // Where none ran, how many were meant to is told of the whole.
    const count = selfChecks.size > 0 ? own.length : index === 1 ? (run.plan.selfCheck?.count ?? 0) : 0;
    const { selfCheck } = run.plan;
    const part: Run = {
      ...run,
      id: `part${index}`,
      startedAt: run.startedAt + at,
      plan: {
        ...run.plan,
        caseIds: run.plan.caseIds.filter((caseId) => homes.get(caseId) === index),
        ...(selfCheck === undefined ? {} : { selfCheck: { ...selfCheck, count, pool: own } }),
      },
      shard: { index, of, run: name, workload: 'w', whole },
      cases: run.cases.filter(isOwn),
      samples: run.samples.filter(isOwn).map((one, seq) => ({ ...one, seq })),
      digests: run.digests.filter(isOwn),
      notices: run.notices.filter((one) => one.caseId === undefined || homes.get(one.caseId) === index),
    };
    return { run: part, place: `part-${index}/run.jsonl.gz` };
  });
}
