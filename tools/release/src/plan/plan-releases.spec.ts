import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  createTestRemote,
  lock,
  type TestClone,
  testEnv,
  testGraph,
  testProjects,
  versions,
  watchedGit,
} from '../git/testing/test-remote.ts';
import type { OpenRepositoryOptions } from '../git/open-repository.ts';
import type { Plan } from './plan.ts';

// Real git and real semantic-release: some tests make several releases.
vi.setConfig({ testTimeout: 90_000 });

const planOf = async (clone: TestClone, options: Partial<OpenRepositoryOptions> = {}): Promise<Plan> => {
  const repository = await clone.open(options);
  return repository.plan({ notes: true });
};

/** Plans, pushes everything, and gives the plan. */
async function release(clone: TestClone, options: Partial<OpenRepositoryOptions> = {}): Promise<Plan> {
  const repository = await clone.open(options);
  const plan = await repository.plan();
  expect((await repository.push(plan.releases)).map(({ status }) => status)).toEqual(plan.releases.map(() => 'pushed'));
  await repository.close();
  return plan;
}

test('the first release is 1.0.0 of each feature; then nothing is left to do, at no cost', async () => {
  const { first } = await createTestRemote('new');
  const plan = await release(first);

  expect(versions(plan)).toEqual(['calendar – → 1.0.0', 'questionnaire – → 1.0.0']);
  expect(plan.releases[1]).toMatchObject({
    element: 'pt-questionnaire',
    channel: null,
    tag: 'questionnaire-v1.0.0',
    reasons: [{ kind: 'own', subject: 'feat: two features', bump: 'minor', file: 'libs/questionnaire/src/element.ts' }],
    urls: { entry: '/elements/v1.0.0/questionnaire/main.js', record: '/elements/_records/questionnaire/1.0.0.json' },
  });

  const calls: string[] = [];
  const again = await planOf(first, {
    git: watchedGit((args) => void calls.push(args[0]!)),
    graph: { read: () => Promise.reject(new Error('no graph is needed')) },
  });
  expect(again.releases).toEqual([]);
  expect(again.others).toEqual([
    { feature: 'calendar', version: '1.0.0', why: 'unchanged' },
    { feature: 'questionnaire', version: '1.0.0', why: 'unchanged' },
  ]);
  expect(calls.filter((call) => call === 'clone')).toHaveLength(1);
});

