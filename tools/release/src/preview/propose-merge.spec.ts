import { expect, test, vi } from 'vitest';
import { createTestRemote, testEnv, versions, watchedGit } from '../git/testing/test-remote.ts';
import type { OpenRepositoryOptions } from '../git/open-repository.ts';
import { checkOut, openPullRequest, pullRequestEnv } from '../testing/pull-request.ts';

vi.setConfig({ testTimeout: 60_000 });

const calendar = (name: string) => ({ [`libs/calendar/src/${name}.ts`]: name });
const env = { ...testEnv, ...pullRequestEnv };
const preview = { purpose: 'preview', branch: 'main', merge: {}, env } as const;

/** A remote that accepts no push any more, with pull request 7, and a runner's checkout of its merge. */
async function proposed(
  commits: Parameters<typeof openPullRequest>[1],
  { args, base }: { readonly args?: readonly string[]; readonly base?: () => Promise<unknown> } = {},
) {
  const remote = await createTestRemote();
  const pull = await openPullRequest(remote.url, commits);
  await remote.git('config', 'uploadpack.allowFilter', 'true');
  const root = await checkOut(remote.url, { args });
  await base?.();
  await remote.hook('pre-receive', 'echo "you may not push" >&2; exit 1');
  const open = (options: Partial<OpenRepositoryOptions> = {}) => remote.first.open({ root, ...preview, ...options });
  return { ...remote, ...pull, root, open };
}

test("a fork's merge ref is planned without any right at the remote, by one read of it", async () => {
  const { open, merge, commits, refs } = await proposed([
    ['feat(calendar): weeks', calendar('weeks')],
    ['wip', calendar('wip')],
  ]);
  const contacts: string[] = [];
  const before = await refs();
  const repository = await open({ git: watchedGit((_, { contact }) => void (contact && contacts.push(contact))) });
  const plan = await repository.plan();

  expect(repository.merge).toMatchObject({ head: merge, commit: merge, base: { branch: 'main', ahead: 0 } });
  expect([...repository.merge!.commits].sort()).toEqual([...commits, merge].sort());
  expect(versions(plan)).toEqual(['calendar 1.0.0 → 1.1.0']);
  expect(plan.ignored.map(({ subject }) => subject)).toEqual(['wip']);
  expect(contacts).toEqual(['fetch']);
  expect(await refs()).toEqual(before);
});

test.each([
  { title: 'fix(calendar): weeks', planned: ['calendar 1.0.0 → 1.0.1'] },
  { title: 'feat(calendar)!: weeks', planned: ['calendar 1.0.0 → 2.0.0'] },
  { title: 'docs(calendar): weeks', planned: [] },
  { title: 'Weeks\u2028feat: no', planned: [] },
  { title: '-m feat: an option', planned: [] },
])('squashed as "$title", all commits count as that one, with the files that they leave changed', async ({ title, planned }) => {
  const { open, merge } = await proposed([
    ['feat(calendar): weeks', calendar('weeks')],
    ['feat(questionnaire): tried', { 'libs/questionnaire/src/element.ts': 'tried' }],
    ['revert what was tried', { 'libs/questionnaire/src/element.ts': 'export const define = 1;\n' }],
  ]);
  const repository = await open({ merge: { squashTitle: title } });
  const plan = await repository.plan();

  expect(versions(plan)).toEqual(planned);
  expect(repository.merge).toMatchObject({ head: merge, squashTitle: title.replace('\u2028', ' ') });
  expect(repository.merge!.commits).toEqual(new Set([repository.commit]));
});

test('a base that has moved on decides the version, merged or squashed', async () => {
  const pull = await proposed([['fix(calendar): weeks', calendar('weeks')]]);
  await pull.hook('pre-receive', 'exit 0');
  await pull.first.commit('feat(calendar): days', calendar('days'));
  await pull.first.push();
  const release = await pull.first.open();
  await release.push((await release.plan()).releases);
  await pull.first.commit('feat(questionnaire): later', { 'libs/questionnaire/src/later.ts': '' });
  await pull.first.push();

  for (const merge of [{}, { squashTitle: 'fix(calendar): weeks' }]) {
    const repository = await pull.open({ merge });
    expect(repository.merge!.base.ahead).toBe(2);
    const plan = await repository.plan();
    expect(versions(plan)).toEqual(['calendar 1.1.0 → 1.1.1', 'questionnaire 1.0.0 → 1.1.0']);
    const ours = plan.releases.map(({ reasons }) => reasons.some(({ commit }) => repository.merge!.commits.has(commit)));
    expect(ours).toEqual([true, false]);
  }
});

test("the head of the pull request itself, without GitHub's merge, is planned as merged", async () => {
  const { open, root, commits, first } = await proposed([['fix(calendar): weeks', calendar('weeks')]]);
  await first.git('-C', root, 'checkout', '--quiet', commits[0]!);
  const repository = await open();

  expect(repository.merge).toMatchObject({ head: commits[0], commit: commits[0] });
  expect(versions(await repository.plan())).toEqual(['calendar 1.0.0 → 1.0.1']);
});

test('what is merged already brings nothing', async () => {
  const { first, open, root } = await proposed([['fix(calendar): weeks', calendar('weeks')]]);
  await first.git('-C', root, 'checkout', '--quiet', 'origin/main');
  for (const merge of [{}, { squashTitle: 'feat: nothing' }]) {
    const repository = await open({ merge });
    expect(repository.merge!.commits.size).toBe(0);
    expect((await repository.plan()).releases).toEqual([]);
  }
});

test.each([['blob:none'], ['tree:0']])('a partial checkout (%s) works: its commit is fetched by its hash', async (filter) => {
  const { open } = await proposed([['feat(calendar): weeks', calendar('weeks')]], { args: [`--filter=${filter}`] });
  const contacts: string[] = [];
  const repository = await open({ git: watchedGit((_, { contact }) => void (contact && contacts.push(contact))) });

  expect(versions(await repository.plan())).toEqual(['calendar 1.0.0 → 1.1.0']);
  expect(contacts).toEqual(['fetch', 'fetch']);
});

test('a partial checkout of a commit that the remote does not have is refused with what to do', async () => {
  const { open, first, root } = await proposed([['fix: x', {}]], { args: ['--filter=blob:none'] });
  await first.git('-C', root, 'commit', '--quiet', '--allow-empty', '--message=fix: mine');

  await expect(open()).rejects.toMatchObject({ code: 'PT_PARTIAL_CLONE', remedy: expect.stringContaining('fetch-depth: 0') });
});

test('a shallow checkout, which actions/checkout makes unless told otherwise, is refused with what to do', async () => {
  const { open } = await proposed([['fix: x', {}]], { args: ['--depth=1'] });
  await expect(open()).rejects.toMatchObject({ code: 'PT_SHALLOW_CLONE', remedy: expect.stringContaining('fetch-depth: 0') });
});

test('a history of its own cannot be merged', async () => {
  const { open, first, root } = await proposed([['fix: x', {}]]);
  await first.git('-C', root, 'switch', '--quiet', '--orphan', 'else');
  await first.git('-C', root, 'commit', '--quiet', '--allow-empty', '--message=feat: else');
  await expect(open()).rejects.toMatchObject({ code: 'PT_UNRELATED_HISTORY', message: expect.stringContaining('main') });
});

test('a base that releases nothing is named, with those that do', async () => {
  const { open } = await proposed([['fix: x', {}]]);
  await expect(open({ branch: 'develop' })).rejects.toMatchObject({
    code: 'PT_BRANCH_NOT_RELEASING',
    remedy: expect.stringContaining('main'),
  });
});
