/** All cases at a glance, and what the workload costs. */
export const overviewTemplate: string = /* html */ `<section class="overview">
<h2 id="overview">Overview</h2>
<div class="views">
{{#if overview.points}}{{> points overview.points}}{{/if}}
<div>{{> facts this}}{{#if overview.bars}}{{> bars overview.bars}}{{/if}}</div>
</div>
{{#with overview}}{{#if apart}}<p class="apart">Without a ratio: {{#each apart}}<a href="#{{anchor}}"><span class="verdict {{word.tone}}">{{word.mark}} {{word.word}}</span> {{caseId}}</a> {{/each}}{{#if moreApart}}and {{moreApart}} more in the table{{/if}}</p>{{/if}}{{/with}}
</section>
`;

/** Every case by effect and certainty. What the tab key does not reach is hidden from readers of text too, who have the table. */
export const pointsTemplate: string = /* html */ `<figure class="points">
<figcaption><b>Every case: effect and certainty</b></figcaption>
<svg class="fluid" height="{{height}}" role="group" aria-label="{{text}}">
<g aria-hidden="true"><svg height="{{chart.bottom}}">{{> ground chart.axis}}</svg>
{{#each chart.levels}}<line class="{{kind}}" x1="19%" x2="100%" y1="{{y}}" y2="{{y}}"/><text class="end" x="18%" y="{{y}}" dy="4">{{label}}</text>{{/each}}
{{#if chart.changeY}}<text class="way" x="{{chart.axis.oneX}}%" y="{{chart.changeY}}" dy="4">changed ↑</text>{{/if}}
{{#if chart.withinY}}<text class="way end" x="99%" y="{{chart.withinY}}" dy="-5">within the margin ↓</text>{{/if}}
<svg y="{{chart.bottom}}"><line class="axis" x1="19%" x2="100%"/>{{#each chart.axis.ticks}}<line class="axis" x1="{{at}}%" x2="{{at}}%" y2="4"/><text x="{{at}}%" y="16">{{label}}</text>{{/each}}
<text class="start" x="19%" y="34">← costs less</text><text class="end" x="100%" y="34">costs more →</text></svg></g>
<g aria-hidden="true">{{#each others}}<a href="#{{anchor}}" tabindex="-1" class="{{word.tone}}"><title>{{text}}</title>{{> mark this}}</a>
{{/each}}</g>
{{#each stops}}<a href="#{{anchor}}" class="{{word.tone}}" aria-label="{{text}}"><title>{{text}}</title><circle class="hit" cx="{{x}}%" cy="{{y}}" r="10"/>{{> mark this}}</a>
{{/each}}</svg>
<p class="keys">{{#each key}}<span class="key {{tone}}"><svg viewBox="-8 -8 16 16" aria-hidden="true">{{#if isDot}}<circle class="dot" r="3"/>{{else}}<use href="#mark-{{verdict}}"/>{{/if}}</svg> {{word}}</span> {{/each}}</p>
<details class="more"><summary>How to read it</summary><p class="told">{{hint}}</p></details>
</figure>`;

/** One case in it. */
export const markTemplate: string = /* html */ `{{#if isDot}}<circle class="dot" cx="{{x}}%" cy="{{y}}" r="2.5"/>{{else}}<use href="#mark-{{word.verdict}}" x="{{x}}%" y="{{y}}"/>{{/if}}{{#if cutLeft}}<use href="#cut-left" x="19%" y="{{y}}"/>{{/if}}{{#if cutRight}}<use href="#cut-right" x="100%" y="{{y}}"/>{{/if}}`;

/** Weighted totals of the workload and of the heaviest values of each tag. */
export const barsTemplate: string = /* html */ `<figure class="bars">
<figcaption><b>{{timeTitle}}, weighted</b></figcaption>
<table><thead><tr><th scope="col"><span class="unseen">Group</span></th><th scope="col" class="drawn"><span class="unseen">Change, drawn</span>{{> ticks axis}}</th><th scope="col">Change</th></tr></thead>
{{#each groups}}<tbody>{{#if title}}<tr><th scope="rowgroup" colspan="3" class="tag">{{title}}</th></tr>{{/if}}
{{#each rows}}<tr><th scope="row">{{> breakable nameParts}}</th><td class="drawn">{{> totalBar chart=chart tone=tone text=row.timeChange}}</td><td>{{#with changes.[0]}}{{change}}{{/with}}</td></tr>{{/each}}
{{#if more}}<tr><td colspan="3" class="told">and {{more}} more below</td></tr>{{/if}}</tbody>
{{/each}}</table>
<p class="told">The bar is the change, the line its interval, the band the margin.</p>
</figure>`;
