import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AfterPress } from './after-press';

let watching: AbortController;
let presses: AfterPress;

beforeEach(() => {
  vi.useFakeTimers();
  watching = new AbortController();
  presses = new AfterPress();
  presses.watch(watching.signal);
});

afterEach(() => {
  watching.abort();
  vi.useRealTimers();
});

const happens = (event: string) => window.dispatchEvent(new Event(event));

test('without a press it runs at once', () => {
  const action = vi.fn();
  presses.run(action);
  expect(action).toHaveBeenCalledOnce();
});

test.each(['pointerup', 'pointercancel'])('while a pointer is pressed it waits, until after %s', (end) => {
  const action = vi.fn();
  happens('pointerdown');
  presses.run(action);
  happens(end);
  expect(action).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(action).toHaveBeenCalledOnce();
});

test('an element that is taken out of the page while pressed keeps nothing back', () => {
  const action = vi.fn();
  happens('pointerdown');
  presses.run(action);
  watching.abort();
  vi.runAllTimers();
  expect(action).toHaveBeenCalledOnce();
  presses.run(action);
  expect(action).toHaveBeenCalledTimes(2);
});
