// Pictures of a comment as a pull request shows it, to be looked at, in a folder (default: screenshots):
// npx tsx scripts/commentPictures.ts hogbench-out/report.md FOLDER
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { launchChromium } from '../test/support/chromium.ts';

/** Much like GitHub's, and no more of it than a comment of ours needs. */
const style = `
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#f6f8fa, #151b23); }
body { margin: 16px; font: 14px/1.5 system-ui, sans-serif; background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #f0f6fc) }
h3 { font-size: 1.25em; line-height: 1.25 } a { color: light-dark(#0969da, #4493f8) }
table { border-collapse: collapse; display: block; overflow: auto; margin-bottom: 16px }
td, th { padding: 6px 13px; border: 1px solid var(--line) } tr:nth-child(2n) { background: var(--soft) }
code { font: 85%/1.45 ui-monospace, monospace; padding: .2em .4em; border-radius: 6px; background: light-dark(#818b981f, #656c7633) }
pre { padding: 16px; overflow: auto; border-radius: 6px; background: var(--soft) } pre code { padding: 0; background: none }
details { margin-bottom: 16px } .minus { background: light-dark(#ffebe9, #67060c) } .plus { background: light-dark(#dafbe1, #033a16) }
`;

function page(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  const colored = html.replaceAll(/(<code class="language-diff">)([\s\S]*?)(<\/code>)/g, (_, open, text, close) => {
    const lines = text.split('\n').map((line: string) => {
      const name = { '-': 'minus', '+': 'plus' }[line[0] ?? ''];
      return name === undefined ? line : `<span class="${name}">${line}</span>`;
    });
    return open + lines.join('\n') + close;
  });
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${colored}`;
}

const [path, folder = 'screenshots'] = process.argv.slice(2);
if (path === undefined || !path.endsWith('.md'))
  throw new Error('Which comment? npx tsx scripts/commentPictures.ts hogbench-out/report.md [FOLDER]');
const html = page(await readFile(path, 'utf8'));
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [name, width] of [
      ['comment', 830],
      ['comment-phone', 380],
    ] as const) {
      const shown = await browser.newPage({ viewport: { width, height: 600 }, colorScheme });
      await shown.setContent(html);
      await shown.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
      await shown.close();
    }
} finally {
  await browser.close();
}
