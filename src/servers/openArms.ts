import { armKey } from '../app/oneDataset.ts';
import type { Bench, BenchRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import type { RunArm } from '../model/arm.ts';
import { schedulingOf, schedulingOff, workloadNotices } from './benchScheduling.ts';
import { layDataset } from './embedded.ts';
import { type OpenArm, openArm, type SharedServers } from './openArm.ts';

/** The servers of all arms, open. Arms that share a server are the same object. */
export interface OpenArms {
  readonly arms: ReadonlyMap<RunArm, OpenArm>;
  /** What every bench tells of them. */
  readonly told: Pick<Bench, 'scheduling' | 'notices' | 'remarks'>;
  close(): Promise<void>;
}

/** Opens the servers of all arms; two arms with one dataset share one. */
export async function openArms(request: BenchRequest, world: World): Promise<OpenArms> {
  const opened = new Map<string, OpenArm>();
  const shared: SharedServers = { clusters: new Map(), switches: new Map() };
  const close = async (): Promise<void> => {
    await schedulingOff([...opened.values()], world.warn);
    await Promise.allSettled([...opened.values()].map((one) => one.target.close()));
    await Promise.allSettled([...shared.clusters.values()].map(async (cluster) => (await cluster).stop()));
  };
  try {
    for (const { target, workload } of request.arms)
      if (target.kind === 'embedded') await layDataset({ ...target, ...request, workload }, world);
    const arms = new Map<RunArm, OpenArm>();
    for (const spec of request.arms) {
      const key = armKey(spec);
      const arm = opened.get(key) ?? (await openArm(spec, request, shared, world));
      opened.set(key, arm);
      arms.set(spec.arm, arm);
    }
    const scheduling = request.scheduling === true ? await schedulingOf(request.arms, arms) : undefined;
    const notices = await workloadNotices(request, arms);
    const remarks = [...opened.values()].flatMap((one) => {
      const own = [...arms].flatMap(([arm, open]) => (open === one ? [arm] : []));
      return (one.remarks ?? []).map((remark) => ({ ...remark, arms: own }));
    });
    const told = {
      ...(scheduling === undefined ? {} : { scheduling }),
      ...(notices.length === 0 ? {} : { notices }),
      ...(remarks.length === 0 ? {} : { remarks }),
    };
    return { arms, told, close };
  } catch (error) {
    await close();
    throw error;
  }
}
