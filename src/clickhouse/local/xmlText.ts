/** A piece of a configuration: text, an element by name, or a list that repeats the element it stands under. */
export type XmlNode = string | number | readonly XmlNode[] | { readonly [element: string]: XmlNode };

/** A ClickHouse configuration document. Throws a `RangeError` for a key that cannot be the name of an element. */
export function xmlDocument(content: { readonly [element: string]: XmlNode }): string {
  return `<?xml version="1.0"?>\n${element('clickhouse', content)}\n`;
}

function element(name: string, content: XmlNode): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) throw new RangeError(`"${name}" cannot be the name of an XML element`);
  if (isList(content)) return content.map((each) => element(name, each)).join('');
  return `<${name}>${inside(content)}</${name}>`;
}

function inside(content: Exclude<XmlNode, readonly XmlNode[]>): string {
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .map(([name, each]) => element(name, each))
    .join('');
}

function isList(content: XmlNode): content is readonly XmlNode[] {
  return Array.isArray(content);
}

/** Control characters have no place in XML, not even escaped, and are left out. */
function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}
