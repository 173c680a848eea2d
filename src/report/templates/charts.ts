/** One interval on a logarithmic axis, with the margin as a band. */
export const intervalTemplate: string = /* html */ `<svg class="interval" viewBox="0 0 {{chart.width}} 58" role="img" aria-label="{{text}}">
<rect class="band" x="{{chart.bandX}}" y="4" width="{{chart.bandWidth}}" height="34"/>
<path class="axis" d="M0 38H{{chart.width}}"/>
<path class="one" d="M{{chart.oneX}} 2V38"/>
{{#each chart.ticks}}<path class="axis" d="M{{x}} 38v4"/><text x="{{x}}" y="54" text-anchor="middle">{{label}}</text>
{{/each}}
{{#if chart.bar}}<rect class="bar {{tone}}" x="{{chart.bar.x}}" y="18" width="{{chart.bar.width}}" height="6" rx="3"/>{{/if}}
<circle class="point {{tone}}" cx="{{chart.pointX}}" cy="21" r="6"/>
</svg>
`;

/** One interval in a table cell, without an axis of its own. */
export const barTemplate: string = /* html */ `{{#if chart}}<svg viewBox="0 0 {{chart.width}} 16" role="img" aria-label="{{text}}"><title>{{text}}</title><rect class="band" x="{{chart.bandX}}" y="0" width="{{chart.bandWidth}}" height="16"/><path class="one" d="M{{chart.oneX}} 0V16"/>{{#if chart.bar}}<rect class="bar {{tone}}" x="{{chart.bar.x}}" y="6" width="{{chart.bar.width}}" height="4"/>{{/if}}{{#if chart.cutLeft}}<path class="point {{tone}}" d="M0 8l6-5v10z"/>{{/if}}{{#if chart.cutRight}}<path class="point {{tone}}" d="M{{chart.width}} 8l-6-5v10z"/>{{/if}}<circle class="point {{tone}}" cx="{{chart.pointX}}" cy="8" r="3.5"/></svg>{{else}}-{{/if}}`;

/** Both arms of every pair, in the order they ran. */
export const pairsTemplate: string = /* html */ `<figure class="pairs">
<svg viewBox="0 0 {{width}} {{height}}" role="img" aria-label="{{caption}}">
{{#each levels}}<path class="grid" d="M{{../left}} {{y}}H{{../right}}"/><text x="46" y="{{y}}" dy="4" text-anchor="end">{{label}}</text>
{{/each}}
{{#each sessions}}<path class="session" d="M{{x}} 4V146"/><text x="{{textX}}" y="12">{{label}}</text>
{{/each}}
<path class="link" d="{{links}}"/><path class="base" d="{{baseline}}"/><path class="cand" d="{{candidate}}"/>
</svg>
<figcaption><span class="key"><svg viewBox="0 0 10 10" aria-hidden="true"><circle class="base" cx="5" cy="5" r="3.5"/></svg> baseline</span>
<span class="key"><svg viewBox="0 0 10 10" aria-hidden="true"><path class="cand" d="M5 0l5 5-5 5-5-5z"/></svg> candidate</span>
{{caption}}</figcaption>
</figure>
`;
