import { PintagError } from '@pintag/cdn/errors';
import { expect, test } from 'vitest';
import type { Check, Verdict } from './check.ts';
import { runChecks } from './run-checks.ts';

const check = (name: string, look: Check['look'], limit = 1_000): Check => ({ name, limit, look });
const fine: Verdict = { outcome: 'ok', found: 'Fine.' };

test('one that hangs is given up in its own time, is told so, and holds up no other', async () => {
  let isTold = false;
  const hanging = check('hangs', (signal) => new Promise(() => signal.addEventListener('abort', () => (isTold = true))), 20);
  const { ok, checks } = await runChecks([hanging, check('well', async () => fine)], performance.now.bind(performance));

  expect(ok).toBe(false);
  expect(checks).toMatchObject([
    { name: 'hangs', outcome: 'failed', found: 'No answer within 0.02 s.' },
    { name: 'well', outcome: 'ok' },
  ]);
  expect(isTold).toBe(true);
});

test('they run side by side', async () => {
  let running = 0;
  let most = 0;
  const busy = check('busy', async () => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return fine;
  });
  await runChecks([busy, busy, busy], performance.now.bind(performance));
  expect(most).toBe(3);
});

test('what one throws is what it found: of a mistake with its remedy', async () => {
  const mistaken = check('mistaken', () => Promise.reject(new PintagError('PT_NO_COMMIT', { root: '/school' })));
  const broken = check('broken', () => Promise.reject(new TypeError('of undefined')));
  const { checks } = await runChecks([mistaken, broken], performance.now.bind(performance));

  expect(checks).toMatchObject([
    { outcome: 'failed', found: 'The repository in /school has no commit yet.', remedy: 'Commit and push something first.' },
    { outcome: 'failed', found: 'of undefined', remedy: expect.stringContaining('does not know this failure') },
  ]);
});

test('warnings and skipped checks are no failure', async () => {
  const { ok } = await runChecks(
    [
      check('odd', async () => ({ outcome: 'warning', found: 'Odd.', remedy: 'Look.' })),
      check('nothing', async () => ({ outcome: 'skipped', why: 'Nothing.' })),
    ],
    performance.now.bind(performance),
  );
  expect(ok).toBe(true);
});
