import type { ComparisonReport } from '../../model/comparison.ts';
import { plural } from '../../text/quantity.ts';
import { schemaTitle, schemaUnknown, schemaWords, type TableWords } from '../words/schemaWords.ts';
import { type VersionWords, versionWords } from '../words/versionWords.ts';
import { caseAnchor } from './caseRowView.ts';
import { type StateView, stateView } from './stateView.ts';

interface CaseLink {
  readonly caseId: string;
  readonly anchor: string;
}

/** What changed between the servers of the arms, with links to the cases. */
interface VersionView extends Omit<VersionWords, 'refused' | 'otherResults'> {
  readonly refused: readonly (CaseLink & { readonly text: string })[];
  readonly otherResults: readonly CaseLink[];
  readonly settingsText: string;
}

/** Null where the arms' servers are the same program. */
function versionView({ versions }: Pick<ComparisonReport, 'versions'>): VersionView | null {
  if (versions === undefined) return null;
  const words = versionWords(versions);
  return {
    ...words,
    refused: words.refused.map((one) => ({ ...one, anchor: caseAnchor(one.caseId) })),
    otherResults: words.otherResults.map((caseId) => ({ caseId, anchor: caseAnchor(caseId) })),
    settingsText: `${plural(words.settings.length, 'setting')}, newest change first`,
  };
}

/** How tables are made otherwise in the candidate. */
interface SchemaView {
  readonly title: string;
  /** That it is not known; empty where it is. */
  readonly unknown: string;
  readonly tables: readonly TableWords[];
}

/** Null where all tables are made alike. */
function schemaView({ schema }: Pick<ComparisonReport, 'schema'>): SchemaView | null {
  if (schema === undefined) return null;
  return { title: schemaTitle, unknown: schema.tables === null ? schemaUnknown : '', tables: schemaWords(schema) };
}

/** What is told beside the queries, of tables, versions and the state of the servers: null each where nothing is. */
export interface ChangesView {
  readonly schema: SchemaView | null;
  readonly versions: VersionView | null;
  readonly state: StateView | null;
}

export function changesView(report: ComparisonReport): ChangesView {
  return { schema: schemaView(report), versions: versionView(report), state: stateView(report) };
}
