/** Walks the fault table: each row is a release of its own that meets one fault, and the next run, which has to end as if nothing had been. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { gitTag, runtimeKey, runtimeRecordKey, runtimeStagingKey } from '@pintag/cdn';
import { execa } from 'execa';
import pLimit from 'p-limit';
import { smallRuntime } from '../testing/small-runtime.ts';
import type { CephStore } from './ceph-bucket.ts';
import { cutFile } from './cut-file.ts';
import { type Disk, diskCalls, mountSmallDisk, type Skipped, whyNoDisk } from './disk.ts';
import { overHttp, type PartyCall } from './external-call.ts';
import { type FaultRow, type FaultTable, inWords, makeFaultTable, type PlacedFault, type Trace } from './fault-table.ts';
import { judge } from './judge.ts';
import { createRunners, type Runners } from './runner.ts';
import { createSmallWorkspace, features, workspaceIn } from './small-workspace.ts';
import { inWorld, type State, type World } from './world.ts';

export interface WalkOptions {
  /** An empty folder for workspaces and stores; it is empty again afterwards. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Which of all rows; default: all. */
  readonly pick?: (rows: readonly FaultRow[]) => readonly FaultRow[];
  /** Rows at a time. Default 4: many of them wait for something that never comes. */
  readonly parallel?: number;
  /** The releases' store instead of the one on this machine; then the rows are those of its calls. */
  readonly ceph?: CephStore;
  /** Once the table is known. */
  readonly onTable?: (table: FaultTable, picked: number) => void;
  /** After each row. */
  readonly onRow?: (row: WalkedRow) => void;
}

export interface WalkedRow {
  readonly row: FaultRow;
  readonly name: string;
  /** Empty: the release survived. */
  readonly problems: readonly string[];
  /** Did the run that met the fault get over it by itself? */
  readonly endedWell: boolean;
  /** Of both runs, waiting included. */
  readonly seconds: number;
}

export interface Walk {
  readonly table: FaultTable;
  readonly rows: readonly WalkedRow[];
  readonly skipped: readonly Skipped[];
}

interface Place {
  readonly options: WalkOptions;
  readonly runners: Runners;
  readonly templates: Readonly<Record<Exclude<FaultRow['scenario'], 'second-fault'>, string>>;
  readonly known: Map<string, Uint8Array>;
  readonly recordings: string;
}

export async function walkFaultTable(options: WalkOptions): Promise<Walk> {
  const { folder, env: given, pick = (rows) => rows, parallel = 4, onTable, onRow } = options;
  const work = await mkdtemp(path.join(folder, 'walk-'));
  // Loading the code is a good part of a release this small.
  const env = { ...given, NODE_COMPILE_CACHE: path.join(work, 'compiled') };
  const place: Place = {
    options: { ...options, folder: work, env },
    runners: createRunners(env),
    templates: {
      release: path.join(work, 'release'),
      repair: path.join(work, 'repair'),
      'runtime-repair': path.join(work, 'runtime-repair'),
      promotion: path.join(work, 'promotion'),
    },
    known: new Map(),
    recordings: path.join(work, 'recordings.json'),
  };
  try {
    await mkdir(place.templates.release);
    await createSmallWorkspace(place.templates.release, env);
    const { traces, ends } = options.ceph ? await traceOnCeph(place) : await traceAll(place);
    const table = makeFaultTable(traces, features);
    const picked = pick(table.rows);
    onTable?.(table, picked.length);

    const noDisk = await whyNoDisk(work);
    const skipped: Skipped[] = [];
    const limit = pLimit(parallel);
    const rows = await Promise.all(
      picked.map((row) =>
        limit(async () => {
          if (row.kind === 'disk-full' && noDisk !== undefined) {
            skipped.push({ row, why: noDisk });
            return [];
          }
          const started = performance.now();
          const { problems, endedWell } = await walkRow(place, row, ends[row.scenario === 'promotion' ? 'promotion' : 'release']);
          const walked = { row, name: inWords(row), problems, endedWell, seconds: (performance.now() - started) / 1000 };
          onRow?.(walked);
          return [walked];
        }),
      ),
    );
    return { table, rows: rows.flat(), skipped };
  } finally {
    place.runners.close();
    await rm(work, { recursive: true, force: true });
  }
}

