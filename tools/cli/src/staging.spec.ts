/** What workflows run, command by command: machines with a clone each, one store, real git; only Nx is a stand-in. */
import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtefactStore, createS3Client, createS3Store } from '@pintag/cdn';
import { type Local, startLocal } from '@pintag/local';
import { checkOut, openPullRequest, pullRequestEnv } from '@pintag/release/testing/pull-request';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { installNx } from './testing/install-nx.ts';
import { type CommandRun, runCommand } from './testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from './testing/workspace.ts';

// Real git and semantic-release.
vi.setConfig({ testTimeout: 90_000 });

const scripts = { calendar: `export const define = () => 'weeks';`, questionnaire: `export const define = () => 'steps';` };

let local: Local;
let store: ArtefactStore;
let dataDir: string;
let workspace: TestWorkspace;
let machines = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pintag-staging-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

beforeEach(async () => {
  local = await startLocal({ dataDir: await mkdtemp(join(dataDir, 'local-')), port: 0 });
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = local.s3;
  const s3 = createS3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  store = createS3Store({ client: s3, bucket });
  // What the SDK looks at by itself.
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  workspace = await makeWorkspace();
  return async () => {
    vi.unstubAllEnvs();
    s3.destroy();
    await local.close();
    await workspace.remove();
  };
});

const target = () => ({
  PINTAG_STORE_BUCKET: local.s3.bucket,
  PINTAG_STORE_REGION: local.s3.region,
  PINTAG_STORE_ENDPOINT: local.s3.endpoint,
  PINTAG_EDGE_ORIGIN: local.edge.origin,
  PINTAG_EDGE_DISTRIBUTION: local.cloudfront.distributionId,
  PINTAG_EDGE_ENDPOINT: local.cloudfront.endpoint,
});

interface Machine {
  readonly root: string;
  pintag(...argv: string[]): Promise<CommandRun>;
  read(file: string): Promise<string>;
}

/** A clone of its own. @param built none: the machine can build nothing */
async function machine(built?: Readonly<Record<string, string | undefined>>, env: Record<string, string> = {}): Promise<Machine> {
  const root = join(dataDir, `machine-${(machines += 1)}`);
  await workspace.git('clone', '--quiet', workspace.remote, root);
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  if (built) await installNx(root, built);
  return {
    root,
    pintag: (...argv) => runCommand(argv, { cwd: root, env: { ...target(), ...env } }),
    read: (file) => readFile(join(root, file), 'utf8'),
  };
}

async function keys(): Promise<string[]> {
  return Array.fromAsync(store.list(''));
}

