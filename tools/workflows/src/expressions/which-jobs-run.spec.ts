import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readWorkflows } from '../check/check-workflows.ts';
import { type Contexts, evaluate, fillIn, holds, type Status } from './evaluate.ts';

const { files } = await readWorkflows(fileURLToPath(new URL('../../../..', import.meta.url)));

interface Case {
  readonly when: string;
  readonly workflow: string;
  readonly contexts: Contexts;
  /** Outputs that a job gives when it runs. */
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly failing?: readonly string[];
  readonly jobs: readonly string[];
}

const vars = {
  PINTAG_ROLE_PLAN: 'arn:plan',
  PINTAG_ROLE_RELEASE: 'arn:release',
  PINTAG_ROLE_CHANNELS: 'arn:channels',
  PINTAG_ROLE_PREVIEW: 'arn:preview',
};
const push = { github: { event_name: 'push' }, inputs: {}, vars };
const dispatch = (inputs: object, more: object = vars): Contexts => ({
  github: { event_name: 'workflow_dispatch', repository: 'acme/elements' },
  inputs,
  vars: more,
});
const work = { plan: { work: 'true', shards: '["1/2","2/2"]' } };
const pullRequest = (head: string): Contexts => ({
  github: { event_name: 'pull_request', repository: 'acme/elements', event: { pull_request: { head: { repo: { full_name: head } } } } },
  vars,
});
const afterRun = (event: string, conclusion: string): Contexts => ({ github: { event: { workflow_run: { event, conclusion } } }, vars });
const rollback = { feature: 'calendar', version: '1.0.0', channel: '', owner: '', repository: '' };

const cases: readonly Case[] = [
  { when: 'something is to be released', workflow: 'release', contexts: push, outputs: work, jobs: ['plan', 'stage', 'release'] },
  {
    when: 'nothing is to be done, so that nobody is asked',
    workflow: 'release',
    contexts: push,
    outputs: { plan: { work: 'false', shards: '[]' } },
    jobs: ['plan'],
  },
  {
    when: 'only a release that broke off is to be finished',
    workflow: 'release',
    contexts: push,
    outputs: { plan: { work: 'true', shards: '[]' } },
    jobs: ['plan', 'release'],
  },
  {
    when: 'a feature does not build',
    workflow: 'release',
    contexts: push,
    outputs: work,
    failing: ['stage'],
    jobs: ['plan', 'stage', 'release'],
  },
  {
    when: 'one feature cannot be planned',
    workflow: 'release',
    contexts: push,
    outputs: work,
    failing: ['plan'],
    jobs: ['plan', 'stage', 'release'],
  },
  { when: 'nothing can be planned', workflow: 'release', contexts: push, failing: ['plan'], jobs: ['plan'] },
  { when: 'a copy of the repository has no roles', workflow: 'release', contexts: { ...push, vars: {} }, jobs: [] },
  {
    when: 'a person asks for one feature',
    workflow: 'release',
    contexts: dispatch({ task: 'release', only: 'calendar' }),
    outputs: work,
    jobs: ['plan', 'stage', 'release'],
  },
  {
    when: 'a person asks for a dry run',
    workflow: 'release',
    contexts: dispatch({ task: 'dry run', only: '' }),
    outputs: work,
    jobs: ['plan'],
  },
  {
    when: 'a person asks to reconcile',
    workflow: 'release',
    contexts: dispatch({ task: 'reconcile', only: '' }),
    jobs: ['reconcile', 'channels'],
  },
  { when: 'a branch of the repository', workflow: 'preview', contexts: pullRequest('acme/elements'), jobs: ['plan', 'upload'] },
  { when: 'a fork', workflow: 'preview', contexts: pullRequest('stranger/elements'), jobs: ['plan'] },
  {
    when: 'a fork that was deleted',
    workflow: 'preview',
    contexts: { github: { repository: 'acme/elements', event: { pull_request: { head: { repo: null } } } }, vars },
    jobs: ['plan'],
  },
  { when: 'no CDN is named', workflow: 'preview', contexts: { ...pullRequest('acme/elements'), vars: {} }, jobs: ['plan'] },
  {
    when: 'a preview failed, which the comment says',
    workflow: 'preview-comment',
    contexts: afterRun('pull_request', 'failure'),
    jobs: ['comment'],
  },
  { when: 'a newer push cancelled the preview', workflow: 'preview-comment', contexts: afterRun('pull_request', 'cancelled'), jobs: [] },
  { when: 'the run before was no pull request', workflow: 'preview-comment', contexts: afterRun('push', 'success'), jobs: [] },
  { when: 'pages of this repository', workflow: 'rollback', contexts: dispatch(rollback), jobs: ['here'] },
  { when: 'a channel, too', workflow: 'rollback', contexts: dispatch({ ...rollback, channel: 'stable' }), jobs: ['here', 'channel'] },
  {
    when: 'a channel that there is no role for, which fails',
    workflow: 'rollback',
    contexts: dispatch({ ...rollback, channel: 'stable' }, {}),
    jobs: ['here', 'no-channel'],
  },
  {
    when: 'pages elsewhere, with an App',
    workflow: 'rollback',
    contexts: dispatch({ ...rollback, repository: 'shop' }, { PINTAG_APP_CLIENT_ID: 'Iv1' }),
    jobs: ['elsewhere'],
  },
  { when: 'pages elsewhere, without one', workflow: 'rollback', contexts: dispatch({ ...rollback, repository: 'shop' }), jobs: ['say'] },
];

