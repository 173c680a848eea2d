/** Shapes and axes that many drawings of the page use by name, so that each is there once. */
export const shapesTemplate: string = /* html */ `<svg class="unseen" width="0" height="0" aria-hidden="true"><defs>
<path id="mark-regressed" class="solid" d="M0-5.5L5.6 4.5H-5.6z"/>
<path id="mark-improved" class="solid" d="M0 5.5L5.6-4.5H-5.6z"/>
<path id="mark-resultChanged" class="stroke" d="M-5-2H5M-5 2H5M3-5.5L-3 5.5"/>
<path id="mark-failed" class="stroke" d="M-4-4L4 4M4-4L-4 4"/>
<path id="mark-unconfirmed" class="stroke" d="M0-5.5L4.6 0 0 5.5-4.6 0z"/>
<path id="mark-inconclusive" class="stroke" d="M-2.2-2.4a2.2 2.2 0 1 1 3 2Q0 .2 0 1.4M0 4.4v.2"/>
<path id="mark-added" class="stroke" d="M-4.5 0h9M0-4.5v9"/>
<path id="mark-removed" class="stroke" d="M-4.5 0h9"/>
<path id="mark-equivalent" class="stroke" d="M-5 1Q-2.5-3 0 0T5-1"/>
<path id="cut-left" class="solid" d="M0 0l6-4.5v9z"/>
<path id="cut-right" class="solid" d="M0 0l-6-4.5v9z"/>
<g id="forest">{{> ground axis}}</g>
{{#if suite}}<g id="totals">{{> ground suite.axis}}</g>{{/if}}
</defs></svg>
`;

/** The margin and the line of no change, as high as what they lie in. */
export const groundTemplate: string = /* html */ `<rect class="band" x="{{band.x}}%" width="{{band.width}}%" height="100%"/><line class="one" x1="{{oneX}}%" x2="{{oneX}}%" y2="100%"/>`;

/** The ticks of an axis, for the head of a column. */
export const ticksTemplate: string = /* html */ `<svg class="ticks" aria-hidden="true">{{#each ticks}}<text x="{{at}}%" y="10">{{label}}</text><line class="axis" x1="{{at}}%" x2="{{at}}%" y1="13" y2="18"/>{{/each}}<line class="axis" x2="100%" y1="17.5" y2="17.5"/></svg>`;

/** A ratio and its interval around the height of 8; ends of the axis that cut it are arrows. */
export const intervalTemplate: string = /* html */ `{{#if bar}}<line class="bar" x1="{{bar.low}}%" x2="{{bar.high}}%" y1="8" y2="8"/>{{/if}}{{#if cutLeft}}<use href="#cut-left" y="8"/>{{/if}}{{#if cutRight}}<use href="#cut-right" x="100%" y="8"/>{{/if}}{{#if isExact}}<rect class="point" x="{{x}}%" y="4.5" width="7" height="7" transform="translate(-3.5)"/>{{else}}<circle class="point" cx="{{x}}%" cy="8" r="3.5"/>{{/if}}`;

/** A row of the forest. */
export const forestTemplate: string = /* html */ `{{#if chart}}<svg class="{{tone}}" role="img"><title>{{text}}</title><use href="#forest"/>{{> interval chart}}</svg>{{else}}-{{/if}}`;

/** A bar from no change to a total's ratio, with its interval. */
export const totalBarTemplate: string = /* html */ `{{#if chart}}<svg class="{{tone}}" role="img"><title>{{text}}</title><use href="#totals"/><rect class="fill" x="{{chart.fill.x}}%" y="3" width="{{chart.fill.width}}%" height="10"/>{{> interval chart}}</svg>{{else}}-{{/if}}`;

