import { expect, test } from 'vitest';
import { packBundle } from './bundle.ts';
import { digestOf } from './integrity.ts';
import { checkRuntimeName, isRuntimeNamed, nameRuntime } from './runtimes.ts';

const files = [
  { path: 'angular.js', body: Buffer.from('export {}') },
  { path: 'forms.js', body: Buffer.from("import './angular.js'") },
];

const nameOf = async (content: typeof files) => nameRuntime('angular-22.1.7', digestOf(await packBundle(content)));

test('a runtime is named after its content, whatever order its files come in', async () => {
  const name = await nameOf(files);
  expect(name).toMatch(/^angular-22\.1\.7-[0-9a-f]{16}$/);
  expect(await nameOf([...files].reverse())).toBe(name);
  expect(await nameOf(files.slice(1))).not.toBe(name);
});

test('who has the bytes can check the name', async () => {
  const name = await nameOf(files);
  expect(isRuntimeNamed(name, digestOf(await packBundle(files)))).toBe(true);
  expect(isRuntimeNamed(name, digestOf(await packBundle(files.slice(1))))).toBe(false);
});

test.each(['angular-22.1.7-0123456789abcdef', 'angular-23.0.0-next.1-0123456789abcdef', 'ng2-1.0.0-ffffffffffffffff'])(
  '%s is the name of a runtime',
  (name) => {
    expect(checkRuntimeName(name)).toBe(name);
  },
);

test.each([
  '',
  'angular',
  'angular-22.1.7',
  'angular-22.1.7-0123456789abcde',
  'angular-22.1.7-0123456789ABCDEF',
  'angular-22.1-0123456789abcdef',
  'Angular-22.1.7-0123456789abcdef',
  'angular-22.1.7-0123456789abcdef/..',
  '../angular-22.1.7-0123456789abcdef',
  'angular-22.1.7-..-0123456789abcdef',
  'angular-22.1.7-a..b-0123456789abcdef',
  'angular-22.1.7-0123456789abcdef\n',
  ' angular-22.1.7-0123456789abcdef',
])('%j is none', (name) => {
  expect(() => checkRuntimeName(name)).toThrow(expect.objectContaining({ code: 'PT_RUNTIME_NAME' }));
});
