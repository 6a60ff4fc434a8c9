/** `hashFiles()` of expressions: one digest for everything that the patterns find, nothing when they find nothing. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const hashFilesIn =
  (workspace: string) =>
  (...patterns: readonly string[]): string => {
    const files = globSync([...patterns], { cwd: workspace }).sort();
    if (files.length === 0) return '';
    const hash = createHash('sha256');
    for (const file of files)
      hash.update(
        createHash('sha256')
          .update(readFileSync(join(workspace, file)))
          .digest(),
      );
    return hash.digest('hex');
  };
