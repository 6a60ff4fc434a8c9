/** One comment of ours on an issue or pull request, known by a hidden marker, written once and then brought up to date in place. */
import * as v from 'valibot';
import { doOnce } from './do-once.ts';
import { type GithubClient, GithubRefused } from './github-client.ts';

export interface WantedComment {
  /** Of the issue or pull request. */
  readonly number: number;
  /** A HTML comment; see {@link markerOf}. */
  readonly marker: string;
  /** From what our comment says now to what it shall say, marker included; the same: it stays. */
  readonly write: (before: string | undefined) => string;
}

/** What became of it. `locked`, `missing`: nobody can comment there, and that is not a failure. */
export type PlacedComment = 'created' | 'updated' | 'unchanged' | 'locked' | 'missing';

/** GitHub refuses more. Characters. */
export const longestComment = 65_536;

/** @example markerOf('released') // '<!-- pintag:released -->' */
export const markerOf = (name: string): string => `<!-- pintag:${name} -->`;

/**
 * Somebody else's comment is never ours, whatever is in it. Of two runs at once both may make one: the later one of both is taken back.
 * @throws {PintagError} PT_GITHUB_DENIED, PT_GITHUB_UNREACHABLE
 */
export async function placeComment(client: GithubClient, { number, marker, write }: WantedComment): Promise<PlacedComment> {
  let outcome: PlacedComment = 'unchanged';
  let current: OwnComment | undefined;
  let written: string | undefined;
  return doOnce(client, {
    look: async () => {
      const thread = await readThread(client, number, marker);
      if (thread.state !== 'open') return thread.state;
      const [first, ...duplicates] = thread.ours;
      for (const { id } of duplicates) await remove(client, id);
      current = first;
      // GitHub may keep a text a little differently than it was given: what was written once is not written again.
      const isDone = first !== undefined && (first.body === write(first.body) || (written !== undefined && duplicates.length === 0));
      return isDone ? outcome : undefined;
    },
    write: async () => {
      written = undefined;
      const body = write(current?.body);
      if (current) await client.write('PATCH issues/comments/{id}', { id: current.id, body });
      else await client.write('POST issues/{number}/comments', { number, body });
      outcome = current ? 'updated' : 'created';
      written = body;
      return undefined;
    },
  });
}

interface OwnComment {
  readonly id: string;
  readonly body: string;
}

type Thread = { readonly state: 'open'; readonly ours: readonly OwnComment[] } | { readonly state: 'locked' | 'missing' };

const threadSchema = v.nullable(
  v.object({
    locked: v.boolean(),
    comments: v.object({
      nodes: v.array(
        v.object({
          fullDatabaseId: v.pipe(v.union([v.string(), v.number()]), v.toString()),
          body: v.string(),
          viewerDidAuthor: v.boolean(),
        }),
      ),
      pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
    }),
  }),
);

/** Our comments are the oldest first. */
async function readThread(client: GithubClient, number: number, marker: string): Promise<Thread> {
  const ours: OwnComment[] = [];
  for (let after = 'null'; ;) {
    const comments = `locked comments(first: 100, after: ${after}) { nodes { fullDatabaseId body viewerDidAuthor } pageInfo { hasNextPage endCursor } }`;
    const selection = `thread: issueOrPullRequest(number: ${number}) { ... on Issue { ${comments} } ... on PullRequest { ${comments} } }`;
    const { thread } = v.parse(v.object({ thread: threadSchema }), await client.query(selection, 'readComments'));
    if (!thread) return { state: 'missing' };
    if (thread.locked) return { state: 'locked' };
    const { nodes, pageInfo } = thread.comments;
    for (const { fullDatabaseId: id, body, viewerDidAuthor } of nodes) {
      if (viewerDidAuthor && body.includes(marker)) ours.push({ id, body });
    }
    if (!pageInfo.hasNextPage) return { state: 'open', ours };
    after = JSON.stringify(pageInfo.endCursor);
  }
}

async function remove(client: GithubClient, id: string): Promise<void> {
  try {
    await client.write('DELETE issues/comments/{id}', { id });
  } catch (error) {
    // The other run was faster.
    if (!(error instanceof GithubRefused)) throw error;
  }
}
