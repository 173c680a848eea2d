/** Rows of one table that sets the arms side by side. */
export const armsTemplate: string = /* html */ `{{#each rows}}<tr{{#if differs}} class="differs"{{/if}}><th scope="row">{{label}}{{#if differs}} <span class="mark">≠ differs</span>{{/if}}</th>{{#each values}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}`;
