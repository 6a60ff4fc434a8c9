import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseShard, shardsFor, shareOf } from './shard.ts';

const someFeatures = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 40 });

test('every feature is in exactly one share, whatever the order it is planned in, and shares differ by one at most', () => {
  fc.assert(
    fc.property(someFeatures, fc.integer({ min: 1, max: 12 }), (features, of) => {
      const shares = Array.from({ length: of }, (_, index) => shareOf(features.toReversed(), { part: index + 1, of }));
      expect(shares.flat()).toEqual(features.toSorted());
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('there are as many shards as features to build, up to what is allowed, and none without work', () => {
  expect(shardsFor(['calendar', 'menu', 'questionnaire'], 2)).toEqual(['1/2', '2/2']);
  expect(shardsFor(['calendar'], 5)).toEqual(['1/1']);
  expect(shardsFor([], 5)).toEqual([]);
});

test.each(['0/3', '4/3', '1', '1/', '/3', '-1/3', '1.5/3', 'a/b', '1/0', '1/257', '', '1/3 '])('%j is no part', (text) => {
  expect(() => parseShard(text)).toThrow(expect.objectContaining({ code: 'PT_USAGE' }));
});

test('a part is read as it is written', () => {
  expect(parseShard('2/5')).toEqual({ part: 2, of: 5 });
});
