/** Tables that are wider than their place can be scrolled with the keyboard, in browsers too that do not see to it. */
export const scrollScript: string = /* js */ `
const scrollers = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});
for (const one of document.querySelectorAll('.scroll')) scrollers.observe(one);
`;