test('a plan says how many machines there is work for, they stage, and one that can build nothing releases', async () => {
  const planner = await machine();
  const plan = await planner.pintag('release', '--dry-run', '--outputs', 'outputs', '--shards', '5', '--summary', 'plan.md', '--only', '');
  expect(plan.exitCode, plan.stderr).toBe(0);
  expect(await planner.read('outputs')).toBe('work=true\nshards=["1/2","2/2"]\n');
  expect(await planner.read('plan.md')).toContain('### 2 versions to release');
  expect(await keys()).toEqual([]);

  const [first, second] = [await machine(scripts), await machine(scripts)];
  // Neither pushes: the remote takes nothing from them, and they have no edge.
  const alone = { PINTAG_EDGE_ORIGIN: '', PINTAG_EDGE_DISTRIBUTION: '', PINTAG_EDGE_ENDPOINT: '' };
  const stage = (on: Machine, shard: string) => runCommand(['stage', '--shard', shard], { cwd: on.root, env: { ...target(), ...alone } });
  const staged = await Promise.all([stage(first, '1/2'), stage(second, '2/2')]);
  expect(staged.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(staged[0].stdout).toBe('calendar@1.0.0  staged\n\n1 staged. Part 1 of 2.\n');
  expect(staged[1].stdout).toBe('questionnaire@1.0.0  staged\n\n1 staged. Part 2 of 2.\n');
  expect((await keys()).every((key) => key.startsWith('_staging/'))).toBe(true);

  const releaser = await machine();
  const run = await releaser.pintag('release', '--staged', '--summary', 'summary.md', '--checksums', 'checksums.txt', '--json');
  expect(run.exitCode, run.stderr).toBe(0);
  const result = JSON.parse(run.stdout) as { features: readonly { feature: string; status: string; integrity: string; url: string }[] };
  expect(result.features.map(({ feature, status }) => `${feature} ${status}`)).toEqual(['calendar released', 'questionnaire released']);

  const summary = await releaser.read('summary.md');
  expect(summary).toContain('### 2 versions released');
  expect(summary).toMatch(/\| calendar \| \*\*1\.0\.0\*\* \| released \| \d\.\d kB \| \d\.\d kB \|/);
  const { url, integrity } = result.features[0]!;
  expect(summary).toContain(`<script src="${url}" integrity="${integrity}" crossorigin="anonymous"></script>`);

  const lines = (await releaser.read('checksums.txt')).trimEnd().split('\n');
  expect(lines.map((line) => line.slice(66))).toEqual([
    'elements/v1.0.0/calendar/main.js',
    'elements/v1.0.0/calendar/manifest.json',
    'elements/v1.0.0/questionnaire/main.js',
    'elements/v1.0.0/questionnaire/manifest.json',
  ]);
  for (const line of lines) {
    const [sum, path] = line.split('  ');
    const served = Buffer.from(await (await fetch(`${local.edge.origin}/${path}`)).arrayBuffer());
    expect(`${path} ${createHash('sha256').update(served).digest('hex')}`).toBe(`${path} ${sum}`);
  }

  const again = await releaser.pintag('release', '--staged', '--outputs', 'outputs', '--checksums', 'none.txt', '--summary', 'summary.md');
  expect(again.exitCode).toBe(0);
  expect(await releaser.read('outputs')).toBe('work=false\nshards=[]\n');
  await expect(access(join(releaser.root, 'none.txt'))).rejects.toThrow('ENOENT');
  // A summary of another step stays.
  expect(await releaser.read('summary.md')).toContain('### Nothing to release');
  expect(await releaser.read('summary.md')).toContain('### 2 versions released');
});

test('what reconcile finishes has checksums too, and so has, by its name, what was published without being attested', async () => {
  await workspace.git('push', '--quiet', 'origin', 'HEAD:refs/tags/calendar-v1.0.0', 'HEAD:refs/tags/questionnaire-v1.0.0');
  const healer = await machine(scripts);
  const healed = await healer.pintag('reconcile', '--adopt', 'calendar-v1.0.0', '--checksums', 'checksums.txt', '--attest', '');
  expect(healed.exitCode, healed.stderr).toBe(0);
  const checksums = await healer.read('checksums.txt');
  expect(checksums).toMatch(/^([0-9a-f]{64} {2}elements\/v1\.0\.0\/calendar\/(main\.js|manifest\.json)\n){2}$/);

  expect((await healer.pintag('reconcile', '--checksums', 'none.txt')).exitCode).toBe(0);
  await expect(access(join(healer.root, 'none.txt'))).rejects.toThrow('ENOENT');
  await healer.pintag('reconcile', '--checksums', 'again.txt', '--attest', 'calendar@1.0.0');
  expect(await healer.read('again.txt')).toBe(checksums);

  const attest = async (...argv: string[]) => (await healer.pintag('reconcile', '--attest', ...argv)).stderr;
  expect(await attest('calendar@1.0.1', '--checksums', 'none.txt')).toMatch(/PT_VERSION_UNKNOWN[\s\S]*1\.0\.0/);
  expect(await attest('calendar', '--checksums', 'none.txt')).toContain('PT_VERSION_FORMAT');
  expect(await attest('calendar@1.0.0')).toMatch(/PT_USAGE.*--checksums/);
  expect(await attest('calendar@1.0.0', '--checksums', 'none.txt', '--check')).toContain('PT_USAGE');
  expect(await attest('calendar@1.0.0', '--checksums', 'no/such/folder.txt')).toMatch(/PT_USAGE.*cannot be written/);
});

test('a feature that was not staged fails alone: it is told, and the checksums are of the others', async () => {
  const builder = await machine({ questionnaire: scripts.questionnaire });
  const staged = await builder.pintag('stage');
  expect(staged.exitCode).toBe(1);
  expect(staged.stdout).toContain('calendar@1.0.0       failed\n  calendar could not be built');
  expect(staged.stdout).toContain('1 failed, 1 staged.');

  const releaser = await machine();
  const run = await releaser.pintag('release', '--staged', '--summary', 'summary.md', '--checksums', 'checksums.txt');
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain('Run `pintag stage` on that commit');
  expect(await releaser.read('checksums.txt')).toMatch(/^([0-9a-f]{64} {2}elements\/v1\.0\.0\/questionnaire\/\S+\n){2}$/);
  const summary = await releaser.read('summary.md');
  expect(summary).toContain('### 1 version released, 1 failed');
  expect(summary).toContain('- **calendar@1.0.0** <code>PT&#95;NOT&#95;STAGED</code>');
});

test('a share with nothing in it says so', async () => {
  const builder = await machine(scripts);
  expect(await builder.pintag('stage', '--only', 'calendar', '--shard', '1/3')).toMatchObject({
    exitCode: 0,
    stdout: 'Nothing to stage: another part has the one feature that it builds. Part 1 of 3.\n',
  });
  expect(await keys()).toEqual([]);
});

test('a run that ends before it begins is in the summary, and a file that cannot be written is told before anything is done', async () => {
  const releaser = await machine();
  const lost = await runCommand(['release', '--staged', '--summary', 'summary.md'], {
    cwd: releaser.root,
    env: { ...target(), PINTAG_BRANCHES: 'develop' },
  });
  expect(lost.exitCode).toBe(1);
  expect(await releaser.read('summary.md')).toMatch(/### The run ended early\n\n- <code>PT&#95;BRANCH/);

  const unwritable = await releaser.pintag('release', '--staged', '--checksums', 'no/such/folder/checksums.txt');
  expect(unwritable.exitCode).toBe(1);
  expect(unwritable.stderr).toMatch(/PT_USAGE {2}no\/such\/folder\/checksums\.txt cannot be written/);
});

test('features are built by their own names', async () => {
  const builder = await machine({ calendar: scripts.calendar });
  const one = await builder.pintag('build', 'cal*');
  expect(one.exitCode, one.stderr).toBe(0);
  expect(one.stdout).toMatch(/^calendar {2}dist\/libs\/calendar, 2 files of \d/);
  const both = await builder.pintag('build', 'calendar', 'questionnaire', '--json');
  expect(both.exitCode).toBe(1);
  expect(JSON.parse(both.stdout)).toMatchObject({
    features: [
      { feature: 'calendar', status: 'built' },
      { feature: 'questionnaire', status: 'failed', code: 'PT_BUILD_FAILED' },
    ],
  });
  expect((await builder.pintag('build', 'calender')).stderr).toMatch(/PT_FEATURE_UNKNOWN[\s\S]*Is it calendar/);
});

test('what a pull request changes can be tried: nothing of it is staged or released, and asking again prints the same', async () => {
  await workspace.git('push', '--quiet', 'origin', 'HEAD:refs/tags/calendar-v1.0.0', 'HEAD:refs/tags/questionnaire-v1.0.0');
  const { commits } = await openPullRequest(workspace.remote, [['feat(calendar): weeks', { 'libs/calendar/src/weeks.ts': 'weeks' }]]);
  const runner = await checkOut(workspace.remote);
  await installNx(runner, scripts);
  const preview = (...argv: string[]) =>
    runCommand(['preview', '--pr', '7', '--sha', commits[0]!, ...argv], { cwd: runner, env: { ...pullRequestEnv, ...target() } });

  const first = await preview();
  expect(first.exitCode, first.stderr).toBe(0);
  const folder = `elements/_preview/pr-7/${commits[0]}/`;
  const tag = new RegExp(
    `<script src="${local.edge.origin}/${folder}calendar/main\\.js" integrity="(sha384-[^"]+)" crossorigin="anonymous"></script>`,
  );
  expect(first.stdout).toMatch(tag);
  expect((await keys()).filter((key) => !key.startsWith(folder))).toEqual([]);

  const second = await preview('--markdown', '--summary', 'tags.md');
  expect(second.stdout).toContain(`${tag.exec(first.stdout)![0]}\n<pt-calendar></pt-calendar>`);
  expect(await readFile(join(runner, 'tags.md'), 'utf8')).toBe(second.stdout);
  expect((await fetch(`${local.edge.origin}/${folder}calendar/main.js`)).status).toBe(200);
});
