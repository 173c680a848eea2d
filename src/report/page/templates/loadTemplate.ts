import { documentHead } from './documentHead.ts';

/** A load: verdict, on what, capacity and matrix where there are, then class by class. */
export const loadTemplate: string = /* html */ `${documentHead('hogbench {{command}}: {{headline}}')}<body>
<header>
<p class="kicker">hogbench {{command}} <span>{{startedAt}}</span> <span>run {{runId}}</span></p>
{{#each where}}<p class="where">{{this}}</p>{{/each}}
<h1 class="{{mark.tone}}{{#unless isSound}} incomplete{{/unless}}"><span class="verdict">{{mark.mark}}</span> {{headline}}</h1>
<p class="subline">{{asked}}</p>
{{#if reasons}}<ul>{{#each reasons}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
{{#each cautions}}<p class="caution">{{this}}</p>{{/each}}
{{#if moreCautions}}<p class="hint">and {{moreCautions}} more, in the JSON report</p>{{/if}}
</header>
<main>
{{#if rules}}<section>
<h2 id="gate">{{rules.title}}</h2>
{{#if rules.rows}}<div class="scroll" tabindex="0" role="region" aria-label="What rules make of it"><table class="gate">
<thead><tr><th scope="col">Gate</th><th scope="col">Of</th><th scope="col">Expected</th><th scope="col">Found</th><th scope="col">By</th></tr></thead>
<tbody>{{#each rules.rows}}<tr><td><span class="verdict {{tone}}">{{mark}} {{state}}</span></td><td>{{subject}}</td><td data-label="expected">{{expected}}</td><td data-label="found">{{found}}</td><td data-label="by">{{by}}</td></tr>{{/each}}</tbody></table></div>{{/if}}
{{#if rules.more}}<p class="hint">and {{rules.more}} more, in the JSON report</p>{{/if}}
</section>{{/if}}
{{#if capacities}}<section>
<h2 id="capacity">Capacity</h2>
{{#if ratio}}<p class="answer"><b>{{ratio}}</b></p>{{/if}}{{#if costRatio}}<p class="answer"><b>{{costRatio}}</b></p>{{/if}}
{{#each capacities}}{{> capacity this}}{{/each}}
</section>{{/if}}
{{#if matrix}}<section>
<h2 id="matrix">Each class alone, and beside others</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Each class alone, and beside others"><table class="heated">
<thead><tr><th scope="col">class</th><th scope="col">where</th>{{#each matrix.titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each matrix.rows}}<tr><th scope="row">{{name}}</th><td>{{company}}</td>{{#each cells}}{{#if this}}<td class="heat{{heat}}">{{figure}}{{#if toAlone}} <b>{{toAlone}}</b>{{/if}}{{#if mark}} <span class="verdict {{mark.tone}}">{{mark.mark}} {{mark.word}}</span>{{/if}}</td>{{else}}<td>-</td>{{/if}}{{/each}}</tr>
{{/each}}</tbody></table></div>
<p class="hint">Latency with its 95% interval, and against the same class alone with the same scheduling. The warmer a cell, the more is lost: from 1.1x, 1.5x, 2.5x and 5x on.</p>
</section>{{/if}}
{{#each trials}}<section>
<h2 id="{{anchor}}">{{title}}</h2>
{{#if plan}}<p class="hint">{{plan}}</p>{{/if}}
{{> classTable rows=rows titles=../classTitles}}
<ul class="plain state">{{#each state}}<li>{{this}}</li>{{/each}}</ul>
{{#each classes}}{{> loadClass this}}{{/each}}
{{#if moreClasses}}<p class="hint">and {{moreClasses}} more classes, in the table above</p>{{/if}}
</section>
{{/each}}
{{#if folded}}<details class="others"><summary><h2 id="others">All other trials</h2></summary>
{{#each folded}}<details class="case calm"><summary>{{title}} <small>{{plan}}</small></summary>
{{> classTable rows=rows titles=../classTitles}}
<ul class="plain state">{{#each state}}<li>{{this}}</li>{{/each}}</ul>
</details>
{{/each}}{{#if moreTrials}}<p class="hint">and {{moreTrials}} more, in the JSON report</p>{{/if}}
</details>{{/if}}
<section>
<h2 id="arms">On what, and how</h2>
<p>{{driving}}.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Promises"><table class="arms"><thead><tr><th scope="col">class</th><th scope="col">promise</th></tr></thead><tbody>{{#each promises}}<tr><th scope="row">{{name}}</th><td>{{promise}}</td></tr>{{/each}}</tbody></table></div>
<div class="scroll" tabindex="0" role="group" aria-label="Arms"><table class="arms">
<thead><tr><th scope="col"><span class="unseen">What</span></th>{{#each arms.names}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each arms.rows}}<tr{{#if differs}} class="differs"{{/if}}><th scope="row">{{label}}</th>{{#each values}}<td>{{this}}</td>{{/each}}</tr>{{/each}}</tbody></table></div>
<details class="more"><summary>What else is known of the arms</summary>
<div class="scroll" tabindex="0" role="group" aria-label="What else is known of the arms"><table class="arms"><tbody>{{#each arms.same}}<tr><th scope="row">{{label}}</th>{{#each values}}<td>{{this}}</td>{{/each}}</tr>{{/each}}</tbody></table></div></details>
{{#if notes}}<ul class="notes">{{#each notes}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
<details class="more printed"><summary>How to read it</summary>
<ul class="method"><li>Latency is the time from the moment at which a request was meant to be sent to the last byte of its answer. Waiting in hogbench itself is part of it.</li>
<li>A promise is kept or missed where that is proved at 95% confidence, with the dependence of neighbouring requests reckoned in. All else is undecided.</li>
<li>Where hogbench was late by its own doing, beyond 5% of the tightest promise at p99, nothing is called kept.</li>
<li>Good requests were answered well within every promised time.</li></ul></details>
</section>
</main>
</body>
</html>
`;

