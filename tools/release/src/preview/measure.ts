/** What a version weighs, from its manifest and the sizes of its files. Pure. */
import { isRuntimeName } from '@pintag/cdn';
import * as v from 'valibot';
import type { Sizes } from './preview-schema.ts';

const names = v.array(v.string());
const manifestSchema = v.object({
  main: v.string(),
  static: names,
  lazy: names,
  runtime: v.optional(v.pipe(v.string(), v.check(isRuntimeName))),
});

/** What of a version's manifest.json says which files a browser loads when. */
export type LoadOrder = v.InferOutput<typeof manifestSchema>;

/** @returns `undefined` when it is no manifest: not every version has to have one. */
export function parseLoadOrder(body: Uint8Array): LoadOrder | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), manifestSchema), Buffer.from(body).toString());
  return parsed.success ? parsed.output : undefined;
}

/** @param files of the version itself, `.br` copies included, with their sizes in bytes; those of a shared runtime are no part of it */
export function measure(
  { main, static: closure, lazy, runtime }: LoadOrder,
  files: readonly { readonly path: string; readonly size: number }[],
): Sizes {
  const sizes = new Map(files.map(({ path, size }) => [path, size]));
  const sum = (paths: readonly string[]) => {
    const raw = paths.reduce((all, path) => all + (sizes.get(path) ?? 0), 0);
    // What has no compressed copy is sent as it is.
    const brotli = paths.reduce((all, path) => all + (sizes.get(`${path}.br`) ?? sizes.get(path) ?? 0), 0);
    return { raw, brotli };
  };
  return { initial: sum([main, ...closure]), total: sum([main, ...closure, ...lazy]), ...(runtime !== undefined && { runtime }) };
}
