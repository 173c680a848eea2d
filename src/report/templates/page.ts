/** The page: verdict first, then on what, findings, all cases, and how the verdict came about. */
export const pageTemplate: string = /* html */ `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{contentPolicy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>hogbench: {{headline}}</title>
<style>{{style}}</style>
</head>
<body>
<header>
<p class="kicker">hogbench <span>{{startedAt}}</span> <span>run {{runId}}</span></p>
<h1{{#unless isComplete}} class="incomplete"{{/unless}}>{{headline}}</h1>
{{#if subline}}<p class="subline">{{subline}}</p>{{/if}}
<ul class="badges">
{{#each badges}}<li><a class="badge {{tone}}" href="#verdict={{verdict}}" title="{{meaning}}"><b>{{mark}} {{count}}</b> {{word}}</a></li>
{{/each}}
</ul>
<dl class="facts">
{{#each facts}}<div><dt>{{label}}</dt><dd>{{value}}{{#if detail}} <small>{{detail}}</small>{{/if}}</dd></div>
{{/each}}
</dl>
</header>
<main>
<section>
<h2>On what</h2>
{{#if arms.differences}}<p class="caution"><b>≠ The arms differ in:</b> {{arms.differences}}.</p>{{/if}}
<div class="scroll"><table class="arms">
<thead><tr><th scope="col"><span class="unseen">What</span></th>{{#each arms.names}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{> arms rows=arms.rows}}</tbody></table></div>
<details class="more"><summary>What else is known of the arms</summary>
<div class="scroll"><table class="arms"><tbody>{{> arms rows=arms.same}}</tbody></table></div></details>
</section>
{{#if findings}}<section>
<h2>Findings</h2>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
{{#each findings}}<article class="case {{row.verdict.tone}}" id="{{anchor}}">
<div class="title"><p class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</p>
<h3><a href="#{{anchor}}" title="link to this case">{{row.caseId}}</a> <small>{{notes}}</small></h3>
<p class="ratio">{{row.ratio}} {{#if mainLabel}}<small>{{mainLabel}}, {{row.baseline}} → {{row.candidate}}</small>{{/if}}</p></div>
{{> case this}}
</article>
{{/each}}
</section>{{/if}}
{{#if suite}}{{> totals suite}}{{/if}}
{{#if cases}}<section>
<h2 id="all">All {{caseCount}} cases</h2>
<p class="hint">The baseline is a median; the candidate is that median times the ratio of the pairs. The dot is the ratio, the bar its interval, on an axis from half to double; the band is the margin.</p>
{{#if leftOut}}<p class="hint">{{leftOut}}</p>{{/if}}
<form class="controls" id="controls" hidden>
<label>Search <input type="search" id="search" placeholder="name, tag, observation"></label>
<label>Verdict <select id="verdict"><option value="">all</option>{{#each badges}}<option value="{{verdict}}">{{mark}} {{word}}</option>{{/each}}</select></label>
<output id="shown"></output>
</form>
<table class="cases" id="cases">
<thead><tr><th scope="col" data-key="index">Verdict</th><th scope="col" data-key="name">Case</th><th scope="col" data-key="baseline">Baseline</th><th scope="col" data-key="candidate">Candidate</th><th scope="col" data-key="ratio">Ratio</th><th scope="col">Interval</th><th scope="col" data-key="replicates">{{replicatesTitle}}</th></tr></thead>
<tbody>
{{#each cases}}<tr{{#unless isDetailed}} id="{{anchor}}"{{/unless}} data-verdict="{{row.verdict.verdict}}" data-index="{{@index}}" data-name="{{row.caseId}}" data-baseline="{{sortBaseline}}" data-candidate="{{sortCandidate}}" data-ratio="{{sortRatio}}" data-replicates="{{row.replicates}}">
<td class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</td>
<td class="name"><a href="#{{anchor}}">{{row.caseId}}</a> {{notes}}<small>{{#unless isDetailed}}{{reason}} {{/unless}}{{#each tags}}<span>{{key}} {{value}}</span> {{/each}}{{#if row.observation}}<b>{{row.observation}}</b>{{/if}}</small></td>
<td data-label="baseline">{{row.baseline}}</td><td data-label="candidate">{{row.candidate}}</td><td data-label="ratio">{{row.ratio}}</td>
<td class="drawn">{{> bar chart=rowChart tone=row.verdict.tone text=row.interval}}</td>
<td data-label="{{../replicates}}">{{row.replicates}}</td></tr>
{{/each}}
</tbody></table>
</section>{{/if}}
{{#if others}}<section class="others">
<h2>Details of the other cases</h2>
{{#each others}}<details class="case {{row.verdict.tone}}" id="{{anchor}}"><summary><span class="verdict {{row.verdict.tone}}">{{row.verdict.mark}} {{row.verdict.word}}</span> {{row.caseId}} <small>{{notes}}</small></summary>
{{> case this}}
</details>
{{/each}}
</section>{{/if}}
{{#if notes}}<section>
<h2>Notices</h2>
<ul class="notes">{{#each notes}}<li><b>*{{number}} {{level}}:</b> {{text}}{{#each cases}} <a href="#{{anchor}}">{{id}}</a>{{/each}}{{#if more}} and {{more}} more{{/if}}</li>{{/each}}</ul>
</section>{{/if}}
<section>
<h2>How the verdict was reached</h2>
<ul class="method">{{#each method}}<li>{{this}}</li>{{/each}}</ul>
{{#if selfCheck}}<p>{{selfCheck.text}}</p>
{{#if selfCheck.cases}}<details class="more"><summary>What the self-check saw</summary>
<ul class="plain">{{#each selfCheck.cases}}<li><span class="verdict {{word.tone}}">{{word.mark}} {{word.word}}</span> {{of}}: {{reason}}</li>{{/each}}</ul></details>{{/if}}{{/if}}
<dl class="meanings">{{#each badges}}<div><dt class="verdict {{tone}}">{{mark}} {{word}}</dt><dd>{{meaning}}</dd></div>{{/each}}</dl>
</section>
</main>
<script>{{script}}</script>
</body>
</html>
`;
