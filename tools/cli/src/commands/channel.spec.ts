import { readChannels } from '@pintag/cdn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCdn, startLocalCdn } from '../testing/local-cdn.ts';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/workspace.ts';

let workspace: TestWorkspace;
let cdn: LocalCdn;
beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.git('config', 'user.name', 'Ada');
  cdn = await startLocalCdn(workspace.root);
  for (const version of ['1.0.0', '1.1.0', '2.0.0-next.1']) await cdn.publish('calendar', version);
});
afterAll(async () => {
  await cdn[Symbol.asyncDispose]();
  await workspace.remove();
});

// A channel for each test, so that none depends on another.
const env = { PINTAG_CHANNELS: 'stable, next, raced, edited, tagged' };
const channel = (...argv: string[]) => runCommand(['channel', ...argv], { cwd: workspace.root, env });
const json = async (...argv: string[]) => JSON.parse((await channel(...argv, '--json')).stdout) as Record<string, unknown>;
/** Where a host page is sent. */
const sentTo = async (name: string) => {
  const answer = await fetch(`${cdn.local.edge.origin}/elements/${name}/calendar/main.js`, { redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location') };
};
const truth = async (name: string) => (await readChannels(cdn.store, 'calendar'))?.channels[name]?.version;
const to = (version: string) => ({ status: 307, location: `/elements/v${version}/calendar/main.js` });

test('set, list, history, revert: the edge follows each time, and each says what it did', async () => {
  const first = await channel('set', 'stable', 'calendar@1.0.0');
  expect(first).toMatchObject({
    exitCode: 0,
    stdout: `stable of calendar  1.0.0, for the first time\n  ${cdn.local.edge.origin}/elements/stable/calendar/main.js\n`,
  });
  expect(await sentTo('stable')).toEqual(to('1.0.0'));

  const second = await channel('set', 'stable', 'calendar@1.1.0');
  expect(second.stdout).toContain('stable of calendar  1.0.0 → 1.1.0\n');
  expect(second.stderr).toContain('To undo it: `pintag channel revert stable calendar`.');
  expect(await sentTo('stable')).toEqual(to('1.1.0'));

  const watched = await channel('set', 'stable', 'calendar@1.1.0', '--log', 'json');
  expect(JSON.parse(watched.stderr)).toEqual({
    run: expect.any(String),
    time: expect.any(String),
    level: 'info',
    step: 'channel',
    feature: 'calendar',
    version: '1.1.0',
    message: 'stable of calendar points to 1.1.0 already.',
    durationMs: expect.any(Number),
  });

  expect((await channel('list')).stdout).toMatch(/^calendar {2}stable *1\.1\.0 *\d{4}-\d\d-\d\d {2}Ada$/m);
  expect(await json('history', 'stable', 'calendar')).toEqual({
    schema: 1,
    feature: 'calendar',
    channel: 'stable',
    version: '1.1.0',
    history: ['1.1.0', '1.0.0'].map((version) => ({ version, at: expect.any(String), by: 'Ada' })),
  });

  expect(await json('revert', 'stable', 'calendar')).toEqual({
    schema: 1,
    feature: 'calendar',
    channel: 'stable',
    from: '1.1.0',
    to: '1.0.0',
    changed: true,
    url: `${cdn.local.edge.origin}/elements/stable/calendar/main.js`,
  });
  expect(await sentTo('stable')).toEqual(to('1.0.0'));
  expect((await channel('history', 'stable', 'calendar')).stdout.split('\n')[0]).toMatch(/^1\.0\.0 .* Ada {2}reverted$/);
});

test.each([
  { what: 'a version that was never released', argv: ['set', 'next', 'calendar@9.0.0'], code: 'PT_VERSION_UNKNOWN', says: '1.1.0' },
  { what: 'a feature that there is not', argv: ['set', 'next', 'calender@1.0.0'], code: 'PT_FEATURE_UNKNOWN', says: 'Is it calendar?' },
  { what: 'no version', argv: ['set', 'next', 'calendar'], code: 'PT_USAGE', says: 'names no version' },
  { what: 'a range', argv: ['set', 'next', 'calendar@1.x'], code: 'PT_VERSION_FORMAT', says: '1.x' },
  {
    what: 'a channel that is not configured',
    argv: ['set', 'beta', 'calendar@1.0.0'],
    code: 'PT_CHANNEL_UNKNOWN',
    says: 'stable, next, raced',
  },
  {
    what: 'a channel named like a feature',
    argv: ['set', 'calendar', 'calendar@1.0.0'],
    code: 'PT_CHANNEL_NAME',
    says: 'a feature has this name',
  },
  { what: 'another major', argv: ['set', 'v2', 'calendar@1.0.0'], code: 'PT_CHANNEL_MAJOR', says: '2.x' },
  {
    what: 'the history of what was never set',
    argv: ['history', 'next', 'calendar'],
    code: 'PT_CHANNEL_UNSET',
    says: 'pintag channel set next calendar@<version>',
  },
  { what: 'the revert of what was never set', argv: ['revert', 'next', 'calendar'], code: 'PT_CHANNEL_UNSET', says: 'no channel next yet' },
  { what: 'nothing', argv: [], code: 'PT_USAGE', says: 'set, list, history, revert or repair' },
  { what: 'something else', argv: ['move'], code: 'PT_USAGE', says: 'There is no `pintag channel move`' },
])('$what is refused, with what to do, and nothing is written', async ({ argv, code, says }) => {
  const { exitCode, stdout, stderr } = await channel(...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(code);
  expect(stderr).toContain(says);
  expect(await truth('next')).toBeUndefined();
});

test('a step back is refused, and done when it is meant', async () => {
  await channel('set', 'v1', 'calendar@1.1.0');
  const refused = await channel('set', 'v1', 'calendar@1.0.0', '--json');
  expect(refused.exitCode).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'PT_CHANNEL_BACK' } });
  expect(await sentTo('v1')).toEqual(to('1.1.0'));

  expect((await channel('set', 'v1', 'calendar@1.0.0', '--force')).exitCode).toBe(0);
  expect(await sentTo('v1')).toEqual(to('1.0.0'));
});

