import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { createTestRemote, lock, type TestClone, testProjects } from '../../git/testing/test-remote.ts';
import type { OpenRepositoryOptions } from '../../git/open-repository.ts';
import { docsFile, jsonSchemaText, validate } from '../../testing/json-schema.ts';
import type { Plan } from '../plan.ts';
import { type Explanation, explanationSchema } from './explanation-schema.ts';

vi.setConfig({ testTimeout: 60_000 });

const file = docsFile('explanation.schema.json');
const schema = await readFile(file, 'utf8').catch(() => '{}');
const packages = { '@angular/core': '22.1.7', dates: '1.0.0', vitest: '4.0.0' };

async function explain(
  clone: TestClone,
  feature = 'calendar',
  options: Partial<OpenRepositoryOptions> = {},
): Promise<Explanation & { readonly plan: Plan }> {
  const repository = await clone.open(options);
  const explanation = await repository.explain(feature);
  expect(validate(schema, explanation)).toEqual([]);
  return { ...explanation, plan: await repository.plan() };
}

test('the documented schema is the one that explanations have; `vitest run <this file> -u` writes it', async () => {
  await expect(await jsonSchemaText(explanationSchema, { id: 'urn:pintag:explanation:1', file })).toMatchFileSnapshot(file);
});

interface Case {
  readonly what: string;
  readonly message: string;
  readonly files: Readonly<Record<string, string>>;
  /** Nothing: it has nothing to do with the feature. */
  readonly says?: object;
}

/** Made one after the other; each writes files of its own, or the lock file as it then is. */
const cases: readonly Case[] = [
  {
    what: 'of its own',
    message: 'feat(calendar): a',
    files: { 'libs/calendar/src/a.ts': '' },
    says: { counts: true, kind: 'own', bump: 'minor', file: 'libs/calendar/src/a.ts' },
  },
  {
    what: 'of a library',
    message: 'feat(ui): a',
    files: { 'libs/shared/ui/src/a.ts': '' },
    says: { counts: true, kind: 'dependency', bump: 'patch', through: ['calendar', 'ui'] },
  },
  {
    what: 'of a shared file',
    message: 'fix: a',
    files: { 'tsconfig.base.json': '' },
    says: { counts: true, kind: 'shared-file', file: 'tsconfig.base.json' },
  },
  {
    what: 'of a package that it needs',
    message: 'fix: a',
    files: { 'package-lock.json': lock({ ...packages, dates: '2.0.0' }) },
    says: { counts: true, kind: 'lock-file', through: ['calendar', 'dates'] },
  },
  {
    what: 'of a package that it does not need',
    message: 'fix: a',
    files: { 'package-lock.json': lock({ ...packages, dates: '2.0.0', vitest: '5.0.0' }) },
    says: { counts: false, why: 'other-packages', file: 'package-lock.json' },
  },
  {
    what: 'of the lock file, by a type that releases nothing',
    message: 'chore: a',
    files: { 'package-lock.json': lock({ ...packages, dates: '3.0.0', vitest: '5.0.0' }) },
    says: { counts: false, why: 'no-release' },
  },
  {
    what: 'whose type releases nothing',
    message: 'docs(calendar): a',
    files: { 'libs/calendar/src/a.ts': '' },
    says: { counts: false, why: 'no-release', file: 'libs/calendar/src/a.ts' },
  },
  {
    what: 'of a library, whose type releases nothing',
    message: 'refactor(ui): a',
    files: { 'libs/shared/ui/src/a.ts': '' },
    says: { counts: false, why: 'no-release', through: ['calendar', 'ui'] },
  },
  {
    what: 'that asks to be skipped',
    message: 'feat(calendar): a [skip release]',
    files: { 'libs/calendar/src/a.ts': '' },
    says: { counts: false, why: 'skipped' },
  },
  {
    what: 'that is not Conventional',
    message: 'Add weeks',
    files: { 'libs/calendar/src/a.ts': '' },
    says: { counts: false, why: 'not-conventional' },
  },
  {
    what: 'of a specification',
    message: 'fix(calendar): a',
    files: { 'libs/calendar/src/a.spec.ts': '' },
    says: {
      counts: false,
      why: 'ignored-files',
      file: 'libs/calendar/src/a.spec.ts',
      glob: '**/*.{spec,test,stories}.{ts,tsx,js,mjs,cjs}',
    },
  },
  {
    what: "of a library's documentation",
    message: 'fix(ui): a',
    files: { 'libs/shared/ui/README.md': '' },
    says: { counts: false, why: 'ignored-files', file: 'libs/shared/ui/README.md', glob: '**/*.md', through: ['calendar', 'ui'] },
  },
  {
    what: 'whose scope names it, with files of another feature',
    message: 'fix(calendar): a',
    files: { 'libs/questionnaire/src/a.ts': '' },
    says: { counts: false, why: 'elsewhere', file: 'libs/questionnaire/src/a.ts', features: ['questionnaire'] },
  },
  {
    what: 'whose scope names it, without any file',
    message: 'fix(calendar): a',
    files: {},
    says: { counts: false, why: 'elsewhere', features: [] },
  },
  { what: 'of another feature', message: 'fix(questionnaire): a', files: { 'libs/questionnaire/src/a.ts': '' } },
  { what: 'of tools', message: 'feat: a', files: { 'tools/a.ts': '', 'README.md': '' } },
];

