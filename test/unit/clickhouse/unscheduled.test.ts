import { expect, it } from 'vitest';
import type { Control } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { unscheduled } from '../../../src/clickhouse/target/unscheduled.ts';
import { notAsMeant } from '../../../src/model/notAsMeant.ts';

const row = (kind: string, name: string, parent = ''): object => ({ kind, name, parent, text: name, holders: 1 });
const workloads = [row('workload', 'all'), row('workload', 'online', 'all')];

function server(answer: readonly object[] | Error): Control {
  return {
    async rows<Row>() {
      if (answer instanceof Error) throw answer;
      return answer as readonly Row[];
    },
    command: async () => undefined,
  };
}

it.each([
  ['workload-unseen', new ServerError(497, 'no grant')],
  ['workload-unknown', [row('resource', 'cpu'), row('workload', 'all')]],
  ['no-resource', workloads],
] as const)('a load is not as meant where the name of a workload is %s', async (code, answer) => {
  const notices = await unscheduled(server(answer), ['online']);
  expect(notices.map((one) => one.code)).toEqual([code]);
  expect(notAsMeant(notices)).toEqual(notices.map(({ text }) => text));
});

it('a user who may not look is told what to grant', async () => {
  const [notice] = await unscheduled(server(new ServerError(497, 'no grant')), ['online']);
  expect(notice?.text).toMatch(/^whether the server knows the workload `online` cannot be seen: .* SELECT on system/);
});

it('a load is as meant where the server knows the name and has a resource, or no query names one', async () => {
  expect(await unscheduled(server([...workloads, row('resource', 'cpu')]), ['online', 'online'])).toEqual([]);
  expect(await unscheduled(server(new ServerError(497, 'no grant')), [])).toEqual([]);
});
