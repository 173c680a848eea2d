import { randomBytes } from 'node:crypto';
import { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import { insteadOfReserved, settingObjection } from '../../sql/requestParameters.ts';
import type { ParameterTexts } from '../../sql/values/parameterText.ts';

/** What the HTTP interface takes in the query string of a request. */
export interface SearchInput {
  readonly queryId: string;
  readonly session?: string | undefined;
  readonly database?: string | undefined;
  readonly params?: ParameterTexts | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | Settings | undefined;
}

/**
 * `query_id=…&param_x=…&max_threads=4`, percent-encoded. Undefined settings are left out.
 * @throws UserError usage for a setting that the server would take for something else, wherever it came from
 */
export function searchText(input: SearchInput): string {
  let text = `query_id=${encodeURIComponent(input.queryId)}`;
  const { session, database, params, settings } = input;
  for (const name in params) text += `&param_${encodeURIComponent(name)}=${encodeURIComponent(params[name] ?? '')}`;
  for (const name in settings) {
    const value = settings[name as keyof typeof settings];
    if (name !== ours && settingObjection(name) !== undefined) throw refused(name);
    if (value !== undefined) text += `&${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`;
  }
  if (session !== undefined) text += `&session_id=${encodeURIComponent(session)}`;
  if (database !== undefined) text += `&database=${encodeURIComponent(database)}`;
  return text;
}

/** The one reserved parameter that we send among settings: readers of workloads refuse it to everybody else. */
const ours = 'default_format';

function refused(name: string): UserError {
  return new UserError(
    'usage',
    `${name} ${settingObjection(name) ?? ''}`,
    `${insteadOfReserved(name).replace(/^./, (first) => first.toUpperCase())}.`,
  );
}

export interface FormBody {
  readonly contentType: string;
  readonly text: string;
}

/** Fields as `multipart/form-data`. */
export function formBody(fields: Readonly<Record<string, string>>): FormBody {
  const boundary = `hogbench${randomBytes(16).toString('hex')}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { contentType: `multipart/form-data; boundary=${boundary}`, text: `${parts.join('')}--${boundary}--\r\n` };
}
