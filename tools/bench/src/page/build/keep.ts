/** Results that cost minutes, kept in the scratch folder by what they were made of: the second run of a benchmark builds nothing. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { deserialize, serialize } from 'node:v8';

export interface Keep {
  /**
   * @param ingredients Everything that the result depends on; text, or what JSON can say.
   * @param make Its result has to survive a structured clone.
   */
  once<T>(what: string, ingredients: unknown, make: () => Promise<T>): Promise<T>;
}

/** @param folder Absolute; made if it is not there. */
export function keepIn(folder: string, say: (line: string) => void): Keep {
  return {
    async once<T>(what: string, ingredients: unknown, make: () => Promise<T>): Promise<T> {
      const digest = createHash('sha256').update(JSON.stringify(ingredients)).digest('hex').slice(0, 24);
      const file = join(folder, `${what.replace(/[^\w.-]+/g, '-')}-${digest}`);
      const kept = await readFile(file).catch(() => undefined);
      // What was written was a T, by this very line of ingredients.
      if (kept) return deserialize(kept) as T;
      say(`  building ${what}…`);
      const made = await make();
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.unfinished`, serialize(made));
      await rename(`${file}.unfinished`, file);
      return made;
    },
  };
}

/** Names and content of all files below `folders`, as one hash. @param skip Of paths relative to their folder. */
export async function digestFolders(folders: readonly string[], skip: (path: string) => boolean = () => false): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
    for (const path of paths.filter((path) => !skip(path)).sort())
      hash
        .update(`${path}\0`)
        .update(await readFile(join(folder, path)))
        .update('\0');
  }
  return hash.digest('hex');
}
