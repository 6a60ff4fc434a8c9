/**
 * Has the chunks of a bundle preload what they import lazily. A preload is what carries the integrity to a browser that did not take the
 * loader's import map (Firefox, beside a map of the page), and it fetches the chunk and what that imports at once. Pure.
 */
import { posix } from 'node:path';
import type { BundleFile } from '@pintag/cdn';
import { init, parse } from 'es-module-lexer';
import type { ElementDescription } from './element-description.ts';
import type { Place } from './place.ts';

interface Import {
  /** As the file says it: `./chunk-AAAA.js`. */
  readonly specifier: string;
  /** Relative to the version's folder. */
  readonly path: string;
  readonly lazy: boolean;
  /** Where the word `import` begins. */
  readonly at: number;
}

/**
 * `import('./chunk-AAAA.js')` becomes a call of the same length, so that source maps stay right; the function that is called is the file's last line.
 * Files without a lazy import keep their bytes.
 */
export async function preloadLazyImports(
  files: readonly BundleFile[],
  description: ElementDescription,
  place: Place,
): Promise<readonly BundleFile[]> {
  await init;
  const own = [...description.static, ...description.lazy];
  const texts = new Map(files.filter(({ path }) => own.includes(path)).map(({ path, body }) => [path, new TextDecoder().decode(body)]));
  const imports = new Map([...texts].map(([path, text]) => [path, importsOf(path, text)]));
  const needed = neededBy(imports, description, place);

  return files.map((file) => {
    const lazy = imports.get(file.path)?.filter((one) => one.lazy && needed(one.path).length) ?? [];
    if (!lazy.length) return file;
    const lists = lazy.map(({ specifier, path }) => [specifier, needed(path).map((need) => from(file.path, need))] as const);
    return { ...file, body: Buffer.from(withPreloads(texts.get(file.path)!, lazy, Object.fromEntries(lists))) };
  });
}

const importsOf = (path: string, text: string): Import[] =>
  parse(text, path)[0].flatMap(({ n: specifier, d, ss: at }) =>
    specifier?.startsWith('.') ? [{ specifier, path: posix.join(posix.dirname(path), specifier), lazy: d > -1, at }] : [],
  );

/** What has to be fetched for a lazy import of a file, beyond what the element has loaded by then. */
function neededBy(imports: ReadonlyMap<string, readonly Import[]>, { lazy, runtime }: ElementDescription, { runtimePath }: Place) {
  const shared = (runtime?.lazy ?? []).map((path) => runtimePath(runtime!.name, path));
  const known = [...lazy, ...shared];

  return (path: string): readonly string[] => {
    const found = new Set([path]);
    for (const one of found) {
      const direct = (imports.get(one) ?? []).flatMap((each) => (each.lazy ? [] : [each.path]));
      // Which runtime file imports which is not said: one needs all that are not there yet.
      const next = shared.includes(one) ? shared : direct;
      next.forEach((each) => found.add(each));
    }
    return [...found].filter((each) => known.includes(each));
  };
}

const from = (file: string, path: string): string => {
  const relative = posix.relative(posix.dirname(file), path);
  return relative.startsWith('.') ? relative : `./${relative}`;
};

/** @param lists What to preload, by what is imported; both as the file says it. */
function withPreloads(text: string, lazy: readonly Import[], lists: Readonly<Record<string, readonly string[]>>): string {
  const name = freeName(text);
  let called = text;
  for (const { at } of lazy) called = called.slice(0, at) + name + called.slice(at + name.length);
  const mapComment = called.search(/\n\/\/# sourceMappingURL=.*\s*$/);
  const end = mapComment < 0 ? called.length : mapComment;
  return `${called.slice(0, end)}\n${preloader(name, JSON.stringify(lists))}${called.slice(end) || '\n'}`;
}

/**
 * What the loader has put into an import map is preloaded with the same integrity, once; without a loader nothing is. Then the import,
 * tried again as a loader does it.
 */
const preloader = (name: string, lists: string) => `function ${name}(path){
const integrity=Object.assign({},...[...globalThis.pintag?.mapped??[]].map(text=>text[0]==="{"&&JSON.parse(text).integrity));
for(const file of ${lists}[path]){
const {href}=new URL(file,import.meta.url);
if(integrity[href]&&!document.querySelector(\`link[href="\${href}"]\`))
document.head.append(Object.assign(document.createElement("link"),{rel:"modulepreload",href,integrity:integrity[href],crossOrigin:"",nonce:document.querySelector("script[nonce]")?.nonce??""}))
}
return import(path).catch(()=>import(path))
}`;

/** A name that the file does not contain, as long as the word `import` that it stands for. */
function freeName(text: string): string {
  let name = 'lazily';
  for (let i = 10; text.includes(name); i++) name = `lazy${i}`;
  return name;
}
