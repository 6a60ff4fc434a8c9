/** Checks a repository's workflows: GitHub's language service, and our own rules. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKnownActions } from './actions.ts';
import { type Finding, inOrder } from './finding.ts';
import { askLanguageService } from './language-service.ts';
import { rules } from './rules.ts';
import type { Surroundings } from './rule.ts';
import { readWorkflow } from './workflow.ts';

/** @param root a folder with `.github` and package.json. */
export async function checkWorkflows(root: string): Promise<{ readonly files: readonly string[]; readonly findings: readonly Finding[] }> {
  const surroundings = await readWorkflows(root);
  const findings = [...(await askLanguageService(surroundings)), ...applyRules(surroundings)].sort(inOrder);
  return { files: [...surroundings.files.keys()], findings };
}

/** All workflows and actions of a repository, and what they may use. */
export async function readWorkflows(root: string): Promise<Surroundings> {
  const found = await Array.fromAsync(glob('.github/{workflows/*,actions/*/action}.{yml,yaml}', { cwd: root }));
  const paths = found.map((path) => path.replaceAll('\\', '/')).sort();
  const workflows = await Promise.all(paths.map(async (path) => readWorkflow(path, await readFile(join(root, path), 'utf8'))));
  return {
    files: new Map(workflows.map((workflow) => [workflow.file, workflow])),
    actions: await readKnownActions(new URL('actions.json', import.meta.url)),
    scripts: await readScripts(join(root, 'package.json')),
  };
}

/** What our own rules find. */
export const applyRules = (surroundings: Surroundings): readonly Finding[] =>
  [...surroundings.files.values()].flatMap((workflow) =>
    rules.flatMap(({ name, check }) =>
      check(workflow, surroundings).map((report): Finding => ({ ...report, file: workflow.file, rule: name })),
    ),
  );

async function readScripts(path: string): Promise<ReadonlySet<string>> {
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
  const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : undefined;
  return new Set(Object.keys(scripts ?? {}));
}
