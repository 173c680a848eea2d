/** What rules and allowances make of a comparison: what did not pass is open, the rest is folded. */
export const gateTemplate: string = /* html */ `<section>
<h2 id="gate">Gate: {{counts}}</h2>
{{#if from}}<p class="hint">By {{from}}.</p>{{/if}}
{{#if told}}<div class="scroll" tabindex="0" role="region" aria-label="Findings of the gate">{{> gateTable rows=told}}</div>{{/if}}
{{#if passed}}<details class="more"><summary>{{passedText}}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="What passed">{{> gateTable rows=passed}}</div></details>{{/if}}
{{#if morePassed}}<p class="hint">{{morePassed}}</p>{{/if}}
</section>`;

export const gateTableTemplate: string = /* html */ `<table class="gate">
<thead><tr><th scope="col">Gate</th><th scope="col">Case</th><th scope="col">What</th><th scope="col">Expected</th><th scope="col">Found</th><th scope="col">By</th></tr></thead>
<tbody>{{#each rows}}<tr><td><span class="verdict {{tone}}">{{mark}} {{state}}</span></td><td>{{#if anchor}}<a href="#{{anchor}}">{{subject}}</a>{{else}}{{subject}}{{/if}}</td><td>{{what}}{{#if evidence}}<br><small>{{evidence}}</small>{{/if}}{{#if fix}}<br><small>{{fix}}</small>{{/if}}</td><td data-label="expected">{{expected}}</td><td data-label="found">{{found}}</td><td data-label="by">{{by}}</td></tr>{{/each}}</tbody></table>`;
