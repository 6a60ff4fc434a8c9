/** Puts a version of a feature into host pages: all of them are read and decided first, then each is replaced as a whole. */
import { randomUUID } from 'node:crypto';
import * as nodeFs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { coveredVersions, PintagError, type VersionList } from '@pintag/cdn';
import { covers, editPin, isWrittenOut } from './edit-pin.ts';
import { findIdlePreloads, type IdlePreload } from './find-idle-preloads.ts';
import { findTags } from './find-pins.ts';
import type { FoundTag, Integrity, Pin } from './pin.ts';

export type PinFileSystem = Pick<typeof nodeFs, 'readFile' | 'writeFile' | 'rename' | 'rm' | 'stat' | 'realpath'>;

export interface PinFilesOptions {
  readonly files: readonly string[];
  /** Default Node's. */
  readonly fs?: PinFileSystem;
  readonly feature: string;
  readonly version: string;
  /** Of that feature. */
  readonly list: VersionList;
  /** Of the edge; replaces another one that is written out. Default: each tag keeps its own. */
  readonly origin?: string;
  /** Only tags with this `?tag=`; default those without one. */
  readonly tag?: string;
  /** `false`: takes `integrity` away instead of writing it. */
  readonly integrity?: boolean;
}

export interface PinnedTag {
  readonly line: number;
  /** The URL before, and after. */
  readonly from: { readonly version: string; readonly url: string };
  readonly to: { readonly version: string; readonly url: string };
  /** `kept`: it covers the version, so that only the URL changed. `none`: the tag has none, and cannot be given one here. */
  readonly integrity: 'kept' | 'replaced' | 'added' | 'removed' | 'none';
}

export interface LeftTag {
  readonly line: number;
  readonly url: string;
  /** `channel`: the CDN moves it. `expression`: its version or integrity is not written out. `other-tag`: it defines another element. */
  readonly why: 'channel' | 'expression' | 'other-tag';
}

export interface PinnedFile {
  readonly file: string;
  /** Whether the file was written: also `false` when every tag was as it should be. */
  readonly changed: boolean;
  /** The feature's tags that now load the version; none: the file has no pin of the feature. */
  readonly pins: readonly PinnedTag[];
  /** The feature's tags that were left alone. */
  readonly left: readonly LeftTag[];
  /** Lines that load early what no tag of the page loads any more; they are left alone. */
  readonly idle: readonly IdlePreload[];
}

/**
 * @throws {PintagError} PT_VERSION_UNKNOWN, PT_FILE_UNREADABLE; no file has changed then.
 */
export async function pinFiles({ files, fs = nodeFs, ...options }: PinFilesOptions): Promise<PinnedFile[]> {
  const decide = pinning(options);
  const pages = await readAll(files, fs);
  const decided = pages.map((page) => ({ ...page, ...decide(page.text) }));
  await replaceAll(
    decided.filter(({ text, after }) => text !== after),
    fs,
  );
  return decided.map(({ file, text, after, pins, left }) => ({
    file,
    changed: text !== after,
    pins,
    left,
    idle: findIdlePreloads(after, options.feature),
  }));
}

/**
 * What {@link pinFiles} does to one page, as a function of its text.
 * @throws {PintagError} PT_VERSION_UNKNOWN
 */
export function pinning(
  options: Omit<PinFilesOptions, 'files' | 'fs'>,
): (text: string) => { after: string; pins: PinnedTag[]; left: LeftTag[] } {
  const { feature, version, list, origin, tag, integrity = true } = options;
  const integrities = coveredVersions(list, version).map((row) => row.integrity);

  return (text) => {
    const tags = findTags(text).filter((found) => found.feature === feature);
    const left: LeftTag[] = [];
    const pins: PinnedTag[] = [];
    let after = text;
    // From the end, so that the offsets of those before stay right.
    for (const found of tags.reverse()) {
      const why = whyLeft(found, tag);
      if (why || found.kind !== 'version') {
        left.unshift({ line: found.line, url: found.url, why: why ?? 'expression' });
        continue;
      }
      const change = integrityChange(found, integrities[0]!, integrity);
      const write = change === 'kept' || change === 'none' ? undefined : change === 'removed' ? [] : integrities;
      after = editPin(after, found, { version, ...(origin !== undefined && { origin }), ...(write && { integrities: write }) });
      const url =
        (isWrittenOut(found.origin) ? (origin ?? found.origin) : found.origin) +
        found.url.slice(found.origin.length).replace(`/v${found.version}/`, `/v${version}/`);
      pins.unshift({ line: found.line, from: { version: found.version, url: found.url }, to: { version, url }, integrity: change });
    }
    return { after, pins, left };
  };
}

function whyLeft(found: FoundTag, tag: string | undefined): LeftTag['why'] | undefined {
  if (found.kind !== 'version') return found.kind;
  if (found.tag !== tag) return 'other-tag';
  return found.integrity && !isPlain(found.integrity) ? 'expression' : undefined;
}

/** Digests, maybe with characters as entities, or nothing between two quotes. Anything else comes from a template or lacks a quote. */
const isPlain = ({ value, at, attribute }: Integrity): boolean => {
  if (value.trim() === '') return attribute.end > at.end;
  return value
    .trim()
    .split(/\s+/)
    .every((digest) => /^sha\d+-(?:[\w+/=-]|&#?\w+;)+$/.test(digest));
};

function integrityChange(pin: Pin, integrity: string, wanted: boolean): PinnedTag['integrity'] {
  if (!wanted) return pin.integrity ? 'removed' : 'none';
  if (pin.integrity) return covers(pin, integrity) ? 'kept' : 'replaced';
  return pin.markup ? 'added' : 'none';
}

interface Page {
  readonly file: string;
  /** Where it really is: a link stays a link. */
  readonly path: string;
  readonly mode: number;
  /** One character a byte: pages come in many encodings, and all that we look for is ASCII. */
  readonly text: string;
}

async function readAll(files: readonly string[], fs: PinFileSystem): Promise<Page[]> {
  const read = await Promise.allSettled(
    [...new Set(files)].map(async (file): Promise<Page> => {
      const path = await fs.realpath(file);
      return { file, path, mode: (await fs.stat(path)).mode, text: (await fs.readFile(path)).toString('latin1') };
    }),
  );
  const problems = read.flatMap((result) => (result.status === 'rejected' ? [String((result.reason as Error).message)] : []));
  if (problems.length) throw new PintagError('PT_FILE_UNREADABLE', { problems });
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function replaceAll(pages: readonly (Page & { readonly after: string })[], fs: PinFileSystem): Promise<void> {
  const planned = pages.map((page) => ({ ...page, temporary: join(dirname(page.path), `.${basename(page.path)}.${randomUUID()}`) }));
  try {
    for (const { temporary, after, mode } of planned) await fs.writeFile(temporary, Buffer.from(after, 'latin1'), { mode, flag: 'wx' });
    for (const { temporary, path } of planned) await fs.rename(temporary, path);
  } finally {
    await Promise.all(planned.map(({ temporary }) => fs.rm(temporary, { force: true })));
  }
}
