/** One case in the table of all. `replicates` and `hasCost` come from the page. */
export const rowTemplate: string = /* html */ `<tr{{#unless isDetailed}} id="{{anchor}}"{{/unless}} data-verdict="{{row.verdict.verdict}}" data-baseline="{{sortBaseline}}" data-candidate="{{sortCandidate}}" data-ratio="{{sortRatio}}" data-cost="{{sortCost}}" data-replicates="{{row.replicates}}">
<td class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</td>
<td class="name"><a href="#{{anchor}}">{{row.caseId}}</a> {{notes}}<small>{{#unless isDetailed}}{{reason}} {{/unless}}{{#each tags}}<span><i>{{key}}</i> {{value}}</span>{{/each}}{{#if row.observation}}<b>{{row.observation}}</b>{{/if}}</small></td>
<td data-label="baseline">{{row.baseline}}</td><td data-label="candidate">{{row.candidate}}</td><td data-label="ratio">{{row.ratio}}</td>
<td class="drawn">{{> forest chart=rowChart tone=row.verdict.tone text=row.interval}}</td>
{{#if hasCost}}<td data-label="cost">{{cost}}</td>{{/if}}<td data-label="{{replicates}}">{{row.replicates}}</td></tr>
`;
