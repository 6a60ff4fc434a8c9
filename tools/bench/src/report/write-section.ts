/** Puts figures into a page, so that nobody types them: between `<!-- name -->` and `<!-- /name -->`. */
import { readFile, writeFile } from 'node:fs/promises';
import { PintagError } from '@pintag/cdn';

/** @throws {PintagError} PT_USAGE when the page has no such place */
export async function writeSection(page: string, name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = await readFile(page, 'utf8').catch((cause: unknown) => {
    throw new PintagError('PT_USAGE', { problem: `${page} cannot be read.` }, { cause });
  });
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new PintagError('PT_USAGE', { problem: `${page} has no place for the figures: ${begin} … ${end}.` });
  await writeFile(page, `${before.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${before.slice(to)}`);
}
