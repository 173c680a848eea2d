import { judgeLoad } from '../gate/judgeLoad.ts';
import { unknownClasses } from '../gate/loadRuleClasses.ts';
import type { LoadClass } from '../model/loadClass.ts';
import type { LoadReport } from '../model/loadReport.ts';
import type { Workload } from '../model/workload.ts';
import { checkGateCases, type ReadGate, refuseProblems } from './gateUse.ts';

/**
 * Refuses rules about classes that a load does not have.
 * @throws UserError usage
 */
export function checkGateClasses(gate: ReadGate, classes: readonly Pick<LoadClass, 'name'>[]): void {
  refuseProblems(
    unknownClasses(
      gate,
      classes.map(({ name }) => name),
    ),
  );
}

/**
 * Refuses rules and allowances for no case of the workloads that are compared, and for no class of theirs. Workloads without classes say nothing
 * of what a load of another may have.
 * @throws UserError usage
 */
export function checkGateOf(gate: ReadGate, arms: readonly { readonly workload: Workload }[]): void {
  checkGateCases(
    gate,
    arms.flatMap(({ workload }) => workload.cases),
  );
  const classes = arms.flatMap(({ workload }) => workload.classes ?? []);
  if (classes.length > 0) checkGateClasses(gate, classes);
}

/**
 * The report with what a gate makes of it.
 * @throws UserError usage for rules about classes that it does not have
 */
export function withLoadGate(report: LoadReport, gate: ReadGate | undefined): LoadReport {
  if (gate === undefined) return report;
  checkGateClasses(gate, report.classes);
  return { ...report, gate: judgeLoad(report, gate.loadRules, gate.config) };
}
