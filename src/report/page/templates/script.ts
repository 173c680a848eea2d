import { linkScript } from './linkScript.ts';
import { tableScript } from './tableScript.ts';
import { viewScript } from './viewScript.ts';

/** Copying to the clipboard, and what is unfolded on paper. */
const copyScript: string = /* js */ `
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button.copy');
  if (!button) return;
  const source = button.closest('.copyable').querySelector('.source');
  button.dataset.label ??= button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = 'copied';
  } catch {
    for (let place = source; place; place = place.parentElement) if (place.tagName === 'DETAILS') place.open = true;
    getSelection().selectAllChildren(source);
    button.textContent = 'selected';
  }
  byId('said').textContent = button.textContent;
  setTimeout(() => { button.textContent = button.dataset.label; byId('said').textContent = ''; }, 1500);
});

addEventListener('beforeprint', () => {
  for (const one of document.querySelectorAll('article details.printed:not([open]), section > details.printed:not([open])')) { one.open = true; one.dataset.unfolded = ''; }
});
addEventListener('afterprint', () => {
  for (const one of document.querySelectorAll('details[data-unfolded]')) { one.open = false; delete one.dataset.unfolded; }
});
`;

/** Tables that are wider than their place can be scrolled with the keyboard, in browsers too that do not see to it. */
const scrollScript: string = /* js */ `
const scrollers = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});
for (const one of document.querySelectorAll('.scroll')) scrollers.observe(one);
`;

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
