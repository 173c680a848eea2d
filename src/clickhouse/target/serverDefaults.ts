import { z } from 'zod';
import type { DefaultChange, SettingInEffect } from '../../model/versionReading.ts';
import type { Settings } from '../../model/workload.ts';
import { measuredSettings } from '../http/client.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { nameField, type RowShape, settingRow, textField } from '../http/rowShape.ts';
import { firstAnswer } from './firstAnswer.ts';

/** Characters of a value, and of a reason: both are what somebody wrote. */
const longestValue = 200;
const longestReason = 300;

/**
 * Every setting of queries and of tables of the MergeTree family, as it is under those that are sent with every execution. Undefined where
 * this user may not look.
 */
export async function settingsInEffect(
  control: Control,
  sent: Settings,
): Promise<readonly SettingInEffect[] | undefined> {
  const options = { settings: { ...measuredSettings, ...sent, readonly: 2 } };
  const read = async (scope: SettingInEffect['scope'], from: string): Promise<readonly SettingInEffect[]> => {
    const rows = await control.rows(`SELECT name, value FROM system.${from} ORDER BY name`, settingRow, options);
    return rows.map(({ name, value }) => ({ scope, name, value }));
  };
  try {
    // A former name of a setting is no setting more; servers before 23.8 do not tell them apart.
    const own = await firstAnswer([
      () => read('query', "settings WHERE alias_for = ''"),
      () => read('query', 'settings'),
    ]);
    return [...own, ...(await read('table', 'merge_tree_settings'))];
  } catch (error) {
    if (isServerError(error)) return undefined;
    throw error;
  }
}

/** The defaults that changed, in no order. Servers before 23.3 do not list them, and those before 24.10 tell no scope. */
export async function changedDefaults(control: Control): Promise<readonly DefaultChange[]> {
  const read = (scope: string): Promise<readonly DefaultChange[]> =>
    control.rows(
      `SELECT ${scope} AS scope, version, tupleElement(change, 1) AS name, toString(tupleElement(change, 2)) AS from,
              toString(tupleElement(change, 3)) AS to, tupleElement(change, 4) AS reason
       FROM system.settings_changes ARRAY JOIN changes AS change`,
      changeRow,
    );
  const rows = await firstAnswer([
    () => read("if(type = 'MergeTree', 'table', 'query')"),
    () => read("'query'"),
    async () => [],
  ]);
  return rows.map(({ from, to, reason, ...change }) => ({
    ...change,
    from: from.slice(0, longestValue),
    to: to.slice(0, longestValue),
    reason: reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason,
  }));
}

const changeRow: RowShape<DefaultChange> = z.object({
  scope: z.enum(['query', 'table']),
  version: nameField,
  name: nameField,
  from: textField,
  to: textField,
  reason: textField,
});
