/** What one row of the table happens in: a repository with its remote, a store, an edge, and the proxies in front of them. */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createS3Client, createS3Store } from '@pintag/cdn';
import { listWithEtags, replaceObject } from '@pintag/cdn/raw-objects';
import { startLocal } from '@pintag/local';
import { startAnnouncements } from './announcements.ts';
import { type CephStore, openCephBucket } from './ceph-bucket.ts';
import {
  nameAnnouncement,
  nameCloudfrontRequest,
  nameEdgeRequest,
  nameRemoteRequest,
  nameStoreRequest,
  type NameRequest,
  type Party,
} from './external-call.ts';
import type { Contents } from './find-violations.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { createGate, type Gate } from './gate.ts';
import { startGitServer } from './git-server.ts';
import type { PlacedFault } from './fault-table.ts';
import type { Ran, RunnerSlot } from './runner.ts';
import type { SmallRelease } from './small-release-lines.ts';
import { features, pointAtRemote, workspaceIn } from './small-workspace.ts';

export interface World {
  /** Releases with these faults on the wire; in the process itself with `job.fault`. */
  release(faults?: readonly PlacedFault[], job?: Pick<SmallRelease, 'fault' | 'tempDir'>): Promise<Ran & { readonly gate: Gate }>;
  /** Bytes that were read before are known again by their ETag, which is made of them. */
  state(): Promise<State>;
  /** Replaces or, without bytes, removes an object, as no release can. */
  damage(key: string, body?: Uint8Array): Promise<void>;
  readonly folder: string;
}

export interface State {
  readonly contents: Contents;
  readonly tags: ReadonlySet<string>;
  readonly announced: ReadonlySet<string>;
  /** Refs of the remote with what they name, announcements, and objects by key, all without what depends on the run. */
  readonly comparable: ReadonlyMap<string, string>;
}

export interface WorldOptions {
  /** Gets a folder of this world. */
  readonly folder: string;
  /** What it starts from: a small workspace, and perhaps the data of a store. */
  readonly template: string;
  readonly env: NodeJS.ProcessEnv;
  readonly runner: RunnerSlot;
  /** The remote is asked over HTTP, so that requests to it can fail. */
  readonly remoteOverHttp?: boolean;
  /** semantic-release's `branches`; default: `main`. */
  readonly branches?: readonly string[];
  /** Tags that people were told of as prereleases. */
  readonly prereleases?: readonly string[];
  /** Instead of the store on this machine. */
  readonly ceph?: CephStore;
  /** Bytes that were read before, by ETag. */
  readonly known: Map<string, Uint8Array>;
  readonly recordings: string;
}

/** Milliseconds: short where the row waits for them to pass, else so long that a machine with much to do does not come near. */
const limitsFor = (faults: readonly Pick<PlacedFault, 'kind'>[]): SmallRelease['limits'] =>
  faults.some(({ kind }) => kind === 'time-out' || kind === 'stall') ? { request: 1_000, git: 5_000 } : { request: 15_000, git: 60_000 };

