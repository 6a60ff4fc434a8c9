import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runtimePath, type BundleFile } from '@pintag/cdn';
import { expect, test } from 'vitest';
import type { ElementDescription } from './element-description.ts';
import { versionPlace } from './place.ts';
import { preloadLazyImports } from './preload-lazy-imports.ts';

const runtime = 'angular-22.1.7-0123456789abcdef';
const forms = runtimePath(runtime, 'forms.js');
const integrity = `sha384-${'A'.repeat(64)}`;
const need = {
  name: runtime,
  files: ['angular.js', 'forms.js', 'router.js'].map((path) => ({ path, size: 1, integrity })),
  static: ['angular.js'],
  lazy: ['forms.js', 'router.js'],
};

/** The files after the step, by path. */
async function linked(texts: Record<string, string>, lists: Pick<ElementDescription, 'static' | 'lazy' | 'runtime'>) {
  const files: BundleFile[] = Object.entries(texts).map(([path, text]) => ({ path, body: Buffer.from(text) }));
  const description = { schema: 1, feature: 'greeting', element: 'pt-greeting', entry: lists.static[0]!, ...lists } as const;
  const after = await preloadLazyImports(files, description, versionPlace);
  return Object.fromEntries(after.map(({ path, body }) => [path, Buffer.from(body).toString()]));
}

/** What the function at the end of a file preloads, by what is imported. */
const lists = (text: string) => JSON.parse(/for\(const file of (\{.*\})\[path\]\)/.exec(text)![1]!) as Record<string, string[]>;

test('a lazy import becomes a call of the same length, in front of the comment that names the source map', async () => {
  const source = `const more=()=>import("./chunk-A.js");export{more as define};`;
  const { 'entry.js': text } = await linked(
    { 'entry.js': `${source}\n//# sourceMappingURL=entry.js.map\n`, 'chunk-A.js': 'export const a = 1;' },
    { static: ['entry.js'], lazy: ['chunk-A.js'] },
  );
  const lines = text!.trimEnd().split('\n');
  expect(lines[0]).toBe(source.replace('import', 'lazily'));
  expect(lines[0]).toHaveLength(source.length);
  expect(lines[1]).toBe('function lazily(path){');
  expect(lines.at(-1)).toBe('//# sourceMappingURL=entry.js.map');
});

test('what the chunk imports comes with it: chunks, and of the runtime all that is not there yet', async () => {
  const texts = await linked(
    {
      'entry.js': `import "./static.js"; import "${runtimePath(runtime, 'angular.js')}"; export const define = [() => import("./a.js"), () => import("./b.js")];`,
      'static.js': '',
      'a.js': `import "./static.js"; import { shared } from "./shared.js"; export * from "./shared.js"; import("./b.js");`,
      'shared.js': `import "${runtimePath(runtime, 'angular.js')}";`,
      'b.js': `import "./shared.js"; import "${forms}";`,
    },
    { static: ['entry.js', 'static.js'], lazy: ['a.js', 'b.js', 'shared.js'], runtime: need },
  );
  const b = ['./b.js', './shared.js', forms, runtimePath(runtime, 'router.js')];
  expect(lists(texts['entry.js']!)).toEqual({ './a.js': ['./a.js', './shared.js'], './b.js': b });
  expect(lists(texts['a.js']!)).toEqual({ './b.js': b });
});

test('a layer of the runtime that is imported lazily is preloaded too', async () => {
  const { 'entry.js': text } = await linked(
    { 'entry.js': `export const define = () => import("${forms}");` },
    { static: ['entry.js'], lazy: [], runtime: { ...need, lazy: ['forms.js'] } },
  );
  expect(lists(text!)).toEqual({ [forms]: [forms] });
});

const untouched = [
  { what: 'no import', text: 'export const define = 1;' },
  { what: 'static imports alone', text: 'import "./chunk-A.js"; export * from "./chunk-A.js";' },
  { what: 'an import of what is loaded already', text: 'export const define = () => import("./static.js");' },
  { what: 'an import that only the running code knows', text: 'export const define = (path) => import(path);' },
  { what: 'an import of another origin', text: 'export const define = () => import("https://example.com/chunk-A.js");' },
  { what: 'an import in a text', text: `export const define = 'import("./chunk-A.js")';` },
  { what: 'an import in a comment', text: `export const define = 1; // import("./chunk-A.js")` },
];
test.each(untouched)('a file with $what keeps its bytes', async ({ text }) => {
  const files = { 'entry.js': text, 'static.js': '', 'chunk-A.js': '', 'note.txt': 'import("./chunk-A.js")' };
  expect(await linked(files, { static: ['entry.js', 'static.js'], lazy: ['chunk-A.js'] })).toEqual(files);
});

test('the name of the function is one that the file does not have', async () => {
  const { 'entry.js': text } = await linked(
    { 'entry.js': 'const lazily = "lazy10"; export const define = () => import("./chunk-A.js");', 'chunk-A.js': '' },
    { static: ['entry.js'], lazy: ['chunk-A.js'] },
  );
  expect(text).toMatch(/=> lazy11\("\.\/chunk-A\.js"\)/);
  expect(text).toContain('\nfunction lazy11(path){');
});

test('without a loader the import is what it was', async () => {
  const texts = await linked(
    { 'entry.js': `export const define = () => import('./chunk-A.js');`, 'chunk-A.js': 'export const a = "loaded";' },
    { static: ['entry.js'], lazy: ['chunk-A.js'] },
  );
  const folder = await mkdtemp(join(tmpdir(), 'pintag-'));
  try {
    for (const [path, text] of Object.entries({ ...texts, 'package.json': '{"type": "module"}' }))
      await writeFile(join(folder, path), text);
    const page = `const { define } = await import('./entry.js'); console.log((await define()).a);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', page], { cwd: folder });
    expect(stdout).toBe('loaded\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});
