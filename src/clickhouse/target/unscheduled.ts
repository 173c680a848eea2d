import { UserError } from '../../model/errors.ts';
import type { Notice } from '../../model/notice.ts';
import { quoted } from '../../text/quote.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { type HeldDefinition, heldDefinitions } from './schedulingHeld.ts';

/**
 * Cautions about values of the setting `workload` that do not do what they look like: a server runs queries of a workload that it does
 * not know without any limit or priority, and says nothing.
 * @param names values of the setting, as they are sent
 */
export async function unscheduled(control: Control, names: readonly string[]): Promise<readonly Notice[]> {
  const distinct = [...new Set(names)];
  if (distinct.length === 0) return [];
  let held: readonly HeldDefinition[];
  try {
    held = await heldDefinitions(control, undefined);
  } catch (error) {
    if (!(error instanceof UserError || isServerError(error))) throw error;
    const why = error instanceof UserError ? `${error.message}. ${error.fix}` : error.message;
    return [caution('workload-unseen', `whether the server knows ${listed(distinct)} cannot be seen: ${why}`)];
  }
  const workloads = held.filter(({ kind }) => kind === 'workload');
  const unknown = distinct.filter((name) => !workloads.some((one) => one.name === name));
  const inner = distinct.filter((name) => workloads.some((one) => one.parent === name));
  const notices: Notice[] = [];
  if (unknown.length > 0)
    notices.push(
      caution(
        'workload-unknown',
        `the server has no definition of ${listed(unknown)}, so its queries run without limit and priority`,
      ),
    );
  if (inner.length > 0)
    notices.push(
      caution(
        'workload-inner',
        `${listed(inner)} has others below it on the server, which refuses queries that name it`,
      ),
    );
  if (unknown.length < distinct.length && workloads.length === held.length)
    notices.push(
      caution('no-resource', 'the server has workloads and no resource, so that there is nothing that they share out'),
    );
  return notices;
}

function listed(names: readonly string[]): string {
  return `the workload${names.length === 1 ? '' : 's'} ${names.map(quoted).join(', ')}`;
}

function caution(code: string, text: string): Notice {
  return { code, level: 'caution', text };
}
