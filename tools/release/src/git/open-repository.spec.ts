import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn';
import { expect, onTestFinished, test } from 'vitest';
import { createTestRemote, type TestClone, type TestRemote, watchedGit } from './testing/test-remote.ts';
import type { OpenRepositoryOptions } from './open-repository.ts';

type Break = (clone: TestClone, remote: TestRemote) => Promise<Partial<OpenRepositoryOptions> | void>;

const mistakes: readonly (readonly [what: string, code: string, breakIt: Break, says: RegExp])[] = [
  ['a folder without git', 'PT_NOT_A_REPOSITORY', async () => ({ root: '/' }), /is in no git checkout/],
  ['a folder that does not exist', 'PT_NOT_A_REPOSITORY', async () => ({ root: '/does/not/exist' }), /is in no git checkout/],
  ['a bare repository', 'PT_NOT_A_REPOSITORY', async (_, remote) => ({ root: remote.url }), /work tree/],
  ['a remote by another name', 'PT_NO_REMOTE', async () => ({ remote: 'upstream' }), /no remote upstream/],
  ['no remote at all', 'PT_NO_REMOTE', async (clone) => void (await clone.git('remote', 'remove', 'origin')), /no remote origin/],
  ['no commit', 'PT_NO_COMMIT', async (clone) => void (await clone.git('switch', '--quiet', '--orphan', 'empty')), /no commit yet/],
  ['a changed file', 'PT_DIRTY_CHECKOUT', async ({ root }) => writeFile(join(root, 'package-lock.json'), '{}'), /package-lock\.json/],
  [
    'a staged file',
    'PT_DIRTY_CHECKOUT',
    async (clone) => void (await clone.git('rm', '--quiet', '--cached', 'package-lock.json')),
    /package-lock\.json/,
  ],
  [
    'a remote that is gone',
    'PT_REMOTE_UNREACHABLE',
    async (clone) => void (await clone.git('remote', 'set-url', 'origin', '/does/not/exist.git')),
    /does not exist/,
  ],
  [
    'no network',
    'PT_REMOTE_UNREACHABLE',
    async (clone) => void (await clone.git('remote', 'set-url', 'origin', 'https://dora:secret@127.0.0.1:9/school.git')),
    /127\.0\.0\.1/,
  ],
  [
    'a topic branch',
    'PT_BRANCH_NOT_RELEASING',
    async (clone) => void (await clone.git('switch', '--quiet', '--create', 'topic')),
    /topic is no release branch/,
  ],
  [
    'a branch that the remote lacks',
    'PT_BRANCH_NOT_RELEASING',
    async () => ({ branch: 'next', branches: ['main', 'next'] }),
    /next is no release branch/,
  ],
  [
    'a commit that is not pushed',
    'PT_HEAD_NOT_PUSHED',
    async (clone) => void (await clone.commit('fix: x')),
    /is not on the remote's main/,
  ],
  [
    'a detached commit that is not pushed',
    'PT_HEAD_NOT_PUSHED',
    async (clone) => {
      await clone.git('switch', '--quiet', '--detach');
      await clone.commit('fix: x');
    },
    /is not on the remote's main/,
  ],
];

