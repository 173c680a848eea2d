/** What changed between the servers of the arms: what they refuse or answer otherwise is open, the settings are folded. */
export const versionTemplate: string = /* html */ `<section>
<h2 id="versions">{{title}}</h2>
<p>{{servers}}: {{count}}.</p>
{{#if refused}}<ul class="plain">{{#each refused}}<li><a href="#{{anchor}}">{{caseId}}</a> {{text}}</li>{{/each}}</ul>{{/if}}
{{#if results}}<p>{{results}}: {{#each otherResults}}<a href="#{{anchor}}">{{caseId}}</a>{{#unless @last}}, {{/unless}}{{/each}}</p>{{/if}}
{{#if settings}}<details class="more"><summary>{{settingsText}}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Settings that differ in effect"><table class="gate">
<thead><tr><th scope="col">Setting</th><th scope="col">Baseline</th><th scope="col">Candidate</th><th scope="col">Since</th></tr></thead>
<tbody>{{#each settings}}<tr><td><code>{{name}}</code></td><td data-label="baseline">{{baseline}}</td><td data-label="candidate">{{candidate}}</td><td data-label="since">{{why}}</td></tr>{{/each}}</tbody></table></div></details>{{/if}}
</section>`;
