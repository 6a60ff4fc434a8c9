import { integrityOf, type BundleFile } from '@pintag/cdn';
import { expect, test } from 'vitest';
import { exampleBundle, exampleRuntime } from '../testing/bundles.ts';
import { linkElement } from './link-element.ts';
import type { Manifest } from './manifest.ts';

const runtime = exampleRuntime();
const bundle = exampleBundle({ runtime });
const sha = '0123456789abcdef0123456789abcdef01234567';
const preview = { feature: 'greeting', version: sha, preview: true, compress: false };
const textIn = (files: readonly BundleFile[], wanted: string) => Buffer.from(files.find(({ path }) => path === wanted)!.body).toString();

test('a preview imports its runtime from its own folder, and its scripts keep their length, so that their maps stay right', async () => {
  const files = await linkElement(bundle, preview);
  const [entry, lazy] = [textIn(files, 'element-ENTRY.js'), textIn(files, 'chunk-LAZY.js')];
  expect(entry).toContain(`from "../runtime/${runtime.name}/angular.js"   ;`);
  expect(lazy).toContain(`from "../runtime/${runtime.name}/forms.js"   ;`);
  expect(lazy.length).toBe(textIn(bundle, 'chunk-LAZY.js').length);
  for (const { path, body } of files) expect(`${path} ${Buffer.from(body).toString().includes('../../runtime')}`).toBe(`${path} false`);
});

test('what a preview loads is checked by integrity under its own addresses', async () => {
  const files = await linkElement(bundle, preview);
  const manifest = JSON.parse(textIn(files, 'manifest.json')) as Manifest;
  expect(manifest.static).toEqual(['element-ENTRY.js', 'chunk-WORD.js', `../runtime/${runtime.name}/angular.js`]);
  expect(manifest.version).toBe(sha);
  const { body } = files.find(({ path }) => path === 'element-ENTRY.js')!;
  const loader = textIn(files, 'main.js');
  expect(loader).toContain(`"*${sha}/greeting/element-ENTRY.js":"${integrityOf(body)}"`);
  expect(loader).toContain(`"*${sha}/runtime/${runtime.name}/angular.js":"sha384-`);
  expect(textIn(files, 'element-ENTRY.js')).toContain(
    `{"./chunk-LAZY.js":["./chunk-LAZY.js","./chunk-DEEP.js","../runtime/${runtime.name}/forms.js"]}`,
  );
});

test('what is no preview keeps the bytes of its scripts', async () => {
  const files = await linkElement(exampleBundle({ runtime }), { feature: 'greeting', version: '1.0.0', compress: false });
  expect(textIn(files, 'chunk-LAZY.js')).toBe(textIn(bundle, 'chunk-LAZY.js'));
});
