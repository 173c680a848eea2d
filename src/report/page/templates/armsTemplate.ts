import { documentHead } from './documentHead.ts';

/** Several arms side by side: what each comes to, then case by case. */
export const armsTemplate: string = /* html */ `${documentHead('hogbench ab: {{count}} candidates beside {{baseline}}')}<body>
<header>
<p class="kicker">hogbench ab <span>{{startedAt}}</span> <span>run {{runId}}</span></p>
<h1{{#unless isSound}} class="incomplete"{{/unless}}>{{count}} candidates beside {{baseline}}</h1>
<p class="subline">{{method}}</p>
{{#if cheapest}}<p class="answer"><b>{{cheapest}}</b></p>{{/if}}
{{#each cautions}}<p class="caution">{{this}}</p>{{/each}}
</header>
<main>
<section>
<h2 id="arms">What each comes to</h2>
<div class="scroll" tabindex="0" role="region" aria-label="What each candidate comes to"><table>
<thead><tr><th scope="col">Candidate</th><th scope="col">On</th><th scope="col">Verdict</th><th scope="col">{{totalName}}</th>{{#if cheapest}}<th scope="col">Costs</th>{{/if}}</tr></thead>
<tbody>{{#each arms}}<tr><th scope="row">{{#if page}}<a href="{{page}}">{{label}}</a>{{else}}{{label}}{{/if}}</th><td>{{what}}</td><td><span class="verdict">{{mark}}</span> {{verdict}}</td><td>{{total}}</td>{{#if ../cheapest}}<td>{{day}}</td>{{/if}}</tr>
{{/each}}</tbody></table></div>
</section>
{{#if cases}}<section>
<h2 id="cases">Case by case</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Case by case"><table>
<thead><tr><th scope="col">Case</th>{{#each arms}}<th scope="col">{{label}}</th>{{/each}}</tr></thead>
<tbody>{{#each cases}}<tr><th scope="row">{{caseId}}</th>{{#each cells}}<td>{{#if this}}<span class="verdict {{tone}}">{{mark}} {{word}}</span> {{ratio}}{{else}}-{{/if}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div>
</section>{{/if}}
{{#each changes}}<section>
<h2>{{title}}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="{{title}}"><table>
<thead><tr><th scope="col">What</th><th scope="col">{{../baselineLabel}}</th>{{#each ../arms}}<th scope="col">{{label}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr><th scope="row">{{name}}</th><td>{{baseline}}</td>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div>
{{#if rest}}<p>{{rest}}</p>{{/if}}
</section>{{/each}}
{{#if calm}}<section>
<h2 id="equivalent">Equivalent in every arm</h2>
<details><summary>{{calm.length}} cases</summary><div class="scroll" tabindex="0" role="region" aria-label="Equivalent in every arm"><table>
<thead><tr><th scope="col">Case</th>{{#each arms}}<th scope="col">{{label}}</th>{{/each}}</tr></thead>
<tbody>{{#each calm}}<tr><th scope="row">{{caseId}}</th>{{#each cells}}<td>{{#if this}}{{ratio}}{{else}}-{{/if}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div></details>
</section>{{/if}}
</main>
</body>
</html>
`;
