/** A CDN for tests of commands that read one: versions of small features, some on a shared runtime, served as the edge serves them. */
import {
  artefactKey,
  type BundleFile,
  digestOf,
  integrityOf,
  nameRuntime,
  newestFirst,
  packBundle,
  runtimeKey,
  type VersionRow,
  versionsKey,
} from '@pintag/cdn';
import { linkElement } from '@pintag/runtime';
import { linkRuntime } from '@pintag/runtime/link-runtime';
import { type Site, startSite } from '@pintag/runtime/testing';

export interface PublishedSite extends Site {
  /** Links and serves a version, and lists it. */
  publish(version: TestVersion): Promise<void>;
  /** Serves and lists what was linked before. */
  list(version: { readonly feature: string; readonly version: string }, files: readonly BundleFile[]): void;
  /** `angular-22.1.7-…` */
  readonly runtime: string;
}

export interface TestVersion {
  readonly feature: string;
  readonly version: string;
  /** What it imports of the runtime, at once and later; nothing: it is self-contained. */
  readonly layers?: { readonly static: readonly Layer[]; readonly lazy?: readonly Layer[] };
  /** What its element shows, before its version. */
  readonly word?: string;
}

type Layer = 'angular.js' | 'forms.js';

const runtimeFiles: readonly BundleFile[] = Object.entries({
  // Counts how often it runs: once a page, however many features there are.
  'angular.js': `globalThis.runtimes = (globalThis.runtimes ?? 0) + 1;\nexport const shout = (text) => text + '!';\n`,
  'forms.js': `import { shout } from './angular.js';\nexport const ask = (text) => shout(text + '?');\n`,
}).map(([path, text]) => ({ path, body: Buffer.from(text) }));

const headers = (path: string) => ({
  'content-type': path.endsWith('.json') ? 'application/json' : 'text/javascript; charset=utf-8',
  'cache-control': path.endsWith('versions.json') ? 'no-store' : 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'cross-origin',
});

/** Takes a free port. */
export async function startPublishedSite(): Promise<PublishedSite> {
  const site = await startSite();
  const serve = (key: string, body: Uint8Array | string) => site.files.set(`/${key}`, { body, headers: headers(key) });
  const rows = new Map<string, VersionRow[]>();
  const runtime = nameRuntime('angular-22.1.7', digestOf(await packBundle(runtimeFiles)));
  for (const { path, body } of await linkRuntime(runtimeFiles)) serve(runtimeKey(runtime, path), body);

  const list: PublishedSite['list'] = ({ feature, version }, files) => {
    for (const { path, body } of files) serve(artefactKey(feature, version, path), body);
    const main = files.find(({ path }) => path === 'main.js')!.body;
    const made = { commit: 'a'.repeat(40), committedAt: '2026-01-01T00:00:00Z' };
    const row = { version, ...made, entry: 'main.js', integrity: integrityOf(main), size: 1 };
    const versions = [...(rows.get(feature) ?? []), row].sort(newestFirst);
    rows.set(feature, versions);
    serve(versionsKey(feature), JSON.stringify({ schema: 1, feature, element: `pt-${feature}`, versions }));
    const features = [...rows].map(([name, { length }]) => ({
      feature: name,
      element: `pt-${name}`,
      newest: version,
      versions: length,
      settled: '0'.repeat(64),
    }));
    serve('elements/index.json', JSON.stringify({ schema: 1, features }));
  };
  const publish: PublishedSite['publish'] = async ({ feature, version, ...wanted }) =>
    list({ feature, version }, await linkElement(testBundle({ feature, runtime, ...wanted }), { feature, version }));
  return Object.assign(site, { publish, list, runtime });
}

/** What `nx build` would have written: an entry, a chunk that it imports, a chunk for later. */
export function testBundle({
  feature,
  layers,
  word = feature,
  runtime,
}: Omit<TestVersion, 'version'> & { readonly runtime: string }): BundleFile[] {
  const url = (layer: Layer) => `../../runtime/${runtime}/${layer}`;
  const first = layers?.static.includes('forms.js')
    ? `import { ask as say } from '${url('forms.js')}';`
    : `import { shout as say } from '${url('angular.js')}';`;
  const used = [...(layers?.static ?? []), ...(layers?.lazy ?? [])];
  const description = {
    schema: 1,
    feature,
    element: `pt-${feature}`,
    entry: 'element-ENTRY.js',
    static: ['element-ENTRY.js', 'chunk-WORD.js'],
    lazy: ['chunk-LAZY.js'],
    ...(layers && {
      runtime: {
        name: runtime,
        files: runtimeFiles
          .filter(({ path }) => used.some((layer) => layer === path))
          .map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) })),
        static: layers.static,
        lazy: layers.lazy ?? [],
      },
    }),
  };
  return Object.entries({
    'element-ENTRY.js': `import { word } from './chunk-WORD.js';
${layers ? first : 'const say = (text) => text;'}
export function define(tag, context) {
  customElements.define(tag, class extends HTMLElement {
    connectedCallback() {
      this.attachShadow({ mode: 'open' }).textContent = say(word + ' ' + context.version);
    }
    later() {
      return import('./chunk-LAZY.js').then(({ later }) => later);
    }
  });
}
`,
    'chunk-WORD.js': `export const word = ${JSON.stringify(word)};\n`,
    'chunk-LAZY.js': `export const later = 'later';\n`,
    'element.json': `${JSON.stringify(description)}\n`,
  }).map(([path, text]) => ({ path, body: Buffer.from(text) }));
}