const inPlace = <T>(
  { options, runners, templates, known, recordings }: Place,
  scenario: FaultRow['scenario'],
  http: boolean,
  use: (world: World) => Promise<T>,
) =>
  runners.with((runner) =>
    inWorld(
      {
        folder: options.folder,
        template: templates[scenario === 'second-fault' ? 'release' : scenario],
        env: options.env,
        runner,
        remoteOverHttp: http,
        ...(options.ceph && { ceph: options.ceph }),
        known,
        // On another branch semantic-release decides otherwise.
        recordings: `${recordings}.${scenario === 'promotion' ? 'promotion' : 'release'}`,
        ...(scenario === 'promotion' && { branches: ['main', channel], prereleases: promotedTags }),
      },
      use,
    ),
  );

const channel = 'next';
const promotedTags = features.map((feature) => gitTag(feature, '1.0.0'));

interface Traced {
  readonly traces: readonly Trace[];
  /** Of a release that nothing disturbed, and of a promotion. */
  readonly ends: { readonly release: State; readonly promotion: State };
}

async function traceOnCeph(place: Place): Promise<Traced> {
  const { calls, end } = await trace(place, 'release', false);
  return {
    traces: [{ scenario: 'release', calls: calls.filter(({ party }) => party === 'store') }],
    ends: { release: end, promotion: end },
  };
}

async function traceAll(place: Place): Promise<Traced> {
  const release = await trace(place, 'release', true);
  await makeRepairTemplate(place, release.calls);
  const repair = await trace(place, 'repair', true);
  await makeRuntimeTemplate(place, release.calls);
  const runtime = await trace(place, 'runtime-repair', true);
  await makePromotionTemplate(place);
  const promotion = await trace(place, 'promotion', true);
  const traces: Trace[] = [
    { scenario: 'release', calls: [...onceEachClock(release.calls), ...diskCalls('release')] },
    { scenario: 'repair', calls: [...withoutClock(repair.calls), ...diskCalls('repair')] },
    { scenario: 'runtime-repair', calls: [...withoutClock(runtime.calls), ...diskCalls('runtime-repair')] },
  ];
  traces.push({ scenario: 'promotion', calls: withoutClock(promotion.calls) });
  for (const given of makingMoreCalls(release.calls)) {
    const { calls } = await trace(place, 'second-fault', true, given);
    traces.push({ scenario: 'second-fault', calls: withoutClock(calls), given });
  }
  return { traces, ends: { release: release.end, promotion: promotion.end } };
}

