/** Asks GitHub: reads are repeated through outages, limits are waited for, writes are tried once; after a second outage that lasts, nothing is asked any more. */
import { randomUUID } from 'node:crypto';
import { Octokit } from '@octokit/core';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { PintagError } from '@pintag/cdn/errors';
import Bottleneck from 'bottleneck';
import type { Log } from '../../events/log.ts';
import { withWholeBody } from './whole-body.ts';

export interface GithubRepository {
  readonly owner: string;
  readonly name: string;
  /** `https://api.github.com`, without a slash at its end. */
  readonly apiUrl: string;
}

export interface GithubClientOptions extends GithubRepository {
  readonly token: string;
  readonly log: Log;
  /** Milliseconds that a try may take. Default 30 000. */
  readonly timeLimit?: number;
  /** Milliseconds that GitHub may ask to wait for before it is given up. Default two minutes: its hourly limit is for the next run to wait for. */
  readonly longestWait?: number;
  /** Milliseconds that a second of waiting lasts. Default 1000. */
  readonly second?: number;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

export interface GithubClient {
  /** `owner/name` */
  readonly repository: string;
  readonly owner: string;
  readonly name: string;
  /** Milliseconds before each look whether a write that failed was done all the same. */
  readonly patience: readonly number[];
  /**
   * @param route of the REST API, below the repository: `GET releases/tags/{tag}`
   * @returns `undefined` when there is no such thing
   * @throws {PintagError} PT_GITHUB_DENIED, PT_GITHUB_UNREACHABLE
   */
  read(route: string, parameters?: Parameters): Promise<unknown>;
  /** Tried once: whoever writes looks first whether it was done. @throws as `read`; {@link GithubRefused} */
  write(route: string, parameters: Parameters): Promise<unknown>;
  /** @returns the repository's fields; what GitHub does not find is `null` in it. @throws as `read` */
  query(selection: string, operation: string): Promise<unknown>;
  /**
   * One outage that outlasts its tries may be about that one question, such as a page that GitHub cannot make. From the second on, what is asked
   * fails at once, and what waits for its turn: an outage is not waited for by each of many versions.
   * @returns what is to be thrown: `reason`, or why GitHub was given up
   */
  giveUp(reason: PintagError): PintagError;
}

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** GitHub has looked at a write and does not do it: what it asks for is there already, or gone, or not valid. */
export class GithubRefused extends Error {
  override readonly name = 'GithubRefused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function createGithubClient(options: GithubClientOptions): GithubClient {
  const { owner, name, apiUrl, token, log, timeLimit = 30_000, longestWait = 120_000, second = 1000 } = options;
  const repository = `${owner}/${name}`;
  const wait = (kind: string) => (seconds: number, _: unknown, __: unknown, waited: number) => {
    const isShort = seconds * second <= longestWait && waited < 3;
    const message = `GitHub asks for a pause of ${seconds} s (${kind})${isShort ? '' : ', which is too long'}.`;
    log({ level: 'warn', step: 'announce', message });
    return isShort;
  };
  let givenUp: PintagError | undefined;
  let hasFailedOnce = false;
  const giveUp = (reason: PintagError): PintagError => {
    if (hasFailedOnce) givenUp ??= reason;
    hasFailedOnce = true;
    return givenUp ?? reason;
  };
  const refuseOnceGivenUp = (octokit: Octokit): void =>
    octokit.hook.before('request', () => {
      if (givenUp) throw givenUp;
    });
  // The first plugin is asked last: after the pauses and queues of the others, before each try.
  const GithubOctokit = Octokit.plugin(refuseOnceGivenUp, retry, throttling);
  const open = (pause: number) =>
    new GithubOctokit({
      auth: token,
      baseUrl: apiUrl,
      userAgent: 'pintag',
      log: silent,
      request: { fetch: withWholeBody(timeLimit, options.fetch) },
      retry: { retryAfterBaseValue: second },
      throttle: {
        retryAfterBaseValue: second,
        onRateLimit: wait('hourly limit'),
        onSecondaryRateLimit: wait('too many requests at once'),
        // What the plugin counts is the whole process's, but by this name.
        id: randomUUID(),
        write: new Bottleneck.Group({ maxConcurrent: 1, minTime: pause }),
        notifications: new Bottleneck.Group({ maxConcurrent: 1, minTime: 3 * pause }),
      },
    });
  // Who writes is asked to pause; GraphQL is taken for writing by its method, and all that we ask there is read.
  const [reading, writing] = [open(0), open(second)];

