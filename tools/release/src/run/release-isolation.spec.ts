/** One feature in trouble, on real git, store and edge: the other is released, the exit is honest, and the next run mends it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type ArtefactStore,
  artefactKey,
  type BundleFile,
  claimKey,
  createCloudFrontClient,
  createCloudFrontEdge,
  createS3Client,
  createS3Store,
  type Edge,
  PintagError,
  receiptKey,
  recordKey,
  recordPrefix,
  stagingKey,
  versionsKey,
} from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { linkElement } from '@pintag/runtime';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { silentAnnouncer } from '../announce/announcer.ts';
import { createReplayedPool } from '../faults/replayed-pool.ts';
import { prebuilt } from '../faults/small-workspace.ts';
import { bareEnvironment } from '../git/environment.ts';
import { createTestRemote, testEnv, type TestRemote } from '../git/testing/test-remote.ts';
import type { LogEvent } from '../events/log.ts';
import { openPool, type SemanticReleasePool } from '../plan/semantic-release-pool.ts';
import type { Builder } from '../publish/builder.ts';
import type { ReleaseEvent } from '../events/release-event.ts';
import { release } from './release.ts';
import type { ReleaseTools } from './release-tools.ts';
import { partOf } from '../testing/part-of.ts';

vi.setConfig({ testTimeout: 120_000 });

type Spoilt = Partial<Omit<ReleaseTools, 'repository'>> & { readonly pool?: SemanticReleasePool };

interface World {
  readonly remote: TestRemote & Awaited<ReturnType<typeof createTestRemote>>;
  readonly store: ArtefactStore;
  readonly edge: Edge;
  readonly commit: string;
}

interface Trouble {
  readonly what: string;
  readonly spoil: (world: World) => Spoilt | Promise<Spoilt>;
  readonly code?: string;
  readonly reason?: RegExp;
  /** The remote has the tag of calendar 1.0.0 all the same: it is public soon. */
  readonly tagged: boolean;
  readonly mend?: (world: World) => Promise<unknown>;
}

/** Every row starts from the same commit, so semantic-release needs to be asked once. */
const recordings = await mkdtemp(path.join(tmpdir(), 'pintag-isolation-'));
const sharedPool = createReplayedPool({
  file: path.join(recordings, 'recordings.json'),
  real: () => openPool({ env: bareEnvironment(testEnv), threads: 1 }),
});
afterAll(async () => {
  await sharedPool.close();
  await rm(recordings, { recursive: true });
});

const down = () => new Error('the store is down');

/** A store that fails where `isHit`. */
function failing(
  store: ArtefactStore,
  op: 'create' | 'compareAndSet' | 'read' | 'list',
  isHit: (key: string, body?: Uint8Array) => boolean,
): ArtefactStore {
  return {
    create: async (key, object) => (op === 'create' && isHit(key, object.body) ? Promise.reject(down()) : store.create(key, object)),
    compareAndSet: async (key, object, etag) =>
      op === 'compareAndSet' && isHit(key) ? Promise.reject(down()) : store.compareAndSet(key, object, etag),
    read: async (key) => (op === 'read' && isHit(key) ? Promise.reject(down()) : store.read(key)),
    async *list(prefix) {
      if (op === 'list' && isHit(prefix)) throw down();
      yield* store.list(prefix);
    },
  };
}

/** Changes what the build of the calendar gives. */
const spoilt = (spoil: (files: readonly BundleFile[]) => readonly BundleFile[]): Builder => ({
  build: async (...args) =>
    (await prebuilt.build(...args)).map((outcome) =>
      'files' in outcome && outcome.feature === 'calendar' ? { ...outcome, files: spoil(outcome.files) } : outcome,
    ),
});
const withFile = (name: string, text: string) => ({ builder: spoilt((files) => [...files, { path: name, body: Buffer.from(text) }]) });

const atStore = (
  what: string,
  op: Parameters<typeof failing>[1],
  key: string | ((commit: string) => string),
  tagged: boolean,
): Trouble => ({
  what: `store.${op} of ${what}`,
  spoil: ({ store, commit }) => {
    const wanted = typeof key === 'string' ? key : key(commit);
    return { store: failing(store, op, (asked) => asked === wanted) };
  },
  reason: /the store is down/,
  tagged,
});

const refusal = 'echo "no tags of calendar today" >&2';

