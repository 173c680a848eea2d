/** What the page says before anything is read on: the verdict, of what, all verdicts at a glance, what weakens them. */
export const headTemplate: string = /* html */ `<header>
<p class="kicker">hogbench <span>{{startedAt}}</span> <span>run {{runId}}</span></p>
<dl class="about">{{#each about}}<div><dt>{{label}}</dt> <dd>{{value}}</dd></div> {{/each}}</dl>
<h1{{#unless isComplete}} class="incomplete"{{/unless}}>{{headline}}</h1>
{{#if subline}}<p class="subline">{{subline}}</p>{{/if}}
{{#if bar}}{{> verdictBar bar}}{{/if}}
<ul class="badges">
{{#each badges}}<li><a class="badge {{tone}}" href="#verdict={{verdict}}" title="{{meaning}}"><b>{{mark}} {{count}}</b> {{word}}</a></li>
{{/each}}
</ul>
{{#if answer}}<p class="answer">{{answer}}</p>{{/if}}
{{#if undecided}}<p class="undecided">Undecided: {{undecided}}.{{#if help}} What would help: {{help}}.{{/if}}</p>{{/if}}
{{#if arms.differences}}<p class="caution"><b>≠ The arms differ in:</b> {{arms.differences}}. <a href="#arms">On what it was measured</a></p>{{/if}}
{{#each cautions}}<p class="caution">{{this}}</p>{{/each}}
{{#if moreCautions}}<p class="hint">{{moreCautions}} about single cases: <a href="#notices">notices</a></p>{{/if}}
</header>
<nav class="contents" aria-label="Contents"><ul>{{#each contents}}<li><a href="#{{hash}}">{{title}}</a></li>{{/each}}</ul></nav>
`;

/** All cases as one bar. The links below it say and lead to the same, so the tab key passes it over. */
export const verdictBarTemplate: string = /* html */ `<svg class="verdicts" role="group" aria-label="{{text}}"><g aria-hidden="true">{{#each segments}}<a class="{{tone}}" href="#verdict={{verdict}}" tabindex="-1"><title>{{count}} {{word}}</title><rect class="{{verdict}}" x="{{x}}%" width="{{width}}%" height="100%"/>{{#if label}}<text x="{{middle}}%" y="50%" dy="4">{{label}}</text>{{/if}}</a>{{/each}}</g></svg>
`;

/** What all cases come to. */
export const factsTemplate: string = /* html */ `<dl class="facts">
{{#each facts}}<div><dt>{{label}}</dt><dd>{{value}}{{#if detail}} <small>{{detail}}</small>{{/if}}</dd></div>
{{/each}}
</dl>
`;

/** Their looks; what the page's own style says comes after it. */
export const headStyle: string = /* css */ `
.about { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: .35rem 0 0; font-size: .92rem; }
.about div { overflow-wrap: anywhere; min-width: 0; }
.about dt, .about dd { display: inline; margin: 0; }
.about dt { color: var(--faint); font-size: .86rem; }
.about div:first-child dd { font-weight: 600; }
.contents { position: sticky; top: 0; z-index: 2; margin: 1.2rem -1.5rem 0; padding: 0 1.5rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.contents ul { display: flex; gap: 0 1.3rem; margin: 0; padding: 0; overflow-x: auto; list-style: none; scrollbar-width: thin; }
.contents a { display: block; padding: .5rem 0 .45rem; color: var(--ink); font-size: .86rem; text-decoration: none; white-space: nowrap; }
.contents a:hover { text-decoration: underline; }
.contents a:focus-visible { outline-offset: -3px; }
.verdicts { display: block; width: 100%; height: 1.5rem; margin: 0 0 .6rem; }
.verdicts rect { fill: var(--tone); stroke: var(--paper); stroke-width: 2; }
.verdicts rect.equivalent, .verdicts rect.added, .verdicts rect.removed { fill: var(--line); }
.verdicts rect.inconclusive { fill-opacity: .55; }
.verdicts text { fill: var(--paper); font-size: 12px; font-weight: 600; pointer-events: none; }
.verdicts .inconclusive + text { fill: var(--ink); }
.verdicts .calm text { fill: var(--ink); }
.verdicts a:hover rect { stroke: var(--ink); }
.undecided { margin: .4rem 0 0; max-width: 66rem; color: var(--faint); }
.badges { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; }
.badge { display: inline-block; padding: .2rem .75rem; border: 1px solid var(--line); border-radius: 2rem; color: var(--tone); text-decoration: none; font-size: .9rem; }
.badge:hover { border-color: var(--tone); }
.badge b { font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.4rem, 1fr)); gap: .7rem 1.5rem; margin: 0 0 1.4rem; }
.facts dt { color: var(--faint); font-size: .82rem; }
.facts dd { margin: 0; }
`;
