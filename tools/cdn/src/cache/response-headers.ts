/** The headers that the edge adds to what the bucket answers. Infra makes a headers policy of this table, the local edge reads it as it is. */
import { cachePolicyOf } from './cache-policy.ts';

export interface ResponseHeader {
  readonly name: string;
  readonly value: string;
  /**
   * `always`: on every answer. `cors`: on every answer to a request with an `Origin`, and to one without when the status is below 400
   * (a headers policy adds CORS only for an Origin; the viewer-response function that adds the rest does not run from 400 on).
   * `catalog`: only on pages, which run script of their own.
   */
  readonly on: 'always' | 'cors' | 'catalog';
  readonly why: string;
}

export const responseHeaders: readonly ResponseHeader[] = [
  {
    name: 'access-control-allow-origin',
    value: '*',
    on: 'cors',
    why: 'Integrity and module scripts need CORS. Unconditional, so that a copy cached without it cannot fail a later load; never with credentials.',
  },
  {
    name: 'cross-origin-resource-policy',
    value: 'cross-origin',
    on: 'always',
    why: 'Pages with COEP require-corp can load it.',
  },
  {
    name: 'x-content-type-options',
    value: 'nosniff',
    on: 'always',
    why: 'Types are explicit; none is to be guessed.',
  },
  { name: 'timing-allow-origin', value: '*', on: 'always', why: 'Host pages see real load times.' },
  {
    name: 'strict-transport-security',
    value: 'max-age=63072000; includeSubDomains',
    on: 'always',
    why: 'Two years, as browsers ask for it.',
  },
  {
    name: 'referrer-policy',
    value: 'strict-origin-when-cross-origin',
    on: 'always',
    why: 'Host pages with private URLs do not leak them.',
  },
  {
    name: 'content-security-policy',
    value:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    on: 'catalog',
    why: 'The catalog needs nothing from elsewhere.',
  },
];

/** On every answer whose encoding was chosen by `Accept-Encoding`, the unencoded one included. */
export const varyByEncoding = { name: 'vary', value: 'Accept-Encoding' } as const;

export interface Answer {
  readonly status: number;
  /** Whether the request had an `Origin` header. */
  readonly hasOrigin: boolean;
}

/**
 * What the edge adds to an answer for `path`; names in lower case.
 * @param answer default: a good answer to another origin.
 */
export function responseHeadersOf(path: string, { status, hasOrigin }: Answer = { status: 200, hasOrigin: true }): Record<string, string> {
  const isCatalog = !/^\/?elements(\/|$)/.test(path) && cachePolicyOf(path).name === 'catalog';
  const applies = {
    always: true,
    cors: hasOrigin || status < 400,
    catalog: isCatalog,
  };
  return Object.fromEntries(responseHeaders.filter(({ on }) => applies[on]).map(({ name, value }) => [name, value]));
}

/** What the edge answers for anything missing, whatever S3 said (it says 403 to whom may not list). */
export const notFound = {
  status: 404,
  contentType: 'application/json',
  /** Short: a version that is asked for a moment too early must not stay missing. */
  cacheControl: 'public, max-age=10',
  body: `${JSON.stringify({ error: 'not-found', message: 'There is no such file. The index lists every feature and version.', index: '/elements/index.json' })}\n`,
} as const;
