import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applyRules, checkWorkflows, readWorkflows } from './check-workflows.ts';
import { describeFinding } from './finding.ts';
import { askLanguageService } from './language-service.ts';
import { forGithub } from './planted/for-github.ts';
import { inRights } from './planted/in-rights.ts';
import { inRuns } from './planted/in-runs.ts';
import { inScripts } from './planted/in-scripts.ts';
import { inUses } from './planted/in-uses.ts';
import type { PlantedError } from './planted/planted-error.ts';
import type { Surroundings } from './rule.ts';
import { rules } from './rules.ts';
import { readWorkflow } from './workflow.ts';

const plantedErrors = [...inScripts, ...inUses, ...inRights, ...inRuns, ...forGithub];
const repository = fileURLToPath(new URL('../../../..', import.meta.url));

test('nothing is wrong in the workflows of this repository', async () => {
  const { files, findings } = await checkWorkflows(repository);
  expect(findings.map(describeFinding)).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['.github/workflows/release.yml', '.github/actions/set-up/action.yml']));
});

test.each(plantedErrors)('$rule: $what', async (planted) => {
  const { surroundings, line } = plant(await readWorkflows(repository), planted);

  const findings = planted.rule === 'github' ? await askLanguageService(surroundings) : applyRules(surroundings);

  const told = findings.map(describeFinding);
  const first = told.find((line) => line.includes(` ${planted.rule}: `));
  expect(first).toContain(`.github/${planted.file}:${line} ${planted.rule}: `);
  expect(first).toContain(planted.says);
  const others = findings.filter(({ rule }) => rule !== planted.rule && !planted.also?.includes(rule));
  expect(others.map(describeFinding)).toEqual([]);
});

test('each rule has a planted error', () => {
  const planted = new Set(plantedErrors.map(({ rule }) => rule));
  expect(rules.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
});

/** @throws when the workflow has changed such that the error can't be planted any more. */
function plant(
  whole: Surroundings,
  { file, replace, by, after = '', at = by.split('\n')[0]!, beside }: PlantedError,
): { surroundings: Surroundings; line: number } {
  const path = `.github/${file}`;
  const { source } = whole.files.get(path)!;
  const index = source.indexOf(replace, source.indexOf(after));
  if (!source.includes(after) || index < 0) throw new Error(`${path} has no ${replace} any more.`);
  const planted = source.slice(0, index) + by + source.slice(index + replace.length);
  const files = new Map(whole.files).set(path, readWorkflow(path, planted));
  if (beside) files.set(`.github/${beside[0]}`, readWorkflow(`.github/${beside[0]}`, beside[1]));
  return { surroundings: { ...whole, files }, line: nearest(planted.split('\n'), at, source.slice(0, index).split('\n').length) };
}

/** The line with `text` that is nearest to line `edited`, from 1. */
function nearest(lines: readonly string[], text: string, edited: number): number {
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  const [first] = found.sort((a, b) => Math.abs(a - edited) - Math.abs(b - edited));
  if (first === undefined) throw new Error(`No line has ${text}.`);
  return first;
}
