import { readFile } from 'node:fs/promises';
import { docsFile, validate } from '@pintag/release/testing/json-schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from './testing/workspace.ts';

let workspace: TestWorkspace;
const explain = (...argv: string[]) => runCommand(['explain', ...argv], { cwd: workspace.root });

beforeAll(async () => {
  workspace = await makeWorkspace();
  const { git, write } = workspace;
  // An Nx that knows the two features and nothing else.
  const graph = 'export const createProjectGraphAsync = async () => ({ nodes: {}, dependencies: {} });\n';
  await write({
    'node_modules/@nx/devkit/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/@nx/devkit/index.js': graph,
    '.gitignore': '.pintag/\nnode_modules/\n',
  });
  await git('push', '--quiet', 'origin', 'HEAD:refs/tags/calendar-v1.0.0');
  const commits: readonly (readonly [message: string, file: string])[] = [
    ['feat(calendar): weeks', 'libs/calendar/src/weeks.ts'],
    ['fix(calendar): its test', 'libs/calendar/src/weeks.spec.ts'],
    ['docs(calendar): a table', 'libs/calendar/src/table.ts'],
    ['tried something', 'libs/calendar/src/tried.ts'],
    ['fix(calendar): steps', 'libs/questionnaire/src/steps.ts'],
    ['feat(questionnaire): more', 'libs/questionnaire/src/more.ts'],
  ];
  for (const [message, file] of commits) {
    await write({ [file]: message });
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
  }
  await git('push', '--quiet', 'origin', 'main');
});
afterAll(() => workspace.remove());

test('each commit is told with what it counts as, or why it does not count; the conclusion comes first', async () => {
  const run = await explain('calendar');

  expect(run.stderr).toBe('');
  expect(run.stdout.replace(/\b[0-9a-f]{8}\b/g, '01234567')).toMatchInlineSnapshot(`
    "calendar  1.0.0 → 1.1.0  minor

    Since calendar-v1.0.0 (01234567), newest first:
      –       01234567         fix(calendar): steps  its scope names calendar, but libs/questionnaire/src/steps.ts is not of it, but of questionnaire
      –       01234567         tried something  it is no Conventional Commit
      –       01234567         docs(calendar): a table  the type docs releases nothing
      –       01234567         fix(calendar): its test  only ignored files: libs/calendar/src/weeks.spec.ts matches **/*.{spec,test,stories}.{ts,tsx,js,mjs,cjs}
      counts  01234567  minor  feat(calendar): weeks  libs/calendar/src/weeks.ts
      and 1 commit that has nothing to do with calendar

    In 1.0.0 already:
      01234567  feat: begin
    "
  `);
});

test('as data it fits the documented schema', async () => {
  const run = await explain('calendar', '--json');

  expect(validate(await readFile(docsFile('explanation.schema.json'), 'utf8'), JSON.parse(run.stdout))).toEqual([]);
  expect(JSON.parse(run.stdout)).toMatchObject({ feature: 'calendar', conclusion: { kind: 'release', to: '1.1.0' }, unrelated: 1 });
});

test('a feature that nothing was done for is told so', async () => {
  await workspace.git('push', '--quiet', 'origin', 'HEAD:refs/tags/questionnaire-v1.0.0');
  const run = await explain('questionnaire');

  expect(run.stdout).toContain('questionnaire stays at 1.0.0: no commit counts for it.');
  expect(run.stdout).toContain('In 1.0.0 already:\n');
});

test('an unknown feature is refused with those that there are', async () => {
  const run = await explain('calender');

  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toMatch(/PT_FEATURE_UNKNOWN[^]*calendar, questionnaire/);
});
