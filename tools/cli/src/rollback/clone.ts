/** The clone whose pages are rolled back: git's objects, the remote and its branches. Neither the working tree nor the index is ever touched. */
import { PintagError } from '@pintag/cdn/errors';
import { ask, createGit, type Git, gitEnvironment, type GitOptions, publicUrl } from '@pintag/release/git';

export interface Clone {
  readonly root: string;
  /** Name of its remote. */
  readonly remote: string;
  /** Of the remote; may hold a credential. */
  readonly url: string;
  readonly git: Git;
  readonly options: Pick<GitOptions, 'cwd' | 'env'>;
  /** @throws {GitFailure} */
  ask(args: readonly string[], more?: Partial<GitOptions>): Promise<string>;
  blob(object: string): Promise<Uint8Array>;
  /** The remote's commit of a branch; without a name, its default branch. @throws {PintagError} PT_REMOTE_UNREACHABLE, PT_ROLLBACK_BASE */
  branch(name: string | undefined): Promise<RemoteBranch>;
  /** @returns its commit; `undefined` when the remote has no such branch. */
  find(branch: string): Promise<string | undefined>;
  /** Makes sure that the commit of a remote branch is here. */
  fetch(branch: RemoteBranch): Promise<void>;
}

export interface RemoteBranch {
  readonly name: string;
  readonly commit: string;
}

/** @throws {PintagError} PT_NOT_A_REPOSITORY, PT_NO_REMOTE */
export async function openClone({
  cwd,
  env,
  remote,
}: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly remote: string;
}): Promise<Clone> {
  const git = createGit();
  const at = { cwd, env: gitEnvironment(env) };
  const top = await git.run(['rev-parse', '--show-toplevel'], at);
  if (top.exitCode !== 0) throw new PintagError('PT_NOT_A_REPOSITORY', { root: cwd, why: top.stderr.trim() });
  const options = { ...at, cwd: top.stdout.trim() };
  const clone = (args: readonly string[], more: Partial<GitOptions> = {}) => ask(git, args, { ...options, ...more });
  const address = await git.run(['remote', 'get-url', remote], options);
  if (address.exitCode !== 0) {
    const known = (await clone(['remote'])).split('\n').filter(Boolean);
    throw new PintagError('PT_NO_REMOTE', { remote, known });
  }
  const url = address.stdout.trim();

  const listed = async (...patterns: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await git.run(['ls-remote', '--symref', remote, ...patterns], { ...options, contact: 'list' });
    if (exitCode !== 0) throw new PintagError('PT_REMOTE_UNREACHABLE', { remote: publicUrl(url), why: stderr.trim() });
    return stdout;
  };
  const find = async (branch: string): Promise<string | undefined> =>
    /^(?<commit>[0-9a-f]+)\t/m.exec(await listed(`refs/heads/${branch}`))?.groups?.['commit'];

  return {
    root: options.cwd,
    remote,
    url,
    git,
    options,
    ask: clone,
    async blob(object) {
      const pieces: Uint8Array[] = [];
      for await (const piece of git.stream(['cat-file', 'blob', object], options)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    find,
    async branch(name) {
      const wanted = name ?? /^ref: refs\/heads\/(?<branch>\S+)\tHEAD$/m.exec(await listed('HEAD'))?.groups?.['branch'];
      const commit = wanted && (await find(wanted));
      if (!wanted || !commit) throw new PintagError('PT_ROLLBACK_BASE', { remote: publicUrl(url), branch: name });
      return { name: wanted, commit };
    },
    async fetch({ name, commit }) {
      const isHere = async () => (await git.run(['cat-file', '-e', `${commit}^{commit}`], options)).exitCode === 0;
      if (await isHere()) return;
      const { stderr } = await git.run(['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', remote, `refs/heads/${name}`], {
        ...options,
        contact: 'fetch',
      });
      if (!(await isHere()))
        throw new PintagError('PT_REMOTE_UNREACHABLE', { remote: publicUrl(url), why: stderr.trim() || `${name} moved meanwhile` });
    },
  };
}
