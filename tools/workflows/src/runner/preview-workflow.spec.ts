import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RanWorkflow } from './run-workflow.ts';
import { type HostedSchool, hostSmallSchool, told } from './testing/hosted-school.ts';
import { lookAtPage } from './testing/look-at-page.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let hosted: HostedSchool;
let ours: Pull;
let theirs: Pull;

/** A pull request from a branch of the same name, be it in this repository or in a fork. */
interface Pull {
  readonly number: number;
  readonly owner: string;
  /** Of the person's clone. */
  readonly branch: string;
  /** Where git has its commits: GitHub copies a fork's into the repository, too. */
  readonly ref: string;
}

beforeAll(async () => {
  hosted = await hostSmallSchool();
  const { school, github } = hosted;
  const fork = (await github.call('POST', '/repos/acme/elements/forks', {}, github.otherToken)) as Fork;
  const open = (owner: string) => github.openPullRequest({ title: 'More pupils', head: `${owner}:more-pupils` });
  ours = { number: await open('acme'), owner: 'acme', branch: 'ours', ref: 'refs/heads/more-pupils' };
  const number = await open(fork.owner.login);
  theirs = { number, owner: fork.owner.login, branch: 'theirs', ref: `refs/pull/${number}/head` };
  for (const { branch } of [ours, theirs]) await school.git('branch', branch, 'main');
});
afterAll(() => hosted.close());

interface Fork {
  readonly owner: { readonly login: string };
}

/** Pushes a change to the branch of a pull request, and runs what GitHub runs then. */
async function change(
  pull: Pull,
  text: string,
): Promise<{ readonly sha: string; readonly preview: RanWorkflow; readonly comment: RanWorkflow }> {
  const { school, github } = hosted;
  await school.git('switch', '--quiet', pull.branch);
  const sha = await school.say('calendar', text, `feat(calendar): ${text}`, pull.ref);
  const { number } = pull;
  await github.openPullRequest({ title: 'More pupils', sha, number });
  const base = await school.git('rev-parse', 'origin/main');
  const merged = await mergeOf(pull, base, sha);
  const head = { sha, ref: 'more-pupils', label: `${pull.owner}:more-pupils`, repo: repositoryOf(pull) };
  const preview = await hosted.run('preview.yml', {
    name: 'pull_request',
    branch: 'main',
    ref: `refs/pull/${number}/merge`,
    head: 'more-pupils',
    sha: merged,
    event: { number, pull_request: { number, title: 'More pupils', head, base: { ref: 'main', sha: base }, merge_commit_sha: merged } },
  });
  return { sha, preview, comment: await commentAfter(pull, sha, preview) };
}

/** GitHub tries the merge, and runs workflows on what that gives. */
async function mergeOf({ number }: Pull, base: string, sha: string): Promise<string> {
  const { git } = hosted.school;
  const tree = await git('merge-tree', '--write-tree', base, sha);
  const merged = await git('commit-tree', tree, '-p', base, '-p', sha, '-m', `Merge ${sha} into ${base}`);
  await git('push', '--quiet', '--force', 'origin', `${merged}:refs/pull/${number}/merge`);
  return merged;
}

const repositoryOf = ({ owner }: Pull) => ({ full_name: `${owner}/elements`, owner: { login: owner } });

const commentAfter = async (pull: Pull, sha: string, preview: RanWorkflow): Promise<RanWorkflow> =>
  hosted.run('preview-comment.yml', {
    name: 'workflow_run',
    branch: 'main',
    sha: await hosted.school.git('rev-parse', 'origin/main'),
    event: {
      workflow_run: {
        id: preview.runId,
        event: 'pull_request',
        conclusion: preview.result,
        head_branch: 'more-pupils',
        head_sha: sha,
        head_repository: repositoryOf(pull),
      },
    },
  });

const results = ({ jobs }: RanWorkflow) => jobs.map(({ id, result }) => `${id} ${result}`);
const commentsOn = async ({ number }: Pull): Promise<readonly string[]> =>
  ((await hosted.github.call('GET', `/repos/acme/elements/issues/${number}/comments`)) as readonly { readonly body: string }[]).map(
    ({ body }) => body,
  );

