/** The invalidations of one distribution, kept in a folder, one file for each. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const invalidation = v.object({
  id: v.string(),
  callerReference: v.string(),
  paths: v.array(v.string()),
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
});

export type Invalidation = Readonly<v.InferOutput<typeof invalidation>>;

export interface Invalidations {
  find(id: string): Invalidation | undefined;
  /** A caller's reference makes a request idempotent. */
  findByReference(callerReference: string): Invalidation | undefined;
  create(content: Omit<Invalidation, 'id'>): Promise<Invalidation>;
  /** Newest first. */
  all(): readonly Invalidation[];
}

export async function openInvalidations(root: string): Promise<Invalidations> {
  const folder = join(root, 'invalidations');
  await mkdir(folder, { recursive: true });
  const known = new Map<string, Invalidation>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const found = v.parse(invalidation, JSON.parse(await readFile(join(folder, name), 'utf8')));
    known.set(found.id, found);
  }
  return {
    find: (id) => known.get(id),
    findByReference: (reference) => [...known.values()].find(({ callerReference }) => callerReference === reference),
    async create(content) {
      const created = { ...content, id: `I${randomBytes(10).toString('hex').toUpperCase()}` };
      // Known before it is on disk: two requests with one reference must not both be new.
      known.set(created.id, created);
      const path = join(folder, `${created.id}.json`);
      await writeFile(`${path}.new`, JSON.stringify(created));
      await rename(`${path}.new`, path);
      return created;
    },
    all: () => [...known.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)),
  };
}
