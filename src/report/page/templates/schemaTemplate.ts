/** How tables are made otherwise in the candidate, and how large that makes them: what is made alike is folded. */
export const schemaTemplate: string = /* html */ `<section>
<h2 id="tables">{{title}}</h2>
{{#if unknown}}<p>{{unknown}}</p>{{/if}}
{{#each tables}}<details class="more"{{#if differs}} open{{/if}}><summary><code>{{name}}</code>: {{state}}</summary>
{{#if lines}}<ul class="plain">{{#each lines}}<li><code>{{this}}</code></li>{{/each}}</ul>{{/if}}
<div class="scroll" tabindex="0" role="region" aria-label="Sizes of {{name}}"><table class="arms">
<thead><tr><th scope="col"><span class="unseen">What</span></th><th scope="col">Baseline</th><th scope="col">Candidate</th><th scope="col">Change</th></tr></thead>
<tbody>{{#each rows}}<tr{{#if change}} class="differs"{{/if}}><th scope="row">{{label}}</th><td>{{baseline}}</td><td>{{candidate}}</td><td>{{change}}</td></tr>{{/each}}</tbody></table></div>
{{#if remark}}<p class="hint">{{remark}}</p>{{/if}}</details>
{{/each}}
</section>`;
