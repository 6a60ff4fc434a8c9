/** What our own code does under each role: everything that a workflow has it do, once, against servers under the policies. */
import {
  type ArtefactStore,
  channelValueKey,
  createCloudFrontClient,
  createCloudFrontEdge,
  createCloudFrontKeyValues,
  createKeyValuesClient,
  createS3Client,
  createS3Store,
  type Edge,
  isReleased,
  type KeyValues,
  readChannels,
  releasedVersion,
  revertChannel,
  setChannel,
  storedChannels,
  updateKeyValues,
} from '@pintag/cdn';
import { inspect, reconcile, release, repairChannels, stageReleases, uploadPreview } from '@pintag/release';
import { prebuilt } from '@pintag/release/testing/small-workspace';
import { createTestRelease, type TestRelease } from '@pintag/release/testing/test-release';
import { linkElement } from '@pintag/runtime';
import type { RoleName } from '../permissions/policy-document.ts';
import type { ProvingGround } from './proving-ground.ts';
import { bucket, keysOf } from './synthesised.ts';

/** As a role sees it. */
interface Access {
  readonly store: ArtefactStore;
  readonly edge: Edge;
  readonly keyValues: KeyValues;
}

type Who = RoleName | 'administrator';

/** Something that our code does with what one role may do. */
export interface Duty {
  readonly role: RoleName;
  /** How people know it. */
  readonly command: string;
  /** Goes on after the command. */
  readonly when?: string;
  /** @throws {unknown} it could not be done. */
  readonly act: (work: Work) => Promise<void>;
}

interface Work {
  /** The role's own. */
  readonly access: Access;
  /** The repository that everything here is released from. */
  readonly origin: TestRelease;
  /** What happened before, by those who may. */
  readonly as: (who: Who) => Access;
}

const at = '2026-11-22T08:00:00Z';
const features = ['calendar', 'questionnaire'];

const releaseAs = async (
  { store, edge }: Pick<Access, 'store' | 'edge'>,
  { tools }: TestRelease,
  { staged = false } = {},
): Promise<void> => {
  const { builder: _, ...without } = tools({ store, edge, link: linkElement, verifyPauses: [] });
  expectOk(await release({ ...without, ...(!staged && { builder: prebuilt }) }));
};

const reconcileAs = async ({ store, edge }: Access, { tools }: TestRelease): Promise<void> =>
  expectOk(await reconcile(tools({ store, edge, link: linkElement, builder: prebuilt, verifyPauses: [] })));

const stageAs = async ({ store }: Access, { tools }: TestRelease): Promise<void> =>
  expectOk(await stageReleases({ ...tools({ store, link: linkElement }), builder: prebuilt }));

/** Breaks off after everything is public and before a receipt says so, as a job that is cancelled there. */
const breakOff = ({ store, edge }: Access, origin: TestRelease): Promise<void> =>
  releaseAs({ edge, store: { ...store, ...refusing(store) } }, origin).then(
    () => Promise.reject(new Error('It did not break off.')),
    () => undefined,
  );

/** Another run, whose receipts say something else, is a moment faster with each. */
const overtaken = (store: ArtefactStore, other: ArtefactStore): Pick<ArtefactStore, 'create'> => ({
  async create(key, object) {
    if (key.startsWith('_receipts/')) await other.create(key, { ...object, body: Buffer.concat([object.body, Buffer.from('\n')]) });
    return store.create(key, object);
  },
});

const refusing = (store: ArtefactStore): Pick<ArtefactStore, 'create'> => ({
  create: (key, object) => (key.startsWith('_receipts/') ? Promise.reject(new Error('cancelled')) : store.create(key, object)),
});

