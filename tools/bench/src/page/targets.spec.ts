import { expect, test } from 'vitest';
import type { PageRow } from './page-rows.ts';
import { describeTarget, reachedTargets } from './targets.ts';

const row = (row: Partial<PageRow>): PageRow => ({
  page: 10,
  variant: 'pintag',
  surface: 'exact',
  bytes: { raw: 0, gzip: 0, brotli: 100 },
  requests: 1,
  cpuSlowdown: 1,
  firstVisibleMs: [1],
  lastVisibleMs: [100],
  longTaskMs: [0],
  ...row,
});
const bytes = (brotli: number) => ({ raw: 9, gzip: 9, brotli });
const target = { page: 10, surface: 'exact', figure: 'bytes', variant: 'pintag', against: 'multi-entry', most: 1.2 } as const;

test('bytes are compared as they are sent, and met up to the very limit', () => {
  const rows = [row({ bytes: bytes(120) }), row({ variant: 'multi-entry', bytes: bytes(100) })];
  expect(reachedTargets(rows, [target])).toEqual([{ target, ours: 120, theirs: 100, ratio: 1.2, isMet: true }]);
  expect(reachedTargets([row({ bytes: bytes(121) }), rows[1]!], [target])[0]).toMatchObject({ ratio: 1.21, isMet: false });
});

test('bytes are said once, times for each speed of the processor, by their medians', () => {
  const rows = [1, 4].flatMap((cpuSlowdown) => [
    row({ cpuSlowdown, lastVisibleMs: [10, 40, 900] }),
    row({ cpuSlowdown, variant: 'self-contained', lastVisibleMs: [100] }),
  ]);
  const wanted = { ...target, against: 'self-contained' } as const;
  const reached = reachedTargets(rows, [wanted, { ...wanted, figure: 'time', most: 0.4 }]);
  expect(reached.map((one) => [describeTarget(one), one.ratio, one.isMet])).toEqual([
    ['bytes, page of 10, pintag, exact', 1, true],
    ['last element visible, CPU 1×, page of 10, pintag, exact', 0.4, true],
    ['last element visible, CPU 4×, page of 10, pintag, exact', 0.4, true],
  ]);
});

test('a page of one feature is compared with the same feature, the surface with its own rows', () => {
  const rows = (['calendar', 'questionnaire'] as const).flatMap((feature, index) => [
    row({ page: 1, feature, bytes: bytes(110 + index) }),
    row({ page: 1, feature, surface: 'seeded', bytes: bytes(500) }),
    row({ page: 1, feature, variant: 'self-contained', bytes: bytes(100) }),
  ]);
  const reached = reachedTargets(rows, [{ ...target, page: 1, against: 'self-contained' }]);
  expect(reached.map(({ feature, ratio }) => [feature, ratio])).toEqual([
    ['calendar', 1.1],
    ['questionnaire', 1.11],
  ]);
});

test('what was not measured is no target', () => {
  expect(reachedTargets([row({})])).toEqual([]);
});
