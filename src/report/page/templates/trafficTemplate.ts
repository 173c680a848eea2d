import { documentHead } from './documentHead.ts';

/** What costs most, whose it is, when, and how much of it says so. */
export const trafficTemplate: string = /* html */ `${documentHead('hogbench top: {{headline}}')}<body>
<header>
<p class="kicker">hogbench top</p>
<h1>{{headline}}</h1>
<p class="subline">{{where}}</p>
<p class="answer"><a href="#owners">{{coverage}}</a></p>
</header>
<main>
<section>
<h2 id="ranking">What costs most</h2>
<div class="scroll" tabindex="0" role="group" aria-label="What costs most"><table class="metrics traffic">
<thead><tr><th scope="col">what</th><th scope="col">{{shareTitle}}</th>{{#unless isByCost}}<th scope="col">% of cost</th>{{/unless}}{{#each moneyTitles}}<th scope="col">{{this}}</th>{{/each}}{{#if hasTrend}}<th scope="col">trend</th>{{/if}}{{#each titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>
{{#each rows}}<tr id="in-ranking-{{place}}"><th scope="row"><a href="#{{anchor}}">{{name}}</a>{{#if ../isOwned}}{{#if owners}}<small>{{#if ownerAnchor}}<a href="#{{ownerAnchor}}">{{owners}}</a>{{else}}{{owners}}{{/if}}</small>{{/if}}{{/if}}</th><td class="shared">{{share}}{{> shareBar this}}</td>{{#unless ../isByCost}}<td>{{costShare}}</td>{{/unless}}{{#each money}}<td>{{this}}</td>{{/each}}{{#if ../hasTrend}}<td class="trending">{{#if trend}}{{> trend trend}}{{/if}}</td>{{/if}}{{#each numbers}}<td>{{value}}</td>{{/each}}</tr>
{{/each}}
</tbody></table></div>
<p class="hint">{{#if rest}}Together, {{rest}}. {{/if}}A bar is a row's share against the largest.{{#if hasTrend}} The trend is {{by}} in {{trend}}; every row by its own highest, and beside it the later half against the earlier.{{/if}}</p>
</section>
<section class="others">
<h2 id="each">Each of them</h2>
{{#each rows}}<details class="case calm"><summary>{{place}}. {{name}} <small>{{share}} of {{../by}}</small></summary>
<div id="{{anchor}}" class="row">
{{#if tags}}<ul class="tags">{{#each tags}}<li><span>{{key}}</span> {{value}}</li>{{/each}}</ul>{{/if}}
<dl class="facts"><div><dt>{{../by}}</dt><dd>{{metric}}</dd></div>{{#if owners}}<div><dt>{{../ownerTag}}</dt><dd>{{#if ownerAnchor}}<a href="#{{ownerAnchor}}">{{owners}}</a>{{else}}{{owners}}{{/if}}</dd></div>{{/if}}{{#each numbers}}<div><dt>{{title}}</dt><dd>{{value}}</dd></div>{{/each}}</dl>
{{#if trend}}{{> trend trend}}<p class="hint">{{trend.text}}</p>{{/if}}
{{#if failures}}<p class="reason">Failures: {{failures}}</p>{{/if}}
{{#if example}}<p>For instance query_id <code>{{example}}</code></p>{{/if}}
{{#if sql}}<pre>{{sql}}</pre>{{/if}}
<p><a href="#in-ranking-{{place}}">back to the table</a></p>
</div></details>
{{/each}}
</section>
<section>
<h2 id="owners">Attribution</h2>
<p>{{coverage}}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Attribution"><table class="metrics traffic">
<thead><tr>{{#each owners.titles}}<th scope="col">{{this}}</th>{{/each}}<th scope="col">cost, drawn</th><th scope="col" class="links">in the table above</th></tr></thead>
<tbody>{{#each owners.rows}}<tr id="{{anchor}}"><th scope="row">{{name}}</th>{{#each cells}}<td>{{this}}</td>{{/each}}<td class="shared">{{> shareBar this}}</td><td class="links">{{#each rows}}<a href="#{{anchor}}" title="{{name}}">{{place}}</a> {{/each}}</td></tr>
{{/each}}</tbody></table></div>
</section>
{{#if remarks}}<section><h2>Remarks</h2><ul class="notes">{{#each remarks}}<li>{{this}}</li>{{/each}}</ul></section>{{/if}}
</main>
</body>
</html>
`;

/** A share as a bar; its number stands beside it. */
export const shareBarTemplate: string = /* html */ `<svg class="share" aria-hidden="true"><rect width="{{bar}}%" height="100%"/></svg>`;

/** A row over time. */
export const trendTemplate: string = /* html */ `<svg class="trend" viewBox="0 0 100 24" preserveAspectRatio="none" role="img"><title>{{text}}</title>{{#each bars}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/>{{/each}}</svg>{{#if change}}<small>{{change}}</small>{{/if}}`;

/** What the page of `top` has beside the report's style. */
export const trafficStyle: string = /* css */ `
html { scroll-padding-top: 1rem; }
.traffic { width: 100%; }
.traffic th[scope=row] { min-width: 17rem; }
.traffic th[scope=row] small { display: block; font-size: .92em; }
.traffic td.shared { width: 9rem; min-width: 6rem; }
.traffic td.links { white-space: normal; text-align: left; }
.traffic thead th.links { text-align: left; }
.traffic .links a { display: inline-block; min-width: 1.5rem; padding: 0 .2rem; text-align: center; }
.share { display: block; width: 100%; height: .5rem; margin: .2rem 0 .15rem; }
.share rect { fill: var(--good); }
.trending small { display: block; }
.trend { display: block; width: 6rem; height: 1.5rem; margin-left: auto; border-bottom: 1px solid var(--line); }
.trend rect { fill: var(--calm); }
.row .trend { width: 24rem; max-width: 100%; height: 3.5rem; margin: 0; }
.row .trend + small { display: none; }
.calm { --tone: var(--calm); }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 1.8rem; margin: .7rem 0; }
.facts dt { color: var(--faint); font-size: .82rem; }
.facts dd { margin: 0; }
tr:target { background: var(--soft); outline: 2px solid var(--link); }
.case:has(:target) { box-shadow: 0 0 0 2px var(--link); }
.case:has(:target)::details-content { display: block; content-visibility: visible; }
.others .row { scroll-margin-top: 3rem; }
.trend rect, .share rect { forced-color-adjust: none; }
@media screen and (max-width: 44rem) {
  .traffic th[scope=row] { min-width: 11rem; }
}
@media print {
  .others { display: block; }
  details.case::details-content { display: block; content-visibility: visible; }
}
`;
