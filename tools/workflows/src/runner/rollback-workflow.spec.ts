import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RanWorkflow } from './run-workflow.ts';
import { type HostedEvent, type HostedSchool, hostSmallSchool, told } from './testing/hosted-school.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let hosted: HostedSchool;
let page: string;
beforeAll(async () => {
  hosted = await hostSmallSchool();
  const { school, local } = hosted;
  for (const message of ['feat(calendar): weeks', 'fix(calendar): leap years']) {
    const sha = await school.say('calendar', message, message);
    const released = await hosted.run('release.yml', { name: 'push', branch: 'main', sha, event: { ref: 'refs/heads/main', after: sha } });
    expect(released.result, told(released)).toBe('success');
  }
  page = `<script src="${local.edge.origin}/elements/v1.0.1/calendar/main.js" crossorigin="anonymous"></script>\n<pt-calendar></pt-calendar>\n`;
});
afterAll(() => hosted.close());

const back = async (inputs: Readonly<Record<string, string>>, vars: HostedEvent['vars'] = {}): Promise<RanWorkflow> =>
  hosted.run('rollback.yml', {
    name: 'workflow_dispatch',
    branch: 'main',
    sha: await hosted.school.git('rev-parse', 'origin/main'),
    event: {},
    inputs: { feature: 'calendar', version: '1.0.0', channel: '', owner: '', repository: '', paths: 'apps/**/*.html', ...inputs },
    vars,
  });
const results = ({ jobs }: RanWorkflow) => jobs.flatMap(({ id, result }) => (result === 'skipped' ? [] : [`${id} ${result}`]));
const pullsOf = async (repository: string) =>
  ((await hosted.github.call('GET', `/repos/${repository}/pulls`)) as readonly { readonly head: { readonly ref: string } }[]).map(
    ({ head }) => head.ref,
  );
const branch = 'rollback/calendar-1.0.0';

test('pages of another repository: its branch, its pull request, and nothing in the one that the workflow is of', async () => {
  const shop = await hosted.addRepository('shop', { 'public/index.html': page, 'package.json': '{ "name": "shop", "private": true }\n' });
  const [owner, repository] = shop.split('/') as [string, string];
  const ran = await back({ owner, repository, paths: 'public/**/*.html' }, { PINTAG_APP_CLIENT_ID: 'Iv1.0123456789abcdef' });

  expect(results(ran), told(ran)).toEqual(['elsewhere success']);
  expect(await pullsOf(shop)).toEqual([branch]);
  expect(await pullsOf('acme/elements')).toEqual([]);
  const remote = (name: string) => hosted.school.git('ls-remote', '--heads', join(hosted.school.remotes, `${name}.git`), 'rollback/*');
  expect(await remote(shop)).toContain(branch);
  expect(await remote('acme/elements')).toBe('');
  expect(told(ran)).not.toContain(hosted.token);
});

test('without the App, what to run there is said', async () => {
  const ran = await back({ owner: 'acme', repository: 'shop' });
  expect(results(ran), told(ran)).toEqual(['say success']);
  expect(ran.jobs.find(({ id }) => id === 'say')!.summary).toContain('acme/shop.git');
});

test('pages of this repository, and a channel: a pull request here, and the channel moved', async () => {
  const { school } = hosted;
  await mkdir(join(school.work, 'apps/shop'), { recursive: true });
  await writeFile(join(school.work, 'apps/shop/index.html'), page);
  await school.git('add', 'apps');
  await school.git('commit', '--quiet', '--message', 'chore: pages');
  await school.git('push', '--quiet', 'origin', 'HEAD:main');

  const ran = await back({ channel: 'stable' });
  expect(results(ran), told(ran)).toEqual(['here success', 'channel success']);
  expect(await pullsOf('acme/elements')).toEqual([branch]);
  const main = await fetch(`${hosted.local.edge.origin}/elements/stable/calendar/main.js`, { redirect: 'manual' });
  expect([main.status, main.headers.get('location')]).toEqual([307, expect.stringContaining('/elements/v1.0.0/calendar/main.js')]);
  expect(hosted.denied).toEqual([]);
});

test('a channel that there is no role for: the run fails and says which variable is missing', async () => {
  const ran = await back({ channel: 'stable' }, { PINTAG_ROLE_CHANNELS: '' });
  expect(ran.result).toBe('failure');
  expect(results(ran)).toContain('no-channel failure');
  expect(told(ran)).toMatch(/::error::The channel was not moved: the variable PINTAG_ROLE_CHANNELS/);
});
