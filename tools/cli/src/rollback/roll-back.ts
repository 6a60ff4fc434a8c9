/** Re-pins the host pages of a repository on a branch: decided first, then one commit, one branch, one pull request; nothing when any of it is refused. */
import type { VersionList } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import type { Clone, RemoteBranch } from './clone.ts';
import { makeCommit } from './make-commit.ts';
import { type PlacedBranch, pushBranch, setLocalBranch, takeBack } from './place-branch.ts';
import { type KeptPage, type PlannedPage, planPages } from './plan-pages.ts';

export interface RollbackOptions {
  readonly clone: Clone;
  readonly feature: string;
  readonly version: string;
  readonly list: VersionList;
  /** Globs of pages, relative to the root of the repository. */
  readonly paths: readonly string[];
  /** Branch that the pages are on. Default: the remote's default branch. */
  readonly base?: string;
  /** Opens the pull request, or finds it. Absent: the branch stays in the clone, and somebody else pushes it. */
  readonly openPullRequest?: (request: PullRequestText) => Promise<PullRequest>;
}

export interface PullRequestText {
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly base: string;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  /** It was open before. */
  readonly found: boolean;
}

export interface Rollback {
  readonly feature: string;
  readonly version: string;
  readonly base: RemoteBranch;
  readonly pages: readonly Pick<PlannedPage, 'path' | 'pins' | 'left'>[];
  readonly kept: readonly KeptPage[];
  /** Absent: no page has to change. */
  readonly branch?: { readonly name: string; readonly commit: string; readonly written: boolean };
  /** Absent: somebody else opens it. */
  readonly pullRequest?: PullRequest;
  readonly text?: PullRequestText;
}

/** @throws {PintagError} PT_ROLLBACK_BASE, PT_ROLLBACK_NO_PAGE, PT_ROLLBACK_BRANCH, PT_ROLLBACK_REFUSED, PT_ROLLBACK_PULL_REQUEST, PT_REMOTE_UNREACHABLE */
export async function rollBack({ clone, feature, version, list, paths, openPullRequest, ...wanted }: RollbackOptions): Promise<Rollback> {
  const base = await clone.branch(wanted.base);
  await clone.fetch(base);
  const { pages, kept } = await planPages(clone, { commit: base.commit, paths, feature, version, list });
  if (pages.length === 0 && kept.length === 0) throw new PintagError('PT_ROLLBACK_NO_PAGE', { feature, branch: base.name, paths });
  const done = { feature, version, base, pages: pages.map(({ path, pins, left }) => ({ path, pins, left })), kept };
  if (pages.length === 0) return done;

  const head = `rollback/${feature}-${version}`;
  const mark = `Rolls-Back: ${feature}@${version}`;
  const text = { ...textOf({ feature, version, pages, kept }), head, base: base.name };
  const changes = pages.map(({ path, pins }) => `${path}: ${changed(pins)}`);
  const message = `${text.title}\n\n${changes.join('\n')}\n\n${mark}\n`;
  const commit = await makeCommit(clone, { parent: base.commit, pages, message });
  const place = { branch: head, base, commit, mark, pages };
  if (!openPullRequest) return { ...done, text, branch: named(head, await setLocalBranch(clone, place)) };

  const placed = await pushBranch(clone, place);
  try {
    return { ...done, text, branch: named(head, placed), pullRequest: await openPullRequest(text) };
  } catch (error) {
    // A refusal is for good, so nothing of it should stay; what does not answer is asked again by the next run, which finds the branch.
    if (error instanceof PintagError && error.code === 'PT_ROLLBACK_PULL_REQUEST') await takeBack(clone, head, placed);
    throw error;
  }
}

const named = (name: string, { commit, written }: PlacedBranch) => ({ name, commit, written });

const changed = (pins: PlannedPage['pins']): string =>
  [...new Set(pins.map(({ from, to }) => `${from.version} → ${to.version}`))].join(', ');

function textOf({
  feature,
  version,
  pages,
  kept,
}: Pick<Rollback, 'feature' | 'version' | 'kept'> & { readonly pages: readonly PlannedPage[] }): Pick<PullRequestText, 'title' | 'body'> {
  const older = kept.filter(({ why }) => why === 'older').map(({ path }) => `\`${path}\``);
  const loose = [...kept.filter(({ why }) => why === 'loose'), ...pages.filter(({ left }) => left.length > 0)].map(
    ({ path }) => `\`${path}\``,
  );
  return {
    title: `chore: roll back ${feature} to ${version}`,
    body: [
      `Host pages load ${feature} ${version} once this is merged and deployed. Nothing else in them changes, and no other feature.`,
      ['| page | version |', '| --- | --- |', ...pages.map(({ path, pins }) => `| \`${path}\` | ${changed(pins)} |`)].join('\n'),
      ...(older.length > 0 ? [`Left alone, as they have an older version: ${older.join(', ')}.`] : []),
      ...(loose.length > 0 ? [`Have tags that name a channel or an expression, which stay: ${loose.join(', ')}.`] : []),
    ].join('\n\n'),
  };
}
