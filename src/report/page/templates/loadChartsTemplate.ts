/**
 * Drawings that are as wide as their place: lines lie in a drawing of 1,000 across that is stretched, labels and points
 * beside them in percent, so that neither is ever out of shape.
 */
const stretched = (height: number, inside: string): string =>
  /* html */ `<svg width="100%" height="${height}" viewBox="0 0 1000 ${height}" preserveAspectRatio="none">${inside}</svg>`;

const plot = (height: number, levels: string, inside: string): string =>
  /* html */ `<div class="plot" role="img" aria-label="{{caption}}"><svg class="side" width="60" height="${height}">${levels}</svg><svg class="area" height="${height}">${inside}</svg></div>
<p class="told">{{caption}}</p>`;

const latencyLevels = /* html */ `{{#each latencies}}<text x="54" y="{{at}}" dy="4">{{label}}</text>{{/each}}`;

/** A class second by second. */
export const overTimeTemplate: string = /* html */ `<figure><figcaption><b>Over time</b> <span class="key"><i class="line"></i>p50</span> <span class="key"><i class="inner"></i>to p95</span> <span class="key"><i class="outer"></i>to p99</span> <span class="key"><i class="line wanted"></i>offered</span> <span class="key"><i class="line"></i>done</span> <span class="key"><i class="failures"></i>failed</span></figcaption>
${plot(
  236,
  /* html */ `${latencyLevels}{{#each amounts}}<text x="54" y="{{at}}" dy="4">{{label}}{{#if @last}}/s{{/if}}</text>{{/each}}`,
  /* html */ `${stretched(
    218,
    /* html */ `{{#if warmup}}<rect class="warm" x="{{warmup.x}}" y="8" width="{{warmup.width}}" height="206"/>{{/if}}{{#each silent}}<rect class="silent" x="{{x}}" y="8" width="{{width}}" height="206"/>{{/each}}<path class="grid" d="{{#each latencies}}M0 {{at}}H1000{{/each}}"/><path class="axis" d="M0 150H1000M0 214H1000"/><path class="outer" d="{{outer}}"/><path class="inner" d="{{inner}}"/><path class="middle" d="{{middle}}"/>{{#each limits}}<path class="limit" d="M0 {{y}}H1000"/>{{/each}}<path class="failures" d="{{failed}}"/><path class="wanted" d="{{offered}}"/><path class="middle" d="{{done}}"/>`,
  )}{{#each limits}}<text class="start halo" x="4" y="{{y}}" dy="-4">{{label}}</text>{{/each}}{{#each times}}<text x="{{at}}%" y="230">{{label}}</text>{{/each}}`,
)}</figure>
`;

/** Latency by percentile. */
export const percentilesTemplate: string = /* html */ `<figure><figcaption><b>By percentile</b> <span class="key"><i class="line"></i>latency</span> <span class="key"><i class="upright"></i>95% interval</span></figcaption>
${plot(
  218,
  latencyLevels,
  /* html */ `${stretched(
    200,
    /* html */ `<path class="grid" d="{{#each latencies}}M0 {{at}}H1000{{/each}}"/><path class="axis" d="M0 196H1000"/>{{#each promises}}<path class="limit {{tone}}" d="{{path}}"/>{{/each}}<path class="interval" d="{{intervals}}"/><path class="middle" d="{{curve}}"/>`,
  )}{{#each shares}}<line class="axis" x1="{{at}}%" x2="{{at}}%" y1="196" y2="200"/><text{{#if isLast}} class="end"{{/if}} x="{{at}}%" y="213">{{label}}</text>{{/each}}`,
)}</figure>
`;

/** Latency by the rate that was offered, and how much of it was good. */
export const curveTemplate: string = /* html */ `<figure class="wide"><figcaption><b>Latency by rate</b> {{#each classes}}<span class="key"><i class="line dash{{dash}}"></i>{{name}}</span> {{/each}}<span class="key good"><i class="spot"></i>kept</span> <span class="key bad"><i class="spot"></i>missed</span> <span class="key unsure"><i class="spot"></i>undecided</span> <span class="key"><i class="upright"></i>95% interval</span></figcaption>
${plot(
  274,
  /* html */ `${latencyLevels}<text x="54" y="206" dy="4">100%</text><text x="54" y="250" dy="4">good 0%</text>`,
  /* html */ `${stretched(
    254,
    /* html */ `<rect class="warm" x="{{band.x}}" y="20" width="{{band.width}}" height="230"/><path class="knee" d="M{{knee.at}} 16V250"/><path class="grid" d="{{#each latencies}}M0 {{at}}H1000{{/each}}M0 206H1000"/><path class="axis" d="M0 190H1000M0 250H1000"/>{{#each limits}}<path class="limit" d="M0 {{y}}H1000"/>{{/each}}{{#each classes}}<path class="interval" d="{{intervals}}"/><path class="middle dash{{dash}}" d="{{path}}"/>{{/each}}<path class="middle" d="{{good}}"/>`,
  )}<text x="{{knee.x}}%" y="11" class="strong">{{knee.label}}</text>{{#each limits}}<text class="start halo" x="4" y="{{y}}" dy="-4">{{label}}</text>{{/each}}{{#each classes}}{{#each points}}<circle class="spot {{tone}}" cx="{{x}}%" cy="{{y}}" r="3.6"><title>{{title}}</title></circle>{{/each}}{{/each}}{{#each rates}}<text x="{{at}}%" y="267">{{label}}{{#if @last}}/s{{/if}}</text>{{/each}}`,
)}</figure>
`;

/** Where the mean latency went. */
export const waitingTemplate: string = /* html */ `<figure class="wide"><figcaption><b>Where the time went</b> {{whole}} on average, {{sample}}</figcaption>
<svg class="stack" role="img" aria-label="{{caption}}">{{#each parts}}<rect class="{{kind}}" x="{{x}}%" width="{{width}}%" height="100%"/>{{/each}}</svg>
<ul class="parts">{{#each parts}}<li><span class="key"><i class="{{kind}}"></i>{{name}}</span> {{ms}} <small>{{share}}</small></li>{{/each}}</ul>
<p class="told">Of its threads, added up: {{#each running}}{{name}} {{ms}}{{#unless @last}}, {{/unless}}{{/each}}.</p></figure>
`;

/** What the page of a load has beside the report's style. */
export const loadStyle: string = /* css */ `
html { scroll-padding-top: 1rem; }
.where { margin: .1rem 0; color: var(--faint); font-size: .92rem; overflow-wrap: anywhere; }
h1 .verdict { margin-right: .1rem; }
ul.state li::first-letter { text-transform: uppercase; }
h2::first-letter, .claimed::first-letter { text-transform: uppercase; }
h4 { margin: 1.1rem 0 .3rem; font-size: .92rem; font-weight: 600; }
.title .ratio { font-size: 1.15rem; }
.case h3 { max-width: 60rem; }
.loads { width: 100%; }
.loads td:nth-child(2), .loads thead th:nth-child(2) { text-align: left; }
.loads tbody th { overflow-wrap: anywhere; min-width: 6rem; }
.views { margin: 1rem 0; }
figure.wide { max-width: none; margin: 1rem 0; }
.views figure { min-width: 0; }
.plot { display: grid; grid-template-columns: 60px minmax(0, 1fr); }
.plot .side text { text-anchor: end; }
.plot .area { display: block; width: 100%; overflow: visible; }
.plot path, .plot line { vector-effect: non-scaling-stroke; }
.plot .middle { fill: none; stroke: var(--ink); stroke-width: 1.7; stroke-linejoin: round; opacity: 1; }
.plot .wanted { fill: none; stroke: var(--faint); stroke-width: 1.4; stroke-dasharray: 3 2.5; }
.plot .inner { fill: var(--good); fill-opacity: .34; }
.plot .outer { fill: var(--good); fill-opacity: .16; }
.plot .failures { fill: var(--bad); }
.plot .limit { fill: none; stroke: var(--tone, var(--odd)); stroke-width: 1.6; stroke-dasharray: 6 4; }
.plot .warm { fill: var(--line); fill-opacity: .45; }
.plot .silent { fill: var(--bad); fill-opacity: .2; }
.plot .interval { stroke: var(--good); stroke-width: 5; stroke-opacity: .45; }
.plot .knee { stroke: var(--link); stroke-width: 2; }
.plot text.strong { fill: var(--ink); font-weight: 600; }
.plot .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.plot circle.spot { fill: var(--tone); stroke: var(--paper); stroke-width: 1; }
.plot .dash1 { stroke-dasharray: 7 3; } .plot .dash2 { stroke-dasharray: 2 3; } .plot .dash3 { stroke-dasharray: 9 3 2 3; }
.key { display: inline-block; max-width: 100%; white-space: normal; }
.heated td, .heated th { overflow-wrap: anywhere; }
.key i { display: inline-block; width: 1.1rem; height: .7rem; margin-right: .35rem; }
.key i.line { height: 0; border-top: 2px solid var(--ink); vertical-align: .22rem; }
.key i.line.wanted { border-top: 2px dashed var(--faint); }
.key i.dash1 { border-top-style: dashed; } .key i.dash2, .key i.dash3 { border-top-style: dotted; }
.key i.inner { background: color-mix(in srgb, var(--good) 50%, var(--paper)); }
.key i.outer { background: color-mix(in srgb, var(--good) 16%, var(--paper)); }
.key i.failures { background: var(--bad); }
.key i.upright { width: 5px; background: color-mix(in srgb, var(--good) 45%, var(--paper)); }
.key i.spot { width: .6rem; height: .6rem; border-radius: 50%; background: var(--tone); }
.stack { display: block; width: 100%; height: 1.5rem; }
.stack rect { stroke: var(--paper); stroke-width: 1; }
.own { fill: var(--unsure); background: var(--unsure); } .slots { fill: var(--odd); background: var(--odd); }
.running { fill: var(--good); background: var(--good); } .between { fill: var(--calm); background: var(--calm); }
.parts { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: 0; list-style: none; font-size: .88rem; }
.heated th, .heated td { padding: .5rem .9rem; border: 1px solid var(--line); }
.heated td b { display: block; }
.heated .verdict { font-size: .88rem; }
.heat1 { background: color-mix(in srgb, var(--bad) 5%, var(--paper)); }
.heat2 { background: color-mix(in srgb, var(--bad) 10%, var(--paper)); }
.heat3 { background: color-mix(in srgb, var(--bad) 16%, var(--paper)); }
.heat4 { background: color-mix(in srgb, var(--bad) 24%, var(--paper)); }
.heat1 .verdict, .heat2 .verdict, .heat3 .verdict, .heat4 .verdict { color: var(--ink); }
.plot path, .plot rect, .plot circle, .stack rect, .key i { forced-color-adjust: none; }
@media print {
  .others { display: block; }
  .heated td, .stack rect, .key i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
