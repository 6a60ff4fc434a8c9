import { readFile } from 'node:fs/promises';
import { docsFile, validate } from '@pintag/release/testing/json-schema';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runCommand } from './testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from './testing/workspace.ts';

let workspace: TestWorkspace;
const explain = (...argv: string[]) => runCommand(['explain', ...argv], { cwd: workspace.root });

/** Where an Nx knows that there are projects, and nothing else. */
async function openWorkspace(): Promise<TestWorkspace> {
  const opened = await makeWorkspace();
  await opened.write({
    'node_modules/@nx/devkit/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/@nx/devkit/index.js': 'export const createProjectGraphAsync = async () => ({ nodes: {}, dependencies: {} });\n',
    '.gitignore': '.pintag/\nnode_modules/\n',
  });
  return opened;
}

async function commit({ git, write }: TestWorkspace, message: string, files: Readonly<Record<string, string>>): Promise<void> {
  await write(files);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', message);
}

beforeAll(async () => {
  workspace = await openWorkspace();
  const { git } = workspace;
  await git('push', '--quiet', 'origin', 'HEAD:refs/tags/calendar-v1.0.0');
  const commits: readonly (readonly [message: string, file: string])[] = [
    ['feat(calendar): weeks', 'libs/calendar/src/weeks.ts'],
    ['fix(calendar): its test', 'libs/calendar/src/weeks.spec.ts'],
    ['docs(calendar): a table', 'libs/calendar/src/table.ts'],
    ['tried something', 'libs/calendar/src/tried.ts'],
    ['fix(calendar): steps', 'libs/questionnaire/src/steps.ts'],
    ['feat(questionnaire): more', 'libs/questionnaire/src/more.ts'],
  ];
  for (const [message, file] of commits) await commit(workspace, message, { [file]: message });
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

test('of features that share a library each commit is told with those that are made of its files', async () => {
  const library = await openWorkspace();
  onTestFinished(() => library.remove());
  const src = 'libs/calendar/src';
  await commit(library, 'feat(calendar): a month', { [`${src}/element.ts`]: "import './month';\n", [`${src}/month.ts`]: '' });
  await commit(library, 'feat(calendar): an agenda', { [`${src}/agenda.element.ts`]: "import './list';\n", [`${src}/list.ts`]: '' });
  await commit(library, 'fix(calendar): weeks', { [`${src}/month.ts`]: 'weeks' });
  await commit(library, 'fix(calendar): a draft', { [`${src}/draft.ts`]: 'draft' });
  await library.git('push', '--quiet', 'origin', 'main');
  const run = await runCommand(['explain', 'calendar-agenda'], { cwd: library.root });

  expect(run.stdout.replace(/\b[0-9a-f]{8}\b/g, '01234567')).toMatchInlineSnapshot(`
    "calendar-agenda  1.0.0 (first release)  minor

    Newest first:
      –       01234567         fix(calendar): a draft  no feature of its library is made of libs/calendar/src/draft.ts
      –       01234567         fix(calendar): weeks  libs/calendar/src/month.ts goes into calendar alone
      counts  01234567  minor  feat(calendar): an agenda  libs/calendar/src/agenda.element.ts
      –       01234567         feat(calendar): a month  calendar-agenda did not exist yet
      –       01234567         feat: begin  calendar-agenda did not exist yet
    "
  `);
});
