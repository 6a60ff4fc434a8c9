import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { pushGroups } from './push.ts';
import type { PushOutcome, Repository } from './repository.ts';
import { createTestRemote, interceptedGit, type TestClone, testEnv, type TestRemote, versions, watchedGit } from './testing/test-remote.ts';

// Real git and real semantic-release: some tests make several releases.
vi.setConfig({ testTimeout: 90_000 });

const status = (outcomes: readonly PushOutcome[]): string[] => outcomes.map(({ release, status }) => `${release.tag} ${status}`);
const fixBoth = { 'libs/calendar/src/a.ts': '', 'libs/questionnaire/src/a.ts': '' };

/** A remote with one fix to release for each feature. */
async function createDueRemote(): Promise<TestRemote & { readonly first: TestClone }> {
  const remote = await createTestRemote();
  await remote.first.commit('fix: both', fixBoth);
  await remote.first.push();
  return remote;
}

const planAndPush = async (repository: Repository): Promise<readonly PushOutcome[]> => repository.push((await repository.plan()).releases);

test('pushes exactly our tags and notes, in one atomic push, and talks to the remote three times in a release', async () => {
  const remote = await createDueRemote();
  await remote.first.git('tag', 'junk');
  const before = await remote.refs();
  const contacts: string[] = [];
  const repository = await remote.first.open({
    git: watchedGit((args, { contact }) => void (contact && contacts.push(`${contact}: ${args.slice(0, 3).join(' ')}`))),
  });
  await repository.checkPushRight();

  expect(status(await planAndPush(repository))).toEqual(['calendar-v1.0.1 pushed', 'questionnaire-v1.0.1 pushed']);
  const after = await remote.refs();
  expect(Object.keys(after).filter((ref) => !(ref in before))).toEqual([
    'refs/notes/semantic-release-calendar-v1.0.1',
    'refs/notes/semantic-release-questionnaire-v1.0.1',
    'refs/tags/calendar-v1.0.1',
    'refs/tags/questionnaire-v1.0.1',
  ]);
  expect(after['refs/tags/calendar-v1.0.1']).toBe(repository.commit);
  expect(contacts).toEqual(['fetch: clone --quiet --bare', 'check: push --dry-run --porcelain', 'push: push --atomic --porcelain']);
});

test('two runs on one commit in the same second: each version is won by exactly one, and the loser finds it done', async () => {
  const remote = await createDueRemote();
  const env = { ...testEnv, GIT_AUTHOR_DATE: '2026-11-22T12:00:00Z', GIT_COMMITTER_DATE: '2026-11-22T12:00:00Z' };
  const runs = await Promise.all([remote.first, await remote.clone()].map((clone) => clone.open({ env })));
  const plans = await Promise.all(runs.map((run) => run.plan()));
  const outcomes = await Promise.all(runs.map((run, index) => run.push(plans[index]!.releases)));

  for (const tag of ['calendar-v1.0.1', 'questionnaire-v1.0.1']) {
    const ends = outcomes.map((outcome) => outcome.find(({ release }) => release.tag === tag)?.status);
    expect(ends.filter((end) => end === 'pushed')).toHaveLength(1);
    expect(ends.filter((end) => end === 'raced')).toHaveLength(1);
  }
  for (const run of runs) {
    await run.fetch();
    expect((await run.plan()).releases).toEqual([]);
  }
});

test('a second run on the same commit, later in the same second, does not take the tag of the first for its own', async () => {
  const remote = await createDueRemote();
  const env = { ...testEnv, GIT_AUTHOR_DATE: '2026-11-22T12:00:00Z', GIT_COMMITTER_DATE: '2026-11-22T12:00:00Z' };
  const [one, two] = [await remote.first.open({ env }), await remote.first.open({ env })];
  const late = await two.plan();

  expect(status(await planAndPush(one))).toEqual(['calendar-v1.0.1 pushed', 'questionnaire-v1.0.1 pushed']);
  expect(status(await two.push(late.releases))).toEqual(['calendar-v1.0.1 raced', 'questionnaire-v1.0.1 raced']);
  await two.fetch();
  expect((await two.tags()).filter(({ version }) => version === '1.0.1').map(({ run }) => run)).toEqual([one.run, one.run]);
});

test('runs on different commits: the newer one plans again from what the older one released', async () => {
  const remote = await createDueRemote();
  const older = await remote.first.open();
  const clone = await remote.clone();
  await clone.commit('fix(calendar): more', { 'libs/calendar/src/b.ts': '' });
  await clone.push();
  const newer = await clone.open();
  const stale = await newer.plan();
  await planAndPush(older);

  expect(status(await newer.push(stale.releases))).toEqual(['calendar-v1.0.1 raced', 'questionnaire-v1.0.1 raced']);
  await newer.fetch();
  const plan = await newer.plan();
  expect(versions(plan)).toEqual(['calendar 1.0.1 → 1.0.2']);
  expect(plan.releases[0]?.reasons.map(({ subject }) => subject)).toEqual(['fix(calendar): more']);
  expect(status(await newer.push(plan.releases))).toEqual(['calendar-v1.0.2 pushed']);
});

