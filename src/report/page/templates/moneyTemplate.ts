/** What a day of the arms costs, in sentences, and a table for each tag. */
export const moneyTemplate: string = /* html */ `<section>
<h2 id="money">What a day costs</h2>
{{#each sentences}}<p class="reason">{{this}}</p>
{{/each}}<div class="folds">{{#each sections}}<details class="more"><summary>By {{tag}}</summary>
<div class="scroll"><table><thead><tr><th scope="col"><span class="unseen">Group</span></th><th scope="col">Cases</th><th scope="col">A day</th><th scope="col">Change</th></tr></thead><tbody>{{#each rows}}<tr><th scope="row">{{name}}</th><td>{{cases}}</td><td>{{day}}</td><td>{{change}}</td></tr>{{/each}}</tbody></table></div>
{{#if more}}<p class="hint">and {{more}} more in the JSON report</p>{{/if}}</details>
{{/each}}</div>
</section>
`;