export async function inWorld<T>(options: WorldOptions, use: (world: World) => Promise<T>): Promise<T> {
  const { folder, template, env, runner, known, recordings } = options;
  const home = await mkdtemp(path.join(folder, 'case-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(home, { recursive: true })];
  try {
    await cp(template, home, { recursive: true });
    const workspace = workspaceIn(home);
    const local = await startLocal({ dataDir: path.join(home, 'local'), port: 0 });
    closing.push(() => local.close());
    const announcements = await startAnnouncements({
      remote: workspace.remote,
      env,
      ...(options.prereleases && { prereleases: options.prereleases }),
    });
    closing.push(() => announcements.close());
    const bucket = options.ceph ? await openCephBucket(options.ceph) : undefined;
    if (bucket) closing.push(() => bucket.close());
    const { endpoint, region, bucket: bucketName, accessKeyId, secretAccessKey } = bucket?.s3 ?? local.s3;

    const client = createS3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      ...(bucket && { quirks: bucket.quirks }),
    });
    closing.push(async () => client.destroy());
    const store = createS3Store({ client, bucket: bucketName, ...(bucket && { quirks: bucket.quirks }) });

    let gate: Gate | undefined;
    const behind = async (party: Party, upstream: string, name: NameRequest): Promise<FaultProxy> => {
      const proxy = await startFaultProxy({ upstream, party, name, gate: () => gate! });
      closing.push(() => proxy.close());
      return proxy;
    };
    const s3Proxy = await behind('store', endpoint, nameStoreRequest(bucketName));
    const cloudfrontProxy = await behind('cloudfront', local.cloudfront.endpoint, nameCloudfrontRequest);
    const edgeProxy = await behind('edge', local.edge.origin, nameEdgeRequest);
    const announcerProxy = await behind('announcer', announcements.origin, nameAnnouncement);
    let remote = workspace.remote;
    if (options.remoteOverHttp) {
      const server = await startGitServer({ root: home, env });
      closing.push(() => server.close());
      remote = `${(await behind('remote', server.origin, nameRemoteRequest)).origin}/remote.git`;
    }
    await pointAtRemote({ ...workspace, remote });

    let runs = 0;
    return await use({
      folder: home,
      async release(faults = [], { fault, tempDir } = {}) {
        const current = runner();
        gate = createGate({ faults, features, kill: () => current.kill() });
        const ran = await current.run({
          checkout: workspace.checkout,
          run: `${path.basename(home)}-${(runs += 1)}`,
          store: { endpoint: s3Proxy.origin, region, bucket: bucketName, accessKeyId, secretAccessKey, isCeph: bucket !== undefined },
          cloudfront: {
            endpoint: cloudfrontProxy.origin,
            distributionId: local.cloudfront.distributionId,
            accessKeyId: local.s3.accessKeyId,
            secretAccessKey: local.s3.secretAccessKey,
          },
          edgeOrigin: edgeProxy.origin,
          github: { ...announcements.github, apiUrl: announcerProxy.origin },
          recordings,
          ...(options.branches && { branches: options.branches }),
          limits: limitsFor([...faults, ...(fault ? [fault] : [])]),
          ...(fault && { fault }),
          ...(tempDir !== undefined && { tempDir }),
        });
        return { ...ran, gate };
      },
      async state() {
        const contents = new Map<string, Uint8Array>();
        for await (const { key, etag } of listWithEtags(client, bucketName)) {
          const body = known.get(etag) ?? (await store.read(key))!.body;
          known.set(etag, body);
          contents.set(key, body);
        }
        const [announced, told] = [await announcements.tags(), await announcements.told()];
        return stateOf({ contents, refs: await readRefs(workspace.remote), announced, told });
      },
      damage: (key, body) => replaceObject(client, bucketName, key, body),
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** As git keeps them: a file each, over a file of many. */
async function readRefs(remote: string): Promise<[string, string][]> {
  const refs = new Map<string, string>();
  const packed = await readFile(path.join(remote, 'packed-refs'), 'utf8').catch(() => '');
  for (const [, object, name] of packed.matchAll(/^([0-9a-f]{40}) (\S+)$/gm)) refs.set(name!, object!);
  for (const entry of await readdir(path.join(remote, 'refs'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    refs.set(path.relative(remote, file), (await readFile(file, 'utf8')).trim());
  }
  return [...refs].sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Seen {
  readonly contents: Contents;
  readonly refs: readonly (readonly [name: string, object: string])[];
  readonly announced: ReadonlySet<string>;
  readonly told: ReadonlyMap<string, string>;
}

const stateOf = ({ contents, refs, announced, told }: Seen): State => ({
  contents,
  announced: new Set(announced),
  tags: new Set(refs.flatMap(([name]) => (name.startsWith('refs/tags/') ? [name.slice('refs/tags/'.length)] : []))),
  comparable: new Map([
    ...[...contents].map(([key, bytes]) => [key, withoutRun(key, bytes)] as const),
    // A note's commit carries the run.
    ...refs.map(([name, object]) => [name, name.startsWith('refs/notes/') ? 'a note' : object] as const),
    ...told,
  ]),
});

function withoutRun(key: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return key.startsWith('_receipts/') ? text.replace(/"(run|begunAt|finishedAt)": "[^"]*"/g, '"$1": …') : text;
}

/** @param ignored keys that were damaged by hand, and that nobody may replace. */
export function differences(after: State, end: State, ignored: readonly string[] = []): string[] {
  const keys = [...new Set([...after.comparable.keys(), ...end.comparable.keys()])].sort();
  return keys
    .filter((key) => !ignored.includes(key) && after.comparable.get(key) !== end.comparable.get(key))
    .map((key) => `${key} is not as after a release that nothing disturbed.`);
}
