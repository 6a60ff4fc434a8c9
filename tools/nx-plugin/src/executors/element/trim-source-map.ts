/** Takes the text of npm packages out of a source map: a version is kept for ever, and the licences name the packages it was made of. */
import * as v from 'valibot';

const sourceMap = v.looseObject({ sources: v.array(v.string()), sourcesContent: v.optional(v.array(v.nullable(v.string()))) });

/** Names, positions and our own sources stay. @param map The JSON text of a source map. */
export function trimSourceMap(map: string): string {
  const parsed = v.parse(sourceMap, JSON.parse(map));
  const sourcesContent = parsed.sources.map((source, i) => (isOurs(source) ? (parsed.sourcesContent?.[i] ?? null) : null));
  return JSON.stringify({ ...parsed, sourcesContent });
}

const isOurs = (source: string): boolean => source.startsWith('libs/');
