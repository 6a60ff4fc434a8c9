/** The pieces of AWS Signature Version 4 that signing and verifying share. */
import { createHash, createHmac } from 'node:crypto';
import { type HttpRequest, splitTarget } from '../http/message.ts';

export const algorithm = 'AWS4-HMAC-SHA256';
export const emptySha256 = createHash('sha256').digest('hex');

export const sha256Hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
export const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What a signature is good for. */
export interface Scope {
  /** `20261122` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const scopeText = ({ date, region, service }: Scope): string => `${date}/${region}/${service}/aws4_request`;

export const signingKey = (secretAccessKey: string, { date, region, service }: Scope): Buffer =>
  hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request');

/** `20261122T091500Z` */
export const timestampOf = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Milliseconds since the epoch; `undefined` when it is no such timestamp. */
export function parseTimestamp(timestamp: string | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}

/** Percent-encodes everything but RFC 3986's unreserved characters. */
export const encodePart = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** @throws {URIError} malformed percent-encoding in the target. */
export function canonicalRequest(
  { method, target, headers }: Omit<HttpRequest, 'body'>,
  { service, signedHeaders, payloadHash }: { service: string; signedHeaders: readonly string[]; payloadHash: string },
): string {
  const { path, query } = splitTarget(target);
  const parts = path.split('/');
  // S3 signs the path encoded once, every other service encodes again what is encoded already.
  const canonicalPath = parts.map((part) => encodePart(service === 's3' ? decodeURIComponent(part) : part)).join('/');
  const canonicalQuery = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodePart(name), encodePart(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  return [method, canonicalPath, canonicalQuery, canonicalHeaders, signedHeaders.join(';'), payloadHash].join('\n');
}

export function signatureOf(
  request: Omit<HttpRequest, 'body'>,
  options: { key: Buffer; scope: Scope; timestamp: string; signedHeaders: readonly string[]; payloadHash: string },
): string {
  const canonical = canonicalRequest(request, { ...options, service: options.scope.service });
  const toSign = [algorithm, options.timestamp, scopeText(options.scope), sha256Hex(canonical)].join('\n');
  return hmac(options.key, toSign).toString('hex');
}
