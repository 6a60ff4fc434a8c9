/** Unfinished multipart uploads: `uploads/<id>/upload.json` and a file for each part. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { createLocks, type Locks } from './locks.ts';
import { type Draft, type ObjectMetadata, openObject, type OpenObject } from './object-file.ts';

const uploadInfo = v.object({
  bucket: v.string(),
  key: v.string(),
  headers: v.record(v.string(), v.string()),
  userMetadata: v.record(v.string(), v.string()),
  checksumAlgorithm: v.picklist(['crc32', 'crc32c', 'crc64nvme', 'md5', 'sha1', 'sha256', 'sha512']),
  /** Whether the client named the algorithm: only then each part must carry it. */
  checksumAsked: v.boolean(),
  checksumType: v.picklist(['FULL_OBJECT', 'COMPOSITE']),
});

export type UploadInfo = Readonly<v.InferOutput<typeof uploadInfo>>;

export interface Part {
  readonly number: number;
  readonly metadata: ObjectMetadata;
}

export interface UploadFolder {
  /** One at a time for each upload id. */
  readonly locks: Locks;
  create(info: UploadInfo): Promise<string>;
  find(id: string): Promise<UploadInfo | undefined>;
  publishPart(id: string, number: number, draft: Draft, metadata: ObjectMetadata): Promise<void>;
  openPart(id: string, number: number): Promise<OpenObject | undefined>;
  /** In order of their numbers. */
  parts(id: string): Promise<readonly Part[]>;
  remove(id: string): Promise<void>;
}

export async function openUploadFolder(root: string): Promise<UploadFolder> {
  const uploads = join(root, 'uploads');
  await mkdir(uploads, { recursive: true });
  for (const id of await readdir(uploads)) {
    // What is left of an upload that a killed process was making or removing.
    if (!(await readdir(join(uploads, id))).includes('upload.json')) await rm(join(uploads, id), { recursive: true });
  }
  const pathOf = (id: string) => join(uploads, id);
  const partPath = (id: string, number: number) => join(pathOf(id), `part-${number}`);
  // An id comes from the client; nothing but our own form may become a path.
  const isId = (id: string) => /^[0-9a-f]{32}$/.test(id);

  const openPart = (id: string, number: number) => openObject(partPath(id, number));
  return {
    locks: createLocks(),
    async create(info) {
      const id = randomBytes(16).toString('hex');
      await mkdir(pathOf(id));
      await writeFile(join(pathOf(id), 'upload.json.new'), JSON.stringify(info));
      await rename(join(pathOf(id), 'upload.json.new'), join(pathOf(id), 'upload.json'));
      return id;
    },
    async find(id) {
      if (!isId(id)) return undefined;
      const text = await readFile(join(pathOf(id), 'upload.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : v.parse(uploadInfo, JSON.parse(text));
    },
    async publishPart(id, number, draft, metadata) {
      const move = await draft.finish(metadata);
      await move(partPath(id, number));
    },
    openPart,
    async parts(id) {
      const names = await readdir(pathOf(id));
      const numbers = names.flatMap((name) => (name.startsWith('part-') ? [Number(name.slice(5))] : [])).sort((a, b) => a - b);
      const parts: Part[] = [];
      for (const number of numbers) {
        const part = await openPart(id, number);
        if (!part) continue;
        await part.close();
        parts.push({ number, metadata: part.metadata });
      }
      return parts;
    },
    async remove(id) {
      // First what makes it an upload, so that a kill in between leaves nothing that could be completed by half.
      await rm(join(pathOf(id), 'upload.json'), { force: true });
      await rm(pathOf(id), { recursive: true, force: true });
    },
  };
}
