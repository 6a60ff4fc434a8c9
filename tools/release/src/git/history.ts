/** One read of the history for all features. */
import type { Environment, Git } from './git.ts';
import { isoDate } from './checkout.ts';
import { plainMessage } from './plain-message.ts';

export interface HistoryCommit {
  /** Full hash. */
  readonly hash: string;
  readonly parents: readonly string[];
  /** ISO 8601 in UTC. */
  readonly committedAt: string;
  /** Plain text without white space around it, `\n` as line end. */
  readonly message: string;
  /** What it changed compared with its first parent, relative to the repository root, `/` as separator; a renamed file under both names. */
  readonly files: readonly string[];
}

/**
 * The commits of `range`, newest first, children before parents.
 * @param range as `git log` takes it: `['<hash>', '^<hash>']`
 * @param separator what no commit message contains, such as a random text
 */
export async function readHistory(options: {
  git: Git;
  cwd: string;
  env: Environment;
  range: readonly string[];
  separator: string;
}): Promise<HistoryCommit[]> {
  const { git, cwd, env, range, separator } = options;
  const args = [
    'log',
    '-z',
    '--topo-order',
    '--name-only',
    '--no-renames',
    '--diff-merges=first-parent',
    '--no-show-signature',
    '--encoding=UTF-8',
  ];
  const format = `--format=${separator}%H%x00%P%x00%ct%x00%B`;
  const decoder = new TextDecoder();
  const commits: HistoryCommit[] = [];
  let rest = '';
  for await (const piece of git.stream([...args, format, ...range, '--'], { cwd, env })) {
    rest += decoder.decode(piece, { stream: true });
    const entries = rest.split(separator);
    rest = entries.pop() ?? '';
    commits.push(...entries.filter(Boolean).map(parseEntry));
  }
  rest += decoder.decode();
  return rest ? [...commits, parseEntry(rest)] : commits;
}

function parseEntry(entry: string): HistoryCommit {
  const [hash = '', parents = '', seconds = '', message = '', ...files] = entry.split('\0');
  return {
    hash,
    parents: parents.split(' ').filter(Boolean),
    committedAt: isoDate(seconds),
    message: plainMessage(message).trim(),
    // git puts a line break before the first name.
    files: files.map((file) => file.replace(/^\n/, '')).filter(Boolean),
  };
}

/** Hashes of `commits` that `from` contains, itself included; nothing when `from` is older than all of them. */
export function containedIn(commits: readonly HistoryCommit[], from: string): ReadonlySet<string> {
  const contained = new Set([from]);
  // Children stand before their parents, so one pass is enough.
  for (const { hash, parents } of commits) if (contained.has(hash)) for (const parent of parents) contained.add(parent);
  return contained;
}
