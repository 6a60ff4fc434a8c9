/** Makes a generated history real: a bare remote with tags and notes, made by one git process, and a clone of it as the checkout. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { fastImport } from './fast-import.ts';
import type { GeneratedHistory } from './generated-history.ts';

export interface GeneratedRepository {
  /** Bare. */
  readonly remote: string;
  /** Its address, `file://…`, so that git talks to it as to any other server. */
  readonly url: string;
  readonly checkout: string;
  /** Full hash of the oldest commit that is somebody's last release. */
  readonly base: string;
}

/** What git needs here, and nothing of the configuration of whoever measures. */
export const gitEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: env['PATH'],
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
});

/**
 * Made once in `folder` and found again as long as what is generated stays the same, byte for byte.
 * @param folder for this history and no other
 */
export async function createRepository(
  history: GeneratedHistory,
  { folder, env }: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<GeneratedRepository> {
  const digest = createHash('sha256');
  for (const piece of fastImport(history)) digest.update(piece);
  const home = join(folder, digest.digest('hex').slice(0, 16));
  const remote = join(home, 'remote.git');
  const repository = { remote, url: pathToFileURL(remote).href, checkout: join(home, 'checkout') };
  const git = async (cwd: string, ...args: string[]): Promise<string> =>
    (await execa('git', args, { cwd, env: gitEnvironment(env), extendEnv: false })).stdout;
  const whole = join(home, 'whole');

  if (!existsSync(whole)) {
    await rm(home, { recursive: true, force: true });
    await mkdir(home, { recursive: true });
    const unfinished = `${remote}.unfinished`;
    await git(home, 'init', '--quiet', '--bare', '--template=', '--initial-branch=main', unfinished);
    await execa('git', ['fast-import', '--quiet', '--done'], {
      cwd: unfinished,
      env: gitEnvironment(env),
      extendEnv: false,
      input: Readable.from(fastImport(history)),
    });
    // As on a server: refs in one file, objects in one pack.
    await git(unfinished, 'pack-refs', '--all');
    await git(unfinished, 'repack', '-a', '-d', '--quiet');
    await git(unfinished, 'config', 'gc.auto', '0');
    await rename(unfinished, remote);
    await git(home, 'clone', '--quiet', repository.url, repository.checkout);
    await git(repository.checkout, 'config', 'gc.auto', '0');
    for (const [key, value] of Object.entries({ 'user.name': 'Dora', 'user.email': 'dora@school.example' })) {
      await git(repository.checkout, 'config', key, value);
    }
    await writeFile(whole, '');
  }
  const oldest = history.tags.find(({ commit }) => commit === history.base)!;
  return { ...repository, base: await git(remote, 'rev-parse', `refs/tags/${oldest.name}^{commit}`) };
}
