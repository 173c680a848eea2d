import { documentHead } from './documentHead.ts';

/** The page: verdict first, then what needs action, what else was found, an overview, costs, all cases, on what, and how it came about. */
export const pageTemplate: string = /* html */ `${documentHead('hogbench: {{headline}}')}<body>
{{> head this}}<main{{#if isLong}} class="long"{{/if}}>
{{> shapes}}
{{#if gate}}{{> gate gate}}{{/if}}
{{#if action}}<section>
<h2 id="action">What needs action</h2>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
{{#each action}}{{> finding this}}{{/each}}
</section>{{/if}}
{{#if findings}}<section>
<h2 id="found">{{#if action}}What else was found{{else}}What was found{{/if}}</h2>
{{#each findings}}{{> finding this}}{{/each}}
</section>{{/if}}
{{#if overview}}{{> overview this}}{{/if}}
{{#if suite}}{{> totals suite}}{{/if}}{{#if money}}{{> money money}}{{/if}}
{{#if cases}}<section>
<h2 id="all">All {{caseText}}</h2>
<details class="more"><summary>How to read it</summary>
<p class="hint">The baseline is a median; the candidate is that median times the ratio of the {{replicates}}. The dot is the ratio, a square an exact one, and the line its interval; all rows share one axis, an arrow is an interval that goes on beyond its end, and the band is the margin.{{#if hasCost}} The cost is weight × server time of the candidate.{{/if}}</p></details>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
{{> controls this}}
<table class="cases{{#if hasCost}} costed{{/if}}" id="cases">
<thead><tr><th scope="col" data-key="severity">Verdict</th><th scope="col" data-key="name">Case</th><th scope="col" data-key="baseline" data-first="down">Baseline</th><th scope="col" data-key="candidate" data-first="down">Candidate</th><th scope="col" data-key="ratio" data-first="down">Ratio</th><th scope="col" class="drawn">Interval{{> ticks axis}}</th>{{#if hasCost}}<th scope="col" data-key="cost" data-first="down">Cost</th>{{/if}}<th scope="col" data-key="replicates" data-first="down">{{replicatesTitle}}</th></tr></thead>
<tbody>
{{#each cases}}{{> row this replicates=../replicates hasCost=../hasCost}}{{/each}}
</tbody></table>
{{#if rowsWait}}<p class="hint" id="rest">The first {{rowsAtOnce}} of {{caseCount}} are listed; the page's script lists the others.</p>{{/if}}
</section>{{/if}}
{{#if others}}<details class="others"{{#if othersOpen}} open{{/if}}><summary><h2 id="others">Details of {{othersText}}</h2></summary>
<p class="hint" id="filtered" hidden></p>
{{#each others}}<details class="case {{row.verdict.tone}}" id="{{anchor}}"><summary><span class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</span> {{row.caseId}} <small>{{notes}}</small></summary>
{{> case this}}
</details>
{{/each}}
</details>{{/if}}
<section>
<h2 id="arms">On what</h2>
<div class="scroll"><table class="arms">
<thead><tr><th scope="col"><span class="unseen">What</span></th>{{#each arms.names}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{> arms rows=arms.rows}}</tbody></table></div>
<details class="more"><summary>What else is known of the arms</summary>
<div class="scroll"><table class="arms"><tbody>{{> arms rows=arms.same}}</tbody></table></div></details>
</section>
{{#if schema}}{{> schema schema}}{{/if}}
{{#if versions}}{{> versions versions}}{{/if}}
{{#if state}}{{> state state}}{{/if}}
{{#if notes}}<section>
<h2 id="notices">Notices</h2>
<ul class="notes">{{#each notes}}<li><b>*{{number}} {{level}}:</b> {{text}}{{#each cases}} <a href="#{{anchor}}">{{id}}</a>{{/each}}{{#if more}} and {{more}} more{{/if}}</li>{{/each}}</ul>
</section>{{/if}}
<section>
<h2 id="method">How the verdict was reached</h2>
{{#unless overview}}{{> facts this}}{{/unless}}
{{#if selfCheck}}<p>{{selfCheck.text}}</p>
{{#if selfCheck.cases}}<details class="more"><summary>What the self-check saw</summary>
<ul class="plain">{{#each selfCheck.cases}}<li><span class="verdict {{word.tone}}">{{word.mark}} {{word.word}}</span> {{of}}: {{reason}}</li>{{/each}}</ul></details>{{/if}}{{/if}}
<details class="more printed"><summary>Rules, thresholds and what each verdict means</summary>
<ul class="method">{{#each method}}<li>{{this}}</li>{{/each}}<li>More: <code>docs/statistics.md</code> of hogbench; how often it is wrong: <code>docs/calibration.md</code>.</li></ul>
<dl class="meanings">{{#each badges}}<div><dt class="verdict {{tone}}">{{mark}} {{word}}</dt><dd>{{meaning}}</dd></div>{{/each}}</dl></details>
</section>
</main>
<p class="unseen" id="said" role="status"></p>
<script>{{script}}</script>
</body>
</html>
`;
