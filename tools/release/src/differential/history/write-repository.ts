/** Turns a draft into real git repositories: the remote by one `git fast-import`, and a checkout of it without files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { callGit, type GitEnvironment } from '../call-git.ts';
import type { Draft, DraftCommit, Tree } from './draft.ts';

/** What everybody takes for the remote's address; each clone's own configuration leads it to a folder. */
export const repositoryUrl = 'https://github.com/acme/elements.git';

export interface WrittenRepository {
  /** Bare, with all refs. */
  readonly remote: string;
  readonly checkout: string;
  /** Hash by id of the draft. */
  readonly hashes: ReadonlyMap<number, string>;
}

/** @param head the branch that is checked out, and the commit that it stands at there */
export async function writeRepository(options: {
  folder: string;
  env: GitEnvironment;
  draft: Draft;
  head: { readonly branch: string; readonly commit: number };
}): Promise<WrittenRepository> {
  const { folder, env, draft, head } = options;
  const remote = join(folder, 'remote.git');
  const checkout = join(folder, 'checkout');
  await writeSkeleton(remote, 'bare = true');
  const hashes = await importDraft(remote, env, draft);

  const dotGit = join(checkout, '.git');
  // Nothing of the tree is written out: sparse, with a pattern that nothing matches.
  await writeSkeleton(dotGit, 'sparseCheckout = true', [
    `[remote "origin"]\n\turl = ${repositoryUrl}`,
    `[url "${remote}"]\n\tinsteadOf = ${repositoryUrl}`,
  ]);
  await mkdir(join(dotGit, 'info'));
  await writeFile(join(dotGit, 'info', 'sparse-checkout'), '/nothing-at-all\n');
  await writeFile(join(dotGit, 'objects', 'info', 'alternates'), `${join(remote, 'objects')}\n`);
  await writeFile(join(dotGit, 'HEAD'), `ref: refs/heads/${head.branch}\n`);
  await writeFile(join(dotGit, 'packed-refs'), `${hashes.get(head.commit)} refs/heads/${head.branch}\n`);
  await callGit(['read-tree', '-m', '-u', 'HEAD'], { cwd: checkout, env });
  return { remote, checkout, hashes };
}

/** A repository is a few files; making them is quicker than starting git for it. */
async function writeSkeleton(folder: string, core: string, more: readonly string[] = []): Promise<void> {
  await mkdir(join(folder, 'objects', 'info'), { recursive: true });
  await mkdir(join(folder, 'refs', 'heads'), { recursive: true });
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(folder, 'config'), [`[core]\n\trepositoryformatversion = 0\n\t${core}`, ...more, ''].join('\n'));
}

async function importDraft(remote: string, env: GitEnvironment, draft: Draft): Promise<ReadonlyMap<number, string>> {
  const { commits, branches, tags } = draft;
  const args = ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', '--date-format=raw', '--done', '--cat-blob-fd=1'];
  const child = spawn('git', args, { cwd: remote, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hashes = new Map<number, string>();

  for (const commit of commits) {
    child.stdin.write(
      Buffer.concat(commitCommand(commit, commit.parents[0] === undefined ? new Map() : commits[commit.parents[0] - 1]!.tree, hashes)),
    );
    child.stdin.write(`get-mark :${commit.id}\n`);
    hashes.set(commit.id, ((await answers.next()).value ?? '').trim());
  }
  const person = (seconds: number) => `pintag <run@example.com> ${seconds} +0000`;
  for (const [name, id] of branches) child.stdin.write(`reset refs/heads/${name}\nfrom :${id}\n\n`);
  for (const { name, commit, isAnnotated, note } of tags) {
    const { seconds } = commits[commit - 1]!;
    if (isAnnotated) child.stdin.write(`tag ${name}\nfrom :${commit}\ntagger ${person(seconds)}\ndata 4\ntag\n\n`);
    else child.stdin.write(`reset refs/tags/${name}\nfrom :${commit}\n\n`);
    if (note === undefined) continue;
    const text = Buffer.from(note);
    child.stdin.write(`commit refs/notes/semantic-release-${name}\ncommitter ${person(seconds + 1)}\ndata 0\n`);
    child.stdin.write(`N inline :${commit}\ndata ${text.length}\n${note}\n`);
  }
  child.stdin.end('reset refs/heads/draft\n\ndone\n');
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  return hashes;
}

function commitCommand(commit: DraftCommit, before: Tree, hashes: ReadonlyMap<number, string>): Buffer[] {
  const { id, parents, message, encoding, seconds, tree } = commit;
  const text = typeof message === 'string' ? message : message.write(message.quotes.map((quoted) => hashes.get(quoted)!));
  const bytes = Buffer.from(text, encoding ? 'latin1' : 'utf8');
  const [first, ...others] = parents;
  const head = [
    // Without `from`, a commit would go on from where its branch is: so each begins on a branch that does not exist.
    'reset refs/heads/draft\n\n',
    `commit refs/heads/draft\nmark :${id}\n`,
    `author Dora <dora@example.com> ${seconds} +0900\ncommitter Dora <dora@example.com> ${seconds} +0900\n`,
    ...(encoding ? [`encoding ${encoding}\n`] : []),
    `data ${bytes.length}\n`,
  ];
  const lines = [
    '\n',
    ...(first === undefined ? [] : [`from :${first}\n`]),
    ...others.map((parent) => `merge :${parent}\n`),
    ...[...before.keys()].filter((path) => !tree.has(path)).map((path) => `D ${quoted(path)}\n`),
    ...[...tree]
      .filter(([path, content]) => before.get(path) !== content)
      .map(([path, content]) => `M 100644 inline ${quoted(path)}\ndata ${Buffer.byteLength(content)}\n${content}\n`),
    '\n',
  ];
  return [Buffer.from(head.join('')), bytes, Buffer.from(lines.join(''))];
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
const quoted = (path: string): string => `"${path.replace(/[\n\t"\\]/g, (character) => escapes[character]!)}"`;
