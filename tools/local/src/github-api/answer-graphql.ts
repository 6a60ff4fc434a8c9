/** The part of GitHub's GraphQL API that we ask, by the schema that GitHub publishes: what is not in that is refused as GitHub refuses it. */
import { readFileSync } from 'node:fs';
import { buildSchema, graphql, GraphQLError, type GraphQLSchema } from 'graphql';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** GET of the REST API under the token of the request; `undefined` for 404. */
  readonly rest: (path: string) => Promise<unknown>;
  /** Pull requests by `owner/name commit`. */
  readonly mergedAs: ReadonlyMap<string, readonly number[]>;
  /** Of a commit of the repository; `undefined`: it has no such commit. */
  readonly messageOf: (repository: string, commit: string) => Promise<string | undefined>;
}

let schema: GraphQLSchema | undefined;
/** A million characters: read by those who ask, and once. The package's own entry would read them a second time, as JSON. */
const githubSchema = (): GraphQLSchema =>
  (schema ??= buildSchema(readFileSync(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')), 'utf8'), {
    assumeValid: true,
    noLocation: true,
  }));

export async function answerGraphql({ query, variables, rest, mergedAs, messageOf }: GraphqlRequest): Promise<object> {
  const viewer = rest('/user') as Promise<User>;
  const rootValue = {
    viewer: async () => ({ __typename: 'User', login: (await viewer).login }),
    repository: async ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const at = `${owner}/${name}`;
      if (!(await rest(`/repos/${at}`))) throw notFound(`Could not resolve to a Repository with the name '${at}'.`);
      const issue = (number: number) => issueOrPullRequest(rest, viewer, at, number);
      return {
        nameWithOwner: at,
        issueOrPullRequest: ({ number }: { readonly number: number }) => issue(number),
        object: async ({ oid }: { readonly oid: string }) => {
          const message = await messageOf(at, oid);
          if (message === undefined) return null;
          const pulls = async (page: Page) => connection(await Promise.all((mergedAs.get(`${at} ${oid}`) ?? []).map(issue)), page);
          return { __typename: 'Commit', oid, message, associatedPullRequests: pulls };
        },
      };
    },
  };
  const { data, errors } = await graphql({ schema: githubSchema(), source: query, rootValue, variableValues: variables });
  return {
    ...(data !== undefined && { data }),
    ...(errors && { errors: errors.map(({ message, path, extensions }) => ({ ...extensions, message, ...(path && { path }) })) }),
  };
}

interface User {
  readonly login: string;
}

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly locked: boolean;
  readonly html_url: string;
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: User | null;
}

async function issueOrPullRequest(rest: GraphqlRequest['rest'], viewer: Promise<User>, at: string, number: number) {
  const pull = (await rest(`/repos/${at}/pulls/${number}`)) as (Issue & { readonly merged: boolean }) | undefined;
  const found = pull ?? ((await rest(`/repos/${at}/issues/${number}`)) as Issue | undefined);
  if (!found) throw notFound(`Could not resolve to an issue or pull request with the number of ${number}.`);
  const { title, body, locked, html_url: url } = found;
  const about = {
    number,
    title,
    body: body ?? '',
    locked,
    url,
    comments: async (page: Page) => {
      const { login } = await viewer;
      const all = await allComments(rest, at, number);
      return connection(
        all.map(({ id, body: text, user }) => ({
          databaseId: id,
          fullDatabaseId: id,
          body: text,
          viewerDidAuthor: user?.login === login,
          author: user && { __typename: 'User', login: user.login },
        })),
        page,
      );
    },
  };
  if (!pull) return { __typename: 'Issue', ...about };
  return {
    __typename: 'PullRequest',
    ...about,
    merged: pull.merged,
    repository: { nameWithOwner: at },
    closingIssuesReferences: (page: Page) =>
      connection(
        [...(body ?? '').matchAll(closing)].map(([, issue]) => ({ number: Number(issue), repository: { nameWithOwner: at } })),
        page,
      ),
  };
}

/** As GitHub links a pull request with the issues that its merge closes. */
const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)\b/gi;

async function allComments(rest: GraphqlRequest['rest'], at: string, number: number): Promise<readonly Comment[]> {
  const comments: Comment[] = [];
  for (let page = 1; ; page += 1) {
    const some = (await rest(`/repos/${at}/issues/${number}/comments?per_page=100&page=${page}`)) as readonly Comment[];
    comments.push(...some);
    if (some.length < 100) return comments;
  }
}

interface Page {
  readonly first?: number;
  readonly after?: string | null;
}

function connection<T>(all: readonly T[], { first, after }: Page) {
  if (first === undefined || first > 100) throw new GraphQLError('You must provide a `first` value between 1 and 100.');
  const start = after ? Number(after) : 0;
  const end = start + first;
  return {
    totalCount: all.length,
    nodes: all.slice(start, end),
    pageInfo: { hasNextPage: end < all.length, endCursor: String(Math.min(end, all.length)), hasPreviousPage: start > 0 },
  };
}

const notFound = (message: string) => new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