test('a pull request gets a comment with what merging releases and a tag that loads its build; the next push brings the comment up to date', async () => {
  const first = await change(ours, 'eleven pupils');
  expect(results(first.preview), told(first.preview)).toEqual(['plan success', 'upload success']);
  expect(results(first.comment), told(first.comment)).toEqual(['comment success']);
  const [body, ...others] = await commentsOn(ours);
  expect(others).toEqual([]);
  expect(body).toContain('calendar');
  const script = /<script src="[^"]*\/_preview\/[^"]*" [^>]*><\/script>/.exec(body!)?.[0] ?? '';
  expect(await lookAtPage([script], ['pt-calendar'])).toEqual({ 'pt-calendar': 'calendar: eleven pupils' });

  const second = await change(ours, 'twelve pupils');
  expect(second.comment.result, told(second.comment)).toBe('success');
  const [updated, ...more] = await commentsOn(ours);
  expect(more).toEqual([]);
  expect(updated).toContain('twelve');
  const next = /<script src="[^"]*\/_preview\/[^"]*" [^>]*><\/script>/.exec(updated!)?.[0] ?? '';
  expect(next).not.toBe(script);
  expect(await lookAtPage([next], ['pt-calendar'])).toEqual({ 'pt-calendar': 'calendar: twelve pupils' });

  // Its jobs have the one role, and no job of the pull request holds a token that may write.
  expect(new Set(hosted.assumed)).toEqual(new Set(['arn:aws:iam::123456789012:role/pintag-preview']));
  expect(hosted.denied).toEqual([]);
  const workflow = await readFile(join(import.meta.dirname, '../../../../.github/workflows/preview.yml'), 'utf8');
  expect(workflow).not.toMatch(/: write$(?<!id-token: write)/m);
});

test("a stranger's fork, whose branch has the same name, gets its comment without a role, and no upload", async () => {
  const before = { roles: hosted.assumed.length, ours: await commentsOn(ours) };
  const { preview, comment } = await change(theirs, 'thirteen pupils');
  expect(results(preview), told(preview)).toEqual(['plan success', 'upload skipped']);
  expect(comment.result, told(comment)).toBe('success');
  expect(hosted.assumed).toHaveLength(before.roles);
  expect(await commentsOn(theirs)).toEqual([expect.stringContaining('thirteen')]);
  expect(await commentsOn(ours)).toEqual(before.ours);
});

test("what a stranger's run leaves in the place of plan and tags changes its own comment alone, and what is markup in it is none there", async () => {
  const before = await commentsOn(ours);
  const { sha, preview } = await change(theirs, 'fourteen pupils');
  const folder = join(hosted.artefacts, preview.runId);
  const plan = await readFile(join(folder, 'preview-plan', 'plan.json'), 'utf8');
  const evil = '</code></details><img src=x onerror=alert(1)> @acme/owners [free](https://evil.example) <!-- pintag:comment-other -->';
  const leave = async (name: string, file: string, text: string) => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, file), text);
    const comment = await commentAfter(theirs, sha, preview);
    expect(comment.result, told(comment)).toBe('success');
    const [body, ...others] = await commentsOn(theirs);
    expect(others).toEqual([]);
    expect(body).not.toMatch(/<img|@acme|https:\/\/evil|pintag:comment-other|\]\(https?:\/\/evil|"><script/);
    const origins = [...body!.matchAll(/(?:src|href)="(?<url>[^"]*)"/g)].map((match) => new URL(match.groups!['url']!).origin);
    expect(new Set(origins)).toEqual(new Set(origins.length > 0 ? [hosted.local.edge.origin] : []));
    expect(await commentsOn(ours)).toEqual(before);
    return body!;
  };

  const words = plan.replaceAll('fourteen pupils', evil).replaceAll(hosted.local.edge.origin, 'https://evil.example');
  expect(await leave('preview-plan', 'plan.json', words)).toContain('onerror');
  expect(await leave('preview-plan', 'plan.json', plan.replaceAll('"calendar"', JSON.stringify(evil)))).toContain('is left out');

  const integrity = `sha384-${'A'.repeat(64)}`;
  const feature = { feature: 'calendar', element: 'pt-calendar', status: 'uploaded', url: 'https://evil.example/main.js', integrity };
  const tags = {
    schema: 1,
    pr: theirs.number,
    sha,
    path: '/elements/v1.0.0/',
    features: [{ ...feature, tag: '<script src="https://evil.example/main.js">' }],
  };
  // The one tag it can bring about names its own folder of the CDN, where nobody uploads for a fork.
  expect(await leave('preview-tags', 'tags.json', JSON.stringify(tags))).toContain(
    `src="${hosted.local.edge.origin}/elements/_preview/pr-${theirs.number}/${sha}/calendar/main.js"`,
  );
  for (const forged of [
    { ...tags, pr: ours.number },
    { ...tags, sha: '../../v1.0.0' },
    { ...tags, features: [{ ...feature, element: evil }] },
  ])
    expect(await leave('preview-tags', 'tags.json', JSON.stringify(forged))).toContain('is left out');
});
