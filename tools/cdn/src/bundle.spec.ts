import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packBundle, unpackBundle } from './bundle.ts';
import { digestOf } from './integrity.ts';

const files = fc.uniqueArray(
  fc.record({ path: fc.stringMatching(/^[a-z0-9]{1,40}(\/[a-z0-9]{1,40}){0,5}\.js$/), body: fc.uint8Array({ maxLength: 2000 }) }),
  {
    selector: ({ path }) => path,
    maxLength: 8,
  },
);

test('what was packed comes out, whatever the order, as the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (bundle) => {
      const archive = await packBundle(bundle);
      const unpacked = await unpackBundle(archive);

      expect(digestOf(await packBundle([...bundle].reverse()))).toBe(digestOf(archive));
      expect(unpacked.map(({ path, body }) => [path, [...body]])).toEqual(
        [...bundle].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, body }) => [path, [...body]]),
      );
    }),
    { numRuns: 40 },
  );
});

test('an archive that was cut off is an error, not a smaller bundle', async () => {
  const archive = await packBundle([{ path: 'main.js', body: Buffer.alloc(4000, 'x') }]);
  await expect(unpackBundle(archive.subarray(0, 2000))).rejects.toThrow();
});
