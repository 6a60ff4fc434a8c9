/**
 * GitHub's API on this machine, for tests: `emulate` answers REST, and what it lacks comes on top: GraphQL by GitHub's own published schema, tokens
 * that are refused, pull requests of commits that only git knows, and answers that fail on request.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import { answerGraphql } from './answer-graphql.ts';

export interface GithubApi {
  /** Of REST; GraphQL is below it, as on api.github.com. */
  readonly url: string;
  readonly repository: string;
  /** Of the bot that comments: it may do everything. */
  readonly token: string;
  /** Of somebody else who may comment. */
  readonly otherToken: string;
  /** Every request so far: `POST /repos/acme/school/releases`; of GraphQL with its operation. */
  readonly requests: readonly GithubRequest[];
  /** Calls the API as `token`'s owner. @throws when it does not answer with success */
  call(method: string, path: string, body?: object, as?: string): Promise<unknown>;
  /** Another repository of the same owner. @returns `owner/name` */
  createRepository(name: string): Promise<string>;
  /** @returns its number */
  openIssue(title: string, repository?: string): Promise<number>;
  /** @returns its number */
  openPullRequest(pull: OpenPull): Promise<number>;
  /** A pull request that is merged as these commits; one that is open already by its number. @returns its number */
  mergePullRequest(pull: MergedPull): Promise<number>;
  /** A commit that was pushed. */
  pushed(commit: string, message: string, repository?: string): void;
  /** The next requests that fit are answered like this. @returns what ends it before it has met as many as it was to */
  disturb(disturbance: Disturbance): () => void;
  close(): Promise<void>;
}

export interface GithubRequest {
  readonly method: string;
  readonly path: string;
  readonly operation?: string;
  readonly body?: unknown;
}

export interface OpenPull {
  readonly title: string;
  readonly body?: string;
  /** The branch. Default: a new one. */
  readonly head?: string;
  /** The commit that the branch is at, as git has it; pushed again, it is told again by its number. */
  readonly sha?: string;
  readonly number?: number;
  readonly repository?: string;
}

export interface MergedPull {
  readonly title?: string;
  readonly number?: number;
  readonly body?: string;
  readonly commits: readonly string[];
  readonly repository?: string;
}

export interface Disturbance {
  /** Of `POST /repos/acme/school/releases`. */
  readonly on: RegExp;
  /** Requests that it meets. Default 1. */
  readonly times?: number;
  /** The request is carried out, and its answer gets lost. */
  readonly afterwards?: true;
  /** Half of the real answer comes, and then the connection breaks. */
  readonly half?: true;
  /** Absent: the connection breaks without one. */
  readonly answer?: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
}

const owner = 'acme';
const tokens = { 'ghs_release-bot-0000000000000000000000': 'pintag-bot', ghp_somebody0000000000000000000000000000: 'somebody' } as const;

export interface GithubApiOptions {
  /** Of the repository. Default: `school`. */
  readonly name?: string;
  /** Where commits are looked up that nobody told of, as GitHub has them from git. Default: nowhere. */
  readonly messageOf?: (commit: string) => Promise<string | undefined>;
}