const withoutClock = (calls: readonly PartyCall[]) => calls.filter(({ party }) => party !== 'clock');
/** One jump around each kind of call, at the first of them. */
function onceEachClock(calls: readonly PartyCall[]): PartyCall[] {
  const seen = new Set<string>();
  return calls.filter(({ party, name, occurrence }) => {
    if (party !== 'clock') return true;
    const kind = name.split(' ').slice(0, 3).join(' ').replace(/\/.*/, '');
    if (occurrence > 1 || seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

/** A lost answer makes a release look at what is there: the store (HEAD), the remote (ls-remote). */
function makingMoreCalls(calls: readonly PartyCall[]): PlacedFault[] {
  const first = (pattern: RegExp) => calls.find(({ name }) => pattern.test(name));
  return [
    first(/^store PUT elements\/v.*\/chunk/),
    first(/^store PUT elements\/.*\/versions\.json/),
    first(/^remote POST git-receive-pack/),
  ].flatMap((call) => (call ? [{ call, kind: 'fail-after', duration: 'once' }] : []));
}

async function trace(place: Place, scenario: FaultRow['scenario'], http: boolean, given?: PlacedFault) {
  return inPlace(place, scenario, http, async (world) => {
    const { ended, calls, gate, stderr } = await world.release(given ? [given] : []);
    if (!ended?.ok) throw new Error(`The release that nothing disturbed failed: ${JSON.stringify(ended)} ${stderr}`);
    return { calls: [...gate.calls, ...calls], end: await world.state() };
  });
}

/** Killed before the first feature's record; since then the other's staged bundle has expired. */
async function makeRepairTemplate(place: Place, calls: readonly PartyCall[]): Promise<void> {
  const [first, second] = features;
  const record = calls.find(({ name }) => name.startsWith(`store PUT elements/_records/${first}/`));
  const build = calls.find(({ name }) => name.startsWith(`store PUT _staging/${second}/`));
  if (!record || !build) throw new Error('A release without a record or a staged bundle is none.');
  await inPlace(place, 'release', false, async (world) => {
    const { died } = await world.release([{ call: record, kind: 'kill-before', duration: 'once' }]);
    if (!died) throw new Error('The release was to be killed.');
    await world.damage(build.name.slice('store PUT '.length));
    await cp(world.folder, place.templates.repair, { recursive: true });
  });
}

/** Killed before the runtime's record; since then its staged bundle has expired, and one of its files was never there. */
async function makeRuntimeTemplate(place: Place, calls: readonly PartyCall[]): Promise<void> {
  const { name } = smallRuntime;
  const record = calls.find((call) => call.name === `store PUT ${runtimeRecordKey(name)}`);
  if (!record) throw new Error('A release without a runtime is none.');
  await inPlace(place, 'release', false, async (world) => {
    const { died } = await world.release([{ call: record, kind: 'kill-before', duration: 'once' }]);
    if (!died) throw new Error('The release was to be killed.');
    await world.damage(runtimeStagingKey(name));
    await world.damage(runtimeKey(name, 'forms.js'));
    await cp(world.folder, place.templates['runtime-repair'], { recursive: true });
  });
}

/** Released from the branch of a channel, whose commit is that of `main`. */
async function makePromotionTemplate(place: Place): Promise<void> {
  const { options, templates, recordings } = place;
  const begin = `${templates.promotion}-begin`;
  await mkdir(begin);
  const { checkout } = await createSmallWorkspace(begin, options.env);
  const git = (cwd: string, ...args: string[]) => execa('git', args, { cwd, env: options.env, extendEnv: false });
  await git(checkout, 'push', '--quiet', 'origin', `main:${channel}`);
  await git(checkout, 'switch', '--quiet', '--create', channel);
  const onChannel = { ...place, templates: { ...templates, promotion: begin }, recordings: `${recordings}.${channel}` };
  await inPlace(onChannel, 'promotion', false, async (world) => {
    const { ended, stderr } = await world.release();
    if (!ended?.ok) throw new Error(`The release on ${channel} failed: ${JSON.stringify(ended)} ${stderr}`);
    await git(workspaceIn(world.folder).checkout, 'switch', '--quiet', 'main');
    await cp(world.folder, templates.promotion, { recursive: true });
  });
}

async function walkRow(place: Place, row: FaultRow, end: State): Promise<{ problems: readonly string[]; endedWell: boolean }> {
  const http = [row.call.party, row.given?.call.party].includes('remote');
  return inPlace(place, row.scenario, http, async (world) => {
    let disk: Disk | undefined;
    try {
      if (row.kind === 'disk-full' || row.kind === 'not-writable') disk = await mountSmallDisk(world.folder, row);
      const damaged = row.kind === 'file-cut' ? await cutFile(world, row) : [];
      const before = await world.state();
      const isRequest = overHttp.includes(row.call.party);
      const faults = [...(row.given ? [row.given] : []), ...(isRequest ? [row] : [])];
      const { name, occurrence } = row.call;
      const inside = isRequest || row.call.party === 'disk' ? {} : { fault: { name, occurrence, kind: row.kind } };
      const disturbed = await world.release(faults, { ...inside, ...(disk && { tempDir: disk.folder }) });
      const afterwards = await world.state();
      await disk?.close();
      disk = undefined;
      const repair = await world.release();
      const repaired = await world.state();
      const wasMet = isRequest
        ? disturbed.gate.met.every((times) => times > 0)
        : row.call.party === 'disk' || disturbed.calls.some((call) => call.name === name && call.occurrence === occurrence);
      const seen = { row, before, disturbed, wasMet, afterwards, repair, repaired, end, damaged };
      return { problems: await judge(seen), endedWell: disturbed.ended?.ok === true };
    } finally {
      await disk?.close();
    }
  });
}
