import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GithubApi, startGithubApi } from '@pintag/local/github-api';
import { startGitServer } from '@pintag/release/testing/git-server';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type PublishedSite, startPublishedSite } from '../testing/published-site.ts';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/workspace.ts';

let cdn: PublishedSite;
let api: GithubApi;
beforeAll(async () => {
  [cdn, api] = await Promise.all([startPublishedSite(), startGithubApi()]);
  for (const version of ['0.9.0', '1.0.0', '1.1.0', '1.2.0']) await cdn.publish({ feature: 'calendar', version });
  await cdn.publish({ feature: 'questionnaire', version: '1.0.0' });
});
afterAll(async () => {
  await api.close();
  await cdn[Symbol.asyncDispose]();
});

const tagOf = async (target: string) => (await runCommand(['tag', target, '--edge', cdn.origin], { cwd: '/' })).stdout.trim();

/** A repository with two host pages on calendar 1.2.0, one that stayed on 0.9.0, and one of another feature. */
async function hosts(): Promise<
  TestWorkspace & { run(...argv: string[]): ReturnType<typeof runCommand>; onGithub: Readonly<Record<string, string>> }
> {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const current = await tagOf('calendar@1.2.0');
  await workspace.write({
    'apps/shop/index.html': `<title>Shop</title>\r\n${current}\r\n<pt-calendar></pt-calendar>\r\n`,
    'apps/shop/about.erb': `<%= title %>\n${current}\n`,
    'apps/old/index.html': `${await tagOf('calendar@0.9.0')}\n`,
    'apps/other/index.html': `${await tagOf('questionnaire@1.0.0')}\n`,
    'README.md': `${current}\n`,
  });
  await workspace.git('add', '--all');
  await workspace.git('commit', '--quiet', '--message', 'feat: pages');
  await workspace.git('push', '--quiet', 'origin', 'main');
  const repository = await api.createRepository(`shop-${crypto.randomUUID()}`);
  const onGithub = {
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    // The workflow's own repository says nothing of where the pages are.
    GITHUB_REPOSITORY: 'acme/elements',
    PINTAG_GITHUB_REPOSITORY: repository,
    GITHUB_API_URL: api.url,
    GITHUB_TOKEN: api.token,
  };
  const run = (...argv: string[]) => runCommand(['rollback', ...argv, '--edge', cdn.origin], { cwd: workspace.root });
  return { ...workspace, run, onGithub };
}

const branch = 'rollback/calendar-1.0.0';
const onRemote = async ({ git }: TestWorkspace) =>
  (await git('ls-remote', '--heads', 'origin')).split('\n').map((line) => line.split('refs/heads/')[1]);

test('without a token: one commit on a branch of the clone, which pins the pages and nothing else, and the commands that publish it', async () => {
  const world = await hosts();
  await world.write({ 'apps/shop/index.html': 'edited, and not committed\n' });
  const { exitCode, stdout, stderr } = await world.run('calendar@1.0.0');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(`apps/shop/about.erb  1.2.0 → 1.0.0
apps/shop/index.html  1.2.0 → 1.0.0
apps/old/index.html  left alone, it has an older version
The branch ${branch} is made, in this clone alone. To publish it:
  git push origin ${branch}
`);
  expect(await world.git('diff', '--stat', 'main', branch)).toContain('2 files changed, 2 insertions(+), 2 deletions(-)');
  // The integrity of 1.2.0 covers 1.0.0, so the URL alone changed, and the line ends stayed.
  const page = await world.git('show', `${branch}:apps/shop/index.html`);
  expect(page).toBe((await world.git('show', 'main:apps/shop/index.html')).replace('v1.2.0', 'v1.0.0'));
  expect(await world.git('log', '-1', '--format=%s%n%b', branch)).toContain(
    'chore: roll back calendar to 1.0.0\napps/shop/about.erb: 1.2.0 → 1.0.0',
  );
  expect(await world.git('status', '--porcelain')).toBe(' M apps/shop/index.html');
  expect(await onRemote(world)).toEqual(['main']);
});

test('again: the branch is there already, and stays the same commit', async () => {
  const world = await hosts();
  await world.run('calendar@1.0.0');
  const before = await world.git('rev-parse', branch);

  expect((await world.run('calendar@1.0.0')).stdout).toContain(`The branch ${branch} is there already`);
  expect(await world.git('rev-parse', branch)).toBe(before);
});

