/** The checkout that a release starts from: what has to be true of it, and where its remote is. */
import { PintagError } from '@pintag/cdn/errors';
import { absoluteUrl, publicText } from './remote-url.ts';
import { ask, type Environment, type Git } from './git.ts';

export interface Checkout {
  /** Its top folder. */
  readonly root: string;
  /** Full hash of HEAD. */
  readonly commit: string;
  /** ISO 8601 in UTC. */
  readonly committedAt: string;
  /** Absent when HEAD is detached, as in most CI checkouts. */
  readonly branch?: string;
  /** Folder of its objects; absent when some of them are only at the remote (partial clone), so that nothing can be borrowed from it. */
  readonly objects?: string;
  /** `sha1` or `sha256`. */
  readonly objectFormat: string;
  readonly remote: { readonly name: string; readonly url: string; readonly pushUrl: string };
  /** Settings of this checkout that decide how its remote is reached (proxies, credentials, ssh); may hold a secret. */
  readonly access: readonly (readonly [key: string, value: string])[];
}

/**
 * @param remote name of a remote, `origin`
 * @param mayHaveChanges nothing is released from it
 * @throws {PintagError} PT_NOT_A_REPOSITORY, PT_NO_COMMIT, PT_NO_REMOTE, PT_SHALLOW_CLONE, PT_DIRTY_CHECKOUT
 */
export async function readCheckout({
  git,
  root,
  remote,
  env,
  mayHaveChanges = false,
}: {
  git: Git;
  root: string;
  remote: string;
  env: Environment;
  mayHaveChanges?: boolean;
}): Promise<Checkout> {
  const options = { cwd: root, env };
  const places = await git
    .run(
      [
        'rev-parse',
        '--path-format=absolute',
        '--show-toplevel',
        '--is-shallow-repository',
        '--show-object-format',
        '--git-path',
        'objects',
      ],
      options,
    )
    .catch((error: unknown) => ({ stdout: '', stderr: String(error), exitCode: 1 }));
  if (places.exitCode !== 0) throw new PintagError('PT_NOT_A_REPOSITORY', { root, why: complaint(places.stderr) });
  const [top = root, shallow, objectFormat = 'sha1', objects = ''] = places.stdout.split('\n');
  if (shallow === 'true') throw new PintagError('PT_SHALLOW_CLONE', { root: top });

  const [head, settings, status] = await Promise.all([
    git.run(['log', '-1', '--format=%H %ct', '--no-show-signature', 'HEAD'], options),
    ask(git, ['config', '--local', '--includes', '--list', '-z'], options),
    ask(git, ['status', '--porcelain', '--branch', '--no-ahead-behind', '-z', '--untracked-files=no'], options),
  ]);
  if (head.exitCode !== 0) throw new PintagError('PT_NO_COMMIT', { root: top });
  const [commit = '', seconds = ''] = head.stdout.trim().split(' ');

  const config = parseConfig(settings);
  const values = (key: string) => config.flatMap(([name, value]) => (name === key ? [value] : []));
  const url = values(`remote.${remote}.url`)[0];
  if (!url) {
    const known = config.flatMap(([key]) => /^remote\.(?<name>.+)\.url$/.exec(key)?.groups?.['name'] ?? []);
    throw new PintagError('PT_NO_REMOTE', { remote, known });
  }
  const [about = '', ...changes] = status.split('\0');
  const files = changes.flatMap((line) => (line ? [line.slice(3)] : []));
  if (files.length && !mayHaveChanges) throw new PintagError('PT_DIRTY_CHECKOUT', { files });

  const isPartial = config.some(([key]) => key === 'extensions.partialclone' || /^remote\..+\.promisor$/.test(key));
  return {
    root: top,
    commit,
    committedAt: isoDate(seconds),
    ...(about !== '## HEAD (no branch)' && { branch: about.slice('## '.length).split('...', 1)[0]! }),
    ...(!isPartial && { objects }),
    objectFormat,
    remote: { name: remote, url: absoluteUrl(url, top), pushUrl: absoluteUrl(values(`remote.${remote}.pushurl`)[0] ?? url, top) },
    access: config.filter(([key]) => reachesRemote.test(key)),
  };
}

const reachesRemote = /^(http|credential|url|ssh|protocol)\.|^core\.(sshcommand|askpass|gitproxy)$/;

/** `git config --list -z`: key, newline, value, NUL; a key alone is a switch that is on. */
function parseConfig(listing: string): (readonly [key: string, value: string])[] {
  return listing
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0 ? ([entry, 'true'] as const) : ([entry.slice(0, end), entry.slice(end + 1)] as const);
    });
}

/** Seconds since 1970, as git prints them, to ISO 8601 in UTC. */
export const isoDate = (seconds: string): string => new Date(Number(seconds) * 1000).toISOString();

/** What git complained of first, without its label and without the credentials of URLs: what follows is mostly advice. */
export function complaint(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() && !/^(warning|hint|remote: *(Enumerating|Counting|Compressing|Resolving|Total)|remote: *$)/i.test(line));
  return publicText((lines[0] ?? '').replace(/^(fatal|error|remote): */i, '').trim());
}
