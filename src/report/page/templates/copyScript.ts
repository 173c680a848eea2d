/** Copying to the clipboard, and what is unfolded on paper. */
export const copyScript: string = /* js */ `
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
  for (const one of document.querySelectorAll('article details.printed:not([open])')) { one.open = true; one.dataset.unfolded = ''; }
});
addEventListener('afterprint', () => {
  for (const one of document.querySelectorAll('details[data-unfolded]')) { one.open = false; delete one.dataset.unfolded; }
});
`;
