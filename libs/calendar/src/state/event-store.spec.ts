import { expect, test } from 'vitest';
import { type CalendarBackend, type Outcome } from '../api/calendar-backend';
import { type CalendarEvent } from '../events/calendar-event';
import { EventStore } from './event-store';

const event = (id: string, title = id, etag = '"1"'): CalendarEvent => ({
  id,
  etag,
  title,
  when: { allDay: true, start: '2026-11-18', end: '2026-11-19' },
  location: '',
  notes: '',
  color: 'blue',
});
const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const offline = { ok: false, failure: { kind: 'offline' } } as const;
const november = { range: { first: '2026-11-01', days: 35 }, timeZone: 'UTC', source: 'school' } as const;

/** A backend whose answers come when the test says so. */
function slowBackend() {
  const list = Promise.withResolvers<Outcome<readonly CalendarEvent[]> | undefined>();
  const create = Promise.withResolvers<Outcome<CalendarEvent>>();
  const remove = Promise.withResolvers<Outcome<undefined>>();
  const backend: CalendarBackend = {
    list: () => list.promise,
    create: () => create.promise,
    replace: () => create.promise,
    remove: () => remove.promise,
    restore: () => create.promise,
  };
  return { list, create, remove, store: new EventStore(backend) };
}
const titles = (store: EventStore) => store.events().map(({ title }) => title);

test('an event that waits for the server shows and is pending; a failure takes it away again', async () => {
  const { store, create } = slowBackend();
  const saved = store.create('a', event('a'));
  expect([titles(store), [...store.pending()]]).toEqual([['a'], ['a']]);

  create.resolve(offline);
  await saved;
  expect([titles(store), [...store.pending()]]).toEqual([[], []]);
});

test('a failed deletion brings back exactly what was there', async () => {
  const { store, list, remove } = slowBackend();
  list.resolve(ok([event('a'), event('b')]));
  await store.load(november);
  const before = store.events();
  const removed = store.remove(event('a'));
  expect(titles(store)).toEqual(['b']);

  remove.resolve(offline);
  await removed;
  expect(store.events()).toEqual(before);
});

test('a list that was read before a change was stored does not undo it', async () => {
  const { store, list, create, remove } = slowBackend();
  const loaded = store.load(november);
  create.resolve(ok(event('new')));
  await store.create('new', event('new'));
  remove.resolve(ok(undefined));
  await store.remove(event('gone'));

  list.resolve(ok([event('old'), event('gone')]));
  await loaded;
  expect(titles(store)).toEqual(['old', 'new']);
});

test('of two loads the later one counts, whichever answers last', async () => {
  const answers = [Promise.withResolvers<Outcome<readonly CalendarEvent[]>>(), Promise.withResolvers<Outcome<readonly CalendarEvent[]>>()];
  const { store } = (() => {
    let call = 0;
    const unused = () => Promise.reject(new Error('unused'));
    return {
      store: new EventStore({ list: () => answers[call++]!.promise, create: unused, replace: unused, remove: unused, restore: unused }),
    };
  })();
  const loads = [store.load(november), store.load(november)];
  answers[1]!.resolve(ok([event('later')]));
  await loads[1];
  answers[0]!.resolve(ok([event('earlier')]));
  await loads[0];
  expect(titles(store)).toEqual(['later']);
});
