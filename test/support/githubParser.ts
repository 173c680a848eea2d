import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
  type TemplateParseResult,
} from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';

/** What GitHub's own parser has against a workflow, its expressions and its jobs; empty for one that it takes. */
export async function workflowTroubles(name: string, content: string): Promise<readonly string[]> {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (parsed.value === undefined) return troubles(parsed);
  const converted = await convertWorkflowTemplate(parsed.context, parsed.value);
  return [...troubles(parsed), ...(converted.errors ?? []).map(({ Message }) => Message)];
}

/** The same of an action. */
export function actionTroubles(name: string, content: string): readonly string[] {
  return troubles(parseAction({ name, content }, new NoOperationTraceWriter()));
}

function troubles({ context, value }: TemplateParseResult): readonly string[] {
  const errors = context.errors.getErrors().map(({ message }) => message);
  return value === undefined && errors.length === 0 ? ['it is empty'] : errors;
}
