/** Versions of one run often wait for the same comment: it is written by one of them at a time, for all that wait by then. */
import type { GithubClient } from './github-client.ts';
import { placeComment } from './place-comment.ts';
import { type ReleasedVersion, releasedComment, releasedMarker } from './released-comment.ts';

export interface CommentTarget {
  readonly number: number;
  readonly kind: 'issue' | 'pull request';
}

export interface CommentQueue {
  /** Ends once the comment on `target` tells `version`, or nobody can comment there. */
  tell(target: CommentTarget, version: ReleasedVersion): Promise<void>;
}

interface Waiting {
  readonly version: ReleasedVersion;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export function createCommentQueue(client: GithubClient): CommentQueue {
  const waiting = new Map<number, Waiting[]>();

  async function work({ number, kind }: CommentTarget, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const some = queue.splice(0);
      const news = some.map(({ version }) => version);
      try {
        await placeComment(client, { number, marker: releasedMarker, write: (before) => releasedComment(kind, before, news) });
        for (const { resolve } of some) resolve();
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    waiting.delete(number);
  }

  return {
    tell: (target, version) =>
      new Promise((resolve, reject) => {
        const one = { version, resolve, reject };
        const queue = waiting.get(target.number);
        if (queue) return void queue.push(one);
        const fresh = [one];
        waiting.set(target.number, fresh);
        void work(target, fresh);
      }),
  };
}
