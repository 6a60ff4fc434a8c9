/** Checks a repository's workflows: GitHub's language service, and our own rules. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKnownActions } from './actions.ts';
import { type Finding, inOrder } from './finding.ts';
import { askLanguageService } from './language-service.ts';
import { rules } from './rules.ts';
import type { Surroundings } from './rule.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

export interface Checked {
  /** Paths of all files that were looked at. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * @param root a folder with `.github` and package.json.
 * @param actions path of the actions that may be used.
 */
export async function checkWorkflows({ root, actions }: { readonly root: string; readonly actions: string }): Promise<Checked> {
  const paths = (await Array.fromAsync(glob('.github/{workflows/*,actions/*/action}.{yml,yaml}', { cwd: root })))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  const workflows = await Promise.all(paths.map(async (path) => readWorkflow(path, await readFile(join(root, path), 'utf8'))));
  const surroundings: Surroundings = {
    files: new Map(workflows.map((workflow) => [workflow.file, workflow])),
    actions: await readKnownActions(actions),
    scripts: await readScripts(join(root, 'package.json')),
  };
  const official = await askLanguageService(workflows, surroundings);
  return { files: paths, findings: [...official, ...workflows.flatMap((workflow) => judge(workflow, surroundings))].sort(inOrder) };
}

/** What our own rules find in one workflow. */
export const judge = (workflow: Workflow, surroundings: Surroundings): readonly Finding[] =>
  rules.flatMap(({ name, check }) =>
    check(workflow, surroundings).map((report): Finding => ({ ...report, file: workflow.file, rule: name })),
  );

async function readScripts(path: string): Promise<ReadonlySet<string>> {
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
  const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : undefined;
  return new Set(Object.keys(scripts ?? {}));
}