test('each commit since the last version that has to do with the feature is explained, as the plan has it', async () => {
  const { first } = await createTestRemote();
  const made: (Case & { readonly commit: string })[] = [];
  for (const [number, { files, ...rest }] of cases.entries()) {
    const written = Object.entries(files).map(([path, text]) => [path, text || `${number}`] as const);
    made.push({ ...rest, files, commit: await first.commit(rest.message, Object.fromEntries(written)) });
  }
  await first.push();
  const { commits, unrelated, plan, conclusion, last } = await explain(first, 'calendar', {
    config: { sharedFiles: ['tsconfig.base.json'] },
  });

  expect(commits.map(({ commit }) => made.find((one) => one.commit === commit)?.what)).toEqual(
    made.flatMap(({ what, says }) => (says ? [what] : [])).reverse(),
  );
  for (const { commit, message, says, what } of made) {
    const told = commits.find((one) => one.commit === commit);
    if (says) expect(told, what).toMatchObject({ subject: message, ...says });
  }
  expect(unrelated).toBe(made.filter(({ says }) => !says).length);
  expect(last).toMatchObject({ version: '1.0.0', tag: 'calendar-v1.0.0' });
  expect(conclusion).toMatchObject({ kind: 'release', to: '1.1.0' });
  expect(
    plan.releases.find(({ feature }) => feature === 'calendar')?.reasons.flatMap(({ bump, commit }) => (bump ? [commit] : [])),
  ).toEqual(commits.flatMap(({ counts, commit }) => (counts ? [commit] : [])));
});

test('a commit and its revert cancel each other out, each naming the other', async () => {
  const { first } = await createTestRemote();
  const wrong = await first.commit('feat(calendar): wrong', { 'libs/calendar/src/a.ts': '' });
  const back = await first.commit(`revert: feat(calendar): wrong\n\nThis reverts commit ${wrong}.`, { 'libs/calendar/src/a.ts': null });
  await first.push();

  const { commits, conclusion } = await explain(first);
  expect(commits).toMatchObject([
    { commit: back, counts: false, why: 'revert', by: wrong },
    { commit: wrong, counts: false, why: 'reverted', by: back },
  ]);
  expect(conclusion).toEqual({ kind: 'none', why: 'not-releasing' });
});

test('a revert of what is released counts', async () => {
  const { first } = await createTestRemote();
  const released = await first.git('rev-parse', 'HEAD');
  await first.commit(`revert: feat: two features\n\nThis reverts commit ${released}.`, { 'libs/calendar/src/a.ts': '' });
  await first.push();

  const { commits, conclusion } = await explain(first);
  expect(commits).toMatchObject([{ counts: true, bump: 'patch' }]);
  expect(conclusion).toMatchObject({ kind: 'release', to: '1.0.1' });
});

test('a merge repeats what its commits say', async () => {
  const { first } = await createTestRemote();
  await first.git('switch', '--quiet', '--create', 'topic');
  await first.commit('fix(calendar): a', { 'libs/calendar/src/a.ts': '' });
  await first.git('switch', '--quiet', 'main');
  await first.git('merge', '--quiet', '--no-ff', '--message=Merge branch topic', 'topic');
  await first.push();

  expect((await explain(first)).commits).toMatchObject([{ counts: false, why: 'merge' }, { counts: true }]);
});

test('what the last version has is told as released, back to the version before', async () => {
  const { first } = await createTestRemote();
  const days = await first.commit('feat(calendar): days', { 'libs/calendar/src/days.ts': '' });
  await first.push();
  const repository = await first.open();
  await repository.push((await repository.plan()).releases);
  await first.commit('docs: more');
  await first.push();

  expect(await explain(first)).toMatchObject({
    last: { version: '1.1.0' },
    commits: [],
    unrelated: 1,
    released: { commits: [{ commit: days, subject: 'feat(calendar): days' }], more: 0 },
    conclusion: { kind: 'none', why: 'unchanged' },
  });
});

