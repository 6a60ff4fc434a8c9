import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type HostedSchool, hostSmallSchool, told } from './testing/hosted-school.ts';
import type { RanWorkflow } from './run-workflow.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let hosted: HostedSchool;
beforeAll(async () => {
  hosted = await hostSmallSchool();
});
afterAll(() => hosted.close());

const push = async (sha: string): Promise<RanWorkflow> =>
  hosted.run('release.yml', { name: 'push', branch: 'main', sha, event: { ref: 'refs/heads/main', after: sha } });

test('try', async () => {
  const { school, github } = hosted;
  const issue = await github.openIssue('No surveys');
  await school.say('agenda', 'weeks', 'feat(agenda): weeks');
  await school.say('calendar', 'months', 'feat(calendar): months');
  const sha = await school.say('questionnaire', 'surveys', 'feat(questionnaire): surveys');
  await github.mergePullRequest({ title: 'Surveys', body: `Fixes #${issue}`, commits: [sha] });
  const ran = await push(sha);
  console.log(told(ran));
  console.log(hosted.denied, hosted.assumed, hosted.attested);
  expect(ran.result).toBe('success');
});