export const duties: readonly Duty[] = [
  {
    role: 'plan',
    command: 'pintag reconcile --check',
    async act({ as, access: { store, keyValues }, origin }) {
      await releaseAs(as('administrator'), origin);
      await setChannel(as('administrator'), { channel: 'stable', feature: 'calendar', version: '1.0.0', at, by: 'A' });
      expectOk(await inspect({ repository: origin.tools().repository, store, keyValues }));
    },
  },
  {
    role: 'plan',
    command: 'pintag release --dry-run',
    async act({ access: { store, edge }, as, origin }) {
      await releaseAs(as('administrator'), origin);
      origin.remote.commit('calendar');
      expectOk(await release({ ...origin.tools({ store, edge, link: linkElement }), dryRun: true }));
    },
  },
  {
    role: 'preview',
    command: 'pintag preview',
    async act({ access: { store }, origin }) {
      const repository = origin.tools().repository;
      const { commit } = repository;
      const merge = { commit, head: commit, base: { branch: 'main', commit: 'b'.repeat(40), ahead: 0 }, commits: new Set([commit]) };
      const preview = () =>
        uploadPreview({
          repository: { ...repository, merge },
          store,
          origin: 'https://cdn.school.example',
          builder: prebuilt,
          link: linkElement,
          log: () => {},
          pr: 7,
        });
      for (const status of ['uploaded', 'already-there']) {
        const unlike = (await preview()).features.filter((feature) => feature.status !== status);
        if (unlike.length > 0) throw new Error(`Not ${status}: ${JSON.stringify(unlike)}`);
      }
    },
  },
  {
    role: 'stage',
    command: 'pintag stage',
    async act({ access, as, origin }) {
      await stageAs(access, origin);
      // Once more: what is there stays. Then another commit, whose runtime has been released meanwhile.
      await stageAs(access, origin);
      await releaseAs(as('administrator'), origin);
      origin.remote.commit('calendar');
      await stageAs(access, origin);
    },
  },
  {
    role: 'release',
    command: 'pintag release',
    async act({ access, origin }) {
      await releaseAs(access, origin);
      origin.remote.commit('calendar');
      await releaseAs(access, origin);
    },
  },
  {
    role: 'release',
    command: 'pintag release --staged',
    async act({ access, as, origin }) {
      await stageAs(as('stage'), origin);
      await releaseAs(access, origin, { staged: true });
    },
  },
  {
    role: 'release',
    command: 'pintag reconcile',
    when: 'after a release that broke off',
    async act({ access, origin }) {
      await breakOff(access, origin);
      await reconcileAs(access, origin);
    },
  },
  {
    role: 'release',
    command: 'pintag reconcile',
    when: 'while another run finishes the same versions',
    async act({ access, as, origin }) {
      await breakOff(access, origin);
      await reconcileAs({ ...access, store: { ...access.store, ...overtaken(access.store, as('administrator').store) } }, origin);
    },
  },
  {
    role: 'release',
    command: 'pintag reconcile',
    when: 'where there are channels',
    async act({ access, as, origin }) {
      await releaseAs(access, origin);
      await setChannel(as('channels'), { channel: 'stable', feature: 'calendar', version: '1.0.0', at, by: 'A' });
      await reconcileAs(access, origin);
    },
  },
  {
    role: 'channels',
    command: 'pintag channel set',
    when: 'and revert, list, repair',
    async act({ access, as, origin }) {
      await releaseAs(as('administrator'), origin);
      origin.remote.commit('calendar');
      await releaseAs(as('administrator'), origin);
      const { store, keyValues, edge } = access;
      const facts = { channel: 'stable', feature: 'calendar', at, by: 'A' };
      await releasedVersion(edge, 'calendar', '1.0.0');
      await setChannel(access, { ...facts, version: '1.0.0' });
      await setChannel(access, { ...facts, version: '1.1.0' });
      await revertChannel(access, facts);
      await storedChannels(store);
      await readChannels(store, 'questionnaire');
      await updateKeyValues(
        keyValues,
        () => keyValues.list(),
        async () => ({ puts: new Map([[channelValueKey('stable', 'calendar'), '1.1.0']]) }),
      );
      const isPublished = (feature: string, version: string) => isReleased(edge, feature, version);
      expectOk(await repairChannels({ store, keyValues, isPublished, log: () => {} }));
    },
  },
];

function expectOk(result: { readonly ok: boolean }): void {
  if (!result.ok) throw new Error(`It was not all right: ${JSON.stringify(result)}`);
}

/** @throws {unknown} the duty could not be done under the policies of `ground`. */
export async function fulfil(duty: Duty, ground: Pick<ProvingGround, 'local'>): Promise<void> {
  const closing: (() => void)[] = [];
  const as = (who: Who): Access => {
    const { close, ...access } = accessAs(who, ground);
    closing.push(close);
    return access;
  };
  try {
    await duty.act({ access: as(duty.role), as, origin: createTestRelease(features) });
  } finally {
    for (const close of closing) close();
  }
}

function accessAs(who: Who, { local }: Pick<ProvingGround, 'local'>): Access & { readonly close: () => void } {
  const { accessKeyId, secretAccessKey, endpoint, region } = local.s3;
  const credentials = who === 'administrator' ? { accessKeyId, secretAccessKey } : keysOf(who);
  // A refusal is final: nothing of it is tried again.
  const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials, maxAttempts: 1 });
  const keyValues = createKeyValuesClient({ endpoint: local.keyValueStore.endpoint, credentials, maxAttempts: 1 });
  return {
    store: createS3Store({ client: s3, bucket }),
    edge: createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin }),
    keyValues: createCloudFrontKeyValues({ client: keyValues, arn: local.keyValueStore.arn }),
    close() {
      s3.destroy();
      cloudfront.destroy();
      keyValues.destroy();
    },
  };
}