test('with a token: the branch is pushed and the pull request opened; again, both are found', async () => {
  const world = await hosts();
  const pull = (...more: string[]) =>
    runCommand(['rollback', 'calendar@1.0.0', '--pull-request', '--edge', cdn.origin, '--json', ...more], {
      cwd: world.root,
      env: world.onGithub,
    });
  const first = await pull();
  expect(first.exitCode, first.stderr).toBe(0);
  const { pullRequest, commands } = JSON.parse(first.stdout);
  expect(commands).toEqual([]);
  expect(await api.call('GET', `/repos/${world.onGithub['PINTAG_GITHUB_REPOSITORY']}/pulls/${pullRequest.number}`)).toMatchObject({
    title: 'chore: roll back calendar to 1.0.0',
    state: 'open',
    head: { ref: branch },
    base: { ref: 'main' },
    body: expect.stringContaining('| `apps/shop/index.html` | 1.2.0 → 1.0.0 |'),
  });
  expect(await onRemote(world)).toEqual(['main', branch]);
  const pushed = await world.git('ls-remote', '--heads', 'origin', branch);

  // Somebody commits meanwhile; the branch still does what it should.
  await world.git('commit', '--quiet', '--allow-empty', '--message', 'docs: more');
  await world.git('push', '--quiet', 'origin', 'main');
  const again = await pull();
  expect(JSON.parse(again.stdout)).toMatchObject({ pullRequest: { number: pullRequest.number, found: true }, branch: { written: false } });
  expect(await world.git('ls-remote', '--heads', 'origin', branch)).toBe(pushed);
  expect(await world.git('branch', '--list', 'rollback/*')).toBe('');
});

test('once it is merged there is nothing to do; when the pages move on, the branch is made anew', async () => {
  const world = await hosts();
  const pull = () =>
    runCommand(['rollback', 'calendar@1.0.0', '--pull-request', '--edge', cdn.origin], { cwd: world.root, env: world.onGithub });
  await pull();
  await world.git('fetch', '--quiet', 'origin');
  await world.git('merge', '--quiet', '--squash', `origin/${branch}`);
  await world.git('commit', '--quiet', '--message', 'chore: roll back calendar (#1)');
  await world.git('push', '--quiet', 'origin', 'main');
  expect(await pull()).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Nothing to do: no page on main has a newer version'),
  });

  const page = await world.git('show', 'main:apps/shop/index.html');
  await world.write({ 'apps/shop/index.html': page.replace('v1.0.0', 'v1.1.0') });
  await world.git('commit', '--quiet', '--all', '--message', 'feat: again');
  await world.git('push', '--quiet', 'origin', 'main');
  const anew = await pull();
  expect(anew.exitCode, anew.stderr).toBe(0);
  await world.git('fetch', '--quiet', 'origin');
  expect(await world.git('diff', '--stat', `main...origin/${branch}`)).toContain('1 file changed');
  expect(await world.git('merge-base', 'main', `origin/${branch}`)).toBe(await world.git('rev-parse', 'main'));
});

test('a branch with commits of somebody else is not touched', async () => {
  const world = await hosts();
  await world.git('switch', '--quiet', '--create', branch);
  await world.git('commit', '--quiet', '--allow-empty', '--message', 'feat: mine');
  await world.git('push', '--quiet', 'origin', branch);
  await world.git('switch', '--quiet', 'main');
  const before = await world.git('ls-remote', 'origin');

  for (const argv of [['calendar@1.0.0'], ['calendar@1.0.0', '--pull-request']]) {
    const { exitCode, stderr } = await runCommand(['rollback', ...argv, '--edge', cdn.origin], { cwd: world.root, env: world.onGithub });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('PT_ROLLBACK_BRANCH');
  }
  expect(await world.git('ls-remote', 'origin')).toBe(before);
});

test('a remote that refuses the push: nothing is left, here or there', async () => {
  const world = await hosts();
  const hook = join(world.remote, 'hooks', 'pre-receive');
  await mkdir(join(world.remote, 'hooks'), { recursive: true });
  await writeFile(hook, '#!/bin/sh\necho protected >&2\nexit 1\n');
  await chmod(hook, 0o755);
  const { exitCode, stderr } = await runCommand(['rollback', 'calendar@1.0.0', '--pull-request', '--edge', cdn.origin], {
    cwd: world.root,
    env: world.onGithub,
  });

  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    'PT_ROLLBACK_REFUSED  The remote refuses the branch rollback/calendar-1.0.0: [remote rejected] (pre-receive hook declined)',
  );
  expect(await onRemote(world)).toEqual(['main']);
  expect(await world.git('branch', '--list', 'rollback/*')).toBe('');
});

test('a pull request that GitHub refuses takes its branch back, and once it is allowed the command does it all', async () => {
  const world = await hosts();
  const pull = () =>
    runCommand(['rollback', 'calendar@1.0.0', '--pull-request', '--edge', cdn.origin], { cwd: world.root, env: world.onGithub });
  const forbidden = { status: 403, body: { message: 'GitHub Actions is not permitted to create or approve pull requests.' } };
  const end = api.disturb({ on: /^POST .*\/pulls$/, times: 9, answer: forbidden });
  const refused = await pull();
  end();
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('PT_ROLLBACK_PULL_REQUEST');
  expect(refused.stderr).toContain('not permitted to create or approve pull requests');
  expect(await onRemote(world)).toEqual(['main']);

  const { exitCode, stdout, stderr } = await pull();
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('The pull request is open: ');
});