test('each feature gets the bump of its own commits, and a patch from what it depends on, with the reason in plan and notes', async () => {
  const { first } = await createTestRemote();
  await first.commit('feat(questionnaire): rating questions (#7)', { 'libs/questionnaire/src/rating.ts': '' });
  await first.commit('fix(calendar): week start\r\n\r\nBREAKING CHANGE: locale is required\r\n', { 'libs/calendar/src/week.ts': '' });
  await first.commit('feat(ui): round corners', { 'libs/shared/ui/src/index.ts': 'round' });
  await first.commit('feat(questionnaire): only a specification', { 'libs/questionnaire/src/rating.spec.ts': '' });
  await first.commit('Update README', { 'README.md': '' });
  await first.push();
  const plan = await planOf(first);

  expect(versions(plan)).toEqual(['calendar 1.0.0 → 2.0.0', 'questionnaire 1.0.0 → 1.1.0']);
  const [calendar, questionnaire] = plan.releases;
  expect(calendar?.reasons).toMatchObject([
    {
      kind: 'dependency',
      bump: 'patch',
      through: ['calendar', 'ui'],
      file: 'libs/shared/ui/src/index.ts',
      subject: 'feat(ui): round corners',
    },
    { kind: 'own', bump: 'major', subject: 'fix(calendar): week start' },
  ]);
  expect(questionnaire?.reasons.map(({ subject }) => subject)).toEqual([
    'feat(ui): round corners',
    'feat(questionnaire): rating questions (#7)',
  ]);
  expect(questionnaire?.notes).toMatch(/### Features\n\n\* \*\*questionnaire:\*\* rating questions/);
  expect(questionnaire?.notes).toMatch(/### Dependencies\n\n\* \*\*ui:\*\* round corners \(questionnaire → ui\)/);
  expect(calendar?.notes).toContain('BREAKING CHANGES\n\n* **calendar:** locale is required');
  expect(plan.ignored).toMatchObject([{ subject: 'Update README' }]);
});

test('what would break a line or steer a terminal gets from no commit into plan and notes', async () => {
  const { first } = await createTestRemote();
  await first.commit('fix(calendar): week\u2028start\u0085 \u001B[2J\n\nBREAKING CHANGE: locale\u2029is\u001B[31m required', {
    'libs/calendar/src/week.ts': '',
  });
  await first.commit('feat(ui): round\u2028corners\vand \u009B31mred', { 'libs/shared/ui/src/index.ts': 'round' });
  await first.commit('Update\u2028README\fnow', { 'README.md': '' });
  await first.push();
  const plan = await planOf(first);

  expect(versions(plan)).toEqual(['calendar 1.0.0 → 2.0.0', 'questionnaire 1.0.0 → 1.0.1']);
  expect(plan.releases[0]?.reasons.map(({ subject }) => subject)).toEqual([
    'feat(ui): round corners and  31mred',
    'fix(calendar): week start   [2J',
  ]);
  expect(plan.releases[0]?.notes).toMatch(/\* \*\*calendar:\*\* locale is \[31m required/);
  expect(plan.releases[1]?.notes).toContain('**ui:** round corners and  31mred (questionnaire → ui)');
  expect(plan.ignored).toMatchObject([{ subject: 'Update README now' }]);
  const texts = [
    ...plan.releases.map(({ notes }) => notes),
    ...plan.releases.flatMap(({ reasons }) => reasons.map(({ subject }) => subject)),
  ];
  for (const text of texts) expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029]/u);
});

test('a lock-file change is a patch for the features that need the package, and for no other', async () => {
  const { first } = await createTestRemote();
  await first.commit('fix(deps): dates 1.1.0', {
    'package-lock.json': lock({ '@angular/core': '22.1.7', dates: '1.1.0', vitest: '4.1.0' }),
  });
  await first.push();
  const plan = await planOf(first);

  expect(versions(plan)).toEqual(['calendar 1.0.0 → 1.0.1']);
  expect(plan.releases[0]?.reasons).toMatchObject([{ kind: 'lock-file', through: ['calendar', 'dates'], bump: 'patch' }]);
});

test('commits that release nothing are told from no commits, also before the first tag', async () => {
  const { first } = await createTestRemote();
  await first.commit('chore(calendar): tidy up', { 'libs/calendar/src/week.ts': '' });
  await first.commit('chore(seats): begin', { 'libs/seats/src/element.ts': '' });
  await first.push();

  expect(await planOf(first)).toMatchObject({
    releases: [],
    others: [
      { feature: 'calendar', version: '1.0.0', why: 'not-releasing' },
      { feature: 'questionnaire', version: '1.0.0', why: 'unchanged' },
      { feature: 'seats', why: 'not-releasing' },
    ],
  });
});

test('a new feature is released for what its libraries changed since it exists, not before', async () => {
  const { first } = await createTestRemote();
  const seats = { name: 'seats', root: 'libs/seats', dependencies: ['ui'], packages: [] };
  const graph = { read: async () => [...testProjects, seats] };
  await first.commit('fix(ui): before', { 'libs/shared/ui/src/before.ts': '' });
  await first.commit('chore(seats): begin', { 'libs/seats/src/element.ts': '' });
  await first.push();
  const repository = await first.open({ graph });
  expect((await repository.plan({ only: ['seats'] })).others).toEqual([{ feature: 'seats', why: 'not-releasing' }]);
  await first.commit('fix(ui): after', { 'libs/shared/ui/src/after.ts': '' });
  await first.push();

  const plan = await (await first.open({ graph })).plan({ only: ['seats'] });
  expect(versions(plan)).toEqual(['seats – → 1.0.0']);
  expect(plan.releases[0]?.reasons.map(({ subject }) => subject)).toEqual(['fix(ui): after', 'chore(seats): begin']);
});

test('a commit and its revert cancel each other out', async () => {
  const { first } = await createTestRemote();
  const hash = await first.commit('feat(calendar): doubtful', { 'libs/calendar/src/week.ts': '' });
  await first.commit(`Revert "feat(calendar): doubtful"\n\nThis reverts commit ${hash}.`, { 'libs/calendar/src/week.ts': null });
  await first.push();

  expect(await planOf(first)).toMatchObject({
    releases: [],
    others: [{ feature: 'calendar', why: 'not-releasing' }, { feature: 'questionnaire' }],
  });
});

test('a library’s commit and its revert are neither counted nor in the notes', async () => {
  const { first } = await createTestRemote();
  const hash = await first.commit('fix(ui): doubtful', { 'libs/shared/ui/src/doubt.ts': '' });
  await first.commit(`Revert "fix(ui): doubtful"\n\nThis reverts commit ${hash}.`, { 'libs/shared/ui/src/doubt.ts': null });
  await first.push();
  expect((await planOf(first)).others.map(({ why }) => why)).toEqual(['not-releasing', 'not-releasing']);

  await first.commit('fix(ui): sure', { 'libs/shared/ui/src/sure.ts': '' });
  await first.push();
  const [calendar] = (await planOf(first)).releases;
  expect(calendar?.notes).toContain('sure (calendar → ui)');
  expect(calendar?.notes).not.toContain('doubtful');
});

test('planning talks to the remote once, to read, and leaves it as it was, whatever the environment says', async () => {
  const remote = await createTestRemote('new');
  const before = await remote.refs();
  const contacts: unknown[] = [];
  const plan = await planOf(remote.first, {
    env: {
      ...testEnv,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_HEAD_REF: 'topic',
      GITHUB_TOKEN: 'feat',
    },
    git: watchedGit((_, { contact }) => void (contact && contacts.push(contact))),
  });

  expect(versions(plan)).toEqual(['calendar – → 1.0.0', 'questionnaire – → 1.0.0']);
  expect(contacts).toEqual(['fetch']);
  expect(await remote.refs()).toEqual(before);
});

test('nothing in a scratch clone can reach the remote', async () => {
  const remote = await createTestRemote('new');
  const repository = await remote.first.open();
  await repository.push((await repository.plan()).releases);
  const clone = join(remote.first.root, '.pintag/runs', repository.run, 'make-1/calendar/clone');

  const config = await readFile(join(clone, '.git/config'), 'utf8');
  expect(config).toMatch(/\[protocol\]\s+allow = never/);
  await remote.first.git('-C', clone, 'push', `file://${remote.url}`, 'HEAD:refs/tags/stray');
  await expect(remote.first.git('-C', clone, 'push', 'https://example.com/school.git', 'HEAD:refs/tags/stray')).rejects.toThrow(
    /transport 'https' not allowed/,
  );
  expect(await remote.refs()).not.toHaveProperty('refs/tags/stray');
  expect(await readdir(clone)).toEqual(['.git', 'package.json']);
});

test.each([
  ['https://github.com/acme/school.git', 'https://github.com/acme/school/commit/'],
  ['https://x-access-token:secret@github.com/acme/school', 'https://github.com/acme/school/commit/'],
  ['git@github.com:acme/school.git', 'https://github.com/acme/school/commit/'],
  ['ssh://git@github.com/acme/school.git', 'https://github.com/acme/school/commit/'],
])('links in notes are of the real remote: %s', async (url, link) => {
  const remote = await createTestRemote('new');
  await remote.first.git('remote', 'set-url', 'origin', url);
  await remote.first.git('config', `url.${remote.url}.insteadOf`, url);

  const [release] = (await planOf(remote.first)).releases;
  expect(release?.notes).toContain(link);
  expect(release?.notes).not.toContain('secret');
});

test('a prerelease branch numbers its own versions, and merging it releases the version they led to', async () => {
  const { first } = await createTestRemote();
  const branches = ['main', { name: 'next', prerelease: true }];
  await first.git('switch', '--quiet', '--create', 'next');
  await first.commit('feat(calendar): agenda', { 'libs/calendar/src/agenda.ts': '' });
  await first.push('next');
  expect(versions(await release(first, { branches }))).toEqual(['calendar 1.0.0 → 1.1.0-next.1']);
  await first.commit('fix(calendar): agenda', { 'libs/calendar/src/agenda.ts': '2' });
  await first.push('next');
  const second = await release(first, { branches });
  expect(versions(second)).toEqual(['calendar 1.1.0-next.1 → 1.1.0-next.2']);
  expect(second.releases[0]?.channel).toBe('next');

  await first.git('switch', '--quiet', 'main');
  await first.git('merge', '--quiet', '--ff-only', 'next');
  await first.push('main');
  expect(versions(await release(first, { branches }))).toEqual(['calendar 1.0.0 → 1.1.0']);
  expect((await planOf(first, { branches })).others.map(({ why }) => why)).toEqual(['unchanged', 'unchanged']);
});

test('a version of another channel comes to the default one when its branch is merged; only its note is pushed', async () => {
  const remote = await createTestRemote();
  const { first } = remote;
  const branches = ['main', 'next'];
  await first.push('next');
  await first.git('switch', '--quiet', '--create', 'next');
  const agenda = await first.commit('feat(calendar): agenda', { 'libs/calendar/src/agenda.ts': '' });
  await first.push('next');
  expect((await release(first, { branches })).releases).toMatchObject([{ to: '1.1.0', channel: 'next' }]);
  await first.git('switch', '--quiet', 'main');
  await first.git('merge', '--quiet', '--ff-only', 'next');
  await first.push('main');

  const before = await remote.refs();
  const plan = await release(first, { branches });
  expect(plan.releases).toMatchObject([
    { feature: 'calendar', from: '1.0.0', to: '1.1.0', channel: null, promotes: agenda, reasons: [{ kind: 'promotion', commit: agenda }] },
  ]);
  const after = await remote.refs();
  const changed = Object.keys(after).filter((ref) => after[ref] !== before[ref]);
  expect(changed).toEqual(['refs/notes/semantic-release-calendar-v1.1.0']);
  expect((await planOf(first, { branches })).releases).toEqual([]);
});

test('a maintenance branch of one feature releases that feature alone, and does not hinder one of another', async () => {
  const { first } = await createTestRemote();
  const branches = [
    'main',
    { name: 'questionnaire-1.x', range: '1.x', channel: '1.x' },
    { name: 'calendar-1.x', range: '1.x', channel: '1.x' },
  ];
  await first.push('questionnaire-1.x');
  await first.push('calendar-1.x');
  await first.commit('feat!: everything is new', { 'libs/questionnaire/src/a.ts': '', 'libs/calendar/src/a.ts': '' });
  await first.push();
  expect(versions(await release(first, { branches }))).toEqual(['calendar 1.0.0 → 2.0.0', 'questionnaire 1.0.0 → 2.0.0']);

  await first.git('switch', '--quiet', '--create', 'questionnaire-1.x', 'origin/questionnaire-1.x');
  await first.commit('fix: both', { 'libs/questionnaire/src/b.ts': '', 'libs/calendar/src/b.ts': '' });
  await first.push('questionnaire-1.x');
  const plan = await release(first, { branches });
  expect(versions(plan)).toEqual(['questionnaire 1.0.0 → 1.0.1']);
  expect(plan.releases[0]?.channel).toBe('1.x');
  expect(plan.others).toEqual([{ feature: 'calendar', version: '1.0.0', why: 'other-branch' }]);
});

test('a version that the branch may not have fails that feature alone', async () => {
  const { first } = await createTestRemote();
  const branches = ['main', { name: '1.x', range: '1.x' }];
  await first.push('1.x');
  await first.commit('feat!: new', { 'libs/calendar/src/a.ts': '', 'libs/questionnaire/src/a.ts': '' });
  await first.push();
  await release(first, { branches });
  await first.git('switch', '--quiet', '--create', '1.x', 'origin/1.x');
  await first.commit('feat(calendar)!: breaking', { 'libs/calendar/src/b.ts': '' });
  await first.commit('fix(questionnaire): fine', { 'libs/questionnaire/src/b.ts': '' });
  await first.push('1.x');
  const said: string[] = [];
  const plan = await planOf(first, { branches, log: ({ message }) => said.push(message) });

  expect(versions(plan)).toEqual(['questionnaire 1.0.0 → 1.0.1']);
  expect(plan.others).toMatchObject([{ feature: 'calendar', why: 'failed', message: expect.stringContaining('2.0.0') }]);
  expect(said).toEqual([expect.stringContaining('calendar cannot be planned')]);
});

test('foreign tags change nothing', async () => {
  const { first } = await createTestRemote();
  await first.commit('fix(calendar): a', { 'libs/calendar/src/a.ts': '' });
  for (const tag of ['v9.0.0', 'calendar-v9', 'calendar-vv9.0.0', 'calendar-month-v9.0.0', 'deployed']) await first.git('tag', tag);
  await first.git('tag', '--annotate', '--message=x', 'calendar-old-v3.0.0');
  await first.git('push', '--quiet', 'origin', 'main', '--tags');

  expect(versions(await planOf(first))).toEqual(['calendar 1.0.0 → 1.0.1']);
});

test('last versions on lines that do not contain each other leave no commit out', async () => {
  const { first } = await createTestRemote();
  await first.git('switch', '--quiet', '--create', 'topic');
  await first.commit('fix(questionnaire): before a version of the calendar', { 'libs/questionnaire/src/a.ts': '' });
  await first.commit('fix(calendar): released', { 'libs/calendar/src/a.ts': '' });
  await first.git('tag', 'calendar-v1.0.1');
  await first.git('switch', '--quiet', 'main');
  await first.commit('fix(calendar): before a version of the questionnaire', { 'libs/calendar/src/b.ts': '' });
  await first.commit('fix(questionnaire): released', { 'libs/questionnaire/src/b.ts': '' });
  await first.git('tag', 'questionnaire-v1.0.1');
  await first.git('merge', '--quiet', '--no-ff', '--message=Merge topic', 'topic');
  await first.git('push', '--quiet', 'origin', 'main', '--tags');
  const plan = await planOf(first);

  expect(plan.releases.map(({ to, reasons }) => [to, reasons.map(({ subject }) => subject)])).toEqual([
    ['1.0.2', ['fix(calendar): before a version of the questionnaire']],
    ['1.0.2', ['fix(questionnaire): before a version of the calendar']],
  ]);
});

test('the history is read once, and of its merges what may count', async () => {
  const { first } = await createTestRemote();
  await first.git('switch', '--quiet', '--create', 'topic');
  await first.commit('feat(calendar): a', { 'libs/calendar/src/a.ts': '' });
  await first.git('switch', '--quiet', 'main');
  await first.git('merge', '--quiet', '--no-ff', '--message=Merge topic', 'topic');
  await first.push();
  const read = async () => {
    const calls: string[] = [];
    const plan = await planOf(first, { git: watchedGit((args) => void calls.push(args[0]!)) });
    return { plan: versions(plan), calls: calls.filter((call) => ['diff-tree', 'merge-base'].includes(call)) };
  };

  expect(await read()).toEqual({ plan: ['calendar 1.0.0 → 1.1.0'], calls: [] });
  const merge = await first.git('rev-parse', 'HEAD');
  await first.git('revert', '--mainline=1', '--no-commit', 'HEAD');
  await first.commit(`Revert "Merge topic"\n\nThis reverts commit ${merge}.`);
  await first.push();
  expect(await read()).toEqual({ plan: ['calendar 1.0.0 → 1.1.0'], calls: ['diff-tree'] });
});

test('a tag that stands in the way is named', async () => {
  const { first } = await createTestRemote();
  await first.git('switch', '--quiet', '--create', 'topic');
  await first.commit('fix: elsewhere');
  await first.git('tag', 'calendar-v1.0.1');
  await first.git('push', '--quiet', 'origin', 'calendar-v1.0.1');
  await first.git('switch', '--quiet', 'main');
  await first.commit('fix(calendar): a', { 'libs/calendar/src/a.ts': '' });
  await first.push();

  expect((await planOf(first)).others).toMatchObject([
    { feature: 'calendar', why: 'failed', message: expect.stringContaining('calendar-v1.0.1') },
    {},
  ]);
});

test('a checkout behind its remote releases what nobody has released since, and names what superseded the rest', async () => {
  const remote = await createTestRemote();
  const { first } = remote;
  await first.commit('fix: both', { 'libs/calendar/src/a.ts': '', 'libs/questionnaire/src/a.ts': '' });
  await first.push();
  const other = await remote.clone();
  await other.commit('feat(calendar): b', { 'libs/calendar/src/b.ts': '' });
  await other.push();
  const newer = await other.open();
  const theirs = await newer.plan({ only: ['calendar'] });
  await newer.push(theirs.releases);

  const plan = await release(first);
  expect(versions(plan)).toEqual(['questionnaire 1.0.0 → 1.0.1']);
  expect(plan.others).toEqual([{ feature: 'calendar', version: '1.0.0', why: 'superseded', by: 'calendar-v1.1.0' }]);
});

test('only and except choose features, and know which there are', async () => {
  const { first } = await createTestRemote('new');
  const repository = await first.open();

  expect(versions(await repository.plan({ only: ['calendar'] }))).toEqual(['calendar – → 1.0.0']);
  expect(versions(await repository.plan({ except: ['calendar'] }))).toEqual(['questionnaire – → 1.0.0']);
  await expect(repository.plan({ only: ['kalendar'] })).rejects.toMatchObject({
    code: 'PT_FEATURE_UNKNOWN',
    remedy: expect.stringContaining('calendar, questionnaire'),
  });
});

test.each([
  ['a library with no element', 'PT_FEATURE_NO_ELEMENT', 'libs/seats/src/seats.ts'],
  ['two elements of one name', 'PT_FEATURE_TWICE', 'libs/calendar/src/month.element.ts'],
  ['a name that a URL cannot carry', 'PT_FEATURE_NAME', 'libs/v2/src/element.ts'],
])('%s is refused', async (_, code, file) => {
  const { first } = await createTestRemote();
  await first.commit('feat: x', { [file]: '', 'libs/calendar-month/src/element.ts': '' });
  await first.push();

  await expect(planOf(first)).rejects.toMatchObject({ code });
});

test('a pull request is planned as if it were merged, and pushes nothing', async () => {
  const { first } = await createTestRemote();
  await first.git('switch', '--quiet', '--detach');
  await first.commit('feat(calendar): proposed', { 'libs/calendar/src/a.ts': '' });
  const repository = await first.open({ purpose: 'preview', branch: 'main' });
  const plan = await repository.plan();

  expect(versions(plan)).toEqual(['calendar 1.0.0 → 1.1.0']);
  await expect(repository.push(plan.releases)).rejects.toThrow('A preview pushes nothing.');
});

test('the graph is read once, with the rule of which files count', async () => {
  const { first } = await createTestRemote('new');
  const reads: boolean[] = [];
  const graph = {
    read: (_: string, isIgnored: (file: string) => boolean) => (reads.push(isIgnored('libs/a/b.spec.ts')), testGraph.read('', isIgnored)),
  };
  const repository = await first.open({ graph });
  await repository.plan();
  await repository.plan();

  expect(reads).toEqual([true]);
});
