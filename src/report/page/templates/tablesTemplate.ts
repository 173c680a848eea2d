/** What the workload costs: a line for the whole, then one for each value of a tag. */
export const totalsTemplate: string = /* html */ `<section>
<h2 id="costs">What it costs</h2>
<p class="reason">{{sentence}}</p>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
<div class="scroll"><table class="totals">{{> totalsHead axis timeTitle=timeTitle}}<tbody>{{> total whole}}</tbody></table></div>
<div class="folds">{{#each sections}}<details class="more"><summary>By {{tag}}</summary>
<div class="scroll"><table class="totals">{{> totalsHead ../axis timeTitle=../timeTitle}}<tbody>{{#each rows}}{{> total this}}{{/each}}</tbody></table></div>
{{#if more}}<p class="hint">and {{more}} more in the JSON report</p>{{/if}}</details>
{{/each}}</div>
<details class="more"><summary>How to read it</summary><p class="hint">{{weights}} What is drawn is weighted {{timeName}}, candidate over baseline: the bar from 1.00x to the ratio, the line its interval; the band is the margin.
These intervals describe; the verdicts of the cases decide.</p></details>
</section>
`;

/** The columns of its tables. */
export const totalsHeadTemplate: string = /* html */ `<thead><tr><th scope="col"><span class="unseen">Group</span></th><th scope="col">Cases</th><th scope="col">{{timeTitle}}, weighted</th><th scope="col" class="drawn"><span class="unseen">Change, drawn</span>{{> ticks this}}</th><th scope="col">Change</th><th scope="col">CPU time</th><th scope="col">Bytes read</th><th scope="col">Geometric mean</th></tr></thead>`;

/** One line of these tables. */
export const totalTemplate: string = /* html */ `<tr><th scope="row">{{> breakable nameParts}}</th><td>{{row.cases}}</td><td>{{row.time}}</td>
<td class="drawn">{{> totalBar chart=chart tone=tone text=row.timeChange}}</td>
{{#each changes}}<td>{{change}}{{#if reach}}<small>{{reach}}</small>{{/if}}</td>{{/each}}</tr>
`;

/** A name that may break between its parts. */
export const breakableTemplate: string = /* html */ `{{#each this}}{{this}}{{#unless @last}}<wbr>{{/unless}}{{/each}}`;

/** One case in the table of all. `replicates` and `hasCost` come from the page. */
export const rowTemplate: string = /* html */ `<tr{{#unless isDetailed}} id="{{anchor}}"{{/unless}} data-verdict="{{row.verdict.verdict}}" data-baseline="{{sortBaseline}}" data-candidate="{{sortCandidate}}" data-ratio="{{sortRatio}}" data-cost="{{sortCost}}" data-replicates="{{row.replicates}}">
<td class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</td>
<td class="name"><a href="#{{anchor}}">{{row.caseId}}</a> {{notes}}<small>{{#unless isDetailed}}{{reason}} {{/unless}}<span class="tagged">{{#each tags}}<span><i>{{key}}</i> {{value}}</span>{{/each}}</span>{{#if row.observation}}<b>{{row.observation}}</b>{{/if}}</small></td>
<td data-label="baseline">{{row.baseline}}</td><td data-label="candidate">{{row.candidate}}</td><td data-label="ratio">{{row.ratio}}</td>
<td class="drawn">{{> forest chart=rowChart tone=row.verdict.tone text=row.interval}}</td>
{{#if hasCost}}<td data-label="cost">{{cost}}</td>{{/if}}<td data-label="{{replicates}}">{{row.replicates}}</td></tr>
`;

/** What narrows and orders the table of all cases. Without the script the table is whole, and these are not shown. */
export const controlsTemplate: string = /* html */ `<form class="controls" id="controls" hidden>
<label>Search <input type="search" id="search" placeholder="name, tag, observation" maxlength="200"></label>
<label>Verdict <select id="verdict"><option value="">all</option>{{#each badges}}<option value="{{verdict}}">{{mark}} {{word}}</option>{{/each}}</select></label>
{{#if tagChoices}}<label>Tag <select id="tag" title="Several values of one tag: any of them. Several tags: all of them."><option value="">add one</option>{{#each tagChoices}}<optgroup label="{{key}}">{{#each values}}<option value="{{../key}}:{{value}}">{{value}} ({{count}})</option>{{/each}}{{#if more}}<option value="" disabled>and {{more}} more: use the search</option>{{/if}}</optgroup>{{/each}}</select></label>{{/if}}
<label>Sort <select id="sort"><option value="severity">most severe first</option>{{#if hasCost}}<option value="cost">what costs most first</option>{{/if}}<option value="name">by name</option><option value="ratio">by ratio</option><option value="baseline">by baseline</option><option value="candidate">by candidate</option><option value="replicates">by {{replicates}}</option></select></label>
<span id="tags" class="chosen"></span>
<button type="button" id="clear" hidden>show all</button>
</form>
<p class="hint"><output id="shown"></output><span id="view" class="paper"></span></p>
`;

/** Rows of one table that sets the arms side by side. */
export const armsTemplate: string = /* html */ `{{#each rows}}<tr{{#if differs}} class="differs"{{/if}}><th scope="row">{{label}}{{#if differs}} <span class="mark">≠ differs</span>{{/if}}</th>{{#each values}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}`;
