/** The oracle's answers for one history: the unmodified core for one feature after the other, and what is stated where ours differs. */
import { join } from 'node:path';
import semver from 'semver';
import { type Answer, commitLine } from '../answer.ts';
import type { GitEnvironment } from '../call-git.ts';
import type { History } from '../history/generate-history.ts';
import { identifierOf, type LayoutBranch } from '../history/layouts.ts';
import { repositoryUrl } from '../history/write-repository.ts';
import type { DifferenceName } from '../intended-differences.ts';
import { attribute, type Attribution } from './attribute.ts';
import { olderThanFeature } from './older-than-feature.ts';
import { plain } from './plain.ts';
import { asks, pluginOf, type PluginOptions } from './plugins.ts';
import { type Facts, type OracleFeature, readFacts } from './read-facts.ts';
import { isOfAnother, refsFor } from './refs-for.ts';
import { type CoreCommit, type CoreRun, runCore } from './run-core.ts';

export interface OracleAnswer extends Answer {
  /** Hashes of all commits that the core found since the last release. */
  readonly range: readonly string[];
}

export interface OracleOptions {
  readonly history: History;
  readonly remote: string;
  readonly checkout: string;
  /** For clones. */
  readonly folder: string;
  readonly env: GitEnvironment;
  readonly isIgnored: (file: string) => boolean;
  readonly sharedFiles: readonly string[];
  /** Called when an intended difference decides something. */
  readonly note: (difference: DifferenceName) => void;
}

export async function askOracle(options: OracleOptions): Promise<readonly OracleAnswer[]> {
  const facts = await readFacts(options);
  const bumpAlone = asks(options.checkout);
  const answers: OracleAnswer[] = [];
  for (const feature of facts.features) answers.push(await askFor(feature, facts, bumpAlone, options));
  return answers;
}

async function askFor(
  feature: OracleFeature,
  facts: Facts,
  bumpAlone: PluginOptions['bumpAlone'],
  options: OracleOptions,
): Promise<OracleAnswer> {
  const { history, note, env, remote } = options;
  const { head, layout, family, dependencyBump, projects } = history;
  const { name } = feature;
  const notAsked = (why: string): OracleAnswer => ({ feature: name, outcome: 'not-asked', why, range: [] });

  if (isOfAnother(head.branch.name, name, facts)) {
    note('branch of one feature');
    return notAsked('other-branch');
  }
  const { refs, newer } = await refsFor({ feature, branch: head.branch, facts, note });
  if (newer !== undefined) {
    note('superseded');
    return notAsked(`superseded by ${newer}`);
  }

  const older = family === 'plain' ? new Set() : await olderThanFeature(feature, refs, facts);
  const rules = { projects, isIgnored: options.isIgnored, sharedFiles: options.sharedFiles };
  const attributionOf = async ({ hash }: CoreCommit): Promise<Attribution | undefined> => {
    const found = await attribute({ facts, feature, commit: hash, rules, note });
    if (found?.kind !== 'own') note('own folder');
    if (!found || found.kind === 'own' || !older.has(hash)) return found;
    note('older than the feature');
    return undefined;
  };
  const read = (message: string): string => {
    if (family === 'plain') return message;
    if (plain(message) !== message) note('plain messages');
    return plain(message);
  };
  const inOrder = (commits: readonly CoreCommit[]): readonly CoreCommit[] => {
    const ordered = [...commits].sort((a, b) => facts.order.get(a.hash)! - facts.order.get(b.hash)!);
    if (ordered.some(({ hash }, index) => hash !== commits[index]!.hash)) note('order of equals');
    return ordered;
  };
  const counting: PluginOptions = { attributionOf, bumpAlone, read, dependencyBump, inOrder, note };
  const run = await runCore({
    folder: join(options.folder, name),
    objects: join(remote, 'objects'),
    env,
    refs,
    branch: head.branch.name,
    specs: layout.specs,
    tagFormat: `${name}-v\${version}`,
    repositoryUrl,
    plugin: pluginOf(counting),
  });
  if (run.events.length > 1) note('one release a run');
  if (run.failure !== undefined && !run.commits) {
    const last = await lastTagOf(refs, head.branch, facts);
    const lines = await linesOf(await facts.since(last), counting);
    if (lines.every((line) => line.includes(' nothing')) && !(await wouldPromote(last, name, head.branch, facts))) {
      note('asked only with a reason');
      return { feature: name, outcome: 'none', why: lines.length ? 'not-releasing' : 'unchanged', range: [] };
    }
  }
  return { feature: name, ...(await answerOf(run, counting, facts)) };
}