test('runs on different commits: the older one finds itself superseded by the newer', async () => {
  const remote = await createDueRemote();
  const older = await remote.first.open();
  const stale = await older.plan();
  const clone = await remote.clone();
  await clone.commit('feat(calendar): more', { 'libs/calendar/src/b.ts': '' });
  await clone.push();
  await planAndPush(await clone.open());

  expect((await older.push(stale.releases)).map((outcome) => outcome.status)).toEqual(['raced', 'raced']);
  await older.fetch();
  expect((await older.plan()).others.map(({ why, by }) => `${why} ${by}`)).toEqual([
    'superseded calendar-v1.1.0',
    'superseded questionnaire-v1.0.1',
  ]);
});

test.each([
  ['update', 'case "$1" in *calendar*) echo "calendar is frozen" >&2; exit 1;; esac'],
  ['pre-receive', 'if grep -q calendar; then echo "calendar is frozen" >&2; exit 1; fi'],
] as const)('what the %s hook refuses fails alone, and the rest is pushed', async (hook, script) => {
  const remote = await createDueRemote();
  await remote.hook(hook, script);
  const repository = await remote.first.open();
  const outcomes = await planAndPush(repository);

  expect(status(outcomes)).toEqual(['calendar-v1.0.1 refused', 'questionnaire-v1.0.1 pushed']);
  expect(outcomes[0]).toMatchObject({ why: expect.stringContaining('hook declined') });
  expect(await remote.refs()).not.toHaveProperty('refs/tags/calendar-v1.0.1');
});

test('a note that was left without its tag is refused with the way to delete it, the rest is pushed, and then it is released too', async () => {
  const remote = await createDueRemote();
  const ref = 'refs/notes/semantic-release-calendar-v1.0.1';
  await remote.git('update-ref', ref, 'refs/notes/semantic-release-calendar-v1.0.0');
  const repository = await remote.first.open();
  const outcomes = await planAndPush(repository);

  expect(status(outcomes)).toEqual(['calendar-v1.0.1 refused', 'questionnaire-v1.0.1 pushed']);
  expect(outcomes[0]).toMatchObject({ why: expect.stringContaining(`\`git push origin :${ref}\``) });
  expect(await remote.refs()).not.toHaveProperty('refs/tags/calendar-v1.0.1');

  await remote.first.git('push', '--quiet', 'origin', `:${ref}`);
  await repository.fetch();
  expect(status(await planAndPush(repository))).toEqual(['calendar-v1.0.1 pushed']);
});

test('a checkout may be in a folder with any character in its name', async () => {
  const remote = await createDueRemote();
  const root = join(remote.url, '../a=b "c" # [d] \\e');
  await remote.git('clone', '--quiet', remote.url, root);

  expect(status(await planAndPush(await remote.first.open({ root })))).toEqual(['calendar-v1.0.1 pushed', 'questionnaire-v1.0.1 pushed']);
});

const hungUp = { stdout: '', stderr: 'fatal: the remote end hung up unexpectedly\n', exitCode: 128 };

test('a push whose answer was lost is found on the remote, and not made twice', async () => {
  const { first } = await createDueRemote();
  const contacts: unknown[] = [];
  const repository = await first.open({
    patience: [0],
    git: interceptedGit(async (go, { contact }) => {
      if (contact) contacts.push(contact);
      const answer = await go();
      return contact === 'push' ? hungUp : answer;
    }),
  });

  expect(status(await planAndPush(repository))).toEqual(['calendar-v1.0.1 pushed', 'questionnaire-v1.0.1 pushed']);
  expect(contacts).toEqual(['fetch', 'push', 'list']);
});

test('when the network fails for a moment the push is made again', async () => {
  const { first } = await createDueRemote();
  let failures = 2;
  const repository = await first.open({
    patience: [0, 0, 0],
    git: interceptedGit((go, { contact }) => (contact === 'push' && (failures -= 1) >= 0 ? Promise.resolve(hungUp) : go())),
  });

  expect(status(await planAndPush(repository))).toEqual(['calendar-v1.0.1 pushed', 'questionnaire-v1.0.1 pushed']);
});

