import type { Metafile } from 'esbuild';
import { expect, test } from 'vitest';
import { describeElement } from './describe-element.ts';

const feature = { name: 'greeting', element: 'pt-greeting', root: 'libs/greeting', entry: 'libs/greeting/src/element.ts' };

type Output = Metafile['outputs'][string];
const output = (imports: readonly [path: string, kind: 'import-statement' | 'dynamic-import'][], more: Partial<Output> = {}): Output => ({
  bytes: 1,
  inputs: {},
  exports: [],
  imports: imports.map(([path, kind]) => ({ path, kind })),
  ...more,
});
const entry = (imports: Parameters<typeof output>[0]) => output(imports, { entryPoint: feature.entry, exports: ['define'] });
const report = (outputs: Metafile['outputs'], inputs: Metafile['inputs'] = {}): Metafile => ({ inputs, outputs });

test('what the entry imports statically, through any number of chunks, is needed at once; everything else is lazy', () => {
  const description = describeElement(
    feature,
    report({
      'chunk-C.js': output([]),
      'element-E.js': entry([
        ['chunk-A.js', 'import-statement'],
        ['chunk-Z.js', 'dynamic-import'],
      ]),
      'chunk-Z.js': output([
        ['chunk-A.js', 'import-statement'],
        ['chunk-Y.js', 'import-statement'],
      ]),
      'chunk-Y.js': output([]),
      'chunk-A.js': output([
        ['chunk-B.js', 'import-statement'],
        ['chunk-C.js', 'import-statement'],
      ]),
      'chunk-B.js': output([['chunk-A.js', 'import-statement']]),
      'element-E.js.map': output([]),
    }),
  );
  expect(description).toEqual({
    schema: 1,
    feature: 'greeting',
    element: 'pt-greeting',
    entry: 'element-E.js',
    static: ['element-E.js', 'chunk-A.js', 'chunk-B.js', 'chunk-C.js'],
    lazy: ['chunk-Y.js', 'chunk-Z.js'],
  });
});

test('an entry without `define` is refused, with what it exports instead', () => {
  const outputs = { 'element-E.js': output([], { entryPoint: feature.entry, exports: ['defines'] }) };
  expect(() => describeElement(feature, report(outputs))).toThrow(
    expect.objectContaining({
      code: 'PT_ELEMENT_NO_DEFINE',
      message: 'libs/greeting/src/element.ts of greeting exports defines, and no `define`.',
    }),
  );
});

const published = [
  'libs/greeting/src/greeting.ts',
  'libs/shared/elements/src/index.ts',
  'node_modules/@angular/core/fesm2022/core.mjs',
  'libs/greeting/src/mocks-of-nothing.ts',
];
const unpublished = [
  'mocks/survey/handlers.ts',
  'apps/host-html/school.js',
  'tools/cdn/src/index.ts',
  'libs/greeting/src/greeting.spec.ts',
  'node_modules/msw/lib/core/index.mjs',
  'node_modules/@mswjs/interceptors/lib/index.mjs',
  'node_modules/vitest/dist/index.js',
];
const importing = (file: string): Metafile['inputs'] => ({
  'libs/greeting/src/greeting.ts': { bytes: 1, imports: [{ path: file, kind: 'import-statement' }] },
  [file]: { bytes: 1, imports: [] },
});

test.each(published)('%s may become part of an element', (file) => {
  expect(describeElement(feature, report({ 'element-E.js': entry([]) }, importing(file))).entry).toBe('element-E.js');
});

test.each(unpublished)('%s is refused, with the file that imports it', (file) => {
  expect(() => describeElement(feature, report({ 'element-E.js': entry([]) }, importing(file)))).toThrow(
    expect.objectContaining({
      code: 'PT_MOCKS_IN_BUNDLE',
      facts: { feature: 'greeting', file, trace: 'imported by libs/greeting/src/greeting.ts' },
    }),
  );
});
