import { copyScript } from './copyScript.ts';
import { linkScript } from './linkScript.ts';
import { scrollScript } from './scrollScript.ts';
import { tableScript } from './tableScript.ts';
import { viewScript } from './viewScript.ts';

/** What the page does. It reads well without it; nothing here comes from a report. */
export const pageScript: string = /* js */ `
(() => {
'use strict';
document.documentElement.classList.add('js');
const byId = (id) => document.getElementById(id);
const table = byId('cases');
${viewScript}${tableScript}${linkScript}${copyScript}${scrollScript}
if (table) { startTable(); show(); }
followHash(true);
})();
`;
