import { beforeEach, describe, expect, test } from 'vitest';
import { PintagError } from '../errors.ts';
import { integrityOf } from '../integrity.ts';
import { indexKey, receiptKey, recordKey, versionsKey } from '../layout.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { settledDigest, toAbandonedRecord, toRecord } from './derive.ts';
import { parseFeatureIndex, parseVersionList } from './parse.ts';
import type { Claim, VersionList } from './release-record.ts';
import { jsonObject } from './serialise.ts';
import { updateIndexRow, updateIndexRows, updateVersionList } from './update-index.ts';

/** A store that keeps the keys that were read, and lets another writer in before a write. */
function watched() {
  const store = createMemoryStore();
  const reads: string[] = [];
  let meanwhile: (() => Promise<unknown>)[] = [];
  return {
    store: {
      ...store,
      read: (key: string) => {
        reads.push(key);
        return store.read(key);
      },
      compareAndSet: async (...args: Parameters<ArtefactStore['compareAndSet']>) => {
        const [act] = meanwhile.splice(0, 1);
        await act?.();
        return store.compareAndSet(...args);
      },
    } satisfies ArtefactStore,
    plain: store,
    reads,
    beforeWrites: (...acts: (() => Promise<unknown>)[]) => {
      meanwhile = acts;
    },
  };
}

const claimOf = (feature: string, version: string): Claim => ({
  schema: 1,
  feature,
  version,
  commit: '0a1b',
  committedAt: '2026-01-01T00:00:00.000Z',
  digest: '0'.repeat(64),
});

async function release(store: ArtefactStore, feature: string, ...versions: string[]): Promise<void> {
  for (const version of versions) {
    const record = toRecord(claimOf(feature, version), [{ path: 'main.js', body: Buffer.from(version) }]);
    await store.create(recordKey(feature, version), jsonObject(recordKey(feature, version), record));
  }
}

/** See {@link claimOf}. */
const settledOf = (...versions: readonly string[]) => settledDigest(new Map(versions.map((version) => [version, '0a1b'])));

const abandon = (store: ArtefactStore, feature: string, version: string) =>
  store.create(recordKey(feature, version), jsonObject(recordKey(feature, version), toAbandonedRecord(claimOf(feature, version))));

const finish = (store: ArtefactStore, feature: string, version: string) =>
  store.create(receiptKey(feature, version), jsonObject(receiptKey(feature, version), {}));

async function listed(store: ArtefactStore, feature: string): Promise<string[]> {
  const key = versionsKey(feature);
  return parseVersionList((await store.read(key))!.body, key).versions.map(({ version }) => version);
}

const rows = async (store: ArtefactStore) => parseFeatureIndex((await store.read(indexKey))!.body, indexKey).features;

let store: ArtefactStore;
let plain: ArtefactStore;
let reads: string[];
let beforeWrites: ReturnType<typeof watched>['beforeWrites'];
beforeEach(() => {
  ({ store, plain, reads, beforeWrites } = watched());
});

