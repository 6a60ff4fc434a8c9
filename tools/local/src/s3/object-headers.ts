/** The headers that are stored with an object, and how they come back. */
import { AwsError, notImplemented } from '../aws-error.ts';
import { checksumHeader, isChecksumAlgorithm } from '../checksums/checksum.ts';
import type { ObjectMetadata } from '../store/object-file.ts';
import { quoted } from './conditions.ts';

type Headers = Readonly<Record<string, string>>;

const kept = ['content-type', 'cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'] as const;
const userPrefix = 'x-amz-meta-';
/** Of names and values together. */
const userMetadataLimit = 2048;

/** Headers that ask for something we do not do, and the values that ask for nothing. */
const refused: readonly { readonly name: RegExp; readonly except?: string }[] = [
  { name: /^x-amz-acl$/, except: 'private' },
  { name: /^x-amz-grant-/ },
  { name: /^x-amz-object-lock-/ },
  { name: /^x-amz-server-side-encryption$/, except: 'AES256' },
  { name: /^x-amz-server-side-encryption-/ },
  { name: /^x-amz-storage-class$/, except: 'STANDARD' },
  { name: /^x-amz-tagging$/ },
  { name: /^x-amz-website-redirect-location$/ },
  { name: /^x-amz-write-offset-bytes$/ },
];

export type StoredHeaders = Pick<ObjectMetadata, 'headers' | 'userMetadata'>;

/** @throws {AwsError} NotImplemented, MetadataTooLarge */
export function storedHeadersOf(headers: Headers): StoredHeaders {
  for (const [name, value] of Object.entries(headers)) {
    if (refused.some((row) => row.name.test(name) && row.except !== value)) throw notImplemented(`The header ${name}: ${value}`);
  }
  const stored: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of kept) if (headers[name]) stored[name] = headers[name];
  // It frames the request's body and is no property of the object.
  const encoding = (stored['content-encoding'] ?? '').split(',').map((token) => token.trim());
  const ownEncoding = encoding.filter((token) => token && token !== 'aws-chunked').join(',');
  if (ownEncoding) stored['content-encoding'] = ownEncoding;
  else delete stored['content-encoding'];

  const user = Object.entries(headers).filter(([name]) => name.startsWith(userPrefix));
  const userMetadata = Object.fromEntries(user.map(([name, value]) => [name.slice(userPrefix.length), value]));
  if (Buffer.byteLength(Object.entries(userMetadata).flat().join('')) > userMetadataLimit) {
    throw new AwsError(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      MaxSizeAllowed: `${userMetadataLimit}`,
    });
  }
  return { headers: stored, userMetadata };
}

export function responseHeadersOf({ headers, userMetadata, etag, lastModified, parts }: ObjectMetadata): Record<string, string> {
  return {
    ...headers,
    ...Object.fromEntries(Object.entries(userMetadata).map(([name, value]) => [userPrefix + name, value])),
    ...(parts !== undefined && { 'x-amz-mp-parts-count': String(parts) }),
    etag: quoted(etag),
    'last-modified': new Date(lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

export function checksumHeadersOf({ checksums, checksumType }: Pick<ObjectMetadata, 'checksums' | 'checksumType'>): Record<string, string> {
  const values = Object.entries(checksums).flatMap(([algorithm, value]) =>
    isChecksumAlgorithm(algorithm) ? [[checksumHeader(algorithm), value] as const] : [],
  );
  return values.length ? { ...Object.fromEntries(values), 'x-amz-checksum-type': checksumType } : {};
}
