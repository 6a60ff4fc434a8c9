/** A build reads the files of the checkout, and its version stands for a commit: real git, and somebody at work in the checkout meanwhile. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { createSmallWorkspace, prebuilt } from '../faults/small-workspace.ts';
import { openRepository } from '../git/open-repository.ts';
import { release } from './release.ts';
import { contentsOf, createTestRelease } from '../testing/test-release.ts';

async function openWorkspace() {
  const folder = await mkdtemp(path.join(tmpdir(), 'pintag-checkout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
  const { checkout, remote } = await createSmallWorkspace(folder, env);
  const git = async (...args: string[]) => (await execa('git', args, { cwd: checkout, env, extendEnv: false })).stdout;
  const repository = await openRepository({ root: checkout, run: 'run-1', env, log: () => {}, graph: { read: async () => [] } });
  onTestFinished(() => repository.close());
  const tags = async () => (await execa('git', ['tag'], { cwd: remote })).stdout;
  return { checkout, git, repository, tags };
}

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;
const who = ['-c', 'user.name=A', '-c', 'user.email=a@school.example'];
const write = ({ checkout }: Workspace, file: string) => writeFile(path.join(checkout, file), 'export const later = true;\n');

const meanwhile: readonly (readonly [what: string, code: string, act: (workspace: Workspace) => Promise<unknown>])[] = [
  ['commits', 'PT_CHECKOUT_MOVED', ({ git }) => git(...who, 'commit', '--quiet', '--allow-empty', '--message', 'fix: later')],
  ['edits a file', 'PT_DIRTY_CHECKOUT', (workspace) => write(workspace, 'libs/calendar/src/element.ts')],
  ['adds a file to a library', 'PT_DIRTY_CHECKOUT', (workspace) => write(workspace, 'libs/calendar/src/later.ts')],
];

test.each(meanwhile)('somebody %s during the build: nothing is staged or tagged (%s)', async (_, code, act) => {
  const workspace = await openWorkspace();
  const { tools, store } = createTestRelease();
  const builder = {
    build: async (...args: Parameters<typeof prebuilt.build>) => {
      const built = await prebuilt.build(...args);
      await act(workspace);
      return built;
    },
  };

  await expect(release(tools({ repository: workspace.repository, builder }))).rejects.toMatchObject({ code });
  expect(await workspace.tags()).toBe('');
  expect(await contentsOf(store)).toEqual({});
});

test('a file that git does not track, in a library before the build, is refused before anything is built', async () => {
  const workspace = await openWorkspace();
  await write(workspace, 'libs/calendar/src/later.ts');
  const builder = { build: () => expect.unreachable() };

  await expect(release(createTestRelease().tools({ repository: workspace.repository, builder }))).rejects.toMatchObject({
    code: 'PT_DIRTY_CHECKOUT',
    message: expect.stringContaining('libs/calendar/src/later.ts'),
  });
});

test('a file that git does not track, outside the libraries, is nobody’s business', async () => {
  const workspace = await openWorkspace();
  await write(workspace, 'scribble.ts');

  expect((await release(createTestRelease().tools({ repository: workspace.repository, builder: prebuilt }))).ok).toBe(true);
});