const troubles: readonly Trouble[] = [
  {
    what: 'a build that fails',
    spoil: () => ({
      builder: {
        build: async (...args) =>
          (await prebuilt.build(...args)).map((outcome) =>
            outcome.feature === 'calendar'
              ? { feature: 'calendar', failure: new PintagError('PT_BUILD_FAILED', { feature: 'calendar', output: 'no such type' }) }
              : outcome,
          ),
      },
    }),
    code: 'PT_BUILD_FAILED',
    reason: /no such type/,
    tagged: false,
  },
  {
    what: 'a size budget exceeded',
    spoil: () => ({ sizeBudget: { feature: 10_000, features: { calendar: 10 }, runtime: 10 } }),
    code: 'PT_BUDGET',
    tagged: false,
  },
  { what: 'mock code in the bundle', spoil: () => withFile('mock.js', 'fetch("/__msw__/x")'), code: 'PT_MOCKS_IN_BUNDLE', tagged: false },
  { what: 'a bundle that cannot be linked', spoil: () => withFile('LICENSE', 'x'), code: 'PT_CONTENT_TYPE', tagged: false },
  {
    what: 'a link step that breaks down',
    spoil: () => ({
      link: async (files, as) => (as.feature === 'calendar' ? Promise.reject(new Error('out of memory')) : linkElement(files, as)),
    }),
    reason: /out of memory/,
    tagged: false,
  },
  atStore('the staged bundle', 'read', (commit) => stagingKey('calendar', commit), false),
  atStore('the staged bundle', 'create', (commit) => stagingKey('calendar', commit), false),
  {
    what: 'store.create of the linked bundle',
    spoil: ({ store }) => ({
      store: failing(
        store,
        'create',
        (key, body) => key.startsWith('_claims/') && key.endsWith('.tar') && Buffer.from(body!).includes('calendar'),
      ),
    }),
    reason: /the store is down/,
    tagged: true,
  },
  atStore('the claim', 'read', claimKey('calendar', '1.0.0'), true),
  atStore('the claim', 'create', claimKey('calendar', '1.0.0'), true),
  atStore('a file', 'create', artefactKey('calendar', '1.0.0', 'chunk-BBBB2222.js'), true),
  atStore('the loader', 'create', artefactKey('calendar', '1.0.0', 'main.js'), true),
  atStore('the record', 'read', recordKey('calendar', '1.0.0'), true),
  atStore('the record', 'create', recordKey('calendar', '1.0.0'), true),
  atStore('the records', 'list', recordPrefix('calendar'), true),
  atStore('the version list', 'compareAndSet', versionsKey('calendar'), true),
  atStore('the receipt', 'create', receiptKey('calendar', '1.0.0'), true),
  {
    what: 'a tag refused by the update hook',
    spoil: async ({ remote }) => {
      await remote.hook('update', `case "$1" in refs/tags/calendar-*) ${refusal}; exit 1;; esac`);
      return {};
    },
    code: 'PT_PUSH_REFUSED',
    tagged: false,
    mend: ({ remote }) => remote.hook('update', 'exit 0'),
  },
  {
    what: 'a whole push refused by the pre-receive hook',
    spoil: async ({ remote }) => {
      await remote.hook('pre-receive', `while read -r _ _ ref; do case "$ref" in refs/tags/calendar-*) ${refusal}; exit 1;; esac; done`);
      return {};
    },
    code: 'PT_PUSH_REFUSED',
    tagged: false,
    mend: ({ remote }) => remote.hook('pre-receive', 'exit 0'),
  },
  {
    what: 'a next version whose tag is taken',
    spoil: async ({ remote: { first } }) => {
      await first.git('tag', 'calendar-v1.0.0', await first.git('commit-tree', '-m', 'feat: elsewhere', 'HEAD^{tree}'));
      await first.git('push', '--quiet', 'origin', 'calendar-v1.0.0');
      return {};
    },
    reason: /calendar-v1\.0\.0, which is a tag already/,
    tagged: true,
    mend: ({ remote }) => remote.git('tag', '--delete', 'calendar-v1.0.0'),
  },
  {
    what: 'a plan that semantic-release does not agree with',
    spoil: () => {
      return {
        pool: {
          run: async (jobs) =>
            (await sharedPool.run(jobs)).map((outcome) =>
              'tag' in outcome && outcome.tag.startsWith('calendar') ? { ...outcome, tag: 'calendar-v9.0.0' } : outcome,
            ),
          close: async () => {},
        },
      };
    },
    code: 'PT_PLAN_DISAGREES',
    reason: /calendar-v9\.0\.0/,
    tagged: false,
  },
  {
    what: 'an edge that serves it wrong',
    spoil: ({ edge }) => ({
      edge: {
        ...edge,
        fetch: async (asked, request) => {
          const answer = await edge.fetch(asked, request);
          return asked.includes('/calendar/') ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } } : answer;
        },
      },
    }),
    code: 'PT_EDGE_WRONG',
    tagged: true,
  },
  {
    what: 'an edge that does not answer for it',
    spoil: ({ edge }) => ({
      edge: {
        ...edge,
        fetch: async (asked, request) =>
          asked.includes('/calendar/') ? Promise.reject(new Error('connection reset')) : edge.fetch(asked, request),
      },
    }),
    reason: /connection reset/,
    tagged: true,
  },
  {
    what: 'an announcement that fails',
    spoil: () => ({
      announcer: {
        announce: async ({ tag }) => {
          if (tag.feature === 'calendar') throw new Error('the forge is down');
        },
      },
    }),
    reason: /the forge is down/,
    tagged: true,
  },
];

