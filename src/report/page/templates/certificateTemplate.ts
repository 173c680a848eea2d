import { documentHead } from './documentHead.ts';

export const certificateStyle: string = /* css */ `
.stamp{display:inline-block;border:2px solid;border-radius:6px;padding:.1em .5em;font-weight:700}
.certificate dl{display:grid;grid-template-columns:max-content 1fr;gap:.25em 1.2em;margin:.6em 0}
.certificate dt{font-weight:600}.certificate dd{margin:0}
.signature{display:flex;gap:3em;margin-top:3em}.signature span{flex:1;border-top:1px solid;padding-top:.3em}
@media print{.certificate{break-inside:avoid}}
`;

/** The page for a migration: what is proved of each candidate, what is missing, and who agrees. */
export const certificateTemplate: string = /* html */ `${documentHead('hogbench certify: {{headline}}')}<body>
<header>
<p class="kicker">hogbench certify <span>{{startedAt}}</span> <span>run {{runId}}</span></p>
<h1 class="{{#if certified}}good{{else}}bad{{/if}}"><span class="verdict">{{#if certified}}✓{{else}}✗{{/if}}</span> {{headline}}</h1>
<ul class="plain">{{#each basis}}<li>{{this}}</li>{{/each}}</ul>
</header>
<main>
{{#each arms}}<section class="certificate">
<h2>{{label}} <span class="stamp">{{#if certified}}certified{{else}}not certified{{/if}}</span></h2>
{{#if missing}}<p>Missing:</p><ul>{{#each missing}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
<dl>{{#each facts}}<dt>{{title}}</dt><dd>{{text}}</dd>{{/each}}</dl>
{{#if groups}}<div class="scroll" tabindex="0" role="region" aria-label="Groups of {{label}}"><table>
<thead><tr><th scope="col">Class</th><th scope="col">Cases</th><th scope="col">Time</th><th scope="col"></th></tr></thead>
<tbody>{{#each groups}}<tr><th scope="row">{{name}}</th><td>{{cases}}</td><td>{{total}}</td><td><span class="verdict {{#if isWithin}}good{{else}}bad{{/if}}">{{state}}</span></td></tr>
{{/each}}</tbody></table></div>{{/if}}
{{#each cautions}}<p class="caution">{{this}}</p>{{/each}}
</section>
{{/each}}
<p class="signature"><span>Approved by</span><span>Date</span></p>
</main>
</body>
</html>
`;
