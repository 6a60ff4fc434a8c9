/** A git history before it is written: commits with whole trees, branches, tags and notes, in plain data. */

/** Content by path relative to the repository root; paths are any text that git takes. */
export type Tree = ReadonlyMap<string, string>;

/** `hashes` of what it `quotes`, in that order. */
export type Message = string | { readonly quotes: readonly number[]; readonly write: (hashes: readonly string[]) => string };

export interface DraftCommit {
  /** Counts from 1; a parent's is lower. */
  readonly id: number;
  readonly parents: readonly number[];
  readonly message: Message;
  /** First line of the message. */
  readonly subject: string;
  readonly encoding?: 'ISO-8859-1';
  /** Seconds since 1970, of author and committer. */
  readonly seconds: number;
  readonly tree: Tree;
}

export interface DraftTag {
  readonly name: string;
  readonly commit: number;
  readonly isAnnotated: boolean;
  /** Text of semantic-release's note. */
  readonly note?: string;
}

export interface Draft {
  readonly commits: readonly DraftCommit[];
  /** Tips by name. */
  readonly branches: ReadonlyMap<string, number>;
  readonly tags: readonly DraftTag[];
}

export interface NewCommit {
  readonly message: Message;
  readonly subject?: string;
  readonly encoding?: 'ISO-8859-1';
  readonly parents?: readonly number[];
  readonly tree?: Tree;
  /** Seconds after the newest commit; less than none for one clock that went back; default: one minute. */
  readonly after?: number;
}

export interface Drafting extends Draft {
  readonly branches: Map<string, number>;
  readonly tags: DraftTag[];
  /** On the tip of `branch` unless `parents` says otherwise; @returns its id */
  commit(branch: string, commit: NewCommit): number;
  get(id: number): DraftCommit;
  treeOf(branch: string): Tree;
  /** Ids of everything that `id` contains, itself included. */
  ancestors(id: number): ReadonlySet<number>;
  /** What a three-way merge of whole files makes of `into` and `from`; where both changed a file, it is `from`'s. */
  merged(into: number, from: number): Tree;
}

export function createDraft(start: number): Drafting {
  const commits: DraftCommit[] = [];
  const branches = new Map<string, number>();
  const known = new Map<number, ReadonlySet<number>>();
  let now = start;

  const get = (id: number): DraftCommit => commits[id - 1]!;
  const ancestors = (id: number): ReadonlySet<number> => {
    const found = known.get(id) ?? new Set([id, ...get(id).parents.flatMap((parent) => [...ancestors(parent)])]);
    known.set(id, found);
    return found;
  };

  return {
    commits,
    branches,
    tags: [],
    get,
    ancestors,
    commit(branch, { message, subject, encoding, parents, tree, after = 60 }) {
      const tip = branches.get(branch);
      const id = commits.length + 1;
      // A clock that is wrong for longer is not only out of order: git itself then errs in which commits a branch contains.
      const seconds = now + after;
      now = Math.max(now, seconds);
      commits.push({
        id,
        parents: parents ?? (tip === undefined ? [] : [tip]),
        message,
        subject: subject ?? (typeof message === 'string' ? message.split('\n', 1)[0]! : ''),
        ...(encoding && { encoding }),
        seconds,
        tree: tree ?? (tip === undefined ? new Map() : get(tip).tree),
      });
      branches.set(branch, id);
      return id;
    },
    treeOf: (branch) => get(branches.get(branch)!).tree,
    merged(into, from) {
      const common = [...ancestors(into)].filter((id) => ancestors(from).has(id));
      const base: Tree = common.length ? get(Math.max(...common)).tree : new Map();
      const theirs = get(from).tree;
      const tree = new Map(get(into).tree);
      for (const path of new Set([...base.keys(), ...theirs.keys()])) {
        const content = theirs.get(path);
        if (content === base.get(path)) continue;
        if (content === undefined) tree.delete(path);
        else tree.set(path, content);
      }
      return tree;
    },
  };
}
