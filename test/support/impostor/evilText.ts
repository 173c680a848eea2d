/** Outside text at its worst: for terminals, job logs, HTML, Markdown, XML and spreadsheets. */
export const evilText: string = [
  '\u001b[31mred\u001b]0;title\u0007',
  '\n::error file=x::injected\n##[error]injected ##vso[task.setvariable variable=a]b ',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  " =cmd|' /C calc'!A0 $\u007b{ github.token }} @everyone [x](javascript:alert(3)) `code` | pipe ",
  '\u202Ertl \u0000nul \u009b31m \u2028 ]]> &amp; "q" \'q\' ',
].join('');
