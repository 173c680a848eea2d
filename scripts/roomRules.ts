/** What `src/rooms.json` says of a folder of `src` and of the folders below it that have no line of their own. */
export interface Room {
  readonly does: string;
  /** Rooms or folders whose files it may import; `report/*` are all rooms below `report`. Its own it may always. */
  readonly imports: readonly string[];
  /** Packages and modules of Node that it may import. */
  readonly packages: readonly string[];
  /** True where neither the clock nor the process may be asked. */
  readonly pure?: boolean;
  /** What it still imports and should not. */
  readonly yet?: readonly string[];
}

export type Rooms = Readonly<Record<string, Room>>;

const pureGlobals = {
  Date: 'this room never reads the clock.',
  process: 'this room does no I/O.',
  performance: 'this room never reads the clock.',
};

/**
 * The linter's rules, one for each folder: nothing may be imported but what its room names. A folder without a line may import nothing.
 * @param folders every folder below `src` that holds files, as `compare/timing`
 * @throws Error for a line that names neither a room nor a folder
 */
export function roomRules(rooms: Rooms, folders: readonly string[]): readonly object[] {
  for (const name of Object.values(rooms).flatMap(({ imports }) => imports))
    if (covered(rooms, folders, name).length === 0) throw new Error(`src/rooms.json: no folder is called ${name}`);
  const rule = (folder: string): object => {
    const name = roomOf(rooms, folder);
    const room = name === undefined ? undefined : rooms[name];
    if (name === undefined || room === undefined) return importRule([`src/${folder}/*.ts`], [], noLine(folder));
    const named = [...room.imports, ...(room.yet ?? [])].flatMap((one) => covered(rooms, folders, one));
    const own = folders.filter((one) => roomOf(rooms, one) === name);
    const files = [...new Set([...own, ...named])].map((one) => `!${relativeTo(folder, one)}/*.ts`);
    const packages = [...room.packages, ...(room.yet ?? [])].map((one) => `!${one}`);
    const message = `${name} (${room.does}) may import ${[...room.imports, ...room.packages].join(', ') || 'nothing else'}: src/rooms.json.`;
    return importRule([`src/${folder}/*.ts`], [...files, ...packages], message, room.pure);
  };
  const unknown = importRule(['src/*/**/*.ts'], ['!./*.ts'], noLine('this folder'));
  return [unknown, ...folders.map(rule)];
}

/** The table of rooms for people, in Markdown. */
export function roomTable(rooms: Rooms): string {
  const rows = Object.entries(rooms).map(([name, { does, imports, pure }]) => {
    const nothing = imports.length === 0 ? 'nothing' : imports.join(', ');
    return `| \`src/${name}\` | ${does}${pure === true ? '; pure' : ''} | ${nothing} |`;
  });
  return ['| folder | what it does | what it may import |', '|---|---|---|', ...rows].join('\n');
}

/** The longest name that a folder begins with. */
function roomOf(rooms: Rooms, folder: string): string | undefined {
  return Object.keys(rooms)
    .filter((name) => folder === name || folder.startsWith(`${name}/`))
    .sort((one, other) => other.length - one.length)[0];
}

function covered(rooms: Rooms, folders: readonly string[], name: string): readonly string[] {
  if (name.endsWith('/*')) return folders.filter((one) => one.startsWith(name.slice(0, -1)));
  const room = roomOf(rooms, name);
  return folders.filter((one) => (one === name || one.startsWith(`${name}/`)) && roomOf(rooms, one) === room);
}

function relativeTo(from: string, to: string): string {
  if (from === to) return '.';
  const [a, b] = [from.split('/'), to.split('/')];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1;
  const down = b.slice(shared).join('/');
  const up = '../'.repeat(a.length - shared);
  return up === '' ? `./${down}` : `${up}${down}`.replace(/\/$/, '');
}

function noLine(folder: string): string {
  return `${folder} has no line in src/rooms.json: add one, then run npm run rooms.`;
}

function importRule(includes: readonly string[], allowed: readonly string[], message: string, pure = false): object {
  const noRestrictedImports = { level: 'error', options: { patterns: [{ group: ['**', ...allowed], message }] } };
  const noRestrictedGlobals = { level: 'error', options: { deniedGlobals: pureGlobals } };
  return { includes, linter: { rules: { style: { noRestrictedImports, ...(pure ? { noRestrictedGlobals } : {}) } } } };
}
