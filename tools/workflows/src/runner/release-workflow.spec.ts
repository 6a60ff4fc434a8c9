import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RanJob, RanWorkflow } from './run-workflow.ts';
import { type HostedSchool, hostSmallSchool, told } from './testing/hosted-school.ts';
import { lookAtPage } from './testing/look-at-page.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let hosted: HostedSchool;
beforeAll(async () => {
  hosted = await hostSmallSchool();
});
afterAll(() => hosted.close());

const push = (sha: string): Promise<RanWorkflow> =>
  hosted.run('release.yml', { name: 'push', branch: 'main', sha, event: { ref: 'refs/heads/main', after: sha } });
const results = ({ jobs }: RanWorkflow) => jobs.map(({ id, matrix, result }) => [id, ...Object.values(matrix), result].join(' '));
const jobOf = ({ jobs }: RanWorkflow, wanted: string): RanJob => jobs.find(({ id }) => id === wanted)!;

interface Release {
  readonly tag_name: string;
  readonly body: string;
}
const releases = async (): Promise<readonly Release[]> =>
  (await hosted.github.call('GET', '/repos/acme/elements/releases')) as readonly Release[];
const commentsOn = async (number: number): Promise<readonly string[]> =>
  ((await hosted.github.call('GET', `/repos/acme/elements/issues/${number}/comments`)) as readonly { readonly body: string }[]).map(
    ({ body }) => body,
  );
const tagsOf = async () =>
  (await hosted.school.git('ls-remote', '--tags', 'origin')).split('\n').map((line) => line.split('refs/tags/')[1]);
const scriptIn = ({ body }: Release): string => /<script .*<\/script>/.exec(body)![0];

test('a merge of three features leads, over three machines, to releases that load, are attested and told to who waited', async () => {
  const { school, github } = hosted;
  const issue = await github.openIssue('No surveys');
  await school.say('agenda', 'weeks', 'feat(agenda): weeks');
  await school.say('calendar', 'months', 'feat(calendar): months');
  const sha = await school.say('questionnaire', 'surveys', 'feat(questionnaire): surveys');
  const pull = await github.mergePullRequest({ title: 'Surveys', body: `Fixes #${issue}`, commits: [sha] });

  const ran = await push(sha);
  expect(results(ran), told(ran)).toEqual([
    'plan success',
    'stage 1/3 success',
    'stage 2/3 success',
    'stage 3/3 success',
    'release success',
    'reconcile skipped',
    'channels skipped',
  ]);
  expect(await tagsOf()).toEqual(['agenda-v1.0.0', 'calendar-v1.0.0', 'questionnaire-v1.0.0']);
  // Each machine built its own share, and who publishes builds nothing.
  const built = ran.jobs.map(({ steps }) =>
    steps.flatMap(({ output }) => [...output.matchAll(/nx run (\w+):build/g)].map(([, feature]) => feature)),
  );
  expect(built.map((one) => one.join())).toEqual(['', 'agenda', 'calendar', 'questionnaire', '', '', '']);

  const placed = await releases();
  expect(placed.map(({ tag_name }) => tag_name).sort()).toEqual(['agenda-v1.0.0', 'calendar-v1.0.0', 'questionnaire-v1.0.0']);
  expect(await lookAtPage(placed.map(scriptIn), ['pt-agenda', 'pt-calendar', 'pt-questionnaire'])).toEqual({
    'pt-agenda': 'agenda: weeks',
    'pt-calendar': 'calendar: months',
    'pt-questionnaire': 'questionnaire: surveys',
  });
  for (const number of [issue, pull])
    expect(await commentsOn(number)).toEqual([expect.stringMatching(/\[questionnaire 1\.0\.0\]\(.*questionnaire-v1\.0\.0\)\n$/)]);
  expect(jobOf(ran, 'release').summary).toContain('questionnaire');
  expect(hosted.attested.map((line) => line.split('  ')[1])).toEqual(
    ['agenda', 'calendar', 'questionnaire'].flatMap((feature) =>
      ['main.js', 'manifest.json'].map((file) => `elements/v1.0.0/${feature}/${file}`),
    ),
  );

  // Each job did with its own role what it had to, and asked for nothing more.
  expect(hosted.assumed.map((arn) => arn.split('pintag-')[1])).toEqual(['plan', 'stage', 'stage', 'stage', 'release']);
  expect(hosted.denied).toEqual([]);
  expect(told(ran)).not.toContain(hosted.token);
  expect(told(ran)).not.toContain('the-secret-of');
});

test('the same workflow again has nothing left to do', async () => {
  const sha = await hosted.school.git('rev-parse', 'HEAD');
  const ran = await push(sha);
  expect(results(ran), told(ran)).toEqual(['plan success', 'stage skipped', 'release skipped', 'reconcile skipped', 'channels skipped']);
});

test('while GitHub refuses the token a release goes out and says that it is not finished; reconcile finishes it, and tells it once', async () => {
  const { school, github } = hosted;
  const issue = await github.openIssue('No leap years');
  const sha = await school.say('calendar', 'leap years', `fix(calendar): leap years\n\nFixes #${issue}`);
  const up = github.disturb({ on: /./, times: 1_000, answer: { status: 401, body: { message: 'Bad credentials' } } });
  const failed = await push(sha);
  up();
  expect(failed.result).toBe('failure');
  const attested101 = () => hosted.attested.filter((line) => line.includes('/v1.0.1/'));
  const attestedThen = attested101();
  expect(attestedThen.map((line) => line.split('  ')[1])).toEqual([
    'elements/v1.0.1/calendar/main.js',
    'elements/v1.0.1/calendar/manifest.json',
  ]);
  expect(
    jobOf(failed, 'release')
      .steps.map(({ output }) => output)
      .join(),
  ).toContain('PT_GITHUB_DENIED');
  const script = `<script src="${hosted.local.edge.origin}/elements/v1.0.1/calendar/main.js"></script>`;
  expect(await lookAtPage([script], ['pt-calendar'])).toEqual({ 'pt-calendar': 'calendar: leap years' });

  const ran = await hosted.run('release.yml', { name: 'workflow_dispatch', branch: 'main', sha, event: {}, inputs: { task: 'reconcile' } });
  expect(
    results(ran).filter((one) => !one.endsWith('skipped')),
    told(ran),
  ).toEqual(['reconcile success', 'channels success']);
  const told101 = (await releases()).filter(({ tag_name }) => tag_name === 'calendar-v1.0.1');
  expect(told101.map(({ body }) => body)).toEqual([expect.stringMatching(/### Bug Fixes[\s\S]*leap years[\s\S]*<script /)]);
  expect(await commentsOn(issue)).toHaveLength(1);
  // The run that published it has attested it, though it failed; the one that finishes it says the same again.
  expect(attested101()).toEqual([...attestedThen, ...attestedThen]);
  expect(jobOf(ran, 'reconcile').summary).not.toMatch(/\u001b/);
});