test('a new feature is told from what its libraries were before', async () => {
  const { first } = await createTestRemote();
  const before = await first.commit('fix(ui): before', { 'libs/shared/ui/src/a.ts': '' });
  const born = await first.commit('feat(menu): begin', { 'libs/menu/src/element.ts': '' });
  await first.push();
  const menu = { name: 'menu', root: 'libs/menu', dependencies: ['ui'], packages: [] };
  const { commits, conclusion, last } = await explain(first, 'menu', { graph: { read: () => Promise.resolve([...testProjects, menu]) } });

  expect(last).toBeUndefined();
  expect(commits.slice(0, 2)).toMatchObject([
    { commit: born, counts: true, kind: 'own' },
    { commit: before, counts: false, why: 'before-feature', through: ['menu', 'ui'] },
  ]);
  expect(conclusion).toMatchObject({ kind: 'release', to: '1.0.0' });
});

test('of several features in one library each file is told with the features that bundle it', async () => {
  const { first } = await createTestRemote();
  const month = { 'libs/calendar/src/month.element.ts': "import './month';\n", 'libs/calendar/src/month.ts': '' };
  const born = await first.commit('feat: month', {
    'libs/calendar/src/element.ts': "import './days';\n",
    'libs/calendar/src/days.ts': '',
    ...month,
  });
  const weeks = await first.commit('fix: weeks', { 'libs/calendar/src/month.ts': "import './weeks';\n", 'libs/calendar/src/weeks.ts': '' });
  const days = await first.commit('fix: days', { 'libs/calendar/src/days.ts': '1\n' });
  const draft = await first.commit('fix: draft', { 'libs/calendar/src/draft.ts': '' });
  await first.push();

  const ofMonth = await explain(first, 'calendar-month');
  expect(ofMonth.commits.slice(0, 4)).toMatchObject([
    { commit: draft, counts: false, why: 'not-bundled', file: 'libs/calendar/src/draft.ts' },
    { commit: days, counts: false, why: 'other-entry', file: 'libs/calendar/src/days.ts', features: ['calendar'] },
    { commit: weeks, counts: true, file: 'libs/calendar/src/month.ts' },
    { commit: born, counts: true },
  ]);
  expect(ofMonth.commits.slice(4)).toMatchObject([{ counts: false, why: 'before-feature' }]);
  expect(ofMonth.conclusion).toMatchObject({ kind: 'release', to: '1.0.0' });

  const ofCalendar = await explain(first, 'calendar');
  expect(ofCalendar.commits).toMatchObject([
    { commit: draft, counts: false, why: 'not-bundled' },
    { commit: days, counts: true },
    { commit: weeks, counts: false, why: 'other-entry', features: ['calendar-month'] },
    { commit: born, counts: true },
  ]);
  expect(ofCalendar.conclusion).toMatchObject({ kind: 'release', to: '1.1.0' });
});

test('what stops a release is in the conclusion, beside commits that would count', async () => {
  const remote = await createTestRemote();
  const { first } = remote;
  await first.commit('fix(calendar): a', { 'libs/calendar/src/a.ts': '' });
  await first.push();
  const other = await remote.clone();
  await other.commit('feat(calendar): b', { 'libs/calendar/src/b.ts': '' });
  await other.push();
  const newer = await other.open();
  await newer.push((await newer.plan()).releases);

  const { commits, conclusion } = await explain(first);
  expect(conclusion).toEqual({ kind: 'none', why: 'superseded', by: 'calendar-v1.1.0' });
  expect(commits).toMatchObject([{ counts: true }]);
});

test('a feature that is not there is refused with those that are', async () => {
  const { first } = await createTestRemote();
  await expect(explain(first, 'calender')).rejects.toMatchObject({
    code: 'PT_FEATURE_UNKNOWN',
    facts: { known: ['calendar', 'questionnaire'] },
  });
});

test('an explanation leaves the plan that is to be pushed as it is', async () => {
  const { first } = await createTestRemote();
  await first.commit('fix: both', { 'libs/calendar/src/a.ts': '', 'libs/questionnaire/src/a.ts': '' });
  await first.push();
  const repository = await first.open();
  const { releases } = await repository.plan();
  await repository.explain('calendar');

  expect((await repository.push(releases)).map(({ status }) => status)).toEqual(['pushed', 'pushed']);
});
