/** Fills a bucket of a data folder that nobody serves yet, with very many small objects: over HTTP a million would take most of an hour. */
import { createHash, hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localBucket } from '../start-local.ts';
import { objectBytes } from '../store/object-file.ts';

export interface SeededObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** @param lastModified milliseconds since the epoch */
export function seedBucket(dataDir: string, objects: Iterable<SeededObject>, lastModified: number): void {
  const bucket = join(dataDir, 's3', 'buckets', localBucket);
  for (let folder = 0; folder < 256; folder++) mkdirSync(join(bucket, folder.toString(16).padStart(2, '0')), { recursive: true });
  for (const { key, body, contentType, cacheControl } of objects) {
    const name = hash('sha256', key);
    const bytes = objectBytes(body, {
      key,
      size: body.byteLength,
      etag: createHash('md5').update(body).digest('hex'),
      lastModified,
      headers: { 'content-type': contentType, 'cache-control': cacheControl },
      userMetadata: {},
      checksums: { sha256: hash('sha256', body, 'base64') },
      checksumType: 'FULL_OBJECT',
    });
    writeFileSync(join(bucket, name.slice(0, 2), name), bytes);
  }
}
