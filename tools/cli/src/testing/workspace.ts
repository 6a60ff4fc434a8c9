/** A small repository in a temporary folder: a bare remote, a clone, two features that are never built. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

export interface TestWorkspace {
  readonly root: string;
  readonly remote: string;
  git(...args: string[]): Promise<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** Committed as `feat: begin` and pushed to `main`. */
export async function makeWorkspace(): Promise<TestWorkspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'pintag-cli-')));
  const root = join(folder, 'work');
  const remote = join(folder, 'remote.git');
  const run = async (cwd: string, args: readonly string[]): Promise<string> => (await execa('git', args, { cwd, env: identity })).stdout;
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  };

  await mkdir(root);
  await run(folder, ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  await run(folder, ['clone', '--quiet', remote, root]);
  await run(root, ['checkout', '--quiet', '-B', 'main']);
  await write({
    'nx.json': '{}\n',
    '.gitignore': '.pintag/\n',
    'libs/calendar/src/element.ts': 'export const define = () => {};\n',
    'libs/questionnaire/src/element.ts': 'export const define = () => {};\n',
  });
  await run(root, ['add', '--all']);
  await run(root, ['commit', '--quiet', '--message', 'feat: begin']);
  await run(root, ['push', '--quiet', 'origin', 'main']);
  return {
    root,
    remote,
    git: (...args) => run(root, args),
    write,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