test('channels of the configuration, and no others, can be set', async () => {
  const only = { PINTAG_CHANNELS: 'early-access' };
  const set = (name: string) => runCommand(['channel', 'set', name, 'calendar@1.0.0'], { cwd: workspace.root, env: only });
  expect((await set('early-access')).exitCode).toBe(0);
  expect((await set('stable')).stderr).toContain('PT_CHANNEL_UNKNOWN');
});

test('in a workflow, who pressed the button is on record', async () => {
  const started = { GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'hubot', GITHUB_TRIGGERING_ACTOR: 'octocat' };
  await runCommand(['channel', 'set', 'v2', 'calendar@2.0.0-next.1'], { cwd: workspace.root, env: started });
  expect(await json('history', 'v2', 'calendar')).toMatchObject({ history: [{ by: 'octocat' }] });
});

test('two who set one channel at once: the higher version stays, the other is before it or was refused, and the edge says the same', async () => {
  await channel('set', 'raced', 'calendar@1.0.0');
  const [lower, higher] = await Promise.all([channel('set', 'raced', 'calendar@1.1.0'), channel('set', 'raced', 'calendar@2.0.0-next.1')]);

  expect(higher!.exitCode, higher!.stderr).toBe(0);
  if (lower!.exitCode !== 0) expect(lower!.stderr).toContain('PT_CHANNEL_BACK');
  expect(await truth('raced')).toBe('2.0.0-next.1');
  expect(await sentTo('raced')).toEqual(to('2.0.0-next.1'));
  const { history } = (await json('history', 'raced', 'calendar')) as { readonly history: readonly { readonly version: string }[] };
  expect(history.map(({ version }) => version)).toEqual(['2.0.0-next.1', ...(lower!.exitCode === 0 ? ['1.1.0'] : []), '1.0.0']);
});

test('nobody loses: many at once on one feature, through one store', async () => {
  const names = Array.from({ length: 6 }, (_, index) => `ring-${String.fromCharCode(97 + index)}`);
  const six = { PINTAG_CHANNELS: names.join() };
  const runs = await Promise.all(
    names.map((name, index) => runCommand(['channel', 'set', name, `calendar@1.${index % 2}.0`], { cwd: workspace.root, env: six })),
  );
  expect(runs.map(({ exitCode }) => exitCode)).toEqual(names.map(() => 0));
  for (const [index, name] of names.entries()) expect(await sentTo(name)).toEqual(to(`1.${index % 2}.0`));
});

test('somebody wrote into the key-value store: list says so, the check names it, repair makes the edge follow', async () => {
  await channel('set', 'edited', 'calendar@1.0.0');
  await cdn.keyValues.update({ puts: new Map([['edited/calendar', '1.1.0']]) }, (await cdn.keyValues.list()).etag);
  expect((await channel('list', 'calendar')).stdout).toContain('the edge still has 1.1.0: run `pintag reconcile`');

  const check = await runCommand(['reconcile', '--check', '--json'], { cwd: workspace.root });
  expect(JSON.parse(check.stdout)).toMatchObject({
    ok: false,
    discrepancies: expect.arrayContaining([
      expect.objectContaining({ kind: 'channel-not-projected', feature: 'calendar', channel: 'edited', version: '1.0.0' }),
    ]),
  });

  const repair = await channel('repair');
  expect(repair).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('edited of calendar  healed  channel-not-projected') });
  expect(await sentTo('edited')).toEqual(to('1.0.0'));
  expect((await channel('repair')).stdout).toBe('Nothing to do: the edge follows every channel.\n');
});

test('what repair cannot mend it leaves, and says what to do', async () => {
  await cdn.keyValues.update({ puts: new Map([['v1/questionnaire', '1.0.0']]) }, (await cdn.keyValues.list()).etag);
  const repair = await channel('repair', '--json');
  await cdn.keyValues.update({ puts: new Map(), deletes: ['v1/questionnaire'] }, (await cdn.keyValues.list()).etag);

  expect(repair.exitCode).toBe(1);
  expect(JSON.parse(repair.stdout)).toMatchObject({
    schema: 1,
    ok: false,
    healed: [],
    left: [{ kind: 'channel-unfounded', channel: 'v1' }],
  });
});

test('the tag of a channel has no integrity, and says what it loads now', async () => {
  await channel('set', 'tagged', 'calendar@1.1.0');
  const tag = (...argv: string[]) => runCommand(['tag', ...argv], { cwd: '/', env: {} });
  const { origin } = cdn.local.edge;
  expect(await tag('calendar@tagged', '--edge', origin)).toEqual({
    exitCode: 0,
    stdout: `<script src="${origin}/elements/tagged/calendar/main.js"></script>\n`,
    stderr: 'tagged of calendar is 1.1.0 now, and moves without the page; so its tag has no integrity.\n',
  });
  expect(JSON.parse((await tag('calendar@tagged', '--json', '--edge', origin)).stdout)).toMatchObject({
    channel: 'tagged',
    version: '1.1.0',
    covers: [],
  });

  expect((await tag('calendar@v7', '--edge', origin)).stderr).toContain('PT_CHANNEL_UNSET');
  expect((await tag('calender@tagged', '--edge', origin)).stderr).toContain('PT_FEATURE_UNKNOWN');
  expect((await tag('calendar@tagged', '--preload', '--edge', origin)).stderr).toContain('--preload is about the files of a version');
});
