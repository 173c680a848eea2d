// The public interface for programs. What is not exported here may change with any version.

export type {
  AbChoices,
  ArmChoices,
  CallChoices,
  MeasuringChoices,
  RunChoices,
} from './api/callChoices.ts';
export { type GateChoices, gate, gateJudgement } from './api/gate.ts';
export {
  compareRun,
  compareRuns,
  type GateRules,
  type JudgingChoices,
  type MergingChoices,
  mergeRuns,
  type SavedChoices,
  summarizeRun,
} from './api/judging.ts';
export { ab, type Compared, type Measured, run } from './api/measuring.ts';
export type { ProgressEvent } from './api/programWorld.ts';
export { type LintChoices, lintWorkload, readRun, readWorkload } from './api/read.ts';
export type { ShardChoices } from './api/shardOption.ts';
export type { RemoteTarget, TargetChoice } from './api/targetChoice.ts';
export type { CaseComparison, ComparisonReport, Verdict } from './model/comparison.ts';
export { UserError } from './model/errors.ts';
export type { GateFinding, GateJudgement, GatePreset } from './model/gateJudgement.ts';
export type { GateOutcome } from './model/gateOutcome.ts';
export type { AllowanceText, RuleText } from './model/gateRules.ts';
export type { LintFinding, LintReport } from './model/lint.ts';
export type { MetricComparison } from './model/metric.ts';
export type { Percentile } from './model/percentile.ts';
export type { TargetPrice, UnitPrices } from './model/price.ts';
export type { Run } from './model/run.ts';
export type { CaseSummary, RunSummary } from './model/runSummary.ts';
export type { Case, Workload } from './model/workload.ts';
export { type RenderOptions, type Reporter, reporters } from './report/reporters.ts';
export type { ReadRun } from './store/readRun.ts';
export type { ReadWorkload } from './workloads/readWorkload.ts';