  async function request(octokit: typeof reading, route: string, parameters: Parameters, settings: object = {}): Promise<unknown> {
    const [method, path] = route.split(' ', 2);
    const { data } = (await octokit.request(`${method} /repos/{owner}/{repo}/${path}`, {
      owner,
      repo: name,
      ...parameters,
      ...settings,
    })) as { readonly data: unknown };
    return data;
  }

  /** Of a read, whose tries are over. An answer about one question alone says nothing about the next one. */
  function afterAll(error: unknown): unknown {
    const reason = explained(error, repository);
    return reason !== error && isOutage(reason) ? giveUp(reason) : reason;
  }

  return {
    repository,
    owner,
    name,
    patience: [second, 4 * second, 9 * second],
    async read(route, parameters = {}) {
      try {
        return await request(reading, route, parameters);
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw afterAll(error);
      }
    },
    async write(route, parameters) {
      try {
        return await request(writing, route, parameters, { request: { retries: 0 } });
      } catch (error) {
        const status = statusOf(error);
        if (status === 404 || status === 410 || status === 422) throw new GithubRefused(status, messageOf(error));
        throw explained(error, repository);
      }
    },
    async query(selection, operation) {
      const query = `query ${operation}($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${selection} } }`;
      try {
        const { data } = (await reading.request('POST /graphql', {
          baseUrl: apiUrl.replace(/\/api\/v3$/, '/api'),
          query,
          variables: { owner, name },
        })) as { readonly data: unknown };
        return repositoryIn(data, repository);
      } catch (error) {
        throw afterAll(error);
      }
    },
    giveUp,
  };
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface GraphqlAnswer {
  readonly data?: { readonly repository?: unknown } | null;
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
}

/** GraphQL says 200 to everything; an issue that is not there is an error beside the rest of the answer. */
function repositoryIn(answer: unknown, repository: string): unknown {
  const { data, errors = [] } = (typeof answer === 'object' && answer !== null ? answer : {}) as GraphqlAnswer;
  const serious = errors.find(({ type }) => type !== 'NOT_FOUND');
  if (serious) {
    const why = serious.message ?? 'its answer is an error without a message';
    throw new PintagError(isAboutRights(serious.type) ? 'PT_GITHUB_DENIED' : 'PT_GITHUB_UNREACHABLE', { repository, why });
  }
  if (!data?.repository) {
    const why = errors[0]?.message ?? 'its answer is none';
    throw new PintagError(errors.length > 0 ? 'PT_GITHUB_DENIED' : 'PT_GITHUB_UNREACHABLE', { repository, why });
  }
  return data.repository;
}

const isAboutRights = (type: string | undefined): boolean => type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES';

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/ - https?:\S+$/, '');

export const isOutage = (error: unknown): error is PintagError => error instanceof PintagError && error.code === 'PT_GITHUB_UNREACHABLE';

const isLimit = (error: unknown): boolean =>
  statusOf(error) === 429 || (statusOf(error) === 403 && /rate limit|secondary rate|abuse detection/i.test(messageOf(error)));

/** @returns the error itself when it is a bug, not an answer. */
function explained(error: unknown, repository: string): unknown {
  const status = statusOf(error);
  if (status === undefined) return error;
  const why = messageOf(error);
  if (!isLimit(error) && status >= 400 && status < 500)
    return new PintagError('PT_GITHUB_DENIED', { repository, why: `${why} (${status})` }, { cause: error });
  return new PintagError('PT_GITHUB_UNREACHABLE', { repository, why }, { cause: error });
}
