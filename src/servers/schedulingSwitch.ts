import type { Scheduling } from '../app/scheduling.ts';
import {
  type AppliedScheduling,
  applyScheduling,
  missingDefinitions,
  namesHeld,
  type SchedulingServers,
} from '../clickhouse/target/schedulingScripts.ts';
import type { SetupScript } from '../model/workload.ts';

/** The scheduling of one server, or of servers that are one target: arms that share it take turns. */
export interface SchedulingSwitch {
  /** That of a workload. */
  of(scripts: readonly SetupScript[]): Scheduling;
  /** Creates again what a server of ours lost when it was restarted. */
  again(): Promise<void>;
  /** Drops what was created. */
  off(): Promise<void>;
}

export function schedulingSwitch(servers: SchedulingServers): SchedulingSwitch {
  let current: { readonly scripts: readonly SetupScript[]; readonly applied: AppliedScheduling } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: two arms may ask at once. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const task = last.then(work);
    last = task.catch(() => undefined);
    return task;
  };
  const drop = async (): Promise<void> => {
    const old = current;
    current = undefined;
    await old?.applied.drop();
  };
  const apply = async (scripts: readonly SetupScript[]): Promise<void> => {
    current = { scripts, applied: await applyScheduling(servers, scripts) };
  };
  return {
    of: (scripts) => ({
      statements: statementsOf(scripts),
      apply: () =>
        inTurn(async () => {
          if (current !== undefined && isSame(current.scripts, scripts)) return;
          await drop();
          await apply(scripts);
        }),
      drop: () => inTurn(drop),
      held: () => inTurn(() => namesHeld(servers, scripts)),
      missing: () => inTurn(() => missingDefinitions(servers, scripts)),
    }),
    again: () =>
      inTurn(async () => {
        if (current === undefined) return;
        const { scripts } = current;
        current = undefined;
        await apply(scripts);
      }),
    off: () => inTurn(drop),
  };
}

function statementsOf(scripts: readonly SetupScript[]): readonly string[] {
  return scripts.flatMap(({ statements }) => statements.map(({ sql }) => sql));
}

function isSame(one: readonly SetupScript[], other: readonly SetupScript[]): boolean {
  return JSON.stringify(statementsOf(one)) === JSON.stringify(statementsOf(other));
}