test.each(mistakes)('%s is %s', async (_, code, breakIt, says) => {
  const remote = await createTestRemote();
  const options = (await breakIt(remote.first, remote)) ?? {};
  const before = await remote.refs();

  const mistake = await remote.first.open(options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(mistake).toBeInstanceOf(PintagError);
  expect(mistake).toMatchObject({ code, message: expect.stringMatching(says) });
  expect((mistake as PintagError).remedy).not.toBe('');
  expect((mistake as PintagError).message).not.toContain('secret');
  expect(await remote.refs()).toEqual(before);
});

test('a shallow clone is refused', async () => {
  const remote = await createTestRemote();
  await remote.first.commit('fix: second');
  await remote.first.push();
  await remote.git('clone', '--quiet', '--depth=1', `file://${remote.url}`, `${remote.url}/../shallow`);

  await expect(remote.first.open({ root: `${remote.url}/../shallow` })).rejects.toMatchObject({ code: 'PT_SHALLOW_CLONE' });
});

test('a detached checkout, as CI makes it, releases from the branch that has the commit; files that git does not track do not matter', async () => {
  const { first } = await createTestRemote();
  await first.git('switch', '--quiet', '--detach');
  await writeFile(join(first.root, 'scratch.txt'), 'x');

  const repository = await first.open({ branches: ['next', 'main'] });
  expect(repository).toMatchObject({ branch: 'main', root: first.root, commit: await first.git('rev-parse', 'HEAD') });
});

test.each([
  ['a maintenance branch', '1.x', ['+([0-9])?(.{+([0-9]),x}).x', 'main'], 'main'],
  ['a prerelease branch', 'beta', [{ name: 'beta', prerelease: true }, 'main'], 'main'],
  ['a later release branch', 'next', ['main', 'next'], 'main'],
] as const)('a detached commit that main shares with %s is released from main', async (_, shared, branches, branch) => {
  const { first } = await createTestRemote();
  await first.push(shared);
  await first.git('switch', '--quiet', '--detach');

  expect((await first.open({ branches })).branch).toBe(branch);
});

test('a detached commit that only a maintenance branch has is released from there, and a new one is previewed on main', async () => {
  const { first } = await createTestRemote();
  const branches = ['1.x', 'main'];
  await first.git('switch', '--quiet', '--detach');
  await first.commit('fix: old');
  await first.push('1.x');
  expect((await first.open({ branches })).branch).toBe('1.x');

  await first.commit('fix: new');
  expect((await first.open({ branches, purpose: 'preview' })).branch).toBe('main');
});

test('a token in place of a user name is not shown, whether it is in the remote or in a rewrite of it', async () => {
  const server = createServer((_, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { first } = await createTestRemote();
  const complaintOf = async (url: string) => {
    await first.git('remote', 'set-url', 'origin', url);
    return first.open().then(
      () => '',
      (error: unknown) => String(error),
    );
  };
  const said = [await complaintOf(`http://secret@${host}/a.git`), await complaintOf(`http://${host}/a.git?private_token=secret`)];
  await first.git('config', `url.http://secret@${host}/.insteadOf`, 'rewritten:');
  said.push(await complaintOf('rewritten:a.git'));

  for (const message of said) {
    expect(message).toContain(`could not read`);
    expect(message).not.toContain('secret');
  }
});

test('a partial clone, which lacks most files of the history, works as a full one', async () => {
  const remote = await createTestRemote();
  await remote.git('config', 'uploadpack.allowFilter', 'true');
  await remote.first.commit('fix(calendar): x', { 'libs/calendar/src/x.ts': '', 'package-lock.json': '{}' });
  await remote.first.push();
  const root = join(remote.url, '../partial');
  await remote.git('clone', '--quiet', '--filter=blob:none', `file://${remote.url}`, root);
  const repository = await remote.first.open({ root });

  expect((await repository.plan()).releases.map(({ tag }) => tag)).toEqual(['calendar-v1.0.1', 'questionnaire-v1.0.1']);
  const old = await repository.checkout((await repository.tags())[0]!.commit);
  expect(existsSync(join(old.root, 'libs/calendar/src/element.ts'))).toBe(true);
});

test('opens from a folder below the top', async () => {
  const { first } = await createTestRemote();
  expect((await first.open({ root: join(first.root, 'libs/calendar') })).root).toBe(first.root);
});

test('the settings that reach the remote are taken from the checkout, and are written nowhere', async () => {
  const { first } = await createTestRemote();
  await first.git('config', 'http.https://example.com/.extraheader', 'AUTHORIZATION: basic secret');
  const seen: string[] = [];
  const repository = await first.open({
    git: watchedGit((args, { env, contact }) => {
      if (contact) seen.push(`${contact} ${Object.values(env).includes('AUTHORIZATION: basic secret')}`);
      expect(args.join(' ')).not.toContain('secret');
    }),
  });

  expect(seen).toEqual(['fetch true']);
  expect(await readFile(join(first.root, '.pintag/runs', repository.run, 'mirror/config'), 'utf8')).not.toContain('secret');
});

test('close removes everything, and a killed run is cleared away by the next', async () => {
  const { first } = await createTestRemote();
  const runs = join(first.root, '.pintag/runs');
  await mkdir(join(runs, 'killed/mirror'), { recursive: true });
  // No process has this number.
  await writeFile(join(runs, 'killed.owner'), '4194305');
  await mkdir(join(first.root, '.pintag/rebuild/abc'), { recursive: true });

  const repository = await first.open();
  expect(await readdir(runs)).toEqual([repository.run, `${repository.run}.owner`]);
  expect(await readdir(join(first.root, '.pintag/rebuild'))).toEqual([]);
  await repository.close();
  expect(await readdir(runs)).toEqual([]);
});

test('checks an older commit out beside the checkout, even twice, without touching the clone', async () => {
  const { first } = await createTestRemote();
  const old = await first.git('rev-parse', 'HEAD');
  await first.commit('fix: x', { 'libs/calendar/src/element.ts': 'changed' });
  await first.push();
  const repository = await first.open();
  const one = await repository.checkout(old);
  const two = await repository.checkout(old);

  expect(one.root).toBe(join(first.root, '.pintag/rebuild', old));
  expect(two.root).not.toBe(one.root);
  for (const { root } of [one, two]) expect(await readFile(join(root, 'libs/calendar/src/element.ts'), 'utf8')).toContain('define');
  expect(await first.git('worktree', 'list')).not.toContain('rebuild');
  expect(await first.git('status', '--porcelain')).toBe('');
  await one.dispose();
  expect(existsSync(one.root)).toBe(false);
  await repository.close();
  expect(existsSync(two.root)).toBe(false);
});

test('a commit that only the remote has can be checked out too', async () => {
  const remote = await createTestRemote();
  const other = await remote.clone();
  const newer = await other.commit('fix: newer', { 'newer.txt': '' });
  await other.push();

  const { root } = await (await remote.first.open()).checkout(newer);
  expect(existsSync(join(root, 'newer.txt'))).toBe(true);
});
