/** Opens the pull request of a rollback, or finds the one that is open. */
import { PintagError } from '@pintag/cdn/errors';
import { doOnce, type GithubClient } from '@pintag/release/github';
import * as v from 'valibot';
import type { PullRequest, PullRequestText } from './roll-back.ts';

const pull = v.object({ number: v.number(), html_url: v.string() });

/**
 * @throws {PintagError} PT_ROLLBACK_PULL_REQUEST GitHub refuses it. PT_GITHUB_UNREACHABLE
 */
export async function openPullRequest(client: GithubClient, { title, body, head, base }: PullRequestText): Promise<PullRequest> {
  const look = async (found: boolean): Promise<PullRequest | undefined> => {
    const pulls = await client.read('GET pulls?head={head}&base={base}&state=open', { head: `${client.owner}:${head}`, base });
    const [first] = v.parse(v.array(pull), pulls ?? []);
    return first && { number: first.number, url: first.html_url, found };
  };
  let isFirst = true;
  try {
    return await doOnce(client, {
      look: async () => {
        const found = await look(isFirst);
        isFirst = false;
        return found;
      },
      write: async () => {
        const made = v.parse(pull, await client.write('POST pulls', { title, body, head, base }));
        return { number: made.number, url: made.html_url, found: false };
      },
    });
  } catch (cause) {
    if (!(cause instanceof PintagError) || cause.code !== 'PT_GITHUB_DENIED') throw cause;
    throw new PintagError('PT_ROLLBACK_PULL_REQUEST', { repository: client.repository, branch: head, why: cause.message }, { cause });
  }
}
