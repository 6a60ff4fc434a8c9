import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { exampleRuntime } from '../testing/bundles.ts';
import { linkRuntime } from './link-runtime.ts';
import { runtimeNeedOf } from './runtime-need.ts';

test('a runtime keeps its bytes, and each text file gets a brotli copy of the same type', async () => {
  const { files } = exampleRuntime();
  const linked = await linkRuntime([...files, { path: 'icon.png', body: Buffer.of(1) }]);

  expect(linked.map(({ path }) => path)).toEqual(['angular.js', 'angular.js.br', 'forms.js', 'forms.js.br', 'icon.png']);
  for (const { path, body } of files) {
    const [plain, copy] = linked.filter((file) => file.path === path || file.path === `${path}.br`);
    expect(plain).toEqual({ path, body, contentType: 'text/javascript; charset=utf-8' });
    expect(copy).toMatchObject({ contentType: 'text/javascript; charset=utf-8', contentEncoding: 'br' });
    expect(brotliDecompressSync(copy!.body)).toEqual(body);
  }
});

test('a file of a type that nobody knows is refused', async () => {
  expect(() => linkRuntime([{ path: 'LICENSE', body: Buffer.from('x') }])).toThrow(expect.objectContaining({ code: 'PT_CONTENT_TYPE' }));
});

test.each([
  ['{}', undefined],
  ['{"runtime":{"name":"angular-22.1.7-0123456789abcdef","files":[],"static":[],"lazy":[]}}', 'angular-22.1.7-0123456789abcdef'],
])('an element.json that says %s needs %s', (text, name) => {
  expect(runtimeNeedOf('greeting', [{ path: 'element.json', body: Buffer.from(text) }])?.name).toBe(name);
});

test.each(['{', '{"runtime":{}}', '{"runtime":"angular-22.1.7-0123456789abcdef"}'])('an element.json that says %s is refused', (text) => {
  const bundle = [{ path: 'element.json', body: Buffer.from(text) }];
  expect(() => runtimeNeedOf('greeting', bundle)).toThrow(expect.objectContaining({ code: 'PT_BUNDLE_MALFORMED' }));
});
