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
