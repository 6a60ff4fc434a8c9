/** Reads a version's `manifest.json` back, whatever year it is from. */
import { isRuntimeName, PintagError } from '@pintag/cdn';
import * as v from 'valibot';
import type { Manifest } from './manifest.ts';

const script = v.pipe(
  v.string(),
  v.regex(/^(\.\.\/\.\.\/runtime\/[\w.-]+\/)?[\w@+~-][\w.~@+-]*(\/[\w@+~-][\w.~@+-]*)*$/, 'is no path of a file'),
);
const integrity = v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/, 'is no sha384 integrity'));
const manifest = v.object({
  schema: v.literal(1),
  feature: v.string(),
  version: v.string(),
  element: v.string(),
  main: script,
  entry: script,
  runtime: v.optional(v.pipe(v.string(), v.check(isRuntimeName, 'is no name of a runtime'))),
  static: v.pipe(v.array(script), v.minLength(1, 'is empty')),
  lazy: v.array(script),
  files: v.array(v.object({ path: script, size: v.number(), integrity })),
});

/**
 * @param key where the bytes are from; the message names it.
 * @throws {PintagError} PT_STORED_INVALID
 */
export function parseManifest(bytes: Uint8Array, key: string): Manifest {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), manifest), new TextDecoder().decode(bytes));
  if (parsed.success) {
    const listed = new Set(parsed.output.files.map(({ path }) => path));
    const lost = [parsed.output.main, ...parsed.output.static, ...parsed.output.lazy].filter((path) => !listed.has(path));
    if (lost.length === 0) return parsed.output;
    throw new PintagError('PT_STORED_INVALID', { key, problems: lost.map((path) => `files: says nothing about ${path}`) });
  }
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  throw new PintagError('PT_STORED_INVALID', { key, problems });
}
