import { expect, test } from 'vitest';
import { createLru } from './lru.ts';

test('it forgets what was used longest ago, and counts what is replaced once', () => {
  const lru = createLru<string>(10);
  lru.set('a', 'A', 4);
  lru.set('a', 'A', 4);
  lru.set('b', 'B', 4);
  expect(lru.get('a')).toBe('A');
  lru.set('c', 'C', 4);
  expect(lru.keys()).toEqual(['a', 'c']);
});

test('what is larger than everything it may keep is not kept, and pushes nothing out', () => {
  const lru = createLru<string>(10);
  lru.set('a', 'A', 4);
  lru.set('b', 'B', 11);
  expect(lru.keys()).toEqual(['a']);
});
