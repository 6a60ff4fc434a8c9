/** A commit that pins pages, made of git's objects alone: nobody sees it until a branch names it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Clone } from './clone.ts';
import type { PlannedPage } from './plan-pages.ts';

export interface CommitOptions {
  readonly parent: string;
  readonly pages: readonly Pick<PlannedPage, 'path' | 'mode' | 'after'>[];
  readonly message: string;
}

/** @returns its full hash */
export async function makeCommit(clone: Clone, { parent, pages, message }: CommitOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-rollback-'));
  try {
    const env = { ...clone.options.env, GIT_INDEX_FILE: join(folder, 'index') };
    await clone.ask(['read-tree', parent], { env });
    for (const { path, mode, after } of pages) {
      const object = await writeBlob(clone, after);
      await clone.ask(['update-index', '--cacheinfo', `${mode},${object},${path}`], { env });
    }
    const tree = (await clone.ask(['write-tree'], { env })).trim();
    const identified = { ...clone.options.env, ...(await identity(clone)) };
    return (await clone.ask(['commit-tree', tree, '-p', parent, '-F', '-'], { env: identified, input: message })).trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Without filters: the bytes are as they are to be. */
const writeBlob = async (clone: Clone, body: Uint8Array): Promise<string> =>
  (await clone.ask(['hash-object', '-w', '--no-filters', '--stdin'], { input: Readable.from([Buffer.from(body)]) })).trim();

/** A runner of GitHub has no name of its own. */
async function identity({ git, options }: Clone): Promise<Record<string, string>> {
  const { exitCode } = await git.run(['var', 'GIT_COMMITTER_IDENT'], options);
  if (exitCode === 0) return {};
  const actor = options.env['GITHUB_TRIGGERING_ACTOR'] || options.env['GITHUB_ACTOR'] || 'pintag';
  const email = `${actor}@users.noreply.github.com`;
  return { GIT_AUTHOR_NAME: actor, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: actor, GIT_COMMITTER_EMAIL: email };
}
