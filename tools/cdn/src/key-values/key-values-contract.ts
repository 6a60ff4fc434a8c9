/** What every backend promises, as tests. Call it in the backend's own spec: `describeKeyValues('memory', createMemoryKeyValues)`. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type KeyValues, updateKeyValues } from './key-values.ts';

/** @param open an open store; it need not be empty, because every test has keys of its own. */
export function describeKeyValues(backend: string, open: () => KeyValues | Promise<KeyValues>): void {
  const newKey = () => `stable/${randomUUID()}`;
  const put = (keyValues: KeyValues, puts: Readonly<Record<string, string>>) => {
    const changes = { puts: new Map(Object.entries(puts)) };
    return updateKeyValues(
      keyValues,
      () => keyValues.read([]),
      async () => changes,
    );
  };
  const valueOf = async (keyValues: KeyValues, key: string) => (await keyValues.read([key])).values.get(key);

  describe(`${backend} as a key-value store`, () => {
    test('a key that was never written has no value; one that was has its last', async () => {
      const keyValues = await open();
      const [key, other] = [newKey(), newKey()];
      expect(await valueOf(keyValues, key)).toBeUndefined();

      await put(keyValues, { [key]: '1.0.0' });
      await put(keyValues, { [key]: '1.1.0' });
      expect((await keyValues.read([key, other])).values).toEqual(new Map([[key, '1.1.0']]));
    });

    test('a stale ETag loses, whatever key was written meanwhile, and nothing of the update is written', async () => {
      const keyValues = await open();
      const [key, other] = [newKey(), newKey()];
      const { etag } = await keyValues.read([key]);
      await put(keyValues, { [other]: '1.0.0' });

      expect(await keyValues.update({ puts: new Map([[key, '1.0.0']]), deletes: [other] }, etag)).toBe(false);
      expect((await keyValues.read([key, other])).values).toEqual(new Map([[other, '1.0.0']]));
    });

    test('an ETag serves one update', async () => {
      const keyValues = await open();
      const key = newKey();
      const { etag } = await keyValues.read([key]);

      expect(await keyValues.update({ puts: new Map([[key, '1.0.0']]) }, etag)).toBe(true);
      expect(await keyValues.update({ puts: new Map([[key, '2.0.0']]) }, etag)).toBe(false);
      expect(await valueOf(keyValues, key)).toBe('1.0.0');
    });

    test('an update puts some and deletes others; deleting what is not there is no error', async () => {
      const keyValues = await open();
      const [kept, gone, never] = [newKey(), newKey(), newKey()];
      await put(keyValues, { [gone]: '1.0.0' });
      const { etag } = await keyValues.read([]);

      expect(await keyValues.update({ puts: new Map([[kept, '1.0.0']]), deletes: [gone, never] }, etag)).toBe(true);
      expect((await keyValues.read([kept, gone, never])).values).toEqual(new Map([[kept, '1.0.0']]));
    });

    test('the list has everything, more than one page and one update hold', async () => {
      const keyValues = await open();
      const batch = randomUUID();
      const wanted = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`stable/${batch}-${index}`, `1.0.${index}`]));
      await put(keyValues, wanted);

      const { values } = await keyValues.list();
      expect(Object.fromEntries([...values].filter(([key]) => key.includes(batch)))).toEqual(wanted);
    });

    test('the ETag of a list loses to a write after it', async () => {
      const keyValues = await open();
      const { etag } = await keyValues.list();
      await put(keyValues, { [newKey()]: '1.0.0' });

      expect(await keyValues.update({ puts: new Map([[newKey(), '1.0.0']]) }, etag)).toBe(false);
    });

    test('eight writers at once, each of a key of its own: all are there in the end', async () => {
      const keyValues = await open();
      const keys = Array.from({ length: 8 }, newKey);
      await Promise.all(keys.map((key, index) => put(keyValues, { [key]: `1.0.${index}` })));

      expect((await keyValues.read(keys)).values.size).toBe(8);
    });
  });
}
