/** Writes what a workflow needs of a release besides the release: a summary, checksums, what the next jobs depend on. */
import { access, constants, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkVersion, findVersion, parseVersionList, PintagError, versionsKey } from '@pintag/cdn';
import { describeVersion, type Log, type ReleaseResult, type VersionFacts } from '@pintag/release';
import type { Target } from '../target.ts';
import { parseTarget } from '../commands/options.ts';
import type { Io } from '../terminal/io.ts';
import { maskSecrets } from '../terminal/mask-secrets.ts';
import { maskedValue } from '../terminal/masked-value.ts';
import { failureAsMarkdown, releaseAsMarkdown } from '../terminal/release-as-markdown.ts';
import { failuresIn } from '../terminal/report-failure.ts';
import { appendTo, writing } from './append-to.ts';
import { checksumLines } from './checksums.ts';
import type { RecordedVersion } from './note-recorded.ts';
import { stepOutputs } from './step-outputs.ts';

export interface HandedOn {
  /** Markdown is added at its end: GITHUB_STEP_SUMMARY. */
  readonly summary?: string;
  /** Lines of `sha256sum`; no file when nothing was published. */
  readonly checksums?: string;
  /** Lines are added at its end: GITHUB_OUTPUT. */
  readonly outputs?: string;
  /** Of `outputs`: machines that there may be. */
  readonly shards?: number;
}

export interface HandOnTools {
  readonly io: Pick<Io, 'cwd' | 'env'>;
  readonly target: Pick<Target, 'store' | 'edge'>;
  readonly log: Log;
}

/**
 * Before anything is done: whatever an earlier run published must not look like what this one did.
 * @throws {PintagError} PT_USAGE for a file that cannot be written
 */
export async function checkFiles({ summary, checksums, outputs }: HandedOn, io: Pick<Io, 'cwd' | 'env'>): Promise<void> {
  for (const file of [summary, outputs]) if (file !== undefined) await appendTo(file, '', io);
  if (checksums === undefined) return;
  await writing(checksums, (path) => access(dirname(path), constants.W_OK), io.cwd);
  await writing(checksums, (path) => rm(path, { force: true }), io.cwd);
}

/**
 * What cannot be read of a version is left out and told: the release itself is done.
 * @param recorded whatever became of their announcements: a later run may not be one that attests
 * @throws {PintagError} PT_USAGE for a file that cannot be written
 */
export async function handOn(
  result: ReleaseResult,
  recorded: readonly RecordedVersion[],
  files: HandedOn,
  { io, target, log }: HandOnTools,
): Promise<void> {
  const { summary, checksums, outputs, shards = 1 } = files;
  const facts = summary !== undefined || checksums !== undefined ? await readFacts(recorded, target, log) : new Map<string, VersionFacts>();
  if (outputs !== undefined) await appendTo(outputs, stepOutputs(result, shards), io);
  if (summary !== undefined) {
    const { plan, features } = result;
    await appendTo(summary, releaseAsMarkdown({ result: maskedValue({ plan, features }, maskSecrets(io.env)), facts }), io);
  }
  if (checksums !== undefined) await writeChecksums(checksums, facts, io.cwd);
}

/**
 * Of a reconciliation, or of a run that broke off: of what it published, and of what was published `before`.
 * @throws {PintagError} PT_USAGE for a file that cannot be written
 */
export async function handOnChecksums(
  recorded: readonly RecordedVersion[],
  { checksums, before = new Map() }: { readonly checksums: string; readonly before?: ReadonlyMap<string, VersionFacts> },
  { io, target, log }: HandOnTools,
): Promise<void> {
  await writeChecksums(checksums, new Map([...before, ...(await readFacts(recorded, target, log))]), io.cwd);
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

/** Public keys of public bytes: a mask could only make them wrong. */
async function writeChecksums(file: string, facts: ReadonlyMap<string, VersionFacts>, cwd: string): Promise<void> {
  const lines = checksumLines([...facts.values()].map(({ record }) => record));
  if (lines !== '') await writing(file, (path) => writeFile(path, lines), cwd);
}

/** Of a run that ended before it had a result. @throws {PintagError} PT_USAGE for a file that cannot be written */
export async function handOnFailure(
  error: unknown,
  recorded: readonly RecordedVersion[],
  { summary }: HandedOn,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<void> {
  if (summary !== undefined) await appendTo(summary, failureAsMarkdown(maskedValue(failuresIn(error), maskSecrets(io.env)), recorded), io);
}

async function readFacts(
  recorded: readonly RecordedVersion[],
  { store, edge }: HandOnTools['target'],
  log: Log,
): Promise<ReadonlyMap<string, VersionFacts>> {
  const facts = new Map<string, VersionFacts>();
  for (const { feature, version } of recorded) {
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