/** Figures of every class of a trial. */
export const classTableTemplate: string = /* html */ `<div class="scroll" tabindex="0" role="group" aria-label="Classes"><table class="metrics loads">
<thead><tr><th scope="col">class</th><th scope="col">promise</th>{{#each titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr><th scope="row">{{name}}</th><td><span class="verdict {{mark.tone}}">{{mark.mark}} {{mark.word}}</span></td>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div>
`;

/** A class with its drawings, each of which is told in words too. */
export const loadClassTemplate: string = /* html */ `<article class="case {{tone}}">
<div class="title"><h3>{{name}}</h3><p class="verdict">{{mark.mark}} {{mark.word}}</p><div class="ratio">{{figure}}<small>{{figureName}}</small></div></div>
{{#if promises}}<ul class="plain">{{#each promises}}<li><span class="verdict {{mark.tone}}">{{mark.mark}} {{mark.word}}</span> <b>{{promise}}</b>: {{seen}}</li>{{/each}}</ul>{{/if}}
<div class="views">
{{#if overTime}}{{> overTime overTime}}{{/if}}
{{#if percentiles}}{{> percentiles percentiles}}{{/if}}
</div>
{{#if waiting}}{{> waiting waiting}}{{else}}<p class="hint">Where its time went is not known: the server's log told of no request.</p>{{/if}}
{{#if failures}}<h4>How requests failed</h4>
<div class="scroll" tabindex="0" role="group" aria-label="How requests failed"><table class="metrics"><thead><tr><th scope="col">outcome</th><th scope="col">requests</th><th scope="col">of all</th></tr></thead><tbody>{{#each failures}}<tr><th scope="row">{{name}}</th><td>{{count}}</td><td>{{share}}</td></tr>{{/each}}</tbody></table></div>
{{#if moreFailures}}<p class="hint">and {{moreFailures}} more ways, in the JSON report</p>{{/if}}{{/if}}
</article>
`;

/** What one arm holds, with the curve. */
export const capacityTemplate: string = /* html */ `<article class="case calm">
<div class="title"><h3 class="claimed">{{#if arm}}{{arm}} {{/if}}{{claim}}</h3></div>
<p>{{givesWay}}</p>
<p>{{sustained}}</p>{{#if cost}}<p>{{cost}}</p>{{/if}}
{{#if chart}}{{> curve chart}}{{/if}}
<div class="scroll" tabindex="0" role="group" aria-label="Rates that were tried"><table class="metrics loads">
<thead><tr><th scope="col">rate/s</th><th scope="col">promise</th>{{#each titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr><th scope="row">{{rate}}</th><td><span class="verdict {{mark.tone}}">{{mark.mark}} {{mark.word}}</span></td>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div>
<p class="hint">Of its limit: requests of the nearest class that were not answered well in time, against what is allowed; above 1 its promise is missed.</p>
</article>
`;
