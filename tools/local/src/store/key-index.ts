/** The keys of one bucket in memory, in UTF-8 order as S3 lists them; rebuilt from the files at every start. */
import type { ObjectMetadata } from './object-file.ts';

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: number;
  readonly algorithms: readonly string[];
  readonly checksumType: ObjectMetadata['checksumType'];
}

export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after it: a key, or with `skipGroup` every key that begins with it too. */
  readonly after: string;
  readonly skipGroup: boolean;
  readonly limit: number;
}

export type ListItem = { readonly kind: 'object'; readonly object: ListedObject } | { readonly kind: 'group'; readonly prefix: string };

export interface KeyIndex {
  readonly size: number;
  get(key: string): ListedObject | undefined;
  set(metadata: ObjectMetadata): void;
  delete(key: string): void;
  list(query: ListQuery): { readonly items: readonly ListItem[]; readonly truncated: boolean };
}

/** @param present what is there already, in any order: sorted once, which for a million keys is a thousand times as fast as one after the other. */
export function createKeyIndex(present: readonly ObjectMetadata[] = []): KeyIndex {
  const objects = new Map(present.map((metadata) => [metadata.key, listed(metadata)]));
  const sorted = [...objects.keys()].sort(compareUtf8);
  const position = (isBefore: (key: string) => boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(sorted[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get size() {
      return sorted.length;
    },
    get: (key) => objects.get(key),
    set(metadata) {
      const { key } = metadata;
      if (!objects.has(key))
        sorted.splice(
          position((other) => compareUtf8(other, key) < 0),
          0,
          key,
        );
      objects.set(key, listed(metadata));
    },
    delete(key) {
      if (objects.delete(key))
        sorted.splice(
          position((other) => compareUtf8(other, key) < 0),
          1,
        );
    },
    list({ prefix, delimiter, after, skipGroup, limit }) {
      const items: ListItem[] = [];
      let at = position(
        (key) => compareUtf8(key, prefix) < 0 || (after !== '' && (compareUtf8(key, after) <= 0 || (skipGroup && key.startsWith(after)))),
      );
      while (at < sorted.length && sorted[at]!.startsWith(prefix)) {
        if (items.length === limit) return { items, truncated: true };
        const key = sorted[at]!;
        const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
        if (end < 0) {
          items.push({ kind: 'object', object: objects.get(key)! });
          at++;
        } else {
          const group = key.slice(0, end + delimiter.length);
          items.push({ kind: 'group', prefix: group });
          at = position((other) => compareUtf8(other, group) < 0 || other.startsWith(group));
        }
      }
      return { items, truncated: false };
    },
  };
}

const listed = ({ key, size, etag, lastModified, checksums, checksumType }: ObjectMetadata): ListedObject => ({
  key,
  size,
  etag,
  lastModified,
  algorithms: Object.keys(checksums),
  checksumType,
});

/** JavaScript compares UTF-16 units, which puts U+10000 and above before U+E000; S3 compares bytes of UTF-8. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return utf8Rank(x) - utf8Rank(y);
  }
  return a.length - b.length;
}

const utf8Rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