test.each([
  ['PT_REMOTE_UNREACHABLE', hungUp.stderr, /hung up/],
  [
    'PT_PUSH_DENIED',
    "remote: Permission to acme/school.git denied to dora.\nfatal: unable to access 'https://x': The requested URL returned error: 403\n",
    /Permission to acme\/school\.git denied/,
  ],
  ['PT_PUSH_DENIED', "fatal: could not read Username for 'https://example.com': terminal prompts disabled\n", /could not read Username/],
])('%s when the remote keeps saying %j', async (code, stderr, says) => {
  const { first } = await createDueRemote();
  const repository = await first.open({
    patience: [0],
    git: interceptedGit((go, { contact }) => (contact && contact !== 'fetch' ? Promise.resolve({ ...hungUp, stderr }) : go())),
  });
  const { releases } = await repository.plan({ only: ['calendar'] });

  await expect(repository.push(releases)).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  await expect(repository.checkPushRight()).rejects.toMatchObject({ code });
});

test('tags tell whose run made them, and whether a release branch has them', async () => {
  const remote = await createDueRemote();
  const { first } = remote;
  const repository = await first.open({ branches: ['main', 'next'] });
  await planAndPush(repository);
  await first.git('tag', '--annotate', '--message=by hand', 'calendar-v0.9.0', 'HEAD~1');
  await first.git('switch', '--quiet', '--create', 'topic');
  const stray = await first.commit('fix: elsewhere');
  await first.git('tag', 'calendar-v7.0.0');
  await first.git('push', '--quiet', 'origin', 'calendar-v0.9.0', 'calendar-v7.0.0');
  await repository.fetch();

  const tags = new Map((await repository.tags()).map((tag) => [tag.tag, tag]));
  expect([...tags.keys()]).toEqual([
    'calendar-v0.9.0',
    'calendar-v1.0.0',
    'calendar-v1.0.1',
    'calendar-v7.0.0',
    'questionnaire-v1.0.0',
    'questionnaire-v1.0.1',
  ]);
  const seconds = Number(await first.git('log', '-1', '--format=%ct', repository.commit));
  expect(tags.get('calendar-v1.0.1')).toEqual({
    feature: 'calendar',
    version: '1.0.1',
    tag: 'calendar-v1.0.1',
    commit: repository.commit,
    committedAt: new Date(seconds * 1000).toISOString(),
    run: repository.run,
    onReleaseBranch: true,
  });
  expect(tags.get('calendar-v1.0.0')).toMatchObject({ run: 'first-run' });
  expect(tags.get('calendar-v0.9.0')).toMatchObject({ commit: await first.git('rev-parse', 'main~1'), onReleaseBranch: true });
  expect(tags.get('calendar-v0.9.0')).not.toHaveProperty('run');
  expect(tags.get('calendar-v7.0.0')).toMatchObject({ commit: stray, onReleaseBranch: false });
});

test.each([
  ['(no tags on https://x-access-token:secret@example.com/school.git)', 'no tags on https://example.com/school.git'],
  ['(see https://example.com/rules?private_token=secret)', 'see https://example.com/rules'],
])('no credential of a URL that a hook names gets into the reason of a refusal: %s', async (said, shown) => {
  const stdout = `To example.com\n!\t0a1b:refs/tags/calendar-v1.0.1\t[remote rejected] ${said}\nDone\n`;
  const group = { refs: [{ name: 'refs/tags/calendar-v1.0.1', object: '0a1b' }] };
  const git = interceptedGit(async () => ({ stdout, stderr: '', exitCode: 1 }));
  const outcomes = await pushGroups([group], { git, cwd: '.', env: testEnv, url: 'https://example.com/school.git' });

  expect(outcomes.get(group)).toEqual({ status: 'refused', why: shown });
});

test('a remote that breaks down after it has taken one of several tags alone does not hide that one', async () => {
  const groups = ['calendar', 'menu', 'questionnaire'].map((name) => ({ refs: [{ name: `refs/tags/${name}-v1.0.0`, object: '0a1b' }] }));
  let pushes = 0;
  const git = interceptedGit(async (_, { contact }, args) => {
    if (contact !== 'push' || (pushes += 1) > 2) return hungUp;
    const refs = args.filter((arg) => arg.startsWith('0a1b:'));
    if (refs.length === 1) return { stdout: `To x\n*\t${refs[0]}\t[new tag]\nDone\n`, stderr: '', exitCode: 0 };
    const refusals = refs.map((ref) => `!\t${ref}\t[remote rejected] (pre-receive hook declined)\n`);
    return { stdout: `To x\n${refusals.join('')}Done\n`, stderr: '', exitCode: 1 };
  });
  const outcomes = await pushGroups(groups, { git, cwd: '.', env: testEnv, url: 'https://example.com/school.git', patience: [] });

  expect([...outcomes.values()]).toEqual([
    { status: 'pushed' },
    { status: 'refused', why: expect.stringContaining('cannot be reached') },
    { status: 'refused', why: expect.stringContaining('cannot be reached') },
  ]);
});