describe('the version list', () => {
  test('lists what has a record, and no abandoned version', async () => {
    await release(store, 'calendar', '1.0.0', '1.1.0');
    await abandon(store, 'calendar', '1.2.0');

    expect(await updateVersionList(store, 'calendar')).toMatchObject({
      abandoned: ['1.2.0'],
      list: { versions: [{ version: '1.1.0' }, { version: '1.0.0' }] },
    });
    expect(await listed(store, 'calendar')).toEqual(['1.1.0', '1.0.0']);
    expect(await store.read(versionsKey('calendar'))).toMatchObject({
      contentType: 'application/json',
      cacheControl: expect.stringContaining('max-age=60,'),
    });
  });

  test('of another feature whose name begins alike, nothing gets in', async () => {
    await release(store, 'calendar', '1.0.0');
    await release(store, 'calendar-month', '3.0.0');
    await updateVersionList(store, 'calendar');

    expect(await listed(store, 'calendar')).toEqual(['1.0.0']);
  });

  test('reads only the records that it has no row for', async () => {
    await release(store, 'calendar', '1.0.0', '1.1.0');
    await updateVersionList(store, 'calendar');
    await release(store, 'calendar', '1.2.0');
    reads.length = 0;
    await updateVersionList(store, 'calendar');

    expect(reads).toEqual([versionsKey('calendar'), recordKey('calendar', '1.2.0')]);
    expect(await listed(store, 'calendar')).toEqual(['1.2.0', '1.1.0', '1.0.0']);
  });

  test('is not written when nothing changed', async () => {
    await release(store, 'calendar', '1.0.0');
    await updateVersionList(store, 'calendar');
    beforeWrites(() => Promise.reject(new Error('It wrote.')));

    await updateVersionList(store, 'calendar');
  });

  test('is not created for a feature that has nothing to load', async () => {
    await abandon(store, 'calendar', '1.0.0');
    await updateVersionList(store, 'calendar');

    expect(await store.read(versionsKey('calendar'))).toBeUndefined();
  });

  test('a record that appears while it is written is listed', async () => {
    await release(store, 'calendar', '1.0.0');
    beforeWrites(async () => {
      await release(plain, 'calendar', '1.1.0');
      await updateVersionList(plain, 'calendar');
    });
    await updateVersionList(store, 'calendar');

    expect(await listed(store, 'calendar')).toEqual(['1.1.0', '1.0.0']);
  });

  test('ten writers at once lose nothing', async () => {
    const versions = Array.from({ length: 10 }, (_, minor) => `1.${minor}.0`);
    await Promise.all(
      versions.map(async (version) => {
        await release(store, 'calendar', version);
        await updateVersionList(store, 'calendar');
      }),
    );

    expect(await listed(store, 'calendar')).toEqual(versions.reverse());
  });

  test('a damaged list is an error that names it, and can be rebuilt', async () => {
    await release(store, 'calendar', '1.0.0');
    await store.create(versionsKey('calendar'), jsonObject(versionsKey('calendar'), { schema: 1 }));

    await expect(updateVersionList(store, 'calendar')).rejects.toMatchObject({
      code: 'PT_STORED_INVALID',
      facts: { key: versionsKey('calendar') },
    });
    await updateVersionList(store, 'calendar', { rebuild: true });
    expect(await listed(store, 'calendar')).toEqual(['1.0.0']);
  });

  test('a row that no record stands behind goes', async () => {
    await release(store, 'calendar', '1.0.0');
    const { list } = await updateVersionList(store, 'calendar');
    const key = versionsKey('calendar');
    const row = list.versions[0]!;
    await store.compareAndSet(
      key,
      jsonObject(key, { ...list, versions: [{ ...row, version: '9.0.0' }, row] }),
      (await store.read(key))!.etag,
    );
    await updateVersionList(store, 'calendar');

    expect(await listed(store, 'calendar')).toEqual(['1.0.0']);
  });

  describe('that somebody edited', () => {
    const edit = async (change: (list: VersionList) => object) => {
      const key = versionsKey('calendar');
      const stored = (await plain.read(key))!;
      await plain.compareAndSet(key, jsonObject(key, change(parseVersionList(stored.body, key))), stored.etag);
    };
    const foreign = integrityOf(Buffer.from('mine'));
    const edits: readonly { what: string; change: (list: VersionList) => object }[] = [
      {
        what: 'another integrity',
        change: (list) => ({ ...list, versions: list.versions.map((row) => ({ ...row, integrity: foreign })) }),
      },
      { what: 'another size', change: (list) => ({ ...list, versions: [{ ...list.versions[0], size: 1 }, list.versions[1]] }) },
      { what: 'a version gone', change: (list) => ({ ...list, versions: list.versions.slice(1) }) },
      { what: 'another order', change: (list) => ({ ...list, versions: list.versions.toReversed() }) },
      { what: 'another element', change: (list) => ({ ...list, element: 'pt-other' }) },
    ];

    test.each(edits)('says what the records say after a check: $what', async ({ change }) => {
      await release(store, 'calendar', '1.0.0', '1.1.0');
      expect(await updateVersionList(store, 'calendar')).toMatchObject({ changed: true });
      const before = (await store.read(versionsKey('calendar')))!.body;
      await edit(change);

      expect(await updateVersionList(store, 'calendar', { check: true })).toMatchObject({ changed: true });
      expect((await store.read(versionsKey('calendar')))!.body).toEqual(before);
      expect(await updateVersionList(store, 'calendar', { check: true })).toMatchObject({ changed: false });
    });

    test('keeps the row of a record that cannot be read any more', async () => {
      await release(store, 'calendar', '1.0.0', '1.1.0');
      await updateVersionList(store, 'calendar');
      const before = (await store.read(versionsKey('calendar')))!.body;
      await edit((list) => ({ ...list, versions: [{ ...list.versions[0], integrity: foreign }, list.versions[1]] }));
      const key = recordKey('calendar', '1.0.0');
      await store.compareAndSet(key, { ...jsonObject(key, {}), body: Buffer.from('xx') }, (await store.read(key))!.etag);

      expect(await updateVersionList(store, 'calendar', { check: true })).toMatchObject({ unreadable: [{ version: '1.0.0' }] });
      expect((await store.read(versionsKey('calendar')))!.body).toEqual(before);
    });
  });

  test('a list of another feature in its place gives no rows', async () => {
    await release(store, 'calendar', '1.0.0');
    await release(store, 'seating', '1.0.0');
    const { list } = await updateVersionList(store, 'calendar');
    await store.create(versionsKey('seating'), jsonObject(versionsKey('seating'), list));
    reads.length = 0;
    await updateVersionList(store, 'seating');

    expect(reads).toContain(recordKey('seating', '1.0.0'));
  });

  test('a record that cannot be read is reported, and the other versions are listed', async () => {
    await release(store, 'calendar', '1.0.0');
    const stranger = recordKey('calendar', '1.1.0');
    await store.create(stranger, jsonObject(stranger, toAbandonedRecord(claimOf('calendar', '1.0.0'))));
    const garbage = recordKey('calendar', '7.0.0');
    await store.create(garbage, { ...jsonObject(garbage, {}), body: Buffer.from('xx') });

    expect(await updateVersionList(store, 'calendar')).toMatchObject({
      abandoned: [],
      unreadable: [
        {
          version: '1.1.0',
          failure: { code: 'PT_STORED_INVALID', facts: { key: stranger, problems: ['it is the record of calendar 1.0.0'] } },
        },
        { version: '7.0.0', failure: { code: 'PT_STORED_INVALID', facts: { key: garbage } } },
      ],
    });
    expect(await listed(store, 'calendar')).toEqual(['1.0.0']);
  });
});

