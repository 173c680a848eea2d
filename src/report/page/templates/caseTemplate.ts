/** A case that is shown at once, with its title. */
export const findingTemplate: string = /* html */ `<article class="case {{row.verdict.tone}}" id="{{anchor}}">
<div class="title"><p class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</p>
<h3><a href="#{{anchor}}" title="link to this case">{{row.caseId}}</a> <small>{{notes}}</small></h3>
{{#if isCompared}}<p class="ratio">{{row.ratio}} {{#if mainText}}<small>{{mainText}}</small>{{/if}}</p>{{/if}}</div>
{{> case this}}
</article>
`;

/** Everything about one case below its title: the same for a finding and for a folded case. */
export const caseTemplate: string = /* html */ `
{{#if description}}<p class="description">{{description}}</p>{{/if}}
{{#if tagLinks}}<ul class="tags">{{#each tagLinks}}<li><a href="#{{hash}}" title="all cases with this tag"><span>{{key}}</span> {{value}}</a></li>{{/each}}</ul>{{/if}}
<p class="reason">{{reason}}</p>
{{#each cautions}}<p class="caution">{{this}}</p>{{/each}}
{{#if rowDifference}}{{> rowDifference rowDifference}}{{/if}}
{{#if sql.diff}}<details class="more printed"{{#unless sql.sameAs}} open{{/unless}}><summary>What changed in the SQL{{#if sql.sameAs}}: the same as in {{sql.sameAs}}{{/if}}</summary>
{{#each sql.hints}}<p class="hint">{{this}}</p>{{/each}}
{{> diff lines=sql.diff}}</details>{{/if}}
{{#if planDifferences}}<details class="more printed" open><summary>What changed in the plan</summary>
<ul class="observations">{{#each planDifferences}}<li>{{this}}</li>{{/each}}</ul></details>{{/if}}
<div class="claim"><div>
<p class="evidence">Evidence: {{#each evidence}}<span>{{this}}</span>{{/each}}</p>
{{#if observations}}<ul class="observations">{{#each observations}}<li>{{this}}</li>{{/each}}{{#if moreObservations}}<li>{{moreObservations}} among the metrics</li>{{/if}}</ul>{{/if}}
{{#if isClaimed}}{{> ratioFigure this}}{{/if}}
</div>{{#if isClaimed}}{{#if differences}}{{> differences chart=differences tone=row.verdict.tone}}{{/if}}{{/if}}</div>
<div class="folds">
{{#if hasCharts}}<details class="more printed"><summary>{{#if isClaimed}}More charts{{else}}Charts{{/if}}</summary>
<div class="charts">
{{#unless isClaimed}}{{> ratioFigure this}}
{{#if differences}}{{> differences chart=differences tone=row.verdict.tone}}{{/if}}{{/unless}}
{{#if pairs}}{{> pairs pairs}}{{/if}}
{{#if distribution}}{{> distribution distribution}}{{/if}}
</div></details>{{/if}}
{{#if metricsText}}<details class="more printed"><summary>{{metricsText}}</summary>
{{#if metrics}}<div class="scroll"><table class="metrics">
<thead><tr><th scope="col">Metric</th><th scope="col">Baseline</th><th scope="col">Candidate</th><th scope="col">Ratio</th><th scope="col">Interval</th></tr></thead>
<tbody>{{#each metrics}}<tr><th scope="row">{{label}}</th><td>{{baseline}}</td><td>{{candidate}}</td>
{{#if why}}<td colspan="2" class="why">not compared: {{why}}</td>{{else}}<td>{{ratio}}</td><td>{{#if isExact}}<span title="constant in each arm, compared by equality">=</span> exact{{else}}{{interval}}{{/if}}</td>{{/if}}</tr>
{{/each}}</tbody></table></div>{{/if}}
{{#if percentiles}}<div class="scroll"><table class="metrics">
<thead><tr><th scope="col">Server time</th><th scope="col">Baseline</th><th scope="col">Candidate</th></tr></thead>
<tbody>{{#each percentiles}}<tr><th scope="row">{{name}}</th><td>{{baseline}}</td><td>{{candidate}}</td></tr>
{{/each}}</tbody></table></div>{{#if percentileBasis}}<p class="hint">{{percentileBasis}}</p>{{/if}}{{/if}}
{{#if equalMetrics}}<p class="hint">Exactly equal in both arms:</p>
<ul class="plain columns">{{#each equalMetrics}}<li>{{label}} = {{baseline}}</li>{{/each}}</ul>{{/if}}</details>{{/if}}
{{#if plan}}{{> plan plan}}{{/if}}
{{#if sql.text}}<details class="more"><summary>SQL</summary>
{{#each sql.hints}}<p class="hint">{{this}}</p>{{/each}}
<div class="copyable">{{#if sql.isAsSent}}<button type="button" class="copy" aria-label="copy the SQL">copy</button>{{/if}}<pre class="source">{{sql.text}}</pre></div></details>{{/if}}
{{#each sql.sent}}{{> sent this}}{{/each}}
<details class="more printed"><summary>Settings, place, query ids</summary>
{{#if settings}}<div class="scroll"><table class="metrics settings"><thead><tr><th scope="col">Setting or parameter</th>{{#each sources}}<th scope="col">{{arm}}</th>{{/each}}</tr></thead>
<tbody>{{> arms rows=settings}}</tbody></table></div>{{/if}}
<ul class="plain">{{#each sources}}<li>{{arm}}: <code>{{place}}</code>{{#each queryIds}}<br><span class="copyable">query id <code class="source">{{this}}</code> <button type="button" class="copy" aria-label="copy the query id {{this}}">copy</button></span>{{else}}<br>never executed, so there are no query ids{{/each}}</li>{{/each}}
<li>weight {{weight}}</li></ul>
{{#if logStatement}}<div class="lookup"><p class="hint">What the server logged of these executions. On a cluster, read <code>clusterAllReplicas('its name', system.query_log)</code>.</p>
<div class="copyable"><button type="button" class="copy" aria-label="copy the statement">copy</button><pre class="source">{{logStatement}}</pre></div></div>{{/if}}</details>
</div>
`;

