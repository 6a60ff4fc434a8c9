/** Builds that contain the source they were made from, so that a version can be compared with the commit of its tag. */
import type { BundleFile } from '@pintag/cdn';
import type { Builder, RuntimeBundle } from '../publish/builder.ts';
import { importOf, makeRuntime, needOf } from '../testing/small-runtime.ts';

/** What one commit after the other changes. */
export const sourceOf = (feature: string): string => `libs/${feature}/src/element.ts`;

/** The file of a version that has the source in it. */
export const sourceChunk = 'chunk-BBBB2222.js';

export const chunkFor = (source: string): string => `export const source = ${JSON.stringify(source)};`;

/**
 * No two runs build the same bytes of a feature, as with a build that is not reproducible. The runtime follows from the commit, so that runs on one
 * commit publish the same one.
 * @param read a file of a checkout
 */
export const sourceBuilder = (read: (root: string, file: string) => Promise<Buffer>, run: string): Builder => ({
  async build(features, root) {
    const runtime = await makeRuntime({
      'angular.js': `export const framework = ${JSON.stringify(String(await read(root, sourceOf('calendar'))))};`,
      'forms.js': `import './angular.js';`,
    });
    return Promise.all(
      features.map(async (feature) => ({
        feature,
        files: bundleOf(feature, String(await read(root, sourceOf(feature))), run, runtime),
        runtime,
      })),
    );
  },
});

function bundleOf(feature: string, source: string, run: string, runtime: RuntimeBundle): BundleFile[] {
  const entry = 'element-AAAA1111.js';
  const element = {
    schema: 1,
    feature,
    element: `pt-${feature}`,
    entry,
    static: [entry],
    lazy: [sourceChunk],
    runtime: needOf(runtime),
  };
  const text = {
    'element.json': JSON.stringify(element),
    [entry]: `/* ${run} */ ${importOf(runtime, 'angular.js')} export const define = (tag) => customElements.define(tag, class extends HTMLElement { connectedCallback() { import('./${sourceChunk}'); } });`,
    [sourceChunk]: chunkFor(source),
  };
  return Object.entries(text).map(([path, body]) => ({ path, body: Buffer.from(body) }));
}
