/** What the oracle knows of a repository, asked of git one question at a time. */
import { callGit, type GitEnvironment } from '../call-git.ts';

export interface OracleFeature {
  readonly name: string;
  readonly root: string;
  readonly entry: string;
}

export interface Facts {
  /** The commit that is checked out. */
  readonly commit: string;
  readonly features: readonly OracleFeature[];
  /** `<object> <ref>` of the remote. */
  readonly refs: readonly string[];
  /** Where a commit stands in topological order, children first. */
  readonly order: ReadonlyMap<string, number>;
  ask(...args: readonly string[]): Promise<string>;
  /** What the release commit contains and `tag`, if any, does not. */
  since(tag: string | undefined): Promise<readonly { readonly hash: string; readonly message: string }[]>;
  /** Files that `commit` changed, compared with its first parent. */
  touched(commit: string): Promise<readonly string[]>;
}

export async function readFacts(options: { remote: string; checkout: string; env: GitEnvironment }): Promise<Facts> {
  const { remote, checkout, env } = options;
  const ask = (...args: readonly string[]) => callGit(args, { cwd: remote, env });
  const commit = (await callGit(['rev-parse', 'HEAD'], { cwd: checkout, env })).trim();
  const files = (await ask('ls-tree', '-r', '-z', '--name-only', commit)).split('\0');
  const entries = files.filter((file) => /^libs\/[^/]+\/src\/([^/]+\.)?element\.ts$/.test(file));
  const listing = await ask('for-each-ref', '--format=%(objectname) %(refname)');
  const known = new Map<string, readonly string[]>();
  const history = await ask('rev-list', '--parents', '--topo-order', commit);
  const parents = new Map(
    history.split('\n').map((line) => {
      const [hash = '', ...of] = line.split(' ');
      return [hash, of] as const;
    }),
  );

  return {
    commit,
    features: entries.map((entry) => {
      const [, library = '', , file = ''] = entry.split('/');
      const part = file.slice(0, -'element.ts'.length - 1);
      return { name: part ? `${library}-${part}` : library, root: `libs/${library}`, entry };
    }),
    refs: listing.trim().split('\n'),
    order: new Map([...parents.keys()].map((hash, index) => [hash, index])),
    ask,
    async since(tag) {
      const log = await ask('log', '-z', '--format=%H%n%B', ...(tag === undefined ? [] : [`^${tag}`]), commit, '--');
      return log
        .split('\0')
        .filter(Boolean)
        .map((entry) => ({ hash: entry.slice(0, entry.indexOf('\n')), message: entry.slice(entry.indexOf('\n') + 1).trim() }));
    },
    async touched(hash) {
      let found = known.get(hash);
      if (!found) {
        const [first, second] = parents.get(hash) ?? [];
        const sides = first !== undefined && second !== undefined ? [first, hash] : ['--root', '--no-commit-id', hash];
        found = (await ask('diff-tree', '-r', '-z', '--name-only', '--no-renames', ...sides)).split('\0').filter(Boolean);
        known.set(hash, found);
      }
      return found;
    },
  };
}
