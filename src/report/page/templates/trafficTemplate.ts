/** What costs most, whose it is, and how much of it says so. */
export const trafficTemplate: string = /* html */ `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{contentPolicy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>hogbench top: {{headline}}</title>
<style>{{style}}</style>
</head>
<body>
<header>
<p class="kicker">hogbench top</p>
<h1>{{headline}}</h1>
<p class="subline">{{where}}</p>
<p class="subline">{{coverage}}</p>
</header>
<main>
<section>
<h2>What costs most</h2>
<div class="scroll" tabindex="0" role="group" aria-label="What costs most"><table class="metrics traffic">
<thead><tr>{{#each titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>
{{#each rows}}<tr><th scope="row">{{name}}</th>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}
</tbody></table></div>
</section>
<section class="others">
<h2>Each of them</h2>
{{#each rows}}<details class="case calm"><summary>{{name}} <small>{{share}}</small></summary>
<ul class="tags">{{#each tags}}<li><span>{{key}}</span> {{value}}</li>{{/each}}</ul>
{{#if failures}}<p class="reason">Failures: {{failures}}</p>{{/if}}
{{#if example}}<p>For instance query_id <code>{{example}}</code></p>{{/if}}
{{#if sql}}<pre>{{sql}}</pre>{{/if}}
</details>
{{/each}}
</section>
<section>
<h2>Attribution</h2>
<p>{{coverage}}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Attribution"><table class="metrics traffic">
<thead><tr>{{#each owners.titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each owners.rows}}<tr><th scope="row">{{name}}</th>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>{{/each}}</tbody></table></div>
</section>
{{#if remarks}}<section><h2>Remarks</h2><ul class="notes">{{#each remarks}}<li>{{this}}</li>{{/each}}</ul></section>{{/if}}
</main>
</body>
</html>
`;
