/** Search, filters, order, and how many rows of the table of all cases are listed. */
export const tableScript: string = /* js */ `
const collator = new Intl.Collator(undefined, { numeric: true });
const valueOf = (row, key, index) => {
  if (key === 'severity') return index;
  if (key === 'name') return row.querySelector('.name a').textContent;
  return Number.parseFloat(row.dataset[key]);
};

const arrange = () => {
  const wanted = state.sort + ' ' + state.dir;
  if (wanted === arranged) return;
  arranged = wanted;
  const sign = state.dir === 'down' ? -1 : 1;
  const values = new Map(rows.map((row, index) => [row, valueOf(row, state.sort, index)]));
  const byValue = (a, b) => {
    const [left, right] = [values.get(a), values.get(b)];
    if (state.sort === 'name') return sign * collator.compare(left, right);
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return sign * (left - right);
  };
  order = rows.slice().sort(byValue);
};

/** Words must all occur; of several values of one tag one suffices, of several tags each must fit. */
const filter = () => {
  const words = state.q.toLowerCase().split(/\\s+/).filter(Boolean);
  const wanted = new Map();
  for (const tag of state.tags) {
    const key = tagIndex().keys.get(tag);
    wanted.set(key, [...(wanted.get(key) ?? []), tag]);
  }
  const groups = Array.from(wanted.values());
  return (row) =>
    (!state.verdict || row.dataset.verdict === state.verdict) &&
    (words.length === 0 || words.every((word) => texts().get(row).includes(word))) &&
    (groups.length === 0 || groups.every((group) => group.some((tag) => tagIndex().lists.get(row).includes(tag))));
};

const counted = (count) => count.toLocaleString('en-US');

const isFiltered = () => Boolean(state.q || state.verdict || state.tags.length);

const button = (text, act) => {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
};

const showControls = (count) => {
  if (byId('search').value !== state.q) byId('search').value = state.q;
  byId('verdict').value = state.verdict;
  byId('sort').value = state.sort;
  byId('clear').hidden = !isFiltered();
  byId('tags').replaceChildren(...state.tags.map((tag) => {
    const chip = button(tag.replace(':', ' ') + ' ×', () => { change({ tags: state.tags.filter((one) => one !== tag) }); byId('tag')?.focus(); });
    chip.setAttribute('aria-label', 'remove the tag ' + tag.replace(':', ' '));
    return chip;
  }));
  byId('shown').textContent = counted(count) + ' of ' + counted(rows.length) + ' shown' + (count > listed ? ', the first ' + counted(listed) + ' are listed' : '') + remark;
  byId('view').textContent = isFiltered() ? ' (' + [state.q && 'search: ' + state.q, state.verdict && 'verdict: ' + state.verdict, ...state.tags].filter(Boolean).join(', ') + ')' : '';
  for (const head of heads) {
    if (head.dataset.key === state.sort) head.setAttribute('aria-sort', state.dir === 'up' ? 'ascending' : 'descending');
    else head.removeAttribute('aria-sort');
  }
};

const showRest = (count) => {
  const rest = byId('rest');
  if (!rest) return;
  const waiting = count - listed;
  rest.hidden = waiting <= 0;
  const list = (more) => () => { listed += more; show(); };
  rest.replaceChildren(button('list ' + Math.min(waiting, atOnce) + ' more', list(atOnce)), ' ', button('list all ' + counted(count), list(waiting)));
};

const showDetails = (fits) => {
  const note = byId('filtered');
  if (!note || (!isFiltered() && note.hidden)) return;
  let count = 0;
  const details = document.querySelectorAll('.others > details');
  for (const one of details) {
    one.hidden = !fits(rowsByCase().get(one.id));
    if (!one.hidden) count += 1;
  }
  note.hidden = !isFiltered();
  note.textContent = count + ' of ' + details.length + ' fit the filter of the table.';
};

/** Only the rows that are listed are put in order: moving thousands takes a browser seconds. */
const place = (shown) => {
  const body = table.tBodies[0];
  if (shown.every((row, index) => body.rows[index] === row)) return;
  const front = document.createDocumentFragment();
  for (const row of shown) front.append(row);
  body.prepend(front);
};

const show = () => {
  arrange();
  const fits = filter();
  const shown = [];
  let count = 0;
  for (const row of order) {
    const isFit = fits(row);
    if (isFit) count += 1;
    const isShown = isFit && count <= listed;
    if (isShown) shown.push(row);
    if (row.hidden === isShown) row.hidden = !isShown;
  }
  place(shown);
  table.classList.add('ready');
  showControls(count);
  showRest(count);
  showDetails(fits);
};

/** Typing on does not fill the history: one step back undoes a search. A page in a closed frame may not have one. */
const change = (next) => {
  const isTyping = 'q' in next && state.q !== '' && next.q !== '';
  Object.assign(state, next);
  listed = atOnce;
  remark = '';
  try { history[isTyping ? 'replaceState' : 'pushState'](null, '', '#' + hashOf(state)); } catch {}
  show();
};

const sortBy = (key) => {
  const first = firstDirOf(key);
  change({ sort: key, dir: state.sort !== key ? first : state.dir === 'up' ? 'down' : 'up' });
};

const startTable = () => {
  for (const head of heads) head.replaceChildren(button(head.textContent, () => sortBy(head.dataset.key)));
  byId('controls').hidden = false;
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  byId('search').addEventListener('input', (event) => change({ q: event.target.value }));
  byId('verdict').addEventListener('change', (event) => change({ verdict: event.target.value }));
  byId('tag')?.addEventListener('change', ({ target }) => {
    const tag = target.value;
    target.value = '';
    if (tag && !state.tags.includes(tag)) change({ tags: [...state.tags, tag] });
  });
  byId('sort').addEventListener('change', (event) => change({ sort: event.target.value, dir: firstDirOf(event.target.value) }));
  byId('clear').addEventListener('click', () => { change({ q: '', verdict: '', tags: [] }); byId('search').focus(); });
};
`;
