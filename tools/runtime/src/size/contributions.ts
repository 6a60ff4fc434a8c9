/** Which sources a script's bytes come from, read from its source map: a released version has one too, long after its build is gone. */
import { decode } from '@jridgewell/sourcemap-codec';
import * as v from 'valibot';

/** Minified bytes by source: `libs/calendar/src/month.ts`, or the package, `@angular/core`. */
export type Contributions = ReadonlyMap<string, number>;

const sourceMap = v.object({ sources: v.array(v.nullable(v.string())), mappings: v.string() });

/** What no source answers for: the bundler's own lines. */
export const bundlerOwn = '(bundler)';

/** What linking to the runtime calls the modules that stand for its files. */
const runtimeImports = 'runtime-file:';

/**
 * @param map text of the script's source map.
 * @returns the bytes of all of `script`; `undefined` when the map is none.
 */
export function contributionsOf(script: string, map: string): Contributions | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), sourceMap), map);
  if (!parsed.success) return undefined;
  const names = parsed.output.sources.map((source) => nameOf(source ?? ''));
  const bytes = new Map<string, number>();
  const add = (name: string, text: string) => text && bytes.set(name, (bytes.get(name) ?? 0) + Buffer.byteLength(text));

  const lines = script.split('\n');
  const segments = decode(parsed.output.mappings);
  for (const [number, line] of lines.entries()) {
    let from = 0;
    let name = bundlerOwn;
    for (const [column, source] of segments[number] ?? []) {
      add(name, line.slice(from, column));
      from = column;
      name = (source !== undefined && names[source]) || bundlerOwn;
    }
    add(name, line.slice(from) + (number < lines.length - 1 ? '\n' : ''));
  }
  return bytes;
}

/** Packages count as one, whichever of their files it is: nobody changes those. The lines that import the runtime are a source as well. */
function nameOf(source: string): string {
  if (source.includes(runtimeImports)) return `imports of ${source.slice(source.indexOf(runtimeImports) + runtimeImports.length)}`;
  const package_ = /^.*(?:^|\/)node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//.exec(source)?.groups?.['name'];
  return package_ ?? source.replace(/^(\.\.?\/)+/, '');
}

export function addUp(all: readonly Contributions[]): Contributions {
  const sum = new Map<string, number>();
  for (const one of all) for (const [name, bytes] of one) sum.set(name, (sum.get(name) ?? 0) + bytes);
  return sum;
}

export interface Growth {
  /** A source file, or a package. */
  readonly input: string;
  /** Minified bytes, before compression. */
  readonly bytes: number;
  readonly before: number;
}

/** What changed, the largest growth first, and at the end what shrank most. */
export function growthOf(now: Contributions, before: Contributions): Growth[] {
  return [...new Set([...now.keys(), ...before.keys()])]
    .map((input) => ({ input, bytes: now.get(input) ?? 0, before: before.get(input) ?? 0 }))
    .filter(({ bytes, before }) => bytes !== before)
    .sort((a, b) => b.bytes - b.before - (a.bytes - a.before) || (a.input < b.input ? -1 : 1));
}
