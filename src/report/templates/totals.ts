/** What the workload costs: a line for the whole, then one for each value of a tag. */
export const totalsTemplate: string = /* html */ `<section>
<h2>What it costs</h2>
<p class="reason">{{sentence}}</p>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
<div class="scroll"><table class="totals">
<thead><tr><th scope="col"><span class="unseen">Group</span></th><th scope="col">Cases</th><th scope="col">Server time, weighted</th><th scope="col">Change</th><th scope="col"><span class="unseen">Interval</span></th><th scope="col">CPU time</th><th scope="col">Bytes read</th><th scope="col">Geometric mean</th></tr></thead>
<tbody>{{> total whole}}</tbody>
{{#each sections}}<tbody><tr><th colspan="8" scope="rowgroup" class="tag">by {{tag}}</th></tr>
{{#each rows}}{{> total this}}{{/each}}{{#if more}}<tr><td colspan="8">and {{more}} more in the JSON report</td></tr>{{/if}}</tbody>
{{/each}}
</table></div>
<p class="hint">Totals are weight × cost of one execution. The drawn interval is that of weighted server time, on an axis {{axis}}; the band is the margin.</p>
</section>
`;

/** One line of that table. */
export const totalTemplate: string = /* html */ `<tr><th scope="row">{{row.name}}</th><td>{{row.cases}}</td><td>{{row.time}}</td><td class="verdict {{tone}}">{{row.timeChange}}</td>
<td class="drawn">{{> bar chart=chart tone=tone text=row.timeChange}}</td>
<td>{{row.cpuChange}}</td><td>{{row.bytesChange}}</td><td>{{row.geometricMean}}</td></tr>
`;
