import { expect, it } from 'vitest';
import { adviceForConfigured, adviceForUrl } from '../../../src/cli/flags/loginAdvice.ts';
import { controlError } from '../../../src/clickhouse/http/controlErrors.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';

const file = 'hogbench.config.yaml';
const env = { HOGBENCH_PASSWORD: 'x' };

it.each([
  ['a URL', adviceForUrl(undefined), /^Set HOGBENCH_USER and HOGBENCH_PASSWORD/],
  [
    'a URL with a user, which outdoes HOGBENCH_USER',
    adviceForUrl('reader'),
    /^Correct the user in the URL, or HOGBENCH_PASSWORD\.$/,
  ],
  [
    'a target whose password is in a variable',
    adviceForConfigured('staging', { password: `\${STAGING_PW}` }, file, {}),
    /^Correct the user of targets\.staging of hogbench\.config\.yaml, or STAGING_PW, where it takes its password from\.$/,
  ],
  [
    'a target without a password, beside a variable that it does not read',
    adviceForConfigured('my-db', {}, file, env),
    /^Write password: \$\{MY_DB_PASSWORD\} under targets\.my-db of hogbench\.config\.yaml.* HOGBENCH_PASSWORD is read only for a target given as a URL\.$/,
  ],
])('where the login is refused, %s is told what its user and password come from', (_, advice, expected) => {
  expect(advice).toMatch(expected);
  const connection = { url: 'http://db:8123', user: 'reader', password: 'hunter2', loginAdvice: advice };
  expect(controlError(new ServerError(516, 'no'), connection)).toMatchObject({ kind: 'target', fix: advice });
});
