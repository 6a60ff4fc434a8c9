/** Writes what a workflow needs of a release besides the release: a summary, checksums, what the next jobs depend on. */
import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkVersion, findVersion, parseVersionList, PintagError, versionsKey } from '@pintag/cdn';
import {
  describeVersion,
  type FeatureResult,
  type Log,
  type ReconcileResult,
  type ReleaseResult,
  type VersionFacts,
} from '@pintag/release';
import type { Target } from '../target.ts';
import { parseTarget } from '../commands/options.ts';
import { failureAsMarkdown, releaseAsMarkdown } from '../terminal/release-as-markdown.ts';
import { appendTo, writing } from './append-to.ts';
import { checksumLines } from './checksums.ts';
import { stepOutputs } from './step-outputs.ts';

export interface HandedOn {
  /** Markdown is added at its end: GITHUB_STEP_SUMMARY. */
  readonly summary?: string;
  /** Lines of `sha256sum`; not written when nothing was published. */
  readonly checksums?: string;
  /** Lines are added at its end: GITHUB_OUTPUT. */
  readonly outputs?: string;
  /** Of `outputs`: machines that there may be. */
  readonly shards?: number;
}

export interface HandOnTools {
  readonly cwd: string;
  readonly target: Pick<Target, 'store' | 'edge'>;
  readonly log: Log;
}

/** Before anything is done. @throws {PintagError} PT_USAGE for a file that cannot be written */
export async function checkFiles({ summary, checksums, outputs }: HandedOn, cwd: string): Promise<void> {
  for (const file of [summary, outputs]) if (file !== undefined) await appendTo(file, '', cwd);
  if (checksums !== undefined) await writing(checksums, (path) => access(dirname(path), constants.W_OK), cwd);
}

/** What cannot be read of a version is left out and told: the release itself is done. @throws {PintagError} PT_USAGE for a file that cannot be written */
export async function handOn(result: ReleaseResult, files: HandedOn, { cwd, target, log }: HandOnTools): Promise<void> {
  const { summary, checksums, outputs, shards = 1 } = files;
  const facts =
    summary !== undefined || checksums !== undefined ? await readFacts(result.features, target, log) : new Map<string, VersionFacts>();
  if (outputs !== undefined) await appendTo(outputs, stepOutputs(result, shards), cwd);
  if (summary !== undefined) await appendTo(summary, releaseAsMarkdown({ result, facts }), cwd);
  if (checksums !== undefined) await writeChecksums(checksums, facts, cwd);
}

/**
 * Of a reconciliation: of what it published, and of what was published `before`.
 * @throws {PintagError} PT_USAGE for a file that cannot be written
 */
export async function handOnChecksums(
  { features }: Pick<ReconcileResult, 'features'>,
  { checksums, before }: { readonly checksums: string; readonly before: ReadonlyMap<string, VersionFacts> },
  { cwd, target, log }: HandOnTools,
): Promise<void> {
  await writeChecksums(checksums, new Map([...before, ...(await readFacts(features, target, log))]), cwd);
}

/** By their names, such as `calendar@1.0.1`. @throws {PintagError} PT_USAGE, PT_FEATURE_NAME, PT_VERSION_UNKNOWN */
export async function readPublished(names: readonly string[], { store, edge }: HandOnTools['target']): Promise<Map<string, VersionFacts>> {
  const facts = new Map<string, VersionFacts>();
  for (const name of names) {
    const { feature, version = '' } = parseTarget(name);
    checkVersion(version);
    const known = await describeVersion(store, edge.origin, { feature, version });
    if (!known) {
      const listed = await store.read(versionsKey(feature));
      if (listed) findVersion(parseVersionList(listed.body, versionsKey(feature)), version);
      throw new PintagError('PT_VERSION_UNKNOWN', { feature, version, nearest: [] });
    }
    facts.set(`${feature}@${version}`, known);
  }
  return facts;
}

async function writeChecksums(file: string, facts: ReadonlyMap<string, VersionFacts>, cwd: string): Promise<void> {
  const lines = checksumLines([...facts.values()].map(({ record }) => record));
  if (lines !== '') await writing(file, (path) => writeFile(path, lines), cwd);
}

/** Of a run that ended before it had a result. */
export async function handOnFailure(error: unknown, { summary }: HandedOn, cwd: string): Promise<void> {
  if (summary !== undefined) await appendTo(summary, failureAsMarkdown(error), cwd);
}

async function readFacts(
  features: readonly FeatureResult[],
  { store, edge }: HandOnTools['target'],
  log: Log,
): Promise<ReadonlyMap<string, VersionFacts>> {
  const facts = new Map<string, VersionFacts>();
  for (const { feature, version, status } of features) {
    if (version === undefined || (status !== 'released' && status !== 'repaired')) continue;
    try {
      const known = await describeVersion(store, edge.origin, { feature, version });
      if (known) facts.set(`${feature}@${version}`, known);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log({
        level: 'warn',
        step: 'summary',
        feature,
        version,
        message: `What there is to say of ${feature} ${version} could not be read: ${why}`,
      });
    }
  }
  return facts;
}
