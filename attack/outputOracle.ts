/** What an output must not hold, whatever was fed to the program. */
export type OutputForm = 'terminal' | 'html' | 'markdown' | 'junit' | 'csv' | 'json';

/** All but the tab and the end of a line. */
const controlCharacters = /(?![\t\n])\p{Cc}/u;
const overrides = /[\u202a-\u202e\u2066-\u2069]/;
const jobCommands = /^(?:::[\w-]+(?: [^\n]*)?::|##\[|##vso\[)/m;
const stack = /\n\s+at (?:async )?(?:[\w.<>[\] ]+ \()?(?:file:|node:|\/)[^\n]*:\d+:\d+/;
const activeHtml = /<script>alert|<img[^>]*onerror|<iframe|javascript:alert\(\d\)"/i;

/** Everything in a text that should not be there, in words. */
export function dangersIn(text: string, form: OutputForm): readonly string[] {
  const found: string[] = [];
  const look = (pattern: RegExp, what: string): void => {
    const match = pattern.exec(text);
    if (match !== null) found.push(`${what} in ${form}: ${JSON.stringify(around(text, match.index))}`);
  };
  // Lines of CSV end so.
  const lines = form === 'csv' ? text.replaceAll('\r\n', '\n') : text;
  const control = controlCharacters.exec(lines);
  if (control !== null) found.push(`a control character in ${form}: ${JSON.stringify(around(lines, control.index))}`);
  look(overrides, 'an override of direction');
  look(stack, 'a stack trace');
  if (form === 'terminal' || form === 'markdown') look(jobCommands, 'a command to a job runner');
  if (form === 'html' || form === 'markdown') look(activeHtml, 'active HTML');
  if (form === 'csv') found.push(...formulas(text));
  if (form === 'junit') found.push(...xmlTroubles(text));
  if (form === 'json') found.push(...jsonTroubles(text));
  return found;
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 30), at + 60);
}

/** A field that a spreadsheet would compute. A number may have a sign. */
function formulas(text: string): readonly string[] {
  const fields = [...text.matchAll(/(?:^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  const bad = fields.find((one) => /^[=@+\t]|^-(?!\d)/.test(one) && !/^[+-]?[\d.]+(e[+-]?\d+)?%?$/i.test(one));
  return bad === undefined || bad === '-' ? [] : [`a formula in csv: ${JSON.stringify(bad.slice(0, 80))}`];
}

function jsonTroubles(text: string): readonly string[] {
  try {
    JSON.parse(text);
    return [];
  } catch {
    return [`no JSON: ${JSON.stringify(text.slice(0, 60))}`];
  }
}

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\/?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+="[^"<]*")*\s*\/?>/g;

/** Whether XML is well-formed, as far as tags, attributes, references and characters go. */
function xmlTroubles(text: string): readonly string[] {
  const open: string[] = [];
  for (const [tag] of text.matchAll(token)) {
    if (tag.startsWith('<?') || tag.startsWith('<!')) continue;
    const name = /[\w:.-]+/.exec(tag)?.[0] ?? '';
    if (tag.startsWith('</')) {
      if (open.pop() !== name) return [`</${name}> closes nothing in XML`];
    } else if (!tag.endsWith('/>')) open.push(name);
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(tag)) return [`a bare & in ${tag.slice(0, 60)}`];
  }
  if (open.length > 0) return [`<${open.at(-1)}> stays open in XML`];
  const between = text.replace(token, '');
  const bad = /[<]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)|\]\]>/i.exec(between);
  return bad === null ? [] : [`raw ${bad[0]} in XML: ${JSON.stringify(around(between, bad.index))}`];
}
