/** Has the scripts of a bundle import their runtime from where it will lie. A build imports it from where versions have it. Pure. */
import { posix } from 'node:path';
import { type BundleFile, runtimePath } from '@pintag/cdn';
import { init, parse } from 'es-module-lexer';
import type { ElementDescription } from './element-description.ts';
import type { Place } from './place.ts';

/** Each import keeps its length, so that source maps stay right. Where the runtime lies where the build has it, all files keep their bytes. */
export async function moveRuntime(
  files: readonly BundleFile[],
  { static: closure, lazy, runtime }: ElementDescription,
  place: Place,
): Promise<readonly BundleFile[]> {
  if (!runtime || place.runtimePath === runtimePath) return files;
  await init;
  const moved = new Map(runtime.files.map(({ path }) => [runtimePath(runtime.name, path), place.runtimePath(runtime.name, path)]));
  const scripts = new Set([...closure, ...lazy]);
  return files.map((file) => (scripts.has(file.path) ? { ...file, body: Buffer.from(rewrite(file, moved)) } : file));
}

function rewrite({ path, body }: BundleFile, moved: ReadonlyMap<string, string>): string {
  let text = new TextDecoder().decode(body);
  for (const { n: specifier, s, e, d } of parse(text, path)[0]) {
    const folder = posix.dirname(path);
    const to = specifier === undefined ? undefined : moved.get(posix.join(folder, specifier));
    if (to === undefined) continue;
    // Of a dynamic import the quotes are inside.
    const [start, end] = d > -1 ? [s, e] : [s - 1, e + 1];
    text = `${text.slice(0, start)}${JSON.stringify(posix.relative(folder, to)).padEnd(end - start)}${text.slice(end)}`;
  }
  return text;
}
