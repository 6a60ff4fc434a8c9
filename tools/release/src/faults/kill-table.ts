/** Kills a release after each of its external calls, runs it again, and compares the end with that of a release nobody killed. */
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createS3Client, createS3Store } from '@pintag/cdn';
import { type LocalAddresses, startLocal } from '@pintag/local';
import { execa } from 'execa';
import pLimit from 'p-limit';
import { type Contents, findViolations } from './find-violations.ts';
import type { Line, SmallRelease } from './small-release.ts';
import { createSmallWorkspace, pointAtRemote, workspaceIn } from './small-workspace.ts';
import type { ExternalCall } from './watch-calls.ts';

export interface KillTableOptions {
  /** An empty folder for workspaces and stores; it is empty again afterwards. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Which of all calls; default: all. */
  readonly pick?: (calls: readonly ExternalCall[]) => readonly ExternalCall[];
  /** Workspaces at a time. Default 2. */
  readonly parallel?: number;
  /** After each row. */
  readonly onRow?: (row: KillRow) => void;
}

export interface KillRow {
  readonly call: ExternalCall;
  /** Empty: the release survived. */
  readonly problems: readonly string[];
}

export interface KillTable {
  /** Every external call of an undisturbed release, in its order. */
  readonly calls: readonly ExternalCall[];
  readonly rows: readonly KillRow[];
}

/** Every row is a workspace and a store of its own; the process that releases is ended by SIGKILL. */
export async function runKillTable({
  folder,
  env: given,
  pick = (calls) => calls,
  parallel = 2,
  onRow,
}: KillTableOptions): Promise<KillTable> {
  const template = path.join(folder, 'template');
  const compiled = path.join(folder, 'compiled');
  // Loading the code is a good part of a release this small.
  const env = { ...given, NODE_COMPILE_CACHE: compiled };
  await mkdir(template, { recursive: true });
  await createSmallWorkspace(template, env);
  const within = { folder, template, env };

  const { calls, end } = await withCase(within, async (one) => {
    const undisturbed = await one.release();
    if (!undisturbed.ok) throw new Error(`The release that nobody killed failed: ${undisturbed.problems.join(' ')}`);
    return { calls: undisturbed.calls, end: await one.state() };
  });

  const limit = pLimit(parallel);
  const rows = await Promise.all(
    pick(calls).map((call) =>
      limit(async () => {
        const row = { call, problems: await withCase(within, (one) => killAndRepeat(one, call, end)) };
        onRow?.(row);
        return row;
      }),
    ),
  );
  for (const made of [template, compiled]) await rm(made, { recursive: true, force: true });
  return { calls, rows };
}

async function killAndRepeat(one: Case, call: ExternalCall, end: State): Promise<readonly string[]> {
  const killed = await one.release(call);
  if (!killed.died) return [`It never came to ${call.name} (${call.occurrence}).`, ...killed.problems];
  const death = await one.state();
  const again = await one.release();
  const after = await one.state();
  return [
    ...(await findViolations(death)),
    ...again.problems,
    ...(again.ok ? [] : ['The second run did not end well.']),
    ...(await findViolations(after, death)),
    ...differences(after, end),
  ];
}

interface State {
  readonly contents: Contents;
  readonly tags: ReadonlySet<string>;
  /** Refs of the remote with what they name, announcements, and objects by key, all without what depends on the run. */
  readonly comparable: ReadonlyMap<string, string>;
}

interface Ran {
  readonly ok: boolean;
  /** By its own SIGKILL. */
  readonly died: boolean;
  readonly calls: readonly ExternalCall[];
  readonly problems: readonly string[];
}

interface Case {
  release(kill?: ExternalCall): Promise<Ran>;
  state(): Promise<State>;
}

interface Within {
  readonly folder: string;
  readonly template: string;
  readonly env: NodeJS.ProcessEnv;
}

async function withCase<T>({ folder, template, env }: Within, use: (one: Case) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(folder, 'case-'));
  await cp(template, home, { recursive: true });
  const workspace = workspaceIn(home);
  await pointAtRemote(workspace);
  const local = await startLocal({ dataDir: path.join(home, 'local') });
  const announced = path.join(home, 'announced');
  let runs = 0;
  try {
    return await use({
      release: (kill) =>
        runRelease(
          { checkout: workspace.checkout, run: `run-${(runs += 1)}`, addresses: addressesOf(local), announced, ...(kill && { kill }) },
          env,
        ),
      state: () => readState(addressesOf(local), workspace.remote, announced),
    });
  } finally {
    await local.close();
    await rm(home, { recursive: true });
  }
}

const addressesOf = ({ s3, cloudfront, edge }: LocalAddresses): LocalAddresses => ({ s3, cloudfront, edge });

const child = fileURLToPath(new URL('small-release.ts', import.meta.url));

/** Milliseconds; a release takes one or two seconds. */
const patience = 120_000;

async function runRelease(release: SmallRelease, env: NodeJS.ProcessEnv): Promise<Ran> {
  const { stdout, stderr, signal, exitCode, timedOut } = await execa(child, [JSON.stringify(release)], {
    node: true,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: patience,
  });
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const calls = lines.flatMap((line) => ('call' in line ? [line.call] : []));
  const last = lines.find((line) => 'ok' in line);
  const died = signal === 'SIGKILL' && !timedOut;
  const hung = timedOut ? [`It did not end within ${patience / 1000} s; its last call was ${calls.at(-1)?.name ?? 'none'}.`] : [];
  return { ok: exitCode === 0 && last?.ok === true, died, calls, problems: last?.problems ?? (died ? [] : [...hung, stderr]) };
}

async function readState({ s3 }: LocalAddresses, remote: string, announced: string): Promise<State> {
  const { endpoint, region, bucket, ...credentials } = s3;
  const client = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
  const store = createS3Store({ client, bucket });
  const contents = new Map<string, Uint8Array>();
  for await (const key of store.list('')) contents.set(key, (await store.read(key))!.body);
  client.destroy();

  const { stdout } = await execa('git', ['for-each-ref', '--format=%(refname) %(objectname)'], { cwd: remote });
  const refs = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ') as [string, string]);
  const announcements = await readdir(announced).catch(() => []);
  return {
    contents,
    tags: new Set(refs.flatMap(([name]) => (name.startsWith('refs/tags/') ? [name.slice('refs/tags/'.length)] : []))),
    comparable: new Map([
      ...[...contents].map(([key, bytes]) => [key, withoutRun(key, bytes)] as const),
      // A note's commit carries the run.
      ...refs.map(([name, object]) => [name, name.startsWith('refs/notes/') ? 'a note' : object] as const),
      ...announcements.map((tag) => [`announced ${tag}`, ''] as const),
    ]),
  };
}

function withoutRun(key: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return key.startsWith('_receipts/') ? text.replace(/"(run|finishedAt)": "[^"]*"/g, '"$1": …') : text;
}

function differences(after: State, end: State): string[] {
  const keys = [...new Set([...after.comparable.keys(), ...end.comparable.keys()])].sort();
  return keys
    .filter((key) => after.comparable.get(key) !== end.comparable.get(key))
    .map((key) => `${key} is not as after a release that nobody killed.`);
}