/** One interval on an axis of its own. */
export const ownIntervalTemplate: string = /* html */ `<svg class="fluid {{tone}}" height="58" role="img" aria-label="{{text}}">
<svg height="38">{{> ground chart.axis}}</svg><svg y="12" height="16">{{> interval chart}}</svg>
<line class="axis" x2="100%" y1="38" y2="38"/>{{#each chart.axis.ticks}}<line class="axis" x1="{{at}}%" x2="{{at}}%" y1="38" y2="42"/><text x="{{at}}%" y="54">{{label}}</text>{{/each}}
</svg>`;

/** Heights with their labels on the left of the drawing of a case. */
export const levelsTemplate: string = /* html */ `<path class="grid" d="{{#each levels}}M52 {{at}}H394{{/each}}"/><g class="end" transform="translate(46 4)">{{#each levels}}<text y="{{at}}">{{label}}</text>{{/each}}</g>`;

/** Sessions as lines across the drawing of a case. */
export const sessionsTemplate: string = /* html */ `{{#with sessions}}<path class="axis" d="{{lines}}"/><g class="start">{{#each labels}}<text x="{{x}}" y="12">{{label}}</text>{{/each}}</g>{{/with}}`;

/** Both arms of every pair, in the order they ran. */
export const pairsTemplate: string = /* html */ `<figure><figcaption><b>In time order</b> <span class="key baseline">baseline</span> <span class="key candidate">candidate</span></figcaption>
<svg viewBox="0 0 400 150" role="img" aria-label="{{caption}}">{{> levels this}}{{> sessions this}}
<path class="link" d="{{links}}"/><path class="base" d="{{baseline.ranges}}{{baseline.medians}}"/><path class="cand" d="{{candidate.ranges}}{{candidate.medians}}"/>
<path class="base dots" d="{{baseline.dots}}"/><path class="cand dots" d="{{candidate.dots}}"/><path class="edges" d="{{edges}}"/></svg>
<p class="told">{{caption}}</p></figure>
`;

/** Candidate over baseline of every pair, beside the estimate and the margin. */
export const differencesTemplate: string = /* html */ `<figure><figcaption><b>Paired differences</b></figcaption>
<svg class="{{tone}}" viewBox="0 0 400 150" role="img" aria-label="{{chart.caption}}"><rect class="band" x="52" y="{{chart.margin.y}}" width="342" height="{{chart.margin.height}}"/>{{> levels chart}}{{> sessions chart}}
<path class="one" d="M52 {{chart.oneY}}H394"/>{{#with chart.estimate}}<rect class="fill" x="52" y="{{y}}" width="342" height="{{height}}"/><path class="estimate" d="M52 {{lineY}}H394"/>{{/with}}
<path class="pair" d="{{chart.ranges}}"/><path class="pair dots" d="{{chart.dots}}"/><path class="edges" d="{{chart.edges}}"/></svg>
<p class="told">{{chart.caption}}</p></figure>
`;

/** How the times of both arms are distributed: density above, shares below. */
export const distributionTemplate: string = /* html */ `<figure><figcaption><b>Distribution</b> <span class="key baseline line">baseline</span> <span class="key candidate line">candidate</span></figcaption>
<svg viewBox="{{#if hasDensity}}0 0 400 176{{else}}0 76 400 100{{/if}}" role="img" aria-label="{{caption}}"><g class="end">{{#if hasDensity}}<text x="46" y="42">density</text>{{/if}}<text x="46" y="88">100%</text><text x="46" y="122">50%</text><text x="46" y="156">0%</text></g>
<path class="grid" d="M52 84H394M52 118H394"/><path class="axis" d="M52 152H394{{#if hasDensity}}M52 70H394{{/if}}{{#each ticks}}M{{at}} 152v4{{/each}}"/>{{#each ticks}}<text x="{{at}}" y="169">{{label}}</text>{{/each}}
<path class="base" d="{{baseline.density}}{{baseline.share}}"/><path class="cand" d="{{candidate.density}}{{candidate.share}}"/></svg>
<p class="told">{{caption}}</p></figure>
`;
