import { expect, test } from 'vitest';
import { promotionKey, receiptKey, receiptPrefix, versionOfKey } from '../layout.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { channelsToTell, openPromotions, type Promotion, writePromotion } from './promotions.ts';

const begun = (version: string, channel: string | null) => promotionKey('calendar', version, channel, 'begun');
const finished = (version: string, channel: string | null) => promotionKey('calendar', version, channel, 'finished');

test.each([
  { channel: null, segment: 'default' },
  { channel: 'default', segment: 'on-default' },
  { channel: 'next', segment: 'on-next' },
  { channel: 'team/next', segment: 'on-team=2Fnext' },
  { channel: 'team=2Fnext', segment: 'on-team=3D2Fnext' },
  { channel: '1.x', segment: 'on-1.x' },
  { channel: '試験', segment: 'on-=E8=A9=A6=E9=A8=93' },
])('the promotion to the channel $channel has a key of its own', ({ channel, segment }) => {
  expect(begun('1.1.0', channel)).toBe(`_receipts/calendar/promotions/1.1.0/${segment}.begun.json`);
});

test('a promotion is no receipt', () => {
  expect(versionOfKey(receiptPrefix('calendar'), begun('1.1.0', null))).toBeUndefined();
});

test('open is what was begun and not finished, each channel on its own', () => {
  const keys = [
    receiptKey('calendar', '1.0.0'),
    begun('1.0.0', null),
    finished('1.0.0', null),
    begun('1.1.0', null),
    begun('1.1.0', 'a/b'),
    finished('1.1.0', 'a/b'),
  ];
  expect(openPromotions(keys)).toEqual(new Map([['1.1.0', new Set([begun('1.1.0', null)])]]));
});

test('of the channels that a note names, those are told that are open', () => {
  const open = openPromotions([begun('1.1.0', null), begun('1.1.0', 'next')]);
  expect(channelsToTell({ feature: 'calendar', version: '1.1.0' }, open, [null, 'beta'])).toEqual([null]);
  expect(channelsToTell({ feature: 'calendar', version: '1.0.0' }, open, [null])).toEqual([]);
});

test('what another run wrote stays', async () => {
  const store = createMemoryStore();
  const promotion: Promotion = { feature: 'calendar', version: '1.1.0', tag: 'calendar-v1.1.0', commit: '0a1b', channel: null };
  const at = '2026-11-22T08:00:00.000Z';
  await writePromotion(store, promotion, { state: 'begun', run: 'one', at });
  await writePromotion(store, promotion, { state: 'begun', run: 'two', at });

  const stored = await store.read(begun('1.1.0', null));
  expect(JSON.parse(Buffer.from(stored!.body).toString())).toEqual({ schema: 1, ...promotion, run: 'one', begunAt: at });
});
