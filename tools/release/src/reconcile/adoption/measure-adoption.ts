/** `npm run bench:adoption`: what adopting a repository with thousands of old tags costs, step by step. Prints a table, or rows with `--json`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { ArtefactStore } from '@pintag/cdn';
import { createMemoryEdge, createMemoryStore } from '@pintag/cdn/testing';
import { silentAnnouncer } from '../../announce/announcer.ts';
import { type Git, installedGit } from '../../git/git.ts';
import { openRepository } from '../../git/open-repository.ts';
import { release } from '../../run/release.ts';
import { inspect } from '../inspect.ts';
import { reconcile } from '../reconcile.ts';
import { makeOldRepository } from './old-repository.ts';

interface Row {
  readonly step: string;
  readonly wallSeconds: number;
  /** Of this process alone; git's is not in it. */
  readonly cpuSeconds: number;
  readonly gitProcesses: number;
  readonly storeCalls: number;
  readonly result: string;
}

const { values } = parseArgs({ options: { tags: { type: 'string', default: '2000' }, json: { type: 'boolean', default: false } } });
const tags = Number(values.tags);
const folder = await mkdtemp(path.join(tmpdir(), 'pintag-adoption-'));
try {
  const rows = await measure();
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 2)}\n` : present(rows));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<readonly Row[]> {
  const who = {
    GIT_AUTHOR_NAME: 'dora',
    GIT_AUTHOR_EMAIL: 'dora@example.com',
    GIT_COMMITTER_NAME: 'dora',
    GIT_COMMITTER_EMAIL: 'dora@example.com',
  };
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...who };
  const features = ['questionnaire', 'calendar', 'seating', 'timetable'];
  const { root } = await makeOldRepository({ folder, tags, features, env });

  let gitProcesses = 0;
  let storeCalls = 0;
  const git: Git = {
    run: (args, options) => ((gitProcesses += 1), installedGit.run(args, options)),
    stream: (args, options) => ((gitProcesses += 1), installedGit.stream(args, options)),
  };
  const memory = createMemoryStore();
  const store: ArtefactStore = {
    create: (key, object) => ((storeCalls += 1), memory.create(key, object)),
    compareAndSet: (key, object, etag) => ((storeCalls += 1), memory.compareAndSet(key, object, etag)),
    read: (key) => ((storeCalls += 1), memory.read(key)),
    list: (prefix) => ((storeCalls += 1), memory.list(prefix)),
  };

  const rows: Row[] = [];
  async function step<T>(name: string, run: () => Promise<T>, say: (result: T) => string): Promise<T> {
    gitProcesses = 0;
    storeCalls = 0;
    const started = performance.now();
    const cpu = process.cpuUsage();
    const result = await run();
    const { user, system } = process.cpuUsage(cpu);
    const wallSeconds = (performance.now() - started) / 1000;
    rows.push({ step: name, wallSeconds, cpuSeconds: (user + system) / 1e6, gitProcesses, storeCalls, result: say(result) });
    return result;
  }

  const projects = features.map((name) => ({ name, root: `libs/${name}`, dependencies: [], packages: [] }));
  const graph = { read: () => Promise.resolve(projects) };
  const opening = () => openRepository({ root, run: 'adoption', env, log: () => undefined, git, graph });
  const repository = await step('open', opening, () => `${tags} tags and more`);
  try {
    const tools = {
      repository,
      store,
      edge: createMemoryEdge({ store: memory }),
      builder: { build: () => Promise.reject(new Error('Nothing is to be built.')) },
      link: () => Promise.reject(new Error('Nothing is to be linked.')),
      announcer: silentAnnouncer,
      clock: () => new Date(),
      log: () => undefined,
    };
    await step(
      'reconcile --check',
      () => inspect(tools),
      ({ ok, discrepancies }) => `ok ${ok}, ${discrepancies.length} named`,
    );
    await step(
      'reconcile',
      () => reconcile(tools),
      ({ ok, left, healed }) => `ok ${ok}, ${healed.length} healed, ${left.length} left`,
    );
    await step(
      'release --dry-run',
      () => release({ ...tools, dryRun: true }),
      ({ ok, foreign, features: told }) => `ok ${ok}, ${told.length} features, ${foreign.length} foreign`,
    );
    await step(
      'reconcile again',
      () => reconcile(tools),
      ({ ok, healed }) => `ok ${ok}, ${healed.length} healed`,
    );
  } finally {
    await repository.close();
  }
  return rows;
}

function present(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ step, wallSeconds, cpuSeconds, gitProcesses, storeCalls, result }) =>
      `| ${step} | ${wallSeconds.toFixed(2)} | ${cpuSeconds.toFixed(2)} | ${gitProcesses} | ${storeCalls} | ${result} |\n`,
  );
  return `| step | wall s | CPU s | git processes | store calls | result |\n| --- | --- | --- | --- | --- | --- |\n${lines.join('')}`;
}
