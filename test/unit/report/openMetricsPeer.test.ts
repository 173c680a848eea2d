import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { renderOpenMetrics } from '../../../src/report/ci/openMetrics.ts';
import { hostileReport, report, reportOf } from '../../fixtures/report.ts';
import { readOpenMetrics } from '../../support/openMetrics.ts';

const python = process.env.HOGBENCH_PYTHON ?? 'python3';

function runPython(script: string, input: string): { readonly status: number | null; readonly stdout: string } {
  return spawnSync(python, ['-c', script], {
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
}

const hasParser = runPython('import prometheus_client.openmetrics.parser', '').status === 0;

/** Families as the reference parser of OpenMetrics, that of the Python client of Prometheus, reads them. */
const script = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as families
print(json.dumps([[f.name, f.type, f.unit, [[s.labels, s.value] for s in f.samples]] for f in families(sys.stdin.read())]))
`;

it.skipIf(!hasParser).each([
  ['a report', report],
  ['hostile texts', hostileReport],
  ['no case', reportOf([])],
])('the reference parser reads %s as the reader of these tests does', (_, shown) => {
  const text = [...renderOpenMetrics(shown)].join('');
  const { status, stdout } = runPython(script, text);
  expect(status).toBe(0);
  const expected = readOpenMetrics(text).map(({ name, type, unit, samples }) => [
    ...[name, type, unit],
    samples.map(({ labels, value }) => [labels, value]),
  ]);
  expect(JSON.parse(stdout)).toEqual(expected);
});
