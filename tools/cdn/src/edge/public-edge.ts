/** The edge over HTTP, as a page on another origin meets it. */
import pRetry from 'p-retry';
import { PintagError } from '../errors.ts';
import type { EdgeRequest, EdgeResponse, PublicEdge } from './edge.ts';

export interface PublicEdgeOptions {
  readonly origin: string;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Of one request, the first included. Default 4. */
  readonly tries?: number;
  /** Milliseconds before the second try; the pauses double. Default 250. */
  readonly pause?: number;
  /** Milliseconds for one try, body included. Default 30 000. */
  readonly limit?: number;
}

/** Any origin that is not ours. */
const askingOrigin = 'https://host.example';

/** @example await createPublicEdge({ origin: 'https://cdn.example.com' }).fetch('/elements/index.json') */
export function createPublicEdge({ origin, fetch: get = fetch, tries = 4, pause = 250, limit = 30_000 }: PublicEdgeOptions): PublicEdge {
  const root = origin.replace(/\/+$/, '');

  const ask = async (url: string, { accept, withOrigin }: Required<EdgeRequest>): Promise<EdgeResponse> => {
    const answer = await get(url, {
      headers: { ...(withOrigin && { origin: askingOrigin }), 'accept-encoding': accept },
      redirect: 'manual',
      signal: AbortSignal.timeout(limit),
    });
    const response = {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    };
    if (answer.status >= 500 || answer.status === 429) throw new ServerFailed(response);
    return response;
  };

  return {
    origin: root,
    async fetch(path, { accept = 'br', withOrigin = true } = {}) {
      const url = root + path;
      try {
        return await pRetry(() => ask(url, { accept, withOrigin }), { retries: tries - 1, minTimeout: pause });
      } catch (error) {
        if (error instanceof ServerFailed) return error.response;
        throw new PintagError('PT_EDGE_UNREACHABLE', { url, tries }, { cause: error });
      }
    },
  };
}

/** 5xx, and 429 (too many requests): worth another try, and an answer all the same. */
class ServerFailed extends Error {
  override readonly name = 'ServerFailed';
  readonly response: EdgeResponse;

  constructor(response: EdgeResponse) {
    super(`The edge answered ${response.status}.`);
    this.response = response;
  }
}
