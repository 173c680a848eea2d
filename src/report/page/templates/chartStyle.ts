/** Drawings take their colours from the page's variables, so light, dark and paper need no drawing of their own. */
export const chartStyle: string = /* css */ `
figure { margin: 0; max-width: 32rem; }
figure svg { overflow: visible; }
figure > svg { display: block; width: 100%; }
figcaption { margin-bottom: .5rem; font-size: .86rem; color: var(--faint); }
figcaption b { margin-right: .8rem; font-weight: 600; color: var(--ink); }
.told { margin: .4rem 0 0; color: var(--faint); font-size: .82rem; line-height: 1.45; }
svg text { fill: var(--faint); font-size: 11px; text-anchor: middle; }
svg text.end, svg .end text { text-anchor: end; }
svg text.start, svg .start text { text-anchor: start; }
.band { fill: var(--line); opacity: .6; }
.axis { stroke: var(--line); fill: none; }
.one { stroke: var(--faint); stroke-dasharray: 2 2; fill: none; }
.grid { stroke: var(--line); stroke-dasharray: 1 3; fill: none; }
.solid, .point { fill: var(--tone); }
.stroke { fill: none; stroke: var(--tone); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.bar { stroke: var(--tone); stroke-width: 3; opacity: .6; }
.fill { fill: var(--tone); opacity: .28; }
.estimate { stroke: var(--tone); stroke-width: 1.6; }
.link { stroke: var(--line); fill: none; }
.base, .cand, .pair { fill: none; stroke: var(--ink); stroke-width: 1.3; }
.base { stroke-dasharray: 4 2.5; }
.cand { stroke: var(--good); stroke-width: 1.8; }
.dots { stroke-width: 5.5; stroke-linecap: round; stroke-dasharray: none; }
.cand.dots { stroke-width: 5; stroke-linecap: square; }
.pair.dots { stroke-width: 4.5; }
.edges { fill: var(--ink); }
.key { margin-right: .8rem; white-space: nowrap; color: var(--ink); }
.key.baseline::before, .key.candidate::before { content: ""; display: inline-block; margin-right: .4rem; border: .27rem solid var(--ink); border-radius: 50%; }
.key.candidate::before { border-color: var(--good); border-radius: 0; }
.key.line::before { width: 1.3rem; border-width: 2px 0 0; border-style: dashed; border-radius: 0; vertical-align: .2rem; }
.key.candidate.line::before { border-style: solid; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.4rem 2.5rem; margin: .9rem 0; align-items: start; }
.charts:not(:has(> *)) { display: none; }

.scroll { position: relative; }
.drawn svg { display: block; width: 100%; height: 16px; margin-top: .25rem; overflow: visible; }
.drawn .ticks { height: 18px; margin: 0; }
.cases .drawn { width: 12rem; }
.cases thead th { position: sticky; top: 2.3rem; z-index: 1; background: var(--paper); vertical-align: bottom; }

.views { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 2rem 3rem; align-items: start; }
.views figure { max-width: none; }
.views figure:only-child { grid-column: 1 / -1; }
.row { stroke: var(--line); }
.middle { stroke: var(--faint); opacity: .6; }
.way { font-style: italic; paint-order: stroke; stroke: var(--paper); stroke-width: 3; }
.dot { fill: var(--tone); opacity: .6; }
.hit { fill: transparent; }
.points a { cursor: pointer; }
.points a:hover .dot { opacity: 1; stroke: var(--tone); stroke-width: 3; }
.points a:hover .hit { fill: var(--tone); opacity: .2; }
.points a:focus-visible { outline: none; }
.points a:focus-visible .hit { stroke: var(--link); stroke-width: 2; }
.keys { margin: .6rem 0 0; font-size: .86rem; }
.keys .key svg { width: 1rem; height: 1rem; vertical-align: -.2rem; }
.bars table { font-size: .86rem; }
.bars th, .bars td { padding: .2rem .8rem .2rem 0; border-bottom: 0; }
.bars tbody th { overflow-wrap: anywhere; }
.bars .drawn { width: 42%; }
.bars td.drawn { padding-right: 1.2rem; }
.bars .tag { padding-top: .7rem; color: var(--faint); font-size: .82rem; }
.bars td:last-child, .bars thead th:last-child { padding-right: 0; text-align: right; white-space: nowrap; }
.apart { font-size: .88rem; }
.apart a { margin-right: 1rem; text-decoration: none; overflow-wrap: anywhere; }

@media (max-width: 60rem) {
  .views { grid-template-columns: minmax(0, 1fr); }
}
@media screen and (max-width: 44rem) {
  .cases thead { display: block; position: sticky; top: 2.3rem; z-index: 1; background: var(--paper); }
  .cases thead tr { padding: .3rem 0 0; border: 0; }
  .cases thead th:not(.drawn) { display: none; }
  .cases .drawn { flex: 0 0 45%; width: auto; margin-left: auto; order: 1; }
  .cases td.drawn:not(:has(svg)) { display: none; }
  .cases thead th.drawn { border: 0; padding: 0; }
  .charts svg[viewBox] text { font-size: 13.5px; }
}
@media print {
  .cases thead th { position: static; }
  figure { break-inside: avoid; }
}
`;
