import { rowsAtOnce } from './viewScript.ts';

/** Calm type, five tones that stay apart for colour-blind eyes, light and dark, paper and phone. */
export const pageStyle: string = /* css */ `
:root {
  color-scheme: light dark;
  --paper: #fff; --soft: #f5f6f8; --line: #dde1e6; --ink: #1b1f24; --faint: #5a636d; --link: #0b5cad;
  --bad: #b23c00; --good: #006098; --odd: #86306f; --unsure: #735400; --calm: #5a636d;
  --removed: #fdeee6; --added: #e5f2fb; --removed-mark: #f8cdb5; --added-mark: #b5dcf5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --soft: #1d2126; --line: #333a42; --ink: #e6e9ed; --faint: #9da6b0; --link: #7cbcff;
    --bad: #ff9b66; --good: #6fc3f7; --odd: #e79fd6; --unsure: #e2b54a; --calm: #9da6b0;
    --removed: #38241a; --added: #152c3d; --removed-mark: #6b3a20; --added-mark: #1d4f72;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.4rem; }
body { overflow-wrap: break-word; margin: 0 auto; padding: 1.6rem 1.5rem 4rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: .5rem 0 .5rem; max-width: 66rem; font-size: 1.35rem; line-height: 1.35; font-weight: 600; letter-spacing: -.01em; overflow-wrap: anywhere; }
.subline { margin: 0 0 .9rem; max-width: 66rem; color: var(--faint); font-size: 1.05rem; }
.answer { margin: .8rem 0 0; max-width: 66rem; }
h1.incomplete { border-left: 4px solid var(--unsure); padding-left: 1rem; }
h2 { margin: 2.4rem 0 .8rem; font-size: 1.2rem; font-weight: 600; }
h3 { margin: 0; font-size: 1.05rem; font-weight: 600; overflow-wrap: anywhere; }
p { margin: .6rem 0; }
a { color: var(--link); }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h2:focus { outline: none; }
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
small, .kicker, .hint, .description { color: var(--faint); font-size: .86rem; font-weight: 400; }
.kicker { margin: 0; }
.kicker span { margin-left: .8rem; overflow-wrap: anywhere; }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
ul.badges, ul.tags, ul.notes, ul.plain { list-style: none; padding: 0; }
code, pre { font: .84rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code { overflow-wrap: anywhere; }

.bad { --tone: var(--bad); } .good { --tone: var(--good); } .odd { --tone: var(--odd); }
.unsure { --tone: var(--unsure); } .calm { --tone: var(--calm); }
.verdict { color: var(--tone); font-weight: 600; white-space: nowrap; }

.caution { max-width: 60rem; padding: .6rem .9rem; background: var(--soft); border-left: 4px solid var(--unsure); border-radius: 0 .4rem .4rem 0; overflow-wrap: anywhere; }

.scroll { overflow-x: auto; position: relative; }
table.gate td { vertical-align: top; padding-right: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--faint); font-weight: 400; font-size: .82rem; }
tbody th { font-weight: 400; }
.arms th, .arms td { overflow-wrap: anywhere; }
.arms th[scope=row] { width: 14rem; color: var(--faint); }
tr.differs td { font-weight: 600; }
.mark { color: var(--unsure); font-size: .8rem; white-space: nowrap; }
.metrics { width: auto; min-width: min(100%, 36rem); }
.metrics td { white-space: nowrap; text-align: right; }
.metrics thead th:not(:first-child) { text-align: right; }
.state td, .state th { white-space: nowrap; }
.scroll + .scroll .state { margin-top: 1.2rem; }
.state td:last-child { white-space: normal; }
.strip rect { fill: var(--faint); }
.strip .busy { fill: var(--unsure); }
.traffic th[scope=row] { min-width: 11rem; overflow-wrap: anywhere; }
.differing td, .differing thead th:not(:first-child) { text-align: left; }
.metrics td.why { white-space: normal; color: var(--faint); }

.totals td, .totals thead th:not(:first-child) { text-align: right; white-space: nowrap; }
.totals { table-layout: fixed; min-width: 58rem; }
.totals th, .totals td { padding-right: .5rem; }
.totals th:first-child { width: 16%; overflow-wrap: anywhere; }
.totals th:nth-child(2) { width: 4.8rem; }
.totals th:nth-child(3) { width: 15%; }
.totals th:nth-child(4) { width: 11%; }
.totals td small { display: block; }

.case { margin: 1rem 0; padding: .9rem 1.3rem .9rem; border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: .5rem; }
.case:target { box-shadow: 0 0 0 2px var(--link); }
.cases tr:target { background: var(--soft); outline: 2px solid var(--link); }
.case[hidden] { display: none; }
.long article.case { content-visibility: auto; contain-intrinsic-size: auto 44rem; }
.title { display: grid; grid-template-columns: minmax(0, 1fr) fit-content(45%); gap: 0 1.5rem; align-items: start; }
.title p { margin: 0; }
.title + .description { margin: .2rem 0; }
.title .verdict { grid-column: 1; font-size: .9rem; }
.title h3 { grid-column: 1; }
.title .ratio { grid-column: 2; grid-row: 1 / span 2; text-align: right; font-size: 1.5rem; font-weight: 600; line-height: 1.3; }
.ratio small { display: block; }
.tags { display: flex; flex-wrap: wrap; gap: .3rem .4rem; }
.tags li { padding: 0 .5rem; background: var(--soft); border-radius: .3rem; font-size: .8rem; overflow-wrap: anywhere; }
.tags span { color: var(--faint); }
.tags a { color: inherit; text-decoration: none; }
.tags a:hover { text-decoration: underline; }
.reason { max-width: 66rem; overflow-wrap: anywhere; }
.claim { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .6rem 2.5rem; align-items: start; }
.claim .observations { font-size: .92rem; }
.claim figure { margin-top: .6rem; }
.evidence { max-width: 52rem; color: var(--faint); font-size: .88rem; overflow-wrap: anywhere; }
.evidence span:not(:last-child)::after { content: "; "; }
.observations li { overflow-wrap: anywhere; }

.folds { display: flex; flex-wrap: wrap; gap: 0 1.6rem; align-items: start; }
.folds > * { flex: 0 1 auto; min-width: 0; max-width: 100%; }
.folds > details[open], .folds > :has(> details[open]) { flex: 1 0 100%; }
.columns { columns: 18rem; }
.more { margin-top: .6rem; }
.more + .scroll { margin-top: .7rem; }
summary { cursor: pointer; }
.more > summary { color: var(--faint); font-size: .9rem; }
.plain li { margin: .3rem 0; font-size: .88rem; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .8rem 1rem; background: var(--soft); border-radius: .4rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.diff .line { display: block; margin: 0 -1rem; padding: 0 1rem 0 2.2rem; text-indent: -1.2rem; }
.diff .line[data-sign="-"] { background: var(--removed); }
.diff .line[data-sign="+"] { background: var(--added); }
.diff .line[data-sign="…"] { color: var(--faint); }
mark { color: inherit; border-radius: .15rem; }
[data-sign="-"] mark { background: var(--removed-mark); text-decoration: underline; }
[data-sign="+"] mark { background: var(--added-mark); text-decoration: underline; }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: .3rem; cursor: pointer; }
.copy { display: none; font-size: .76rem; padding: 0 .5rem; }
.js .copy { display: inline-block; }
.copy:hover, .controls button:hover, #rest button:hover { border-color: var(--ink); }
div.copyable { position: relative; }
div.copyable > .copy { position: absolute; right: .4rem; top: .4rem; background: var(--paper); }
div.copyable:has(> details) { display: flex; gap: .5rem; align-items: flex-start; }
div.copyable > details { min-width: 0; }
div.copyable > details[open] { flex: 1; }
div.copyable > details + .copy { position: static; margin-top: .68rem; }
.settings th, .settings td { white-space: normal; overflow-wrap: anywhere; max-width: 24rem; }

.controls { display: flex; flex-wrap: wrap; gap: .7rem 1.2rem; align-items: center; margin: 1rem 0; font-size: .9rem; }
.controls[hidden] { display: none; }
.controls input, .controls select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; padding: .3rem .6rem; }
.controls button, #rest button { padding: .3rem .7rem; font-size: .9rem; }
.chosen { display: contents; }
.controls select { max-width: 16rem; }
.paper { display: none; }
.cases { table-layout: fixed; }
.cases th:nth-child(1) { width: 9.4rem; }
.cases th:nth-child(3), .cases th:nth-child(4) { width: 6.6rem; }
.cases th:nth-child(5) { width: 4.9rem; }
.cases th:nth-child(6) { width: 11rem; }
.cases th:nth-child(7) { width: 4.9rem; }
.costed th:nth-child(7) { width: 5.6rem; }
.costed th:nth-child(8) { width: 4.9rem; }
.cases th button { border: 0; padding: 0; font-size: inherit; }
.cases th button::after { content: " ↕"; opacity: .45; }
.cases th[aria-sort=ascending] button::after { content: " ↑"; opacity: 1; }
.cases th[aria-sort=descending] button::after { content: " ↓"; opacity: 1; }
.cases th { white-space: nowrap; }
.cases .name { overflow-wrap: anywhere; }
.cases .name small { display: block; }
.cases .name i { color: var(--faint); font-style: normal; }
.cases .name .tagged { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.cases .name .tagged span { margin-right: .7rem; color: var(--ink); }
.cases .name small b { display: block; font-weight: 400; color: var(--ink); }
.cases td[data-label] { text-align: right; overflow-wrap: anywhere; }
.cases th:nth-child(n+3) { text-align: right; }
.cases th:nth-child(6), .cases .drawn { text-align: center; }
#rest { display: none; }
@media (scripting: enabled) {
  .cases:not(.ready) tbody tr:nth-child(n+${rowsAtOnce + 1}) { display: none; }
  #rest:not([hidden]) { display: block; }
}
.js #rest:not([hidden]) { display: block; }
.others .case { margin: .3rem 0; padding: .3rem 1rem; }
.others > summary { margin: 2.4rem 0 .8rem; }
.others > summary h2 { display: inline; margin: 0; }
.others summary { overflow-wrap: anywhere; }
.notes li { margin: .5rem 0; overflow-wrap: anywhere; }
.meanings { display: grid; gap: .4rem; margin: 1.5rem 0 0; font-size: .9rem; }
.meanings div { display: grid; grid-template-columns: 10rem 1fr; }
.meanings dd { margin: 0; color: var(--faint); }

@media screen and (max-width: 44rem) {
  body { padding: 1.2rem 1rem 3rem; font-size: 15px; line-height: 1.5; }
  h1 { font-size: 1.15rem; }
  h2 { margin-top: 2rem; }
  .contents { margin: 1rem -1rem 0; padding: 0 1rem; }
  .case { padding: .8rem .8rem .7rem; }
  pre { padding: .6rem .6rem; }
  .diff .line { margin: 0 -.6rem; padding: 0 .6rem 0 1.8rem; }
  .observations { padding-left: 1rem; }
  .title { grid-template-columns: 1fr; }
  .title .ratio { grid-column: 1; grid-row: auto; text-align: left; margin-top: .4rem; }
  .arms th[scope=row] { width: 6.5rem; }
  th, td { padding-right: .6rem; }
  .gate thead { display: none; }
  .gate, .gate tbody, .gate tr, .gate td { display: block; }
  .gate tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .gate td { border: 0; padding: .1rem 0; }
  .gate td[data-label]::before { content: attr(data-label) " "; color: var(--faint); }
  .metrics { font-size: .78rem; }
  .metrics td, .metrics thead th { padding-right: .45rem; }
  .diff { word-break: break-all; }
  .cases, .cases tbody, .cases tr { display: block; }
  .cases tr[hidden] { display: none; }
  .cases thead { display: none; }
  .controls label, .controls select, .controls input { max-width: 100%; }
  .cases tr { display: flex; flex-wrap: wrap; gap: 0 .9rem; padding: .45rem 0; border-bottom: 1px solid var(--line); }
  .cases td { border: 0; padding: .1rem 0; }
  .cases .name { flex-basis: 100%; min-width: 0; order: -1; }
  .cases td[data-label]::before { content: attr(data-label) " "; color: var(--faint); font-size: .8rem; }
  .cases td[data-label=baseline]::before, .cases td[data-label=ratio]::before { content: ""; }
  .cases td[data-label=candidate]::before { content: "→ "; }
  .cases td[data-label=candidate] { margin-left: -.6rem; }
  .cases td[data-label=ratio] { font-weight: 600; }
  .cases tr[data-verdict=equivalent] .tagged { display: none; }
  .cases td[data-label] { text-align: left; }
  .meanings div { grid-template-columns: 1fr; }
}
@media print {
  :root { font-size: 12px; --paper: #fff; --soft: #f5f6f8; --line: #ccc; --ink: #000; --faint: #444; --link: #000; --bad: #b23c00; --good: #006098; --odd: #86306f; --unsure: #735400; --calm: #444; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .controls, .js .copy, .others, .contents, .js #rest:not([hidden]), .lookup, details.more:not([open], .printed) { display: none; }
  details.printed::details-content { display: block; content-visibility: visible; }
  .badge { border: 0; padding: 0; }
  .paper { display: inline; }
  .long article.case { content-visibility: visible; }
  .case { padding: .6rem .9rem; }
  .title, .charts, figure, tr, .caution { break-inside: avoid; }
  h2, h3, summary, .title { break-after: avoid; }
  summary { list-style: none; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td { padding-right: .4rem; }
  .totals { min-width: 0; }
  .cases .name .tagged { display: none; }
  .cases th:nth-child(1) { width: 9.2rem; }
  .cases th:nth-child(3), .cases th:nth-child(4) { width: 6.4rem; }
  .cases th:nth-child(5) { width: 4.4rem; }
  .cases th:nth-child(6) { width: 9rem; }
  .cases th:nth-child(7), .cases th:nth-child(8) { width: 5rem; }
  .cases .drawn svg { width: 8rem; }
  .cases th button::after { content: ""; }
  pre { font-size: 8pt; }
}
`;
