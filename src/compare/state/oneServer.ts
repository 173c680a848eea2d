import type { Run } from '../../model/run.ts';

/** Whether both arms run on one server: whatever it does besides disturbs both halves of a pair. Where servers do not tell, they are two. */
export function runsOnOneServer({ arms: described, states = [] }: Run): boolean {
  if (states.some(({ arms }) => arms.includes('baseline') && arms.includes('candidate'))) return true;
  const ids = described.map(({ environment }) => environment.serverId);
  return ids.length > 1 && ids.every((id) => id !== undefined && id === ids[0]);
}
