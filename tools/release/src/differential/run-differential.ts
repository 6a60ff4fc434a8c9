/** Runs both sides over generated histories and says where they differ, and what of everything a history can have was there when something was released. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askOurs } from './ask-ours.ts';
import { callGit, cleanEnvironment, type GitEnvironment } from './call-git.ts';
import { compare, type Difference } from './compare.ts';
import { generateHistory, type History } from './history/generate-history.ts';
import { type Circumstance, circumstances, ingredients } from './history/ingredients.ts';
import { writeRepository } from './history/write-repository.ts';
import { type DifferenceName, intendedDifferences } from './intended-differences.ts';
import { askOracle, type OracleAnswer } from './oracle/ask-oracle.ts';

export interface HistoryResult {
  readonly history: History;
  readonly features: number;
  readonly differences: readonly Difference[];
  /** Ingredients and circumstances that were there when something was released. */
  readonly covered: ReadonlySet<string>;
  /** Intended differences that decided something. */
  readonly noted: ReadonlySet<string>;
  /** `git log --graph` of the release commit, only when there is a difference. */
  readonly graph?: string;
}

export interface DifferentialResult {
  readonly histories: number;
  readonly features: number;
  readonly agreed: number;
  readonly released: number;
  readonly differing: readonly HistoryResult[];
  /** How many histories released something together with it; every name is there. */
  readonly coverage: ReadonlyMap<string, number>;
  /** For how many features each stated difference decided something. */
  readonly intended: ReadonlyMap<string, number>;
}

const ignoredFiles = ['**/*.spec.ts', '**/*.md'];
const isIgnored = (file: string): boolean => /\.(spec\.ts|md)$/.test(file);
const sharedFiles = ['tsconfig.base.json'];

/** @param numbers of the histories of `seed`, 0 and up */
export async function runDifferential(options: {
  seed: number;
  numbers: readonly number[];
  env: Readonly<Record<string, string | undefined>>;
  onHistory?: (result: HistoryResult) => void;
}): Promise<DifferentialResult> {
  const env = cleanEnvironment(options.env);
  const coverage = new Map<string, number>([...ingredients.map(({ name }) => name), ...circumstances].map((name) => [name, 0]));
  const intended = new Map<string, number>(intendedDifferences.map(({ name }) => [name, 0]));
  const results: HistoryResult[] = [];
  let released = 0;
  for (const number of options.numbers) {
    const history = generateHistory(options.seed, number);
    const { result, answers } = await runHistory(history, env);
    for (const name of result.covered) coverage.set(name, (coverage.get(name) ?? 0) + 1);
    for (const name of result.noted) intended.set(name, (intended.get(name) ?? 0) + 1);
    released += answers.filter(isRelease).length;
    results.push(result);
    options.onHistory?.(result);
  }
  const features = results.reduce((sum, result) => sum + result.features, 0);
  const differing = results.filter(({ differences }) => differences.length > 0);
  return {
    histories: results.length,
    features,
    agreed: features - differing.reduce((sum, { differences }) => sum + differences.length, 0),
    released,
    differing,
    coverage,
    intended,
  };
}

async function runHistory(history: History, env: GitEnvironment) {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-differential-'));
  try {
    const { branch, commit } = history.head;
    const written = await writeRepository({ folder, env, draft: history.draft, head: { branch: branch.name, commit } });
    const place = { history, env, ...written, folder: join(folder, 'oracle') };
    const files = history.family === 'plain' ? { ignoredFiles: [], sharedFiles: [] } : { ignoredFiles, sharedFiles };
    const noted = new Set<DifferenceName>();
    const answers = await askOracle({
      ...place,
      isIgnored: history.family === 'plain' ? () => false : isIgnored,
      sharedFiles: files.sharedFiles,
      note: (difference) => void noted.add(difference),
    });
    const ours = await askOurs({ history, checkout: written.checkout, env, ...files });
    const differences = compare(ours, answers);
    const graph = differences.length
      ? await callGit(['log', '--graph', '--decorate', '--format=%h%d %s', '--branches', '--tags', '-60'], { cwd: written.remote, env })
      : undefined;
    const covered = coveredBy(history, answers, written.hashes);
    return { result: { history, features: answers.length, differences, covered, noted, ...(graph !== undefined && { graph }) }, answers };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isRelease = ({ outcome }: OracleAnswer): boolean => outcome === 'release' || outcome === 'promotion';

/** A commit is there when a release's range has it; anything else when the history released something. */
function coveredBy(history: History, answers: readonly OracleAnswer[], hashes: ReadonlyMap<number, string>): ReadonlySet<string> {
  const releases = answers.filter(isRelease);
  const failed: readonly Circumstance[] = answers.some(({ outcome }) => outcome === 'failed') ? ['version that cannot be had'] : [];
  if (!releases.length) return new Set(failed);
  const range = new Set(releases.flatMap((answer) => answer.range));
  const used = history.used.filter(({ commits }) => !commits.length || commits.some((id) => range.has(hashes.get(id)!)));
  const found = new Set<string>([...used.map(({ ingredient }) => ingredient), ...history.circumstances, ...failed]);
  const { branch } = history.head;
  const add = (name: Circumstance) => found.add(name);
  if (releases.some(({ from }) => from === undefined)) add('first release');
  if (releases.some(({ outcome }) => outcome === 'release')) {
    if (branch.kind === 'release') add(branch.name === 'main' ? 'release from a release branch' : 'release from a channel of its own');
    else add(branch.kind === 'prerelease' ? 'release from a prerelease branch' : 'release from a maintenance branch');
  }
  if (!releases.some(({ outcome }) => outcome === 'promotion')) {
    found.delete('promotion by a merge');
    found.delete('promotion by a fast-forward');
  }
  return found;
}
