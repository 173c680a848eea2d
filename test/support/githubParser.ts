import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
  type TemplateParseResult,
} from '@actions/workflow-parser';

/** What GitHub's own parser has against a workflow, its expressions and its jobs; empty for one that it takes. */
export async function workflowTroubles(name: string, content: string): Promise<readonly string[]> {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (parsed.value === undefined) return troubles(parsed);
  const converted = await convertWorkflowTemplate(parsed.context, parsed.value);
  return [...troubles(parsed), ...(converted.errors ?? []).map(({ Message }) => Message)];
}

function troubles({ context, value }: TemplateParseResult): readonly string[] {
  const errors = context.errors.getErrors().map(({ message }) => message);
  return value === undefined && errors.length === 0 ? ['it is empty'] : errors;
}