describe('the row of the index', () => {
  test('says what there is, and what needs no more work', async () => {
    await release(store, 'calendar', '1.0.0', '1.1.0', '2.0.0-next.1');
    await abandon(store, 'calendar', '1.2.0');
    await finish(store, 'calendar', '1.0.0');
    await updateVersionList(store, 'calendar');
    const row = await updateIndexRow(store, 'calendar');

    expect(row).toEqual({
      feature: 'calendar',
      element: 'pt-calendar',
      latest: '1.1.0',
      newest: '2.0.0-next.1',
      versions: 3,
      settled: settledOf('1.0.0', '1.2.0'),
    });
    expect(await rows(store)).toEqual([row]);
  });

  test("features that are released at once keep each other's rows", async () => {
    const features = Array.from({ length: 12 }, (_, number) => `feature-${String.fromCharCode(97 + number)}`);
    await Promise.all(
      features.map(async (feature) => {
        await release(store, feature, '1.0.0');
        await updateVersionList(store, feature);
        await updateIndexRow(store, feature);
      }),
    );

    expect((await rows(store)).map(({ feature }) => feature)).toEqual(features);
  });

  test('a slower writer does not put an older row over a newer one', async () => {
    await release(store, 'calendar', '1.0.0');
    await updateVersionList(store, 'calendar');
    beforeWrites(async () => {
      await release(plain, 'calendar', '1.1.0');
      await updateVersionList(plain, 'calendar');
      await updateIndexRow(plain, 'calendar');
    });
    await updateIndexRow(store, 'calendar');

    expect(await rows(store)).toMatchObject([{ latest: '1.1.0', versions: 2 }]);
  });

  test('comes from the version list: no record is read that has a row there', async () => {
    await release(store, 'calendar', '1.0.0', '1.1.0');
    await updateVersionList(store, 'calendar');
    reads.length = 0;
    await updateIndexRow(store, 'calendar');

    expect(reads).toEqual([indexKey, versionsKey('calendar')]);
  });

  test('several features in one write; one that has nothing to load is left out', async () => {
    await release(store, 'calendar', '1.0.0');
    await release(store, 'questionnaire', '1.0.0');
    await abandon(store, 'seating', '1.0.0');
    const other = () => release(plain, 'other', '1.0.0').then(() => updateIndexRow(plain, 'other'));
    const lateWrite = () => Promise.reject(new Error('It wrote a third time.'));
    beforeWrites(other, async () => undefined, lateWrite);
    const written = await updateIndexRows(store, ['calendar', 'questionnaire', 'seating']);

    expect(written.map(({ feature }) => feature)).toEqual(['calendar', 'questionnaire']);
    expect((await rows(store)).map(({ feature }) => feature)).toEqual(['calendar', 'other', 'questionnaire']);
  });

  test('a damaged index is an error that names it, and can be rebuilt from all features', async () => {
    await release(store, 'calendar', '1.0.0');
    await store.create(indexKey, jsonObject(indexKey, { schema: 1, features: 'none' }));

    await expect(updateIndexRow(store, 'calendar')).rejects.toMatchObject({ code: 'PT_STORED_INVALID', facts: { key: indexKey } });
    await updateIndexRows(store, ['calendar'], { rebuild: true });
    expect(await rows(store)).toMatchObject([{ feature: 'calendar', newest: '1.0.0' }]);
  });

  test('a rebuilt index has no row of a feature without records, and keeps one that was released meanwhile', async () => {
    for (const feature of ['calendar', 'late', 'ghost']) {
      await release(store, feature, '1.0.0');
      await updateIndexRow(store, feature);
    }
    const lost = recordKey('ghost', '1.0.0');
    const damaged: ArtefactStore = {
      ...store,
      async *list(prefix) {
        for await (const key of plain.list(prefix)) if (key !== lost) yield key;
      },
    };
    await updateIndexRows(damaged, ['calendar'], { rebuild: true });

    expect((await rows(store)).map(({ feature }) => feature)).toEqual(['calendar', 'late']);
  });

  test('a rebuilt index is empty when nothing can be loaded any more', async () => {
    await release(plain, 'ghost', '1.0.0');
    const row = await updateIndexRow(plain, 'ghost');
    const empty = createMemoryStore();
    await empty.create(indexKey, jsonObject(indexKey, { schema: 1, features: [row] }));
    await updateIndexRows(empty, [], { rebuild: true });

    expect(await rows(empty)).toEqual([]);
  });

  test('a receipt whose record is gone does not count as settled', async () => {
    await release(store, 'calendar', '1.0.0');
    await finish(store, 'calendar', '1.0.0');
    await finish(store, 'calendar', '1.1.0');

    expect(await updateIndexRow(store, 'calendar')).toMatchObject({ settled: settledOf('1.0.0') });
  });

  test('a feature without a version to load gets no row', async () => {
    await abandon(store, 'calendar', '1.0.0');

    expect(await updateIndexRow(store, 'calendar')).toBeUndefined();
    expect(await store.read(indexKey)).toBeUndefined();
  });

  test('a record that the store does not hand out is no unreadable one: nothing is listed without it', async () => {
    await release(store, 'calendar', '1.0.0');
    await release(store, 'calendar', '1.1.0');
    const failed = new PintagError('PT_STORE_FAILED', { what: 'reading', bucket: 'b', why: 'SlowDown' });
    const failing: ArtefactStore = {
      ...store,
      read: (key) => (key === recordKey('calendar', '1.1.0') ? Promise.reject(failed) : store.read(key)),
    };

    await expect(updateVersionList(failing, 'calendar')).rejects.toBe(failed);
    expect(await store.read(versionsKey('calendar'))).toBeUndefined();
  });

  test('costs the same with a hundred neighbours', async () => {
    await release(store, 'calendar', '1.0.0');
    await updateVersionList(store, 'calendar');
    await updateIndexRow(store, 'calendar');
    const alone = async () => {
      reads.length = 0;
      await updateVersionList(store, 'calendar');
      await updateIndexRow(store, 'calendar');
      return reads.length;
    };
    const before = await alone();
    for (let number = 0; number < 100; number++) {
      const feature = `neighbour-${number}`;
      await release(plain, feature, '1.0.0');
      await updateVersionList(plain, feature);
      await updateIndexRow(plain, feature);
    }

    expect(await alone()).toBe(before);
  });
});