/** What the verdict rests on, as one interval. */
export const ratioFigureTemplate: string = /* html */ `{{#if chart}}<figure><figcaption><b>Ratio</b></figcaption>{{> ownInterval chart=chart tone=row.verdict.tone text=chartText}}
{{#unless isClaimed}}<p class="told">{{chartText}}</p>{{/unless}}</figure>{{/if}}`;

/** A text as an arm sent it, to be copied. */
export const sentTemplate: string = /* html */ `<div class="copyable"><details class="more"><summary>SQL of {{arm}}, as sent</summary><pre class="source">{{text}}</pre></details>{{#if isWhole}}<button type="button" class="copy" aria-label="copy the SQL of {{arm}}, as it was sent">copy</button>{{/if}}</div>
`;

/** A text against another, line by line. */
export const diffTemplate: string = /* html */ `<pre class="diff">{{#each lines}}<span class="line" data-sign="{{sign}}">{{sign}} {{#each parts}}{{#if changed}}<mark>{{text}}</mark>{{else}}{{text}}{{/if}}{{/each}}
</span>{{/each}}</pre>`;

/** What the server plans for both arms, and where its time goes; how the plans differ stands above. */
export const planTemplate: string = /* html */ `<details class="more printed"><summary>The plan in full</summary>
{{#if sentence}}<p class="hint">{{sentence}}</p>{{/if}}
{{#if processors}}<div class="scroll"><table class="metrics"><thead><tr><th scope="col">Time by processor</th><th scope="col">Baseline</th><th scope="col">Candidate</th><th scope="col">Ratio</th></tr></thead>
<tbody>{{#each processors}}<tr><th scope="row">{{name}}</th><td>{{baseline}}</td><td>{{candidate}}</td><td>{{ratio}}</td></tr>
{{/each}}</tbody></table></div>
<p class="hint">Of one further execution of each arm, so only large differences tell something.</p>{{/if}}
{{#if diff}}<details class="more"><summary>Both plans, line by line</summary>
{{> diff lines=diff}}</details>{{/if}}
{{#if text}}<details class="more"><summary>The plan</summary><pre>{{text}}</pre></details>{{/if}}
</details>
`;

/** The rows in which the results of a case differ. */
export const rowDifferenceTemplate: string = /* html */ `<details class="more printed" open><summary>Rows that differ</summary>
<p>{{#each sentences}}{{this}} {{/each}}</p>
{{#each tables}}<div class="scroll"><table class="metrics differing"><thead><tr><th scope="col">Arm</th>{{#each columns}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr><th scope="row">{{sign}} {{arm}}</th>{{#each cells}}<td>{{#if differs}}<strong>{{/if}}{{#if isText}}{{text}}{{else}}<em>{{text}}</em>{{/if}}{{#if differs}}</strong>{{/if}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div>{{/each}}</details>`;
