/** One read of the history for all features, passed on commit by commit: what is not kept is not in memory. */
import type { Environment, Git } from './git.ts';
import { plainMessage } from './plain-message.ts';

export interface HistoryCommit {
  /** Full hash. */
  readonly hash: string;
  readonly parents: readonly string[];
  /** Plain text without white space around it, `\n` as line end. */
  readonly message: string;
  /**
   * What it changed compared with its first parent, relative to the repository root, `/` as separator; a renamed file under both names.
   * Of a merge nothing, unless it was asked for.
   */
  readonly files: readonly string[];
}

/**
 * The commits of `range`, newest first, children before parents.
 * @param range as `git log` takes it: `['<hash>', '^<hash>']`
 * @param separator what no commit message contains, such as a random text
 * @param merges whether to tell what merges brought, which git compares once more: a third of its time in a busy history. Default `false`.
 */
export async function* readHistory(options: {
  git: Git;
  cwd: string;
  env: Environment;
  range: readonly string[];
  separator: string;
  merges?: boolean;
}): AsyncGenerator<HistoryCommit> {
  const { git, cwd, env, range, separator, merges = false } = options;
  const args = [
    'log',
    '-z',
    '--topo-order',
    '--name-only',
    '--no-renames',
    `--diff-merges=${merges ? 'first-parent' : 'off'}`,
    '--no-show-signature',
    '--encoding=UTF-8',
  ];
  const format = `--format=${separator}%H%x00%P%x00%B`;
  const mark = Buffer.from(separator);
  // What came of the commit that is not complete yet; one that changed very many files comes in very many pieces.
  let open: Uint8Array[] = [];
  let tail = Buffer.alloc(0);
  for await (const piece of git.stream([...args, format, ...range, '--'], { cwd, env })) {
    open.push(piece);
    // The separator itself may be cut.
    const seam = Buffer.concat([tail, piece]);
    tail = seam.subarray(Math.max(0, seam.length - mark.length + 1));
    if (!seam.includes(mark)) continue;
    const bytes = Buffer.concat(open);
    let start = 0;
    for (let end = bytes.indexOf(mark); end >= 0; end = bytes.indexOf(mark, start)) {
      if (end > start) yield parseEntry(bytes.subarray(start, end));
      start = end + mark.length;
    }
    open = [bytes.subarray(start)];
  }
  const last = Buffer.concat(open);
  if (last.length > 0) yield parseEntry(last);
}

/** Each field becomes a string of its own: a part of a longer string would keep all of that in memory. */
function parseEntry(entry: Buffer): HistoryCommit {
  const fields: string[] = [];
  for (let start = 0; start < entry.length;) {
    const end = entry.indexOf(0, start);
    fields.push(entry.toString('utf8', start, end < 0 ? entry.length : end));
    start = end < 0 ? entry.length : end + 1;
  }
  const [hash = '', parents = '', message = '', first = '', ...files] = fields;
  // git puts a line break before the first name.
  return {
    hash,
    parents: parents ? parents.split(' ') : [],
    message: plainMessage(message).trim(),
    files: [first.replace(/^\n/, ''), ...files].filter(Boolean),
  };
}
