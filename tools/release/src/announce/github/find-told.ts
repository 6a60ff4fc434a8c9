/** Who waits for a release: the pull requests that its commits came with, and the issues that they resolve. */
import * as v from 'valibot';
import type { GithubClient } from './github-client.ts';

/** Numbers, ascending; an issue's is never a pull request's. */
export interface Told {
  readonly pullRequests: readonly number[];
  readonly issues: readonly number[];
}

/** Of one question: GitHub answers no more than 500 000 nodes, and takes its time. */
const commitsAtOnce = 50;

/**
 * GitHub knows which pull requests brought a commit and which issues they close; what a commit's message alone closes is read from that.
 * @param commits full hashes
 */
export async function findTold(client: GithubClient, commits: readonly string[]): Promise<Told> {
  const pullRequests = new Set<number>();
  const issues = new Set<number>();
  for (let start = 0; start < commits.length; start += commitsAtOnce) {
    const some = commits.slice(start, start + commitsAtOnce).filter((hash) => /^[0-9a-f]{40,64}$/.test(hash));
    const selection = some.map((hash, index) => `commit${index}: object(oid: "${hash}") { ... on Commit { ${aboutCommit} } }`).join(' ');
    const found = v.parse(answerSchema, await client.query(selection, 'findPullRequests'));
    for (const commit of Object.values(found)) {
      if (!commit) continue;
      for (const number of closedBy(commit.message, client.repository)) issues.add(number);
      for (const { number, merged, repository, closingIssuesReferences } of commit.associatedPullRequests.nodes) {
        if (!merged || !isSame(repository.nameWithOwner, client.repository)) continue;
        pullRequests.add(number);
        for (const issue of closingIssuesReferences.nodes) {
          if (isSame(issue.repository.nameWithOwner, client.repository)) issues.add(issue.number);
        }
      }
    }
  }
  return { pullRequests: sorted(pullRequests), issues: sorted(issues).filter((number) => !pullRequests.has(number)) };
}

const aboutCommit =
  'message associatedPullRequests(first: 20) { nodes { number merged repository { nameWithOwner } closingIssuesReferences(first: 20) { nodes { number repository { nameWithOwner } } } } }';

const repositorySchema = v.object({ nameWithOwner: v.string() });
const answerSchema = v.record(
  v.string(),
  v.nullable(
    v.object({
      message: v.string(),
      associatedPullRequests: v.object({
        nodes: v.array(
          v.object({
            number: v.number(),
            merged: v.boolean(),
            repository: repositorySchema,
            closingIssuesReferences: v.object({ nodes: v.array(v.object({ number: v.number(), repository: repositorySchema })) }),
          }),
        ),
      }),
    }),
  ),
);

/** GitHub's own keywords. */
const closing =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:(?<at>[\w.-]+\/[\w.-]+)?#|https:\/\/[^/\s]+\/(?<page>[\w.-]+\/[\w.-]+)\/issues\/)(?<number>\d{1,9})\b/gi;

/** @example closedBy('fix: a\n\nCloses #12', 'acme/school') // [12] */
export const closedBy = (message: string, repository: string): number[] =>
  [...message.matchAll(closing)].flatMap(({ groups: { at, page, number } = {} }) =>
    isSame(at ?? page ?? repository, repository) ? [Number(number)] : [],
  );

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const sorted = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b);
