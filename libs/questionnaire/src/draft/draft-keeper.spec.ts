import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from './draft';
import { DraftKeeper, type DraftStorage, draftDelay } from './draft-keeper';

const draft = (text: string): Draft => ({ section: 0, answers: [{ questionId: 'q', type: 'text', text }] });

function createStorage(): DraftStorage & { readonly entries: Map<string, string>; writes: number } {
  const entries = new Map<string, string>();
  return {
    entries,
    writes: 0,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, value) {
      this.writes += 1;
      entries.set(key, value);
    },
    removeItem: (key) => void entries.delete(key),
  };
}

const refusing: DraftStorage = {
  getItem: () => null,
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError');
  },
  removeItem: () => undefined,
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('many changes in a row are written once, when they pause', () => {
  const storage = createStorage();
  const keeper = new DraftKeeper(() => storage);
  for (const text of ['a', 'ab', 'abc']) {
    keeper.keep('k', draft(text));
    vi.advanceTimersByTime(draftDelay - 1);
  }
  expect(storage.writes).toBe(0);
  vi.advanceTimersByTime(1);

  expect(storage.writes).toBe(1);
  expect(new DraftKeeper(() => storage).restore('k')).toEqual(draft('abc'));
});

test('a page that goes writes what waits', () => {
  const storage = createStorage();
  const keeper = new DraftKeeper(() => storage);
  keeper.keep('k', draft('a'));
  keeper.flush();

  expect(new DraftKeeper(() => storage).restore('k')).toEqual(draft('a'));
  vi.runAllTimers();
  expect(storage.writes).toBe(1);
});

test('a cleared draft does not come back with the write that waited', () => {
  const storage = createStorage();
  const keeper = new DraftKeeper(() => storage);
  keeper.keep('k', draft('a'));
  keeper.clear('k');
  vi.runAllTimers();

  expect(storage.entries.size).toBe(0);
  expect(keeper.restore('k')).toBeUndefined();
});

test('each key has its own draft', () => {
  const storage = createStorage();
  const keeper = new DraftKeeper(() => storage);
  keeper.keep('one', draft('1'));
  keeper.flush();
  expect(keeper.restore('two')).toBeUndefined();
  expect(keeper.restore('one')).toEqual(draft('1'));
});

test('where writing is refused the draft stays in memory, and this is known', () => {
  const keeper = new DraftKeeper(() => refusing);
  expect(keeper.restore('k')).toBeUndefined();
  expect(keeper.refused()).toBe(false);
  keeper.keep('k', draft('a'));
  vi.runAllTimers();

  expect(keeper.refused()).toBe(true);
  expect(keeper.restore('k')).toEqual(draft('a'));
  keeper.clear('k');
  expect(keeper.restore('k')).toBeUndefined();
});

test('where even asking for the storage throws, it is known from the start', () => {
  const keeper = new DraftKeeper(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  expect(keeper.restore('k')).toBeUndefined();
  expect(keeper.refused()).toBe(true);
});

test('a storage that takes writes again is trusted again', () => {
  const storage = createStorage();
  let full = true;
  const keeper = new DraftKeeper(() => (full ? refusing : storage));
  keeper.keep('k', draft('a'));
  keeper.flush();
  full = false;
  keeper.keep('k', draft('b'));
  keeper.flush();

  expect(keeper.refused()).toBe(false);
  expect(storage.entries.size).toBe(1);
});
