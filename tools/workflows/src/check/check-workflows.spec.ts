import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applyRules, checkWorkflows, readWorkflows } from './check-workflows.ts';
import { describeFinding } from './finding.ts';
import { askLanguageService } from './language-service.ts';
import { type PlantedError, plantedErrors } from './planted-errors.ts';
import type { Surroundings } from './rule.ts';
import { rules } from './rules.ts';
import { readWorkflow } from './workflow.ts';

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
  expect(told[0]).toContain(`.github/${planted.file}:${line} ${planted.rule}: `);
  expect(told[0]).toContain(planted.says);
  expect(findings.map(({ rule }) => rule)).toEqual(findings.map(() => planted.rule));
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
