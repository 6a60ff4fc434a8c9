import { artefactKey, recordKey, runtimeKey, runtimeRecordKey } from '@pintag/cdn';
import { expect, test } from 'vitest';
import { release } from '../run/release.ts';
import { smallRuntime } from '../testing/small-runtime.ts';
import { createTestRelease } from '../testing/test-release.ts';
import { type Moment, findViolations } from './find-violations.ts';

const { name } = smallRuntime;
const layer = runtimeKey(name, 'angular.js');
const other = 'angular-22.1.7-0123456789abcdef';

async function releasedOnce(): Promise<{ moment: Moment; contents: Map<string, Uint8Array> }> {
  const { tools, store, remote } = createTestRelease(['calendar']);
  await release(tools());
  const contents = new Map<string, Uint8Array>();
  for await (const key of store.list('')) contents.set(key, (await store.read(key))!.body);
  return { moment: { contents, tags: new Set(remote.tags.keys()) }, contents };
}

test('after a release nothing is broken', async () => {
  const { moment } = await releasedOnce();
  expect(await findViolations(moment, moment)).toEqual([]);
});

const broken: readonly { readonly what: string; readonly damage: (contents: Map<string, Uint8Array>) => void; readonly says: RegExp }[] = [
  {
    what: 'a loader whose runtime is not there yet',
    damage: (contents) => {
      for (const key of [layer, runtimeRecordKey(name), recordKey('calendar', '1.0.0')]) contents.delete(key);
    },
    says: /main\.js can be loaded, and \.\.\/\.\.\/runtime\/.*angular\.js is not there yet/,
  },
  {
    what: 'a loader whose runtime has other bytes',
    damage: (contents) => contents.set(layer, Buffer.from('mine')),
    says: /main\.js can be loaded, and \S*angular\.js is not what it was linked for/,
  },
  {
    what: 'a record of a runtime without one of its files',
    damage: (contents) => contents.delete(`${layer}.br`),
    says: /_records\/runtime\/\S+ promises angular\.js\.br, which is not there/,
  },
  {
    what: 'a version whose runtime has no record',
    damage: (contents) => contents.delete(runtimeRecordKey(name)),
    says: /_records\/calendar\/1\.0\.0\.json needs \S+, which has no record/,
  },
  {
    what: 'a runtime under a name that is not its content',
    damage: (contents) => {
      const copy = Buffer.from(
        Buffer.from(contents.get(runtimeRecordKey(name))!)
          .toString()
          .replaceAll(name, other),
      );
      for (const [key, bytes] of [...contents])
        if (key.startsWith(`elements/runtime/${name}/`)) contents.set(key.replace(name, other), bytes);
      contents.set(runtimeRecordKey(other), copy);
    },
    says: new RegExp(`^${other} has other bytes than its name says`),
  },
  {
    what: 'a version without a file',
    damage: (contents) => contents.delete(artefactKey('calendar', '1.0.0', 'chunk-2.js')),
    says: /chunk-2\.js is not there yet/,
  },
];

test.each(broken)('$what is seen', async ({ damage, says }) => {
  const { moment, contents } = await releasedOnce();
  damage(contents);
  expect(await findViolations(moment)).toContainEqual(expect.stringMatching(says));
});

test('a byte of a runtime that changes is seen', async () => {
  const { moment } = await releasedOnce();
  const later = new Map(moment.contents).set(layer, Buffer.from('mine'));
  expect(await findViolations({ ...moment, contents: later }, moment)).toContain(`${layer} has other bytes than before.`);
});
