import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RanWorkflow } from './run-workflow.ts';
import { type HostedSchool, hostSmallSchool, told } from './testing/hosted-school.ts';
import { lookAtPage } from './testing/look-at-page.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let hosted: HostedSchool;
let pull: number;
beforeAll(async () => {
  hosted = await hostSmallSchool();
  await hosted.school.git('switch', '--quiet', '--create', 'more-pupils');
});
afterAll(() => hosted.close());

/** Pushes a change to the branch of the pull request, and runs what GitHub runs then. */
async function change(
  text: string,
  options: { readonly fork?: true } = {},
): Promise<{ readonly preview: RanWorkflow; readonly comment: RanWorkflow }> {
  const { school, github } = hosted;
  const sha = await school.say('calendar', text, `feat(calendar): ${text}`, 'more-pupils');
  pull = await github.openPullRequest({ title: 'More pupils', head: 'more-pupils', sha, ...(pull && { number: pull }) });
  const full_name = options.fork ? 'stranger/elements' : 'acme/elements';
  const head = { sha, ref: 'more-pupils', repo: { full_name } };
  const preview = await hosted.run('preview.yml', {
    name: 'pull_request',
    branch: 'main',
    ref: `refs/pull/${pull}/merge`,
    head: 'more-pupils',
    sha,
    event: {
      number: pull,
      pull_request: { number: pull, title: 'More pupils', head, base: { ref: 'main', sha: await school.git('rev-parse', 'origin/main') } },
    },
  });
  const run = {
    id: preview.runId,
    event: 'pull_request',
    conclusion: preview.result,
    head_branch: 'more-pupils',
    head_sha: sha,
    head_repository: { full_name, owner: { login: 'acme' } },
  };
  const comment = await hosted.run('preview-comment.yml', {
    name: 'workflow_run',
    branch: 'main',
    sha: await school.git('rev-parse', 'origin/main'),
    event: { workflow_run: run },
  });
  return { preview, comment };
}

const results = ({ jobs }: RanWorkflow) => jobs.map(({ id, result }) => `${id} ${result}`);
const comments = async (): Promise<readonly string[]> =>
  ((await hosted.github.call('GET', `/repos/acme/elements/issues/${pull}/comments`)) as readonly { readonly body: string }[]).map(
    ({ body }) => body,
  );

test('a pull request gets a comment with what merging releases and a tag that loads its build; the next push brings the comment up to date', async () => {
  const first = await change('eleven pupils');
  expect(results(first.preview), told(first.preview)).toEqual(['plan success', 'upload success']);
  expect(results(first.comment), told(first.comment)).toEqual(['comment success']);
  const [body, ...others] = await comments();
  expect(others).toEqual([]);
  expect(body).toContain('calendar');
  const script = /<script src="[^"]*\/_preview\/[^"]*" [^>]*><\/script>/.exec(body!)?.[0] ?? '';
  expect(await lookAtPage([script], ['pt-calendar'])).toEqual({ 'pt-calendar': 'calendar: eleven pupils' });

  const second = await change('twelve pupils');
  expect(second.comment.result, told(second.comment)).toBe('success');
  const [updated, ...more] = await comments();
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

test("a stranger's fork gets its comment without a role, and no upload", async () => {
  const before = hosted.assumed.length;
  const { preview, comment } = await change('thirteen pupils', { fork: true });
  expect(results(preview), told(preview)).toEqual(['plan success', 'upload skipped']);
  expect(comment.result, told(comment)).toBe('success');
  expect(hosted.assumed).toHaveLength(before);
  expect(await comments()).toEqual([expect.stringContaining('thirteen')]);
});
