import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { compareUtf8 } from './key-index.ts';

test('keys are compared as the bytes of their UTF-8', () => {
  const text = string({ unit: 'binary' });
  assert(
    property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(compareUtf8('\uffee', '😀')).toBeLessThan(0);
});
