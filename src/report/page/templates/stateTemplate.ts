/** What the servers did beside the executions: a row a server, and a row a table with its parts over time. */
export const stateTemplate: string = /* html */ `<section>
<h2 id="state">State of the servers</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Servers"><table class="state">
<thead><tr><th scope="col">Arm</th><th scope="col">Readings</th><th scope="col">Merges and mutations</th><th scope="col">Queries of others</th>{{#if hasMissing}}<th scope="col">Not told</th>{{/if}}</tr></thead>
<tbody>{{#each servers}}<tr><th scope="row">{{arm}}</th><td>{{readings}}</td><td>{{work}}</td><td>{{others}}</td>{{#if ../hasMissing}}<td>{{missing}}</td>{{/if}}</tr>{{/each}}</tbody></table></div>
{{#if tables}}<div class="scroll" tabindex="0" role="region" aria-label="Tables"><table class="state">
<thead><tr><th scope="col">Table</th><th scope="col">Arm</th><th scope="col">Parts</th><th scope="col">Over time</th><th scope="col">In the fullest partition</th><th scope="col">Readings with merges or mutations</th>{{#if hasReplication}}<th scope="col">Replication</th>{{/if}}</tr></thead>
<tbody>{{#each tables}}<tr><th scope="row">{{table}}</th><td>{{arm}}</td><td>{{parts}}</td><td>{{#if strip}}<svg class="strip" role="img" aria-label="{{strip.label}}" width="{{strip.width}}" height="{{strip.height}}" viewBox="0 0 {{strip.width}} {{strip.height}}">{{#each strip.bars}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/>{{#if isBusy}}<rect class="busy" x="{{x}}" y="{{../strip.markY}}" width="{{width}}" height="3"/>{{/if}}{{/each}}</svg>{{/if}}</td><td>{{fullest}}</td><td>{{work}}</td>{{#if ../hasReplication}}<td>{{replication}}</td>{{/if}}</tr>{{/each}}</tbody></table></div>
<p class="hint">A bar is the number of parts at a reading; merges or mutations ran at those that are marked. {{more}}</p>{{/if}}
</section>`;
