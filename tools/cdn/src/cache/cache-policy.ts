/** How long what may be kept. Uploader, infra, local edge, edge verification and tests all read this table. */

const second = 1;
const minute = 60 * second;
const day = 24 * 60 * minute;

export interface CachePolicy {
  readonly name: 'catalog' | 'not-served' | 'artefact' | 'runtime' | 'record' | 'index' | 'preview' | 'channel';
  /** Of the URL path, with its leading slash; what is served has one way to write it, see {@link canonicalPath}. */
  readonly path: RegExp;
  readonly cacheControl: string;
  readonly why: string;
}

const forEver = `public, max-age=${365 * day}, immutable`;
const neverChanges = 'The bytes under a version never change, so nobody needs to ask again (RFC 8246).';

/** The first row that matches counts. */
export const cachePolicies: readonly CachePolicy[] = [
  {
    name: 'not-served',
    path: /^\/_(staging|claims|receipts|channels)(\/|$)/,
    cacheControl: 'private, no-store',
    why: 'The release reads these from the bucket; an edge that served them by mistake should not keep them.',
  },
  { name: 'artefact', path: /^\/elements\/v\d+\.\d+\.\d+[^/]*\/[^/]+\/./, cacheControl: forEver, why: neverChanges },
  {
    name: 'runtime',
    path: /^\/elements\/runtime\/[^/]+\/./,
    cacheControl: forEver,
    why: 'The URL carries the digest of what it holds.',
  },
  { name: 'record', path: /^\/elements\/_records\/[^/]+\/[^/]+\.json$/, cacheControl: forEver, why: neverChanges },
  {
    name: 'index',
    path: /^\/elements\/(index|[^/]+\/versions)\.json$/,
    cacheControl: `public, max-age=${minute}, s-maxage=${minute}, stale-while-revalidate=${5 * minute}, stale-if-error=${day}`,
    why: 'A new version shows within a minute; an origin that is down shows the last known list for a day (RFC 5861).',
  },
  {
    name: 'preview',
    path: /^\/elements\/_preview\/pr-\d+\/[^/]+\/./,
    cacheControl: `public, max-age=${5 * minute}`,
    why: 'A preview goes when its pull request is closed; nobody should see it much longer.',
  },
  {
    name: 'channel',
    path: /^\/elements\/(?!_)[^/]+\/[^/]+\/main\.js$/,
    cacheControl: `public, max-age=${minute}`,
    why: 'Only the redirect is kept; a channel that moved is followed within a minute.',
  },
  {
    name: 'catalog',
    path: /^\/(?!elements(\/|$))/,
    cacheControl: `max-age=${minute}`,
    why: 'The catalog is released often, and its file names stay.',
  },
];

/**
 * The row for a URL path, or for a key of the store (a path without its leading slash).
 * @throws {Error} nothing of ours lies there.
 * @example cachePolicyOf('/elements/v1.1.0/questionnaire/main.js').cacheControl // 'public, max-age=31536000, immutable'
 */
export function cachePolicyOf(path: string): CachePolicy {
  const found = cachePolicies.find((policy) => policy.path.test(rooted(path)));
  if (!found) throw new Error(`No cache policy covers ${path}.`);
  return found;
}

/**
 * The one way to write the URL path of something that is served: the key as it is, with a leading slash. S3 decodes keys, so
 * `/%65lements/…` would name the same object, while what an edge adds to the answer is chosen by the path as it was sent.
 * Anything else than this is missing, for every edge, before the bucket is asked.
 */
export const canonicalPath = /^\/(?!(?:[^/]*\/)*\.\.?(?:\/|$))(?:[\w.~@+-]+\/)*[\w.~@+-]*$/;

/** Whether the edge may answer `path` (query and fragment do not count) from the bucket at all. */
export function isServed(path: string): boolean {
  const asked = rooted(path).replace(/[?#].*$/s, '');
  return canonicalPath.test(asked) && cachePolicies.find((policy) => policy.path.test(asked))?.name !== 'not-served';
}

const rooted = (path: string): string => (path.startsWith('/') ? path : `/${path}`);