/** The newest version that the release commit contains, prereleases of other branches left out. */
async function lastTagOf(refs: readonly string[], branch: LayoutBranch, { ask, commit }: Facts): Promise<string | undefined> {
  const merged = new Set((await ask('tag', `--merged=${commit}`)).split('\n'));
  const versionIn = (tag: string) => tag.slice(tag.lastIndexOf('-v') + 2);
  return refs
    .flatMap((line) => line.split(' refs/tags/')[1] ?? [])
    .filter((tag) => merged.has(tag))
    .filter((tag) => (semver.prerelease(versionIn(tag)) ?? [identifierOf(branch)]).includes(identifierOf(branch)))
    .sort((one, other) => semver.rcompare(versionIn(one), versionIn(other)))[0];
}

/** Whether a version would come to the branch's channel, which the note about its commit does not name. */
async function wouldPromote(tag: string | undefined, feature: string, branch: LayoutBranch, { ask }: Facts): Promise<boolean> {
  if (tag === undefined || branch.kind === 'prerelease') return false;
  const notes = await ask('log', '-1', '--format=%N', `--notes=refs/notes/semantic-release-${feature}-v*`, tag);
  return !channelsIn(notes.split('\n', 1)[0]!).includes(branch.channel);
}

function channelsIn(note: string): readonly unknown[] {
  try {
    return (JSON.parse(note) as { readonly channels?: readonly unknown[] }).channels ?? [null];
  } catch {
    return [null];
  }
}

async function answerOf(run: CoreRun, counting: PluginOptions, facts: Facts): Promise<Omit<OracleAnswer, 'feature'>> {
  const event = run.events.at(-1);
  const commits = (event?.kind === 'release' ? event.context.commits : run.commits) ?? [];
  const range = commits.map(({ hash }) => hash);
  if (run.failure !== undefined) return { outcome: 'failed', why: run.failure, range };
  if (!event) {
    // Also the commits that say `[skip release]`, which the core shows no analyser.
    const seen = await linesOf(await facts.since(run.lastTag), counting);
    return { outcome: 'none', why: seen.length ? 'not-releasing' : 'unchanged', range };
  }
  const lines = await linesOf(commits, counting);

  const { lastRelease, nextRelease } = event.context;
  const isPromotion = event.kind === 'promotion';
  return {
    outcome: event.kind,
    ...(lastRelease.version !== undefined && { from: lastRelease.version }),
    version: nextRelease.version,
    // A promotion's is the difference of two versions, such as `preminor`.
    bump: nextRelease.type.replace(/^pre(?=m|p)/, '').replace('release', 'patch'),
    channel: nextRelease.channel ?? null,
    ...(isPromotion ? { tagged: nextRelease.gitHead } : { commits: lines }),
    notes: nextRelease.notes ?? '',
    range: isPromotion ? event.context.commits.map(({ hash }) => hash) : range,
  };
}

/** Of the commits that count, and of those that could have if their type released anything. */
async function linesOf(commits: readonly CoreCommit[], { attributionOf, bumpAlone, read, dependencyBump, note }: PluginOptions) {
  const lines: string[] = [];
  for (const commit of commits) {
    const by = await attributionOf(commit);
    const alone = by && (await bumpAlone({ ...commit, message: read(commit.message) }));
    if (!by || (!alone && (by.kind !== 'own' || !isConventional(commit.message)))) continue;
    if (by.kind === 'dependency') note('dependency');
    if (by.kind === 'shared-file') note('shared file');
    if (by.kind === 'lock-file') note('lock file');
    const inherited = by.kind === 'lock-file' ? 'patch' : dependencyBump;
    lines.push(commitLine(commit.hash, by.kind, by.kind === 'own' || inherited === 'own' ? alone : inherited, by.way?.join(' → ')));
  }
  return lines.sort();
}

/** A header as the preset wants it, or git's own revert. */
const isConventional = (message: string): boolean =>
  /^\w*(\(.*\))?!?: ./.test(message.trim()) || /^revert:?\s"?[^]+?"?\s*This reverts commit \w*\./i.test(message.trim());
