/** Links to cases and to views of the table, back and forward. */
export const linkScript: string = /* js */ `
const unfold = (target) => {
  for (let place = target; place; place = place.parentElement) {
    if (place.tagName === 'DETAILS') place.open = true;
    place.hidden = false;
  }
};

/** Opens what a case is folded into, shows it, and takes the focus there. Answers whether the page has it. */
const openCase = (caseId) => {
  const target = byId('case=' + encodeURIComponent(caseId));
  if (!target) return false;
  unfold(target);
  target.querySelector('summary, a').focus({ preventScroll: true });
  target.scrollIntoView();
  requestAnimationFrame(() => target.scrollIntoView());
  return true;
};

const goToTable = () => {
  const head = byId('all');
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
  head.scrollIntoView();
};

const followHash = (isLink) => {
  const hash = location.hash.slice(1);
  const given = new URLSearchParams(hash);
  if (given.has('case') && openCase(given.get('case'))) return;
  const section = hash && byId(hash);
  if (section) unfold(section);
  if (!table || section) return;
  remark = given.has('case') ? '; the case of this link is not in this report' : '';
  state = readState(given);
  listed = atOnce;
  show();
  if (isLink && (hashOf(state) || remark)) goToTable();
};

let clicked = false;
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.hash === location.hash) followHash(true);
  else clicked = true;
});
addEventListener('hashchange', () => { followHash(clicked); clicked = false; });
// A browser that scrolls to the fragment when all is loaded takes the focus away again.
addEventListener('load', () => { if (location.hash.startsWith('#case=')) followHash(true); });
`;
