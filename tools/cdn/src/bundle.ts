/** A set of files as one object: staged bundles and linked bundles are uncompressed tar archives, the same bytes for the same files. */
import { buffer } from 'node:stream/consumers';
import { pack, extract } from 'tar-stream';

export interface BundleFile {
  /** Relative, `/` as separator, no `..`. */
  readonly path: string;
  readonly body: Uint8Array;
}

/** Sorted by path, owner, mode and time fixed: equal files give equal bytes. */
export async function packBundle(files: readonly BundleFile[]): Promise<Uint8Array> {
  const archive = pack();
  for (const { path, body } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    archive.entry({ name: path, size: body.byteLength, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, Buffer.from(body));
  }
  archive.finalize();
  return buffer(archive);
}

export async function unpackBundle(archive: Uint8Array): Promise<BundleFile[]> {
  const files: BundleFile[] = [];
  const entries = extract();
  entries.end(Buffer.from(archive));
  for await (const entry of entries) {
    const body = await buffer(entry);
    if (entry.header.type === 'file') files.push({ path: entry.header.name, body });
  }
  return files;
}
