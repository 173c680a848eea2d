/** Rows that are listed at once: laying out thousands takes a browser seconds. Search and sorting go over all of them. */
export const rowsAtOnce = 300;

/** What is filtered and how it is ordered, kept in the address so that a view can be shared. */
export const viewScript: string = /* js */ `
const atOnce = ${rowsAtOnce};
const heads = table ? Array.from(table.querySelectorAll('th[data-key]')) : [];
const rows = table ? Array.from(table.tBodies[0].rows) : [];
const plain = () => ({ q: '', verdict: '', tags: [], sort: 'severity', dir: 'up' });
let state = plain();
let order = rows;
let arranged = 'severity up';
let listed = atOnce;
let remark = '';

const once = (make) => { let made; return () => (made ??= make()); };
const texts = once(() => new Map(rows.map((row) => [row, row.textContent.toLowerCase()])));
/** Tags as key:value, of each row, and the key of each. */
const tagIndex = once(() => {
  const [keys, lists] = [new Map(), new Map()];
  for (const row of rows) {
    lists.set(row, Array.from(row.querySelectorAll('.tagged > span'), ({ firstChild, lastChild }) => {
      const tag = firstChild.textContent + ':' + lastChild.textContent.slice(1);
      keys.set(tag, firstChild.textContent);
      return tag;
    }));
  }
  return { keys, lists };
});
const rowsByCase = once(() => new Map(rows.map((row) => [row.querySelector('.name a').getAttribute('href').slice(1), row])));

const firstDirOf = (key) => heads.find((head) => head.dataset.key === key).dataset.first ?? 'up';

/** What a hash asks for. It comes from outside: what is not known here is left out. */
const readState = (given) => {
  const next = plain();
  const verdict = given.get('verdict') ?? '';
  const sort = given.get('sort') ?? '';
  next.q = (given.get('q') ?? '').slice(0, 200);
  if (Array.from(byId('verdict').options).some((option) => option.value === verdict)) next.verdict = verdict;
  if (given.has('tag')) next.tags = [...new Set(given.getAll('tag'))].filter((tag) => tagIndex().keys.has(tag));
  if (heads.some((head) => head.dataset.key === sort)) {
    next.sort = sort;
    next.dir = ['up', 'down'].includes(given.get('dir')) ? given.get('dir') : firstDirOf(sort);
  }
  return next;
};

const hashOf = ({ q, verdict, tags, sort, dir }) => {
  const hash = new URLSearchParams();
  if (q) hash.set('q', q);
  if (verdict) hash.set('verdict', verdict);
  for (const tag of tags) hash.append('tag', tag);
  if (sort !== 'severity' || dir !== 'up') { hash.set('sort', sort); hash.set('dir', dir); }
  return String(hash);
};
`;
