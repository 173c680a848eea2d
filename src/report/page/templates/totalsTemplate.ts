/** What the workload costs: a line for the whole, then one for each value of a tag. */
export const totalsTemplate: string = /* html */ `<section>
<h2>What it costs</h2>
<p class="reason">{{sentence}}</p>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
<div class="scroll"><table class="totals">{{> totalsHead axis}}<tbody>{{> total whole}}</tbody></table></div>
{{#each sections}}<details class="more"{{#if isOpen}} open{{/if}}><summary>By {{tag}}</summary>
<div class="scroll"><table class="totals">{{> totalsHead ../axis}}<tbody>{{#each rows}}{{> total this}}{{/each}}</tbody></table></div>
{{#if more}}<p class="hint">and {{more}} more in the JSON report</p>{{/if}}</details>
{{/each}}
<p class="hint">{{weights}} What is drawn is weighted server time, candidate over baseline: the bar from 1.00x to the ratio, the line its interval; the band is the margin.
These intervals describe; the verdicts of the cases decide.</p>
</section>
`;

/** The columns of its tables. */
export const totalsHeadTemplate: string = /* html */ `<thead><tr><th scope="col"><span class="unseen">Group</span></th><th scope="col">Cases</th><th scope="col">Server time, weighted</th><th scope="col" class="drawn"><span class="unseen">Change, drawn</span>{{> ticks this}}</th><th scope="col">Change</th><th scope="col">CPU time</th><th scope="col">Bytes read</th><th scope="col">Geometric mean</th></tr></thead>`;

/** One line of these tables. */
export const totalTemplate: string = /* html */ `<tr><th scope="row">{{> breakable nameParts}}</th><td>{{row.cases}}</td><td>{{row.time}}</td>
<td class="drawn">{{> totalBar chart=chart tone=tone text=row.timeChange}}</td>
{{#each changes}}<td>{{change}}{{#if reach}}<small>{{reach}}</small>{{/if}}</td>{{/each}}</tr>
`;

/** A name that may break between its parts. */
export const breakableTemplate: string = /* html */ `{{#each this}}{{this}}{{#unless @last}}<wbr>{{/unless}}{{/each}}`;
