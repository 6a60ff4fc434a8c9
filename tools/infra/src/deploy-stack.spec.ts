import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notFound } from '@pintag/cdn';
import { createMemoryStore } from '@pintag/cdn/testing';
import { expect, onTestFinished, test } from 'vitest';
import { deployStack } from './deploy-stack.ts';
import { errorPageKey } from './key-space.ts';
import { variableOfOutput } from './stack/outputs.ts';

const outputs = {
  ...Object.fromEntries(Object.keys(variableOfOutput).map((name) => [name, `value of ${name}`])),
  StoreBucket: 'acme-elements',
};

async function deployment({ status = 0, given = { Pintag: outputs } as object } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-deploy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = createMemoryStore();
  const calls: string[][] = [];
  const opened: object[] = [];
  return {
    folder,
    store,
    calls,
    opened,
    run: () =>
      deployStack({
        folder,
        args: ['--require-approval', 'never'],
        say: () => undefined,
        openStore: (at) => {
          opened.push(at);
          return store;
        },
        cdk: async (args) => {
          calls.push([...args]);
          await writeFile(join(folder, 'outputs.json'), JSON.stringify(given));
          return status;
        },
      }),
  };
}

test('the stack is deployed from what was synthesised, and asks as the user wants', async () => {
  const { folder, calls, run } = await deployment();
  await run();
  expect(calls).toEqual([
    ['deploy', 'Pintag', '--app', folder, '--outputs-file', join(folder, 'outputs.json'), '--no-notices', '--require-approval', 'never'],
  ]);
});

test('the page for what is missing lies in the bucket, and is corrected when it is another', async () => {
  const { store, opened, run } = await deployment();
  await run();
  expect(opened).toEqual([{ bucket: 'acme-elements', region: 'value of StoreRegion' }]);
  const first = await store.read(errorPageKey);
  expect(new TextDecoder().decode(first?.body)).toBe(notFound.body);
  expect(first).toMatchObject({ contentType: 'application/json', cacheControl: 'public, max-age=10' });

  await run();
  expect(await store.read(errorPageKey)).toEqual(first);

  await store.compareAndSet(errorPageKey, { ...first!, body: new TextEncoder().encode('{}') }, first!.etag);
  await run();
  expect(new TextDecoder().decode((await store.read(errorPageKey))?.body)).toBe(notFound.body);
});

test('what the workflows have to know is a file that gh reads', async () => {
  const { folder, run } = await deployment();
  const variables = await run();
  const text = await readFile(join(folder, 'github.env'), 'utf8');
  expect(text.trim().split('\n')).toEqual(Object.entries(variables).map(([name, value]) => `${name}=${value}`));
  expect(Object.keys(variables).sort()).toEqual([
    'PINTAG_ACCOUNT',
    'PINTAG_EDGE_DISTRIBUTION',
    'PINTAG_EDGE_KEY_VALUE_STORE',
    'PINTAG_EDGE_ORIGIN',
    'PINTAG_ROLE_CHANNELS',
    'PINTAG_ROLE_PLAN',
    'PINTAG_ROLE_PREVIEW',
    'PINTAG_ROLE_RELEASE',
    'PINTAG_ROLE_STAGE',
    'PINTAG_STORE_BUCKET',
    'PINTAG_STORE_REGION',
  ]);
});

test('a deployment that failed is said to have, and nothing follows it', async () => {
  const { opened, run } = await deployment({ status: 3 });
  await expect(run()).rejects.toMatchObject({ code: 'PT_DEPLOY', facts: { status: 3 } });
  expect(opened).toEqual([]);
});

test('a stack that does not say where its bucket is, is no success', async () => {
  const { run } = await deployment({ given: { Pintag: { ...outputs, StoreBucket: undefined } } });
  await expect(run()).rejects.toThrow('StoreBucket');
});
