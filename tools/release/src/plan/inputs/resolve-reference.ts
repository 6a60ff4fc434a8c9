/** Which files of a library a reference means, among those that there are. Pure. */
import { dirname, extname, join } from 'node:path/posix';
import type { Alias } from './aliases.ts';
import type { Reference } from './references.ts';

export interface Surroundings {
  /** Paths of the library's files, relative to the repository root. */
  readonly files: ReadonlyMap<string, unknown>;
  readonly aliases: readonly Alias[];
}

const scriptExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json'];
const styleExtensions = ['.scss', '.sass', '.css', '.less'];
/** What an import of a compiled file means while it is a source. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};

/** @param from relative to the repository root, as are the paths that it gives */
export function resolveReference({ kind, to }: Reference, from: string, { files, aliases }: Surroundings): readonly string[] {
  const near = join(dirname(from), to);
  const first = (candidates: readonly string[]) => candidates.filter((path) => files.has(path)).slice(0, 1);
  if (kind === 'file') return first([near]);
  if (kind === 'style') return first(styleCandidates(near));
  if (kind === 'pattern') return [...files.keys()].filter(matcher(near));
  if (/^\.\.?(\/|$)/.test(to)) return first(scriptCandidates(near));
  for (const { pattern, targets } of aliases) {
    const rest = starOf(pattern, to);
    if (rest === undefined) continue;
    const found = first(targets.flatMap((target) => scriptCandidates(target.replace('*', () => rest))));
    if (found.length > 0) return found;
  }
  return [];
}

function scriptCandidates(path: string): readonly string[] {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return [
    path,
    ...(sources[extension] ?? []).map((source) => `${stem}${source}`),
    ...scriptExtensions.map((one) => `${path}${one}`),
    ...scriptExtensions.map((one) => `${path}/index${one}`),
  ];
}

/** A partial's name begins with `_`, which the reference leaves out. */
function styleCandidates(path: string): readonly string[] {
  const at = path.lastIndexOf('/') + 1;
  const partial = `${path.slice(0, at)}_${path.slice(at)}`;
  const names = [
    path,
    partial,
    ...[path, partial, `${path}/_index`, `${path}/index`].flatMap((name) => styleExtensions.map((one) => name + one)),
  ];
  return names;
}

/** What stands for the star of `pattern`; an empty text where it has none. */
function starOf(pattern: string, name: string): string | undefined {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === name ? '' : undefined;
  const fits = name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return fits ? name.slice(before.length, name.length - after.length) : undefined;
}

function matcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`);
  return (path) => whole.test(path);
}
