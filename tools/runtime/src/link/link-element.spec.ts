import { brotliDecompressSync } from 'node:zlib';
import { integrityOf, PintagError, runtimePath, type BundleFile } from '@pintag/cdn';
import { expect, test } from 'vitest';
import { exampleBundle, exampleRuntime } from '../testing/bundles.ts';
import { linkElement } from './link-element.ts';
import type { RuntimeNeed } from './element-description.ts';
import type { Manifest } from './manifest.ts';

const target = { feature: 'greeting', version: '1.0.0' };
const text = (body: Uint8Array) => Buffer.from(body).toString();
const manifestIn = (files: readonly BundleFile[]) => JSON.parse(text(bodyOf(files, 'manifest.json'))) as Manifest;
const bodyOf = (files: readonly BundleFile[], path: string) => files.find((file) => file.path === path)!.body;

test('a trial without compression gives the same files without the brotli copies, and refuses the same bundles', async () => {
  const plain = (await linkElement(exampleBundle(), target)).filter(({ path }) => !path.endsWith('.br'));
  expect(await linkElement(exampleBundle(), { ...target, compress: false })).toEqual(plain);

  const odd = [...exampleBundle(), { path: 'font.otf', body: Buffer.from('x') }];
  await expect(linkElement(odd, { ...target, compress: false })).rejects.toMatchObject({ code: 'PT_CONTENT_TYPE' });
});

test('a version has the built files, the loader, the manifest, and a brotli copy beside each text file', async () => {
  const files = await linkElement(exampleBundle(), target);
  expect(files.map(({ path, contentType, contentEncoding = '' }) => [path, contentType, contentEncoding])).toMatchInlineSnapshot(`
    [
      [
        "3rdpartylicenses.txt",
        "text/plain; charset=utf-8",
        "",
      ],
      [
        "3rdpartylicenses.txt.br",
        "text/plain; charset=utf-8",
        "br",
      ],
      [
        "chunk-LAZY.js",
        "text/javascript; charset=utf-8",
        "",
      ],
      [
        "chunk-LAZY.js.br",
        "text/javascript; charset=utf-8",
        "br",
      ],
      [
        "chunk-WORD.js",
        "text/javascript; charset=utf-8",
        "",
      ],
      [
        "chunk-WORD.js.br",
        "text/javascript; charset=utf-8",
        "br",
      ],
      [
        "element-ENTRY.js",
        "text/javascript; charset=utf-8",
        "",
      ],
      [
        "element-ENTRY.js.br",
        "text/javascript; charset=utf-8",
        "br",
      ],
      [
        "element-ENTRY.js.map",
        "application/json",
        "",
      ],
      [
        "element-ENTRY.js.map.br",
        "application/json",
        "br",
      ],
      [
        "main.js",
        "text/javascript; charset=utf-8",
        "",
      ],
      [
        "main.js.br",
        "text/javascript; charset=utf-8",
        "br",
      ],
      [
        "manifest.json",
        "application/json",
        "",
      ],
      [
        "manifest.json.br",
        "application/json",
        "br",
      ],
    ]
  `);
});

test('what is not text has no brotli copy', async () => {
  const files = await linkElement([...exampleBundle(), { path: 'media/star.woff2', body: Buffer.from('w') }], target);
  expect(files.filter(({ path }) => path.startsWith('media/')).map(({ path }) => path)).toEqual(['media/star.woff2']);
});

test('built files without a lazy import keep their bytes, and each brotli copy decodes to its file', async () => {
  const bundle = exampleBundle();
  const files = await linkElement(bundle, target);
  const kept = bundle.filter(({ path }) => !['element.json', 'element-ENTRY.js'].includes(path));
  for (const { path, body } of kept) expect(bodyOf(files, path)).toEqual(body);
  const copies = files.filter(({ path }) => path.endsWith('.br'));
  for (const { path, body } of copies) expect(text(brotliDecompressSync(body))).toBe(text(bodyOf(files, path.slice(0, -'.br'.length))));
});

test('the manifest has the size and the integrity of every other file', async () => {
  const files = await linkElement(exampleBundle(), target);
  const manifest = manifestIn(files);
  expect(manifest).toMatchObject({
    schema: 1,
    ...target,
    element: 'pt-greeting',
    main: 'main.js',
    entry: 'element-ENTRY.js',
    lazy: ['chunk-LAZY.js'],
  });
  const plain = files.filter(({ path }) => path !== 'manifest.json' && !path.endsWith('.br'));
  expect(manifest.files).toEqual(plain.map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) })));
});

