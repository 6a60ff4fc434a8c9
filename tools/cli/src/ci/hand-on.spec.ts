import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { type FeatureResult, release, type ReleaseTools } from '@pintag/release';
import { createTestRelease, type TestRelease } from '@pintag/release/testing/test-release';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFiles, handOn, handOnChecksums, handOnFailure } from './hand-on.ts';
import { noteRecorded } from './note-recorded.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'pintag-hand-on-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const read = (name: string) => readFile(join(cwd, name), 'utf8');
const files = { summary: 'summary.md', checksums: 'checksums.txt' };
const toolsOf = ({ store, edge }: TestRelease, env: Record<string, string> = {}) => ({
  io: { cwd, env },
  target: { store, edge },
  log() {},
});
const isDone = ({ features }: { readonly features: readonly FeatureResult[] }) => features.map(({ status }) => status);
const featuresIn = (checksums: string) => new Set(checksums.match(/(?<=v1\.0\.0\/)\w+/g));

async function releaseNoted(world: TestRelease, overrides: Partial<ReleaseTools> = {}) {
  const noted = noteRecorded();
  const result = await release(world.tools({ ...overrides, watch: noted.watch, verifyPauses: [] }));
  return { result, recorded: noted.recorded() };
}

test('what was published and could not be announced has checksums, and so has what the run after it finishes', async () => {
  const world = createTestRelease();
  const announcer: ReleaseTools['announcer'] = {
    announce: async ({ tag }) => {
      if (tag.feature === 'calendar') throw new Error('GitHub is down');
    },
  };
  const first = await releaseNoted(world, { announcer });
  expect(isDone(first.result)).toEqual(['failed', 'released']);
  await handOn(first.result, first.recorded, files, toolsOf(world));
  expect(featuresIn(await read('checksums.txt'))).toEqual(new Set(['calendar', 'questionnaire']));

  const second = await releaseNoted(world);
  expect(isDone(second.result)).toEqual(['repaired', 'already-there']);
  await handOn(second.result, second.recorded, files, toolsOf(world));
  expect(featuresIn(await read('checksums.txt'))).toEqual(new Set(['calendar']));
});

test('what another run tagged before it died, and this one finished, has checksums; what another one finished has none', async () => {
  const world = createTestRelease();
  const [dead, faster] = [world.tools(), world.tools()];
  world.remote.beforePush = async (releases) => {
    world.remote.beforePush = () => {};
    await dead.repository.push(releases.filter(({ feature }) => feature === 'calendar'));
    await release({ ...faster, only: ['questionnaire'], verifyPauses: [] });
  };
  const { result, recorded } = await releaseNoted(world);
  expect(isDone(result)).toEqual(['already-there', 'already-there']);
  await handOn(result, recorded, files, toolsOf(world));
  expect(featuresIn(await read('checksums.txt'))).toEqual(new Set(['calendar']));
});

test('what does not build has no checksums', async () => {
  const world = createTestRelease(undefined, new Set(['calendar']));
  const { result, recorded } = await releaseNoted(world);
  await handOn(result, recorded, files, toolsOf(world));
  expect(featuresIn(await read('checksums.txt'))).toEqual(new Set(['questionnaire']));
});

test('a run that ends early after it published something says so, and hands that on', async () => {
  const world = createTestRelease();
  const { repository } = world.tools();
  const noted = noteRecorded();
  const tags = () => (noted.recorded().length > 0 ? Promise.reject(new Error('The disk is full')) : repository.tags());
  const tools = world.tools({ repository: { ...repository, tags }, watch: noted.watch, verifyPauses: [] });
  const error: unknown = await release(tools).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: 'The disk is full' });

  await handOnChecksums(noted.recorded(), files, toolsOf(world));
  await handOnFailure(error, noted.recorded(), files, { cwd, env: {} });
  expect(featuresIn(await read('checksums.txt'))).toEqual(new Set(['calendar', 'questionnaire']));
  expect(await read('summary.md')).toMatch(/^### The run ended early\n\n- <code>.*The disk is full/);
  expect(await read('summary.md')).toContain('<code>questionnaire&#64;1&#46;0&#46;0</code>. Running it again');
});

test('no secret gets into the summary: not what a build printed, not escaped, not cut short', async () => {
  const secret = 'ghp_0123456789';
  const env = { GITHUB_TOKEN: secret };
  const world = createTestRelease(['calendar']);
  const { result } = await releaseNoted(world);
  const reason = `${'x'.repeat(192)}${secret}\nGITHUB_TOKEN=${secret}`;
  const failed: FeatureResult = { feature: 'calendar', version: '1.0.0', status: 'failed', code: 'PT_BUILD_FAILED', reason };
  await handOn({ ...result, features: [failed] }, [], { summary: 'summary.md' }, toolsOf(world, env));
  await handOnFailure(
    new PintagError('PT_USAGE', { problem: `It was called with ${secret}` }),
    [],
    { summary: 'summary.md' },
    { cwd, env },
  );

  const summary = await read('summary.md');
  expect(summary).toContain('GITHUB_TOKEN=[secure]');
  expect(summary).toContain('called with &#91;secure&#93;');
  expect(summary).not.toContain('ghp');
});

test('checksums of an earlier run are gone before anything is done, and stay gone when nothing is published', async () => {
  await writeFile(join(cwd, 'checksums.txt'), 'of yesterday\n');
  await checkFiles(files, { cwd, env: {} });
  await expect(read('checksums.txt')).rejects.toThrow('ENOENT');

  await handOnChecksums([], files, toolsOf(createTestRelease()));
  await expect(read('checksums.txt')).rejects.toThrow('ENOENT');
  await expect(checkFiles({ checksums: '.' }, { cwd, env: {} })).rejects.toMatchObject({ code: 'PT_USAGE' });
});
