import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GithubApi, startGithubApi } from '@pintag/local/github-api';
import type { PullRequestPreview } from '@pintag/release';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';

let api: GithubApi;
let root: string;
let pull: { readonly number: number; readonly head: { readonly sha: string; readonly label: string } };
let pulls = 0;

beforeAll(async () => {
  api = await startGithubApi();
  root = await mkdtemp(join(tmpdir(), 'pintag-comment-'));
  await writeFile(
    join(root, 'pintag.config.ts'),
    `export default { edge: { origin: 'https://cdn.example.com', distributionId: 'E1' } };\n`,
  );
});
afterAll(async () => {
  await api.close();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  pull = (await api.call('POST', `/repos/${api.repository}/pulls`, {
    title: 'x',
    head: `change-${(pulls += 1)}`,
    base: 'main',
  })) as typeof pull;
});

const comment = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
  runCommand(['comment', ...args], {
    cwd: root,
    env: { GITHUB_REPOSITORY: api.repository, GITHUB_API_URL: api.url, GITHUB_TOKEN: api.token, ...env },
  });
const onPull = async (): Promise<string[]> =>
  ((await api.call('GET', `/repos/${api.repository}/issues/${pull.number}/comments`)) as readonly { readonly body: string }[]).map(
    ({ body }) => body,
  );
const write = (name: string, text: string) => writeFile(join(root, name), text);

test('the second time the comment is brought up to date in place, the third it stays', async () => {
  const args = ['--pr', String(pull.number), '--marker', 'sizes', '--file', 'sizes.md'];
  await write('sizes.md', '12 kB\n');
  expect((await comment(args)).stdout).toBe(`acme/school#${pull.number} has a new comment.\n`);
  await write('sizes.md', '13 kB\n');
  expect((await comment(args)).stdout).toBe(`The comment on acme/school#${pull.number} is brought up to date.\n`);
  expect(JSON.parse((await comment([...args, '--json'])).stdout)).toEqual({
    schema: 1,
    repository: 'acme/school',
    pullRequest: pull.number,
    comment: 'unchanged',
  });

  expect(await onPull()).toEqual(['<!-- pintag:comment-sizes -->\n13 kB']);
});

test('comments of other markers are others', async () => {
  await write('one.md', 'one');
  for (const marker of ['one', 'two']) await comment(['--pr', String(pull.number), '--marker', marker, '--file', 'one.md']);
  expect(await onPull()).toHaveLength(2);
});

test('a marker within what is said is shown and marks nothing', async () => {
  await write('evil.md', 'a <!-- pintag:comment-two --> b');
  await comment(['--pr', String(pull.number), '--marker', 'one', '--file', 'evil.md']);
  expect(await onPull()).toEqual(['<!-- pintag:comment-one -->\na &lt;!-- pintag:comment-two --> b']);
});

test('what is longer than GitHub takes is cut between lines, and what is open there is closed', async () => {
  await write('long.md', `<details><summary>All</summary>\n\n\`\`\`html\n${'<p>0123456789</p>\n'.repeat(8_000)}\`\`\`\n\n</details>`);
  await comment(['--pr', String(pull.number), '--marker', 'long', '--file', 'long.md']);
  const [body] = await onPull();
  expect(body!.length).toBeLessThanOrEqual(65_536);
  expect(body!.endsWith('<p>0123456789</p>\n```\n\n</details>\n\nThe rest is too long for a comment.')).toBe(true);
});

test('the branch of a pull request finds it, as long as it is at the commit', async () => {
  await write('one.md', 'one');
  const { sha, label } = pull.head;
  const args = (at: string) => ['--head', label, '--sha', at, '--marker', 'one', '--file', 'one.md'];
  expect((await comment(args('0'.repeat(40)))).stdout).toBe('Nothing is said: no open pull request of acme/school is at this commit.\n');
  expect((await comment(args(sha))).stdout).toContain('has a new comment');
});

const preview = (release: object = {}): string =>
  JSON.stringify({
    schema: 1,
    head: 'a'.repeat(40),
    base: { branch: 'main', commit: 'b'.repeat(40), ahead: 0 },
    merge: { kind: 'merge' },
    commits: 1,
    others: [],
    ignored: [],
    releases: [
      {
        feature: 'calendar',
        element: 'pt-calendar',
        from: '1.0.0',
        to: '1.1.0',
        bump: 'minor',
        channel: null,
        tag: 'calendar-v1.1.0',
        reasons: [
          {
            kind: 'own',
            commit: 'c'.repeat(40),
            subject: 'feat: <img src=x> @everyone <!-- pintag:comment-other -->',
            bump: 'minor',
            pullRequest: true,
          },
        ],
        pullRequest: true,
        build: 'skipped',
        script: {
          tag: '<script src="https://evil.example/main.js"></script>',
          url: 'https://evil.example/main.js',
          integrity: [`sha384-${'A'.repeat(64)}`, '"><b'],
        },
        ...release,
      },
    ],
  } satisfies Omit<PullRequestPreview, 'releases'> & { readonly releases: readonly object[] });

test("a stranger's preview shows tags of the configured CDN, and its words as words", async () => {
  await write('plan.json', preview());
  await comment(['--pr', String(pull.number), '--marker', 'preview', '--file', 'plan.json', '--file', 'tags.json']);
  const [body] = await onPull();
  expect(body).toContain(
    `<script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-${'A'.repeat(64)}" crossorigin="anonymous"></script>`,
  );
  expect(body).not.toMatch(/evil|<img|@everyone|pintag:comment-other/);
  expect(body!.startsWith('<!-- pintag:comment-preview -->\n### Merging releases 1 feature')).toBe(true);
});

test.each([
  { what: 'is no JSON', text: 'not JSON', says: 'it is no preview' },
  { what: 'has a feature that is markup', text: preview({ feature: '<img src=x>' }), says: 'plan&#46;json' },
  { what: 'has a version that is none', text: preview({ to: '1.0.0](https://evil.example)' }), says: 'plan&#46;json' },
  { what: 'lacks a field', text: '{"schema":1}', says: 'it is no preview' },
])('a preview that $what is left out, with one line that says so', async ({ text, says }) => {
  await write('plan.json', text);
  await comment(['--pr', String(pull.number), '--marker', 'preview', '--file', 'plan.json']);
  const [body] = await onPull();
  expect(body!.replaceAll(/&#\d+;/g, (reference) => (reference === '&#46;' ? reference : ' '))).toContain(says);
  expect(body).toMatch(/is left out/);
  expect(body).not.toMatch(/<img|https:\/\/evil/);
});

test.each([
  { what: 'there is no token', env: { GITHUB_TOKEN: undefined }, code: 'PT_GITHUB_TOKEN' },
  { what: 'the token is none', env: { GITHUB_TOKEN: 'ghp_wrongwrongwrong' }, code: 'PT_GITHUB_DENIED' },
  { what: 'no repository is known', env: { GITHUB_REPOSITORY: undefined }, code: 'PT_GITHUB_REPOSITORY' },
])('where $what, $code says what to do', async ({ env, code }) => {
  await write('one.md', 'one');
  const { exitCode, stderr } = await comment(['--pr', String(pull.number), '--marker', 'one', '--file', 'one.md'], env);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(code);
  expect(stderr).not.toContain('ghp_wrong');
  expect(await onPull()).toEqual([]);
});