test.each(cases)('$workflow, $when: $jobs', ({ workflow, contexts, outputs = {}, failing = [], jobs }) => {
  const ran = new Map<string, Status>();
  for (const [id, job] of files.get(`.github/workflows/${workflow}.yml`)!.root.get('jobs')!.entries()) {
    const wanted = job.get('needs');
    const before = wanted?.text() ? [wanted.text()!.value] : (wanted?.items() ?? []).map((item) => item.text()!.value);
    const status = before.every((need) => ran.get(need) === 'success') ? 'success' : 'failure';
    const needs = Object.fromEntries(before.map((need) => [need, { outputs: ran.has(need) ? (outputs[need] ?? {}) : {} }]));
    if (!holds(job.get('if')?.text()?.value, { contexts: { ...contexts, needs }, status })) continue;
    ran.set(id.value, failing.includes(id.value) ? 'failure' : 'success');
  }
  expect([...ran.keys()]).toEqual(jobs);
});

const base = files.get('.github/workflows/ci.yml')!.root.get('jobs')!.get('affected')!.get('steps')!.items();
const nxBase = base.flatMap((step) => step.get('env')?.get('NX_BASE')?.text() ?? [])[0]!.value;

test.each([
  { event: { pull_request: { base: { sha: 'base' } } }, from: 'base' },
  { event: { before: 'before', created: false }, from: 'before' },
  { event: { before: '0000000000000000000000000000000000000000', created: true }, from: 'origin/main' },
])('what is affected is counted from $from', ({ event, from }) => {
  expect(fillIn(nxBase, { contexts: { github: { event } } })).toBe(from);
});

test('values come back as plain data', () => {
  expect(
    evaluate('fromJSON(needs.plan.outputs.shards)', { contexts: { needs: { plan: { outputs: { shards: '["1/2","2/2"]' } } } } }),
  ).toEqual(['1/2', '2/2']);
  expect(evaluate("hashFiles('a', 'b') != ''", { contexts: {}, hashFiles: (...patterns) => patterns.join('+') })).toBe(true);
  expect(fillIn("at most ${{ vars.SHARDS || '5' }} of ${{ github.nothing }}.", { contexts: { vars: {}, github: {} } })).toBe(
    'at most 5 of .',
  );
});
