/**
 * One run of a race, in a process of its own. `node contender.ts <Contender as JSON>` prints what happens as lines of JSON. Before each call
 * that `hold` matches it says so and waits for a line on its standard input; the exit code is the run's.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { PintagError, createCloudFrontEdge, createS3Client, createS3Store } from '@pintag/cdn';
import type { LocalAddresses } from '@pintag/local';
import { linkElement } from '@pintag/runtime';
import { type ExternalCall, createWatch, watchGit, watchRepository, watchTools } from '../faults/watch-calls.ts';
import { type RemoteContact, installedGit } from '../git/git.ts';
import { openRepository } from '../git/open-repository.ts';
import { finishedVersions } from '../publish/receipt.ts';
import { inspect } from '../reconcile/inspect.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { settledVersions } from '../reconcile/settled-versions.ts';
import { release } from '../run/release.ts';
import { sourceBuilder } from './source-builder.ts';

export interface Contender {
  readonly checkout: string;
  /** Its name; also what the committer of its notes carries. */
  readonly run: string;
  readonly does: 'release' | 'reconcile' | 'check';
  readonly only?: readonly string[];
  readonly addresses: LocalAddresses;
  /** Folder of one file for each announcement. */
  readonly announced: string;
  /** Regular expression of the names of calls to wait before. */
  readonly hold?: string;
  /** How often at most; default: every time. */
  readonly holds?: number;
}

export type Line = { readonly held: ExternalCall } | { readonly call: ExternalCall } | { readonly end: Ending };

/** What a run says of itself when it ends. */
export interface Ending {
  readonly ok: boolean;
  /** `calendar 1.1.0 released`, `calendar 1.1.0 failed PT_PUSH_RACED`. */
  readonly features: readonly string[];
  /** Code or message of what stopped it as a whole. */
  readonly stopped?: string;
  /** Plans after the first. */
  readonly replans: number;
  readonly contacts: Readonly<Record<RemoteContact, number>>;
  /** Tags that carry its name and were not finished at this moment. */
  readonly open: readonly string[];
  /** Of `check`: kinds of what does not agree. */
  readonly discrepancies: readonly string[];
}

const contender = JSON.parse(process.argv[2]!) as Contender;
const { checkout, run, does, only, addresses, announced, hold, holds = Infinity } = contender;
const say = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const input = createInterface({ input: process.stdin });
const waiting: (() => void)[] = [];
input.on('line', () => waiting.shift()?.());

const pattern = hold === undefined ? undefined : new RegExp(hold);
let held = 0;
let plans = 0;
const contacts = { fetch: 0, list: 0, check: 0, push: 0 };

const watched = createWatch({
  async before(call) {
    const contact = /^git\.(?<kind>\w+)$/.exec(call.name)?.groups?.['kind'] as RemoteContact | undefined;
    if (contact) contacts[contact] += 1;
    if (call.name === 'repository.plan') plans += 1;
    if (!pattern?.test(call.name) || held >= holds) return;
    held += 1;
    const goes = new Promise<void>((go) => waiting.push(go));
    say({ held: call });
    await goes;
  },
  after: (call) => void say({ call }),
});

const { endpoint, region, bucket, ...credentials } = addresses.s3;
const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
const cloudfront = new CloudFrontClient({ region, endpoint: addresses.cloudfront.endpoint, credentials });
const log = () => {};
const tools = {
  store: createS3Store({ client: s3, bucket }),
  edge: createCloudFrontEdge({ client: cloudfront, distributionId: addresses.cloudfront.distributionId, origin: addresses.edge.origin }),
  builder: sourceBuilder(async (root, file) => readFile(path.join(root, file)), run),
  link: linkElement,
  announcer: {
    announce: async ({ tag }: { readonly tag: { readonly tag: string } }) => {
      await mkdir(announced, { recursive: true });
      await writeFile(path.join(announced, tag.tag), '');
    },
  },
  clock: () => new Date(),
  log,
  // One after the other, so that a run is held at one place at a time; processes race here, not what is inside of one.
  parallel: 1,
};

type Outcome = Pick<Ending, 'ok' | 'features' | 'stopped' | 'discrepancies'>;

async function act(): Promise<{ outcome: Outcome; contacted: Ending['contacts']; open: readonly string[] }> {
  const repository = await openRepository({
    root: checkout,
    run,
    env: process.env,
    log,
    git: watchGit(installedGit, watched),
    graph: { read: async () => [] },
    purpose: does === 'check' ? 'plan' : 'release',
    patience: [100, 200, 400],
  });
  try {
    const options = { ...watchTools(tools, watched), repository: watchRepository(repository, watched) };
    const outcome = await settle(async () => {
      if (does === 'check') {
        const { ok, discrepancies } = await inspect({ repository, store: tools.store });
        return { ok, features: [], discrepancies: discrepancies.map(({ kind }) => kind) };
      }
      const result = does === 'release' ? await release({ ...options, ...(only && { only }) }) : await reconcile(options);
      const { ok, features } = result;
      const left = 'left' in result ? result.left.filter(({ kind }) => kind !== 'foreign-tag') : [];
      const said = features.map(({ feature, version = '-', status, code, reason }) =>
        [feature, version, status, ...(status === 'failed' ? [code ?? reason] : [])].join(' '),
      );
      const leftOpen = left.map(({ kind, feature = '-', version = '-' }) => `${feature} ${version} failed ${kind}`);
      return { ok, features: [...said, ...leftOpen], discrepancies: [] };
    });
    const contacted = { ...contacts };
    await repository.fetch();
    return { outcome, contacted, open: await openReleases(await repository.tags()) };
  } finally {
    await repository.close();
  }
}

/** Whatever stops a run concerns the whole of it; a mistake by its code. */
async function settle(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return { ok: false, features: [], discrepancies: [], stopped: stopOf(error) };
  }
}

const stopOf = (error: unknown): string =>
  error instanceof PintagError ? error.code : String(error instanceof Error ? error.stack : error);

async function openReleases(tags: readonly { feature: string; version: string; tag: string; run?: string }[]): Promise<string[]> {
  const open: string[] = [];
  for (const tag of tags.filter((made) => made.run === run)) {
    if ((await finishedVersions(tools.store, tag.feature)).receipts.has(tag.version)) continue;
    if (!(await settledVersions(tools.store, tag.feature)).abandoned.has(tag.version)) open.push(tag.tag);
  }
  return open;
}

try {
  const { outcome, contacted, open } = await act();
  say({ end: { ...outcome, replans: Math.max(0, plans - 1), contacts: contacted, open } });
  process.exitCode = outcome.ok ? 0 : 1;
} catch (error) {
  say({ end: { ok: false, features: [], discrepancies: [], stopped: stopOf(error), replans: 0, contacts, open: [] } });
  process.exitCode = 1;
} finally {
  input.close();
  s3.destroy();
  cloudfront.destroy();
}
