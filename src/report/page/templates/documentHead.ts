/**
 * How every page begins: it may load nothing, sends no referrer, and looks as its reader's system does.
 * @param title with the text of a template in it
 */
export function documentHead(title: string): string {
  return /* html */ `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{contentPolicy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>{{style}}</style>
</head>
`;
}
