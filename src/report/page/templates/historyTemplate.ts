import { documentHead } from './documentHead.ts';

/** What stored runs say of one metric over time. */
export const historyTemplate: string = /* html */ `${documentHead('hogbench history: {{headline}}')}<body>
<header>
<p class="kicker">hogbench history <span>{{metric}}</span></p>
<h1>{{headline}}</h1>
<p class="subline">{{scope}}</p>
</header>
<main>
{{#if notes}}<section><h2>What was looked at</h2><ul class="notes">{{#each notes}}<li>{{this}}</li>{{/each}}</ul></section>{{/if}}
<section>
<h2>Over time</h2>
{{#each series}}<article class="case {{tone}}">
<div class="title"><h3>{{name}}</h3><div class="ratio">{{newest}}<small>newest run</small></div></div>
{{#each changes}}<p class="reason {{tone}}"><span class="verdict">{{mark}}</span> {{size}}</p><p class="evidence"><span>{{place}}</span><span>{{agreeing}}</span></p>
{{/each}}{{#if chart}}<figure class="history"><svg viewBox="0 0 {{chart.width}} {{chart.height}}" role="img" aria-label="{{../metric}} of {{name}}: {{chart.caption}}">{{#each chart.changes}}<rect class="{{tone}} place" x="{{x}}" y="6" width="{{width}}" height="134"/>{{/each}}{{#each chart.ticks}}<path class="grid" d="M64 {{y}}H750"/>{{/each}}{{#each chart.events}}<path class="event" d="M{{this}} 6V140"/>{{/each}}{{#each chart.levels}}<path class="level" d="M{{from}} {{y}}H{{to}}"/>{{/each}}{{#each chart.points}}<circle cx="{{x}}" cy="{{y}}" r="2.2"><title>{{title}}</title></circle>{{/each}}{{#each chart.ticks}}<text class="end" x="58" y="{{y}}" dy="4">{{label}}</text>{{/each}}</svg><p class="told">{{chart.caption}}</p></figure>{{/if}}
</article>
{{/each}}
</section>
{{#if events}}<section><h2>Events</h2><ul class="notes">{{#each events}}<li>{{this}}</li>{{/each}}</ul></section>{{/if}}
<section>
<h2 id="runs">Runs</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Runs"><table class="metrics">
<thead><tr><th scope="col">started (UTC)</th><th scope="col">run</th><th scope="col">commit</th><th scope="col">branch</th><th scope="col">total</th><th scope="col">to level</th></tr></thead>
<tbody>{{#each runs}}<tr>{{#each this}}{{#if @first}}<th scope="row">{{this}}</th>{{else}}<td>{{this}}</td>{{/if}}{{/each}}</tr>
{{/each}}</tbody></table></div>
{{#if restRuns}}<p class="hint">{{restRuns}}</p>{{/if}}
</section>
</main>
</body>
</html>
`;

/** What the page of `history` has beside the report's style. */
export const historyStyle: string = /* css */ `
figure.history { max-width: none; }
.history circle { fill: var(--ink); opacity: .55; }
.history .level { stroke: var(--link); stroke-width: 2; fill: none; }
.history .event { stroke: var(--odd); stroke-dasharray: 4 3; fill: none; }
.history .place { fill: var(--tone); opacity: .18; }
th[scope=row] { white-space: nowrap; }
@media screen and (max-width: 44rem) {
  /* The drawing is as wide as the phone, so its labels stand in it, large enough to be read. */
  .history text.end { text-anchor: start; font-size: 24px; paint-order: stroke; stroke: var(--paper); stroke-width: 6px; }
}
.history circle, .history .level, .history .event, .history .place { forced-color-adjust: none; }
`;