export async function startGithubApi({ name = 'school', messageOf }: GithubApiOptions = {}): Promise<GithubApi> {
  const requests: GithubRequest[] = [];
  const disturbances: { disturbance: Disturbance; left: number }[] = [];
  /** Commit to pull requests: only git knows which commits a merge made. */
  const mergedAs = new Map<string, number[]>();
  const messages = new Map<string, string>();
  /** Of pull requests, by `owner/name number`: the emulator has no git. */
  const shas = new Map<string, string>();
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => reply(outgoing, 500, JSON.stringify({ message: String(error) }), {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const port = await freePort();
  const emulated = await createEmulator({
    service: 'github',
    port,
    baseUrl: url,
    seed: {
      tokens: Object.fromEntries(Object.entries(tokens).map(([token, login]) => [token, { login, scopes: ['repo'] }])),
      github: {
        users: [...Object.values(tokens), owner].map((login) => ({ login })),
        repos: [{ owner, name, auto_init: true }],
      },
    },
  });
  const upstream = `http://127.0.0.1:${port}`;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/' } = incoming;
    const body = await textOf(incoming);
    const path = target.split('?')[0]!;
    const asked = path === '/graphql' ? parseQuery(body) : undefined;
    requests.push({
      method,
      path: target,
      ...(asked && { operation: /\b(?:query|mutation)\s+(\w+)/.exec(asked.query)?.[1] ?? '' }),
      ...(body && { body: JSON.parse(body) as unknown }),
    });
    const met = disturbances.find(({ disturbance, left }) => left > 0 && disturbance.on.test(`${method} ${target}`));
    if (met) {
      met.left -= 1;
      const { afterwards, half } = met.disturbance;
      const done = afterwards || half ? await carryOut(method, target, incoming, body, asked) : undefined;
      if (done && half) {
        outgoing.writeHead(done.status, { ...done.headers, 'content-length': String(Buffer.byteLength(done.text)) });
        return void outgoing.write(done.text.slice(0, done.text.length / 2), () => incoming.socket.destroy());
      }
      if (!met.disturbance.answer) return void incoming.socket.destroy();
      const { status, headers, body: told } = met.disturbance.answer;
      return reply(outgoing, status, JSON.stringify(told ?? {}), { 'content-type': 'application/json', ...headers });
    }
    const done = await carryOut(method, target, incoming, body, asked);
    return reply(outgoing, done.status, done.text, done.headers);
  }

  async function carryOut(method: string, target: string, incoming: IncomingMessage, body: string, asked?: Query): Promise<Done> {
    const token = /^(?:token|bearer) (\S+)$/i.exec(incoming.headers.authorization ?? '')?.[1];
    if (token === undefined || !(token in tokens)) return json(401, { message: 'Bad credentials' });
    if (asked) {
      return json(
        200,
        await answerGraphql({
          ...asked,
          rest: (path) => rest('GET', path, undefined, token),
          mergedAs,
          messageOf: async (at, commit) => messages.get(`${at} ${commit}`) ?? messageOf?.(commit),
        }),
      );
    }
    const made = await fetch(upstream + target, { method, headers: headersFor(token), ...(body && { body }) });
    const headers = Object.fromEntries([...made.headers].filter(([header]) => passedOn.has(header) || header.startsWith('x-ratelimit-')));
    return { status: made.status, text: withHeads(target, await made.text()), headers };
  }

  function withHeads(target: string, text: string): string {
    const at = /^\/repos\/([^/]+\/[^/]+)\/pulls(?:\/\d+)?(?:\?|$)/.exec(target)?.[1];
    if (at === undefined || shas.size === 0) return text;
    const told = JSON.parse(text) as PullAnswer | readonly PullAnswer[];
    for (const pull of [told].flat()) {
      const sha = shas.get(`${at} ${pull.number}`);
      if (sha !== undefined && pull.head) pull.head.sha = sha;
    }
    return JSON.stringify(told);
  }

  async function rest(method: string, path: string, body: object | undefined, token: string): Promise<unknown> {
    const made = await fetch(upstream + path, { method, headers: headersFor(token), ...(body && { body: JSON.stringify(body) }) });
    if (made.status === 404) return undefined;
    if (!made.ok) throw new Error(`${method} ${path} was answered with ${made.status}: ${await made.text()}`);
    return made.status === 204 ? undefined : made.json();
  }

  const [token, otherToken] = Object.keys(tokens) as [string, string];
  const repository = `${owner}/${name}`;
  const call: GithubApi['call'] = (method, path, body, as = token) => rest(method, path, body, as);
  const numberOf = (made: unknown): number => (made as { readonly number: number }).number;
  let heads = 0;
  const openPullRequest: GithubApi['openPullRequest'] = async ({ title, body, head, sha, number: known, repository: at = repository }) => {
    const pull = { title, body: body ?? null, head: head ?? `change-${(heads += 1)}`, base: 'main' };
    const number = known ?? numberOf(await call('POST', `/repos/${at}/pulls`, pull));
    if (sha !== undefined) shas.set(`${at} ${number}`, sha);
    return number;
  };
  return {
    url,
    repository,
    token,
    otherToken,
    requests,
    call,
    async createRepository(other) {
      return ((await call('POST', '/user/repos', { name: other, auto_init: true })) as { readonly full_name: string }).full_name;
    },
    openIssue: async (title, at = repository) => numberOf(await call('POST', `/repos/${at}/issues`, { title })),
    openPullRequest,
    async mergePullRequest({ title = 'A change', body, number: known, commits, repository: at = repository }) {
      const number = known ?? (await openPullRequest({ title, ...(body !== undefined && { body }), repository: at }));
      await call('PUT', `/repos/${at}/pulls/${number}/merge`, {});
      for (const commit of commits) mergedAs.set(`${at} ${commit}`, [...(mergedAs.get(`${at} ${commit}`) ?? []), number]);
      return number;
    },
    pushed: (commit, message, at = repository) => void messages.set(`${at} ${commit}`, message),
    disturb(disturbance) {
      const entry = { disturbance, left: disturbance.times ?? 1 };
      disturbances.push(entry);
      return () => void (entry.left = 0);
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await emulated.close();
    },
  };
}

interface PullAnswer {
  readonly number: number;
  readonly head?: { sha: string };
}

interface Done {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Query {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const passedOn = new Set(['content-type', 'link', 'location', 'etag']);
const headersFor = (token: string) => ({ authorization: `token ${token}`, 'content-type': 'application/json' });
const json = (status: number, body: unknown): Done => ({
  status,
  text: JSON.stringify(body),
  headers: { 'content-type': 'application/json; charset=utf-8' },
});

function reply(outgoing: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  outgoing.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(text)) }).end(text);
}

const parseQuery = (body: string): Query => {
  const { query, variables } = JSON.parse(body) as { readonly query: string; readonly variables?: Query['variables'] };
  return { query, variables: variables ?? {} };
};

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The emulator takes no 0 for its port. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
