/** One read of the history for all features, passed on commit by commit: what is not kept is not in memory. */
import type { Environment, Git } from './git.ts';
import { plainMessage } from './plain-message.ts';

export interface HistoryCommit {
  /** Full hash. */
  readonly hash: string;
  readonly parents: readonly string[];
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
export async function* readHistory(options: {
  git: Git;
  cwd: string;
  env: Environment;
  range: readonly string[];
  separator: string;
}): AsyncGenerator<HistoryCommit> {
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
  const format = `--format=${separator}%H%x00%P%x00%B`;
  const decoder = new TextDecoder();
  // What came of the commit that is not complete yet; one that changed very many files comes in very many pieces.
  let open: string[] = [];
  let tail = '';
  for await (const piece of git.stream([...args, format, ...range, '--'], { cwd, env })) {
    const text = decoder.decode(piece, { stream: true });
    open.push(text);
    // The separator itself may be cut.
    const seam = tail + text;
    tail = seam.slice(1 - separator.length);
    if (!seam.includes(separator)) continue;
    const entries = open.join('').split(separator);
    open = [entries.pop()!];
    for (const entry of entries) if (entry) yield parseEntry(entry);
  }
  const last = open.join('') + decoder.decode();
  if (last) yield parseEntry(last);
}

function parseEntry(entry: string): HistoryCommit {
  const [hash = '', parents = '', message = '', first = '', ...files] = entry.split('\0');
  // git puts a line break before the first name, and a NUL after the last.
  const names = [first.replace(/^\n/, ''), ...files];
  return {
    hash,
    parents: parents ? parents.split(' ') : [],
    message: plainMessage(message).trim(),
    files: names.filter(Boolean),
  };
}
