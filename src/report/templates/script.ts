/** Search, sorting, deep links and copying. The page reads well without it; nothing here comes from a report. */
export const pageScript: string = /* js */ `
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const table = byId('cases');
  const state = { q: '', verdict: '', sort: 'index', dir: 'up' };

  const openCase = (id) => {
    const target = byId('case=' + encodeURIComponent(id));
    if (!target) return;
    if (target.tagName === 'DETAILS') target.open = true;
    target.scrollIntoView();
  };

  const readHash = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (hash.has('case')) openCase(hash.get('case'));
    else for (const key of Object.keys(state)) state[key] = hash.get(key) ?? (key === 'sort' ? 'index' : key === 'dir' ? 'up' : '');
  };

  const writeHash = () => {
    const hash = new URLSearchParams();
    if (state.q) hash.set('q', state.q);
    if (state.verdict) hash.set('verdict', state.verdict);
    if (state.sort !== 'index' || state.dir !== 'up') { hash.set('sort', state.sort); hash.set('dir', state.dir); }
    history.replaceState(null, '', '#' + hash);
  };

  const isUnknown = (text) => text === '' || Number.isNaN(Number(text));
  const compare = (key, sign) => (a, b) => {
    const left = a.dataset[key] ?? '';
    const right = b.dataset[key] ?? '';
    if (key === 'name') return sign * left.localeCompare(right);
    if (isUnknown(left) || isUnknown(right)) return Number(isUnknown(left)) - Number(isUnknown(right));
    return sign * (Number(left) - Number(right));
  };

  if (table) {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const heads = Array.from(table.querySelectorAll('th[data-key]'));

    const show = () => {
      byId('search').value = state.q;
      byId('verdict').value = state.verdict;
      const words = state.q.toLowerCase().split(/\\s+/).filter(Boolean);
      const sorted = rows.slice().sort(compare(state.sort, state.dir === 'down' ? -1 : 1));
      let count = 0;
      for (const row of sorted) {
        row.hidden = (state.verdict && row.dataset.verdict !== state.verdict) || !words.every((word) => texts.get(row).includes(word));
        if (!row.hidden) count += 1;
      }
      body.append(...sorted);
      byId('shown').textContent = count + ' of ' + rows.length + ' shown';
      for (const head of heads) {
        if (head.dataset.key === state.sort) head.setAttribute('aria-sort', state.dir === 'up' ? 'ascending' : 'descending');
        else head.removeAttribute('aria-sort');
      }
    };
    const change = (next) => { Object.assign(state, next); writeHash(); show(); };

    for (const head of heads) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      button.addEventListener('click', () => {
        const again = state.sort === head.dataset.key;
        change({ sort: head.dataset.key, dir: again && state.dir === 'up' ? 'down' : 'up' });
      });
      head.replaceChildren(button);
    }
    byId('controls').hidden = false;
    byId('controls').addEventListener('submit', (event) => event.preventDefault());
    byId('search').addEventListener('input', (event) => change({ q: event.target.value }));
    byId('verdict').addEventListener('change', (event) => change({ verdict: event.target.value }));
    for (const badge of document.querySelectorAll('a.badge')) badge.addEventListener('click', () => byId('all').scrollIntoView());
    addEventListener('hashchange', () => { readHash(); show(); });
    readHash();
    show();
  }

  for (const button of document.querySelectorAll('button.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = 'copied';
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling);
        button.textContent = 'selected';
      }
      setTimeout(() => { button.textContent = 'copy'; }, 1500);
    });
  }
})();
`;
