import { documentHead } from './documentHead.ts';

/** What is new, grown, shrunk and gone between two windows of traffic. */
export const changeTemplate: string = /* html */ `${documentHead('hogbench top: {{headline}}')}<body>
<header>
<p class="kicker">hogbench top --against</p>
<h1>{{headline}}</h1>
{{#each windows}}<p class="subline">{{this}}</p>
{{/each}}</header>
<main>
{{#each kinds}}<section>
<h2 id="{{anchor}}">{{text}}</h2>
{{#if rows}}<div class="scroll" tabindex="0" role="group" aria-label="{{text}}"><table class="metrics traffic">
<thead><tr><th scope="col">what</th>{{#each ../titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>
{{#each rows}}<tr id="in-{{anchor}}"><th scope="row">{{#if sql}}<a href="#{{anchor}}">{{name}}</a>{{else}}{{name}}{{/if}}</th>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}
</tbody></table></div>{{/if}}
{{#if more}}<p class="hint">{{more}}</p>{{/if}}
</section>
{{/each}}
<section>
<p class="hint">{{sure}}</p>
{{#if unread}}<p>{{unread}}</p>{{/if}}
</section>
{{#if queries}}<section class="others">
<h2 id="each">A query of each</h2>
{{#each queries}}<details class="case calm"><summary>{{name}} <small>{{kind}}</small></summary>
<div id="{{anchor}}" class="row"><pre>{{sql}}</pre>
<p><a href="#in-{{anchor}}">back to the table</a></p>
</div></details>
{{/each}}
</section>{{/if}}
{{#if remarks}}<section><h2>Remarks</h2><ul class="notes">{{#each remarks}}<li>{{this}}</li>{{/each}}</ul></section>{{/if}}
</main>
</body>
</html>
`;
