/** The environments that git runs in: the user's, freed of what ties git to another repository, and a bare one for scratch clones. */
import { devNull } from 'node:os';
import type { Environment } from './git.ts';

/** Set inside git hooks and by some tools; each would lead our calls to another repository than the one we name. */
const bindings = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_SHALLOW_FILE',
];

/** The user's environment (credentials, proxies, ssh agent), in English, and never asking at the terminal. */
export function gitEnvironment(env: Environment): Environment {
  const free = Object.fromEntries(Object.entries(env).filter(([name]) => !bindings.includes(name)));
  return { ...free, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
}

/** `env` with more git configuration, which outranks every file; on no command line and on no disk, so it may hold a credential. */
export function withConfig(env: Environment, settings: readonly (readonly [key: string, value: string])[]): Environment {
  const before = Number(env['GIT_CONFIG_COUNT'] ?? 0);
  const added = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${before + index}`, key],
    [`GIT_CONFIG_VALUE_${before + index}`, value],
  ]);
  return { ...env, ...Object.fromEntries(added), GIT_CONFIG_COUNT: String(before + settings.length) };
}

/** The dates are of no use but to hold git's clock still. */
const neededToRun = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'PATHEXT',
  'USERPROFILE',
  'GIT_AUTHOR_DATE',
  'GIT_COMMITTER_DATE',
];

/**
 * What semantic-release's threads see: no variable of a CI server (in a pull request's, semantic-release does nothing), no credential, and
 * none of the user's git configuration (signing of tags, hooks, URL rewrites).
 */
export function bareEnvironment(env: Environment): Record<string, string> {
  const kept = neededToRun.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  const bare = { LC_ALL: 'C', GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...bare };
}

/** The same with `run` as committer, so that two runs on one commit in the same second still make different notes. */
export const scratchEnvironment = (env: Environment, run: string): Record<string, string> =>
  committedBy(bareEnvironment(env), runEmail(run));

/** The address is what tells a note of a run from one that no run stands for. */
export function committedBy(env: Readonly<Record<string, string>>, email: string): Record<string, string> {
  return { ...env, GIT_AUTHOR_NAME: 'pintag', GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: 'pintag', GIT_COMMITTER_EMAIL: email };
}

/** `.invalid` is reserved (RFC 2606): nobody ever receives mail for a run. */
export const runEmail = (run: string): string => `${run}@run.pintag.invalid`;

/** The run in a committer's address as `for-each-ref` prints it, `<…@run.pintag.invalid>`; `undefined` when the note is not ours. */
export const runOfEmail = (email: string): string | undefined =>
  /^<?(?<run>[^<>@\s]+)@run\.pintag\.invalid>?$/.exec(email)?.groups?.['run'];