test('a clone of another repository, which is no workspace: its pages, its remote', async () => {
  const world = await hosts();
  const folder = await mkdtemp(join(tmpdir(), 'pintag-hosts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await world.git('clone', '--quiet', '--depth', '1', `file://${world.remote}`, join(folder, 'shop'));
  await world.git('-C', join(folder, 'shop'), 'rm', '--quiet', 'nx.json');
  const { exitCode, stdout, stderr } = await runCommand(['rollback', 'calendar@1.1.0', '--json'], {
    cwd: join(folder, 'shop', 'apps'),
    env: { PINTAG_EDGE_ORIGIN: cdn.origin },
  });

  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    pages: [{ path: 'apps/shop/about.erb' }, { path: 'apps/shop/index.html' }],
    commands: ['git push origin rollback/calendar-1.1.0'],
  });
});

test.each([
  { what: 'which is no workspace', own: [] },
  { what: 'which is a workspace itself', own: ['nx.json'] },
])(
  'in a workflow of ours, a clone of another repository, $what: the pull request is opened where the clone comes from',
  async ({ own }) => {
    const [elements, pages] = [await hosts(), await hosts()];
    const shop = `shop-${crypto.randomUUID()}`;
    const repository = await api.createRepository(shop);
    if (own.length === 0) {
      await pages.git('rm', '--quiet', 'nx.json');
      await pages.git('commit', '--quiet', '--message', 'chore: no workspace');
      await pages.git('push', '--quiet', 'origin', 'main');
    }
    const remotes = await mkdtemp(join(tmpdir(), 'pintag-remotes-'));
    onTestFinished(() => rm(remotes, { recursive: true }));
    await pages.git('clone', '--quiet', '--bare', pages.remote, join(remotes, `${repository}.git`));
    const server = await startGitServer({ root: remotes, env: process.env });
    onTestFinished(() => server.close());
    // As the workflow has them: the elements' checkout, and the other repository in a folder of it.
    const host = join(elements.root, 'host');
    await elements.git('clone', '--quiet', `${server.origin}/${repository}.git`, host);

    const { exitCode, stdout, stderr } = await runCommand(
      ['rollback', 'calendar@1.0.0', '--pull-request', '--edge', cdn.origin, '--json'],
      {
        cwd: host,
        env: {
          GITHUB_ACTIONS: 'true',
          GITHUB_REPOSITORY: elements.onGithub['PINTAG_GITHUB_REPOSITORY']!,
          GITHUB_SERVER_URL: server.origin,
          GITHUB_API_URL: api.url,
          GITHUB_TOKEN: api.token,
        },
      },
    );

    expect(exitCode, stderr).toBe(0);
    const { pullRequest } = JSON.parse(stdout);
    expect(await api.call('GET', `/repos/${repository}/pulls/${pullRequest.number}`)).toMatchObject({
      state: 'open',
      head: { ref: branch },
    });
    expect(await api.call('GET', `/repos/${elements.onGithub['PINTAG_GITHUB_REPOSITORY']}/pulls`)).toEqual([]);
    expect(await onRemote(elements)).toEqual(['main']);
  },
);

test('for a repository that is not here: the commands to run, and nothing else happens', async () => {
  const world = await hosts();
  const { stdout } = await world.run('calendar@1.0.0', '--repository', 'acme/shop', '--paths', "it's/**/*.erb");
  expect(stdout.split('\n')).toEqual([
    `git clone ${world.remote}`,
    'git clone https://github.com/acme/shop.git',
    'cd shop',
    `npm --prefix ../remote run --silent pintag -- rollback calendar@1.0.0 --paths 'it'\\''s/**/*.erb' --edge ${cdn.origin} --pull-request`,
    '',
  ]);
  expect(await world.git('branch', '--list', 'rollback/*')).toBe('');
});

test.each([
  { what: 'no version', argv: ['calendar'], code: 'PT_USAGE', says: 'names no version' },
  { what: 'a version that there is not', argv: ['calendar@1.0.9'], code: 'PT_VERSION_UNKNOWN', says: '1.0.0' },
  { what: 'a feature that there is not', argv: ['calender@1.0.0'], code: 'PT_FEATURE_UNKNOWN', says: 'calendar' },
  { what: 'a base that there is not', argv: ['calendar@1.0.0', '--base', 'trunk'], code: 'PT_ROLLBACK_BASE', says: 'has no branch trunk' },
  {
    what: 'pages that there are not',
    argv: ['calendar@1.0.0', '--paths', 'public/*.html'],
    code: 'PT_ROLLBACK_NO_PAGE',
    says: 'public/*.html',
  },
  {
    what: 'pages of other features',
    argv: ['calendar@1.0.0', '--paths', 'apps/other/*'],
    code: 'PT_ROLLBACK_NO_PAGE',
    says: 'apps/other/*',
  },
  { what: 'no repository', argv: ['calendar@1.0.0', '--repository', 'shop'], code: 'PT_USAGE', says: 'owner/name' },
])('$what is refused, and nothing is made', async ({ argv, code, says }) => {
  const world = await hosts();
  const { exitCode, stdout, stderr } = await world.run(...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(code);
  expect(stderr).toContain(says);
  expect(await world.git('branch', '--list', 'rollback/*')).toBe('');
});
