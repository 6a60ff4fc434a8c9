/** A folder of files to publish: a loader and what belongs to it, text that no line compresses away, the same every time. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of each. */
export const fileSize = 20_000;

/** @returns the folder */
export async function writeTestFiles(scratch: string, count: number): Promise<string> {
  const folder = join(scratch, `publish-${count}`);
  await mkdir(folder, { recursive: true });
  for (let number = 0; number < count; number++) {
    const path = number === 0 ? 'main.js' : `chunk-${String(number).padStart(4, '0')}.js`;
    await writeFile(join(folder, path), textOf(number));
  }
  return folder;
}

function textOf(seed: number): string {
  let text = '';
  for (let part = 0; text.length < fileSize; part++) text += createHash('sha512').update(`${seed} ${part}`).digest('hex');
  return text.slice(0, fileSize);
}
