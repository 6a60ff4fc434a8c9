/**
 * semantic-release costs more than all the rest of a small release, and asks nobody outside. Its first run is recorded; after that, what it
 * left behind (a tag and a note) is made again by one git process.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { ScratchJob, ScratchOutcome } from '../plan/run-semantic-release.ts';
import type { SemanticReleasePool } from '../plan/semantic-release-pool.ts';

interface Recorded {
  readonly outcome: ScratchOutcome;
  /** Of the note that came with a new version. */
  readonly note?: string;
  /** What the tag names. */
  readonly commit?: string;
}

type Recordings = Readonly<Record<string, Recorded>>;

export interface ReplayedPoolOptions {
  /** File of the recordings; made when it is not there. */
  readonly file: string;
  /** For what is not recorded yet. */
  readonly real: () => SemanticReleasePool;
}

export function createReplayedPool({ file, real }: ReplayedPoolOptions): SemanticReleasePool {
  let opened: SemanticReleasePool | undefined;
  return {
    async run(jobs) {
      const known: Recordings = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Recordings) : {};
      if (jobs.every((job) => known[keyOf(job)])) {
        return Promise.all(jobs.map((job) => replay(job, known[keyOf(job)]!).catch(failed)));
      }
      opened ??= real();
      const outcomes = await opened.run(jobs);
      const recorded = await Promise.all(jobs.map(async (job, at) => [keyOf(job), await record(job, outcomes[at]!)] as const));
      await writeFile(`${file}.${process.pid}`, JSON.stringify({ ...known, ...Object.fromEntries(recorded) }));
      await rename(`${file}.${process.pid}`, file);
      return outcomes;
    },
    close: async () => opened?.close(),
  };
}

/** The repository is the same in every row, so this says what there was to decide. */
const keyOf = ({ tagFormat, own, inherited }: ScratchJob): string => JSON.stringify([tagFormat, own, inherited.map(({ hash }) => hash)]);

const notesOf = (tag: string): string => `refs/notes/semantic-release-${tag}`;

async function record({ cwd, env }: ScratchJob, outcome: ScratchOutcome): Promise<Recorded> {
  if (!('tag' in outcome)) return { outcome };
  const ask = async (...args: string[]) => (await execa('git', args, { cwd, env, extendEnv: false })).stdout;
  const note = await ask('notes', `--ref=${notesOf(outcome.tag)}`, 'show', outcome.tag);
  return { outcome, note, commit: await ask('rev-parse', outcome.tag) };
}

/** As semantic-release's failures come back from its thread. */
const failed = (error: unknown): ScratchOutcome => ({
  kind: 'failed',
  why: error instanceof Error ? error.message : String(error),
  output: '',
});

/** What semantic-release pushes to the view that its clone was made of, written there at once: a push starts a dozen processes. */
async function replay({ cwd, env }: ScratchJob, { outcome, note, commit }: Recorded): Promise<ScratchOutcome> {
  if (!('tag' in outcome) || note === undefined || commit === undefined) return outcome;
  const { tag } = outcome;
  const alternates = await readFile(path.join(cwd, '.git/objects/info/alternates'), 'utf8');
  const view = path.dirname(alternates.split('\n')[0]!);
  await mkdir(path.join(view, 'refs/tags'), { recursive: true });
  await writeFile(path.join(view, 'refs/tags', tag), `${commit}\n`);
  await execa('git', ['notes', `--ref=${notesOf(tag)}`, 'add', '--force', '--message', note, commit], { cwd: view, env, extendEnv: false });
  return outcome;
}