test('the manifest names the files of the runtime that the feature needs, after its own, and which of them come first', async () => {
  const runtime = exampleRuntime();
  const manifest = manifestIn(await linkElement(exampleBundle({ runtime }), target));
  const [angular, forms] = ['angular.js', 'forms.js'].map((path) => runtimePath(runtime.name, path));
  expect(manifest.runtime).toBe(runtime.name);
  expect(manifest.static).toEqual(['element-ENTRY.js', 'chunk-WORD.js', angular]);
  expect(manifest.lazy.at(-1)).toBe(forms);
  expect(manifest.files.slice(-2)).toEqual(
    runtime.files.map(({ path, body }) => ({
      path: runtimePath(runtime.name, path),
      size: body.byteLength,
      integrity: integrityOf(body),
    })),
  );
});

test('a self-contained version names no runtime', async () => {
  expect(manifestIn(await linkElement(exampleBundle(), target))).not.toHaveProperty('runtime');
});

test('the loader carries the hash of every script, the static ones first, and knows its version', async () => {
  const files = await linkElement(exampleBundle(), target);
  const loader = text(bodyOf(files, 'main.js'));
  const hashes = ['element-ENTRY.js', 'chunk-WORD.js', 'chunk-LAZY.js'].map((path) =>
    integrityOf(bodyOf(files, path)).slice('sha384-'.length),
  );
  const places = hashes.map((hash) => loader.indexOf(hash));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(loader).toMatch(/[`'"]1\.0\.0[`'"]/);
});

test('the same bundle in any order and the same version give the same bytes; another version gives another loader', async () => {
  const first = await linkElement(exampleBundle(), target);
  expect(await linkElement(exampleBundle().reverse(), target)).toEqual(first);
  const other = await linkElement(exampleBundle(), { ...target, version: '1.0.1' });
  const differing = first.filter(({ path, body }) => text(body) !== text(bodyOf(other, path))).map(({ path }) => path);
  expect(differing).toEqual(['main.js', 'main.js.br', 'manifest.json', 'manifest.json.br']);
});

/** A bundle whose loader names `own` files of its own, and `shared` of a runtime. */
function bundleOf(feature: string, own: number, shared: number): BundleFile[] {
  const named = (i: number) =>
    `${integrityOf(Buffer.from(`${feature} ${i}`))
      .slice(10, 18)
      .replace(/\W/g, 'X')
      .toUpperCase()}.js`;
  const [entry, ...chunks] = Array.from({ length: own }, (_, i) => `${i ? 'chunk' : 'element'}-${named(i)}`);
  const layers = ['angular.js', 'forms.js'].slice(0, shared);
  const files = layers.map((path) => ({ path, size: 1, integrity: integrityOf(Buffer.from(path)) }));
  const runtime = { name: 'angular-22.1.7-0f2c9a41d07be358', files, static: layers.slice(0, 1), lazy: layers.slice(1) };
  const description = { entry: entry!, static: [entry!], lazy: chunks, ...(shared && { runtime }) };
  const [json] = exampleBundle({ feature, description }).filter(({ path }) => path === 'element.json');
  return [json!, ...[entry!, ...chunks].map((path) => ({ path, body: Buffer.from(`// ${feature} ${path}`) }))];
}

const sizes = ['questionnaire', 'calendar', 'calendar-month'].flatMap((feature) =>
  [0, 1, 2].flatMap((shared) => [1, 2, 8, 16, 32].map((own) => ({ feature, own, shared }))),
);
test.each(sizes)(
  'the loader of $feature with $own script files, and $shared of a runtime, is at most 1.2 kB and 64 bytes a file',
  async ({ feature, own, shared }) => {
    const files = await linkElement(bundleOf(feature, own, shared), { feature, version: '10.20.30' });
    expect(bodyOf(files, 'main.js.br').byteLength).toBeLessThanOrEqual(1200 + 64 * (own + shared));
  },
);

const without = (path: string) => exampleBundle().filter((file) => file.path !== path);
const replaced = (path: string, body: string) => [...without(path), { path, body: Buffer.from(body) }];
const added = (path: string) => [...exampleBundle(), { path, body: Buffer.from('x') }];

const onRuntime = (change: (need: RuntimeNeed) => Partial<Record<keyof RuntimeNeed, unknown>>) => {
  const bundle = exampleBundle({ runtime: exampleRuntime() });
  const description = JSON.parse(text(bodyOf(bundle, 'element.json'))) as { runtime: RuntimeNeed };
  const changed = { ...description, runtime: { ...description.runtime, ...change(description.runtime) } };
  return bundle.map((file) => (file.path === 'element.json' ? { ...file, body: Buffer.from(JSON.stringify(changed)) } : file));
};

const malformed: { what: string; bundle: BundleFile[]; says: string }[] = [
  { what: 'nothing', bundle: [], says: 'it has no element.json' },
  { what: 'no element.json', bundle: without('element.json'), says: 'it has no element.json' },
  { what: 'an element.json that is no JSON', bundle: replaced('element.json', '{'), says: 'element.json is no JSON' },
  { what: 'an element.json of a later schema', bundle: replaced('element.json', '{"schema": 2}'), says: 'element.json: schema' },
  { what: 'no entry', bundle: without('element-ENTRY.js'), says: 'element-ENTRY.js is missing' },
  { what: 'no chunk that the entry imports', bundle: without('chunk-WORD.js'), says: 'chunk-WORD.js is missing' },
  { what: 'no lazy chunk', bundle: without('chunk-LAZY.js'), says: 'chunk-LAZY.js is missing' },
  { what: 'a script that is not listed', bundle: added('stray.js'), says: 'element.json does not list stray.js' },
  { what: 'a path that leaves the folder', bundle: added('../main.txt'), says: '"../main.txt" cannot be a file' },
  { what: 'an absolute path', bundle: added('/etc/x.txt'), says: '"/etc/x.txt" cannot be a file' },
  { what: 'a backslash', bundle: added('a\\b.txt'), says: 'cannot be a file' },
  { what: 'a loader of its own', bundle: added('main.js'), says: 'main.js is a name that the link step writes' },
  { what: 'a manifest of its own', bundle: added('manifest.json'), says: 'manifest.json is a name that the link step writes' },
  { what: 'a compressed file', bundle: added('chunk-WORD.js.br'), says: 'chunk-WORD.js.br is a name that the link step writes' },
  { what: 'a file twice', bundle: added('3rdpartylicenses.txt'), says: '3rdpartylicenses.txt is there twice' },
  { what: 'another feature', bundle: exampleBundle({ feature: 'farewell' }), says: 'element.json is about farewell' },
  { what: 'an element that is no tag', bundle: exampleBundle({ description: { element: 'greeting' } }), says: 'is no tag' },
  { what: 'a runtime of no such name', bundle: onRuntime(() => ({ name: 'angular' })), says: 'runtime.name is no name of a runtime' },
  { what: 'a runtime that leads elsewhere', bundle: onRuntime(() => ({ name: '../../v1.0.0/calendar' })), says: 'runtime.name' },
  {
    what: 'a runtime file outside of the runtime',
    bundle: onRuntime(({ files }) => ({ files: [{ ...files[0], path: '../x.js' }] })),
    says: 'runtime.files.0.path is no path of a file',
  },
  {
    what: 'a runtime file without integrity',
    bundle: onRuntime(({ files }) => ({ files: [{ ...files[0], integrity: 'md5-x' }] })),
    says: 'is no sha384 integrity',
  },
  { what: 'a runtime file that is not described', bundle: onRuntime(() => ({ lazy: ['router.js'] })), says: 'does not describe router.js' },
  {
    what: 'a runtime file that nothing loads',
    bundle: onRuntime(() => ({ lazy: [] })),
    says: 'forms.js of angular-22.1.7-0123456789abcdef, which nothing loads',
  },
  {
    what: 'a runtime file that comes both first and later',
    bundle: onRuntime(() => ({ lazy: ['forms.js', 'angular.js'] })),
    says: 'lists angular.js of angular-22.1.7-0123456789abcdef twice',
  },
  { what: 'an entry that is not first', bundle: exampleBundle({ description: { entry: 'chunk-WORD.js' } }), says: 'is not the first' },
];

test.each(malformed)('a bundle with $what is refused', async ({ bundle, says }) => {
  const refusal = await linkElement(bundle, target).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(PintagError);
  expect(refusal).toMatchObject({ code: 'PT_BUNDLE_MALFORMED', message: expect.stringContaining(says) as string });
});

test('everything that is wrong is said at once', async () => {
  const bundle = [...without('chunk-WORD.js').filter(({ path }) => path !== 'chunk-LAZY.js'), { path: '../x.txt', body: Buffer.from('') }];
  await expect(linkElement(bundle, target)).rejects.toThrow(/\.\.\/x\.txt.*chunk-WORD\.js is missing.*chunk-LAZY\.js is missing/);
});

test.each(['v1.0.0', '1.0', 'latest', '1.0.0+build'])('%s is no version', async (version) => {
  await expect(linkElement(exampleBundle(), { feature: 'greeting', version })).rejects.toMatchObject({ code: 'PT_VERSION_FORMAT' });
});
