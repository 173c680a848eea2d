import { type CiKind, ciFiles, gateScript, usualPlace } from '../src/starter/ciFiles.ts';

/** A stretch of a page of docs/recipes that `hogbench init` writes, too. */
export interface RecipeBlock {
  readonly page: string;
  /** What stands in the marks around it. */
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

function fileOf(kind: CiKind): RecipeBlock {
  const { path, text, isProgram } = ciFiles[kind](usualPlace);
  return { page: kind, name: path, language: isProgram ? 'sh' : 'yaml', text };
}

function additionOf(kind: CiKind, language: string): RecipeBlock {
  const { addition } = ciFiles[kind](usualPlace);
  return { page: kind, name: addition?.to ?? '', language, text: addition?.lines ?? '' };
}

/** Every such stretch. */
export const recipeBlocks: readonly RecipeBlock[] = [
  fileOf('github'),
  fileOf('gitlab'),
  additionOf('gitlab', 'yaml'),
  additionOf('jenkins', 'groovy'),
  { page: 'shell', name: 'ci/hogbench.sh', language: 'sh', text: gateScript(usualPlace) },
];

/** As it stands in its page. */
export function markedBlock({ name, language, text }: RecipeBlock): string {
  return `<!-- init: ${name} -->\n\`\`\`${language}\n${text}\`\`\`\n<!-- end of init -->`;
}