async function openWorld(): Promise<World & { tools(spoilt?: Spoilt): Promise<ReleaseTools> }> {
  const remote = await createTestRemote('new');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pintag-isolation-'));
  const local = await startLocal({ dataDir, port: 0 });
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = local.s3;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials });
  onTestFinished(async () => {
    s3.destroy();
    cloudfront.destroy();
    await local.close();
    await rm(dataDir, { recursive: true });
  });
  const store = createS3Store({ client: s3, bucket });
  const edge = createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin });
  return {
    remote,
    store,
    edge,
    commit: await remote.first.git('rev-parse', 'HEAD'),
    async tools({ pool = sharedPool, log = () => {}, ...spoilt } = {}) {
      return {
        repository: await remote.first.open({ pool, log }),
        store,
        edge,
        builder: prebuilt,
        link: linkElement,
        announcer: silentAnnouncer,
        clock: () => new Date(),
        log,
        verifyPauses: [],
        ...spoilt,
      };
    },
  };
}

test.each(partOf(troubles))(
  '$what: the other feature is released, and the next run mends it',
  async ({ spoil, code, reason, tagged, mend }) => {
    const world = await openWorld();
    const { remote, edge, tools } = world;
    const statusOf = async (feature: string) => (await edge.fetch(`/${artefactKey(feature, '1.0.0', 'main.js')}`)).status;
    const errors: LogEvent[] = [];
    const events: ReleaseEvent[] = [];
    const log = (event: LogEvent) => void (event.level === 'error' && errors.push(event));
    const result = await release({ ...(await tools({ ...(await spoil(world)), log })), watch: (event) => events.push(event) });

    expect(result.ok).toBe(false);
    expect(result.features).toMatchObject([
      { feature: 'calendar', status: 'failed', ...(code && { code, remedy: expect.any(String) }) },
      { feature: 'questionnaire', status: 'released', version: '1.0.0', integrity: expect.stringMatching(/^sha384-/) },
    ]);
    expect(result.features[0]!.reason).toMatch(reason ?? /./);
    expect(errors).toContainEqual(expect.objectContaining({ feature: 'calendar', ...(code && { code }) }));
    expect(errors.filter(({ feature }) => feature === 'questionnaire')).toEqual([]);
    expect(events).toContainEqual({ event: 'feature', feature: 'questionnaire', version: '1.0.0', state: 'finished' });
    expect(await statusOf('questionnaire')).toBe(200);
    const refs = Object.keys(await remote.refs());
    expect(refs).toContain('refs/tags/questionnaire-v1.0.0');
    expect(refs.includes('refs/tags/calendar-v1.0.0')).toBe(tagged);

    await mend?.(world);
    const again = await release(await tools());
    expect(again.ok).toBe(true);
    expect(again.features).toMatchObject([
      { feature: 'calendar', version: '1.0.0', status: expect.stringMatching(/^(released|repaired)$/) },
      { feature: 'questionnaire', status: 'already-there' },
    ]);
    expect(await statusOf('calendar')).toBe(200);
  },
);
