/** The rows in which the results of a case differ. */
export const rowDifferenceTemplate: string = /* html */ `<details class="more printed" open><summary>Rows that differ</summary>
<p>{{#each sentences}}{{this}} {{/each}}</p>
{{#each tables}}<div class="scroll"><table class="metrics"><thead><tr><th scope="col">Arm</th>{{#each columns}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr><th scope="row">{{sign}} {{arm}}</th>{{#each cells}}<td>{{#if differs}}<strong>{{/if}}{{#if isText}}{{text}}{{else}}<em>{{text}}</em>{{/if}}{{#if differs}}</strong>{{/if}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div>{{/each}}</details>`;
