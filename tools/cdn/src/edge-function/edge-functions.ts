/**
 * The CloudFront Functions as they are deployed: our sources with the tables of this package written into them. Infra deploys these
 * very texts, the local edge runs them.
 */
import { readFileSync } from 'node:fs';
import { canonicalPath, cachePolicies, type CachePolicy } from '../cache/cache-policy.ts';
import { textExtensions } from '../cache/content-types.ts';
import { notFound, responseHeaders, varyByEncoding } from '../cache/response-headers.ts';

export type EdgeFunctionEvent = 'viewer-request' | 'viewer-response';

/** Of a function, in bytes: CloudFront's quota is 10 kB. */
export const edgeFunctionSizeLimit = 10_000;

/** What CloudFront lets through to the functions; it refuses every other method itself. */
export const allowedMethods = ['GET', 'HEAD', 'OPTIONS'] as const;

const extensions = [...textExtensions].join('|');
/** On the answers that the functions make or see: on all of them, whether or not the request had an `Origin`. */
const headersOn = (...on: readonly string[]) =>
  Object.fromEntries(responseHeaders.filter((header) => on.includes(header.on)).map(({ name, value }) => [name, { value }]));

/** The prefixes under which a `.br` lies beside every text file, because the link step puts it there. */
const copied: readonly CachePolicy['name'][] = ['artefact', 'runtime', 'preview'];

const viewerRequest = {
  canonicalPath,
  /** Of a key S3 takes 1,024 bytes, and answers 400 to more; with the slash before it and `.br` after it. */
  longestUri: 1_024 + '/'.length - '.br'.length,
  policies: cachePolicies.map(({ name, path }) => ({ name, path })),
  copied,
  text: new RegExp(`\\.(?:${extensions})$`, 'i'),
  channel: /^\/elements\/([^/]+)\/([^/]+)\/main\.js$/,
  channelCacheControl: cachePolicies.find(({ name }) => name === 'channel')!.cacheControl,
  version: /^\d+\.\d+\.\d+(-[\w.-]+)?$/,
  missing: { contentType: notFound.contentType, cacheControl: notFound.cacheControl, body: notFound.body },
  methods: allowedMethods.join(', '),
  headers: headersOn('always', 'cors'),
};

const viewerResponse = {
  always: headersOn('cors'),
  /** The copy too: which of the two URLs CloudFront names here, the asked or the rewritten one, it does not say. */
  negotiated: new RegExp(`^/$|\\.(?:${extensions})(?:\\.br)?$`, 'i'),
  vary: { [varyByEncoding.name]: { value: varyByEncoding.value } },
};

/** By event, the text to deploy for runtime `cloudfront-js-2.0`; `viewer-request` needs the key-value store of the channels. */
export const edgeFunctions: Readonly<Record<EdgeFunctionEvent, string>> = {
  'viewer-request': withTables('viewer-request.js', viewerRequest),
  'viewer-response': withTables('viewer-response.js', viewerResponse),
};

function withTables(file: string, tables: object): string {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  return source.replace('TABLES', () => literalOf(tables));
}

/** As JavaScript: JSON, and expressions. */
function literalOf(value: unknown): string {
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${literalOf(each)}`)
    .join(', ')} }`;
}
