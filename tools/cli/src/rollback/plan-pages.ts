/** Which pages of a commit are to be pinned to another version, and what they say then. Reads git's objects; no file of the checkout is touched. */
import type { VersionList } from '@pintag/cdn';
import { findPins, type LeftTag, type PinnedTag, pinning } from '@pintag/pins';
import semver from 'semver';
import type { Clone } from './clone.ts';

export interface PlannedPage {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** `100644` */
  readonly mode: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly pins: readonly PinnedTag[];
  readonly left: readonly LeftTag[];
}

export interface PagePlan {
  /** Those that change. */
  readonly pages: readonly PlannedPage[];
  /** Pages with a tag of the feature that stay as they are, and why. */
  readonly kept: readonly KeptPage[];
}

export interface KeptPage {
  readonly path: string;
  /** `there`: it has the version already. `older`: a rollback upgrades nothing. `loose`: a channel or an expression decides. */
  readonly why: 'there' | 'older' | 'loose';
}

export interface PagesOptions {
  readonly commit: string;
  /** Globs relative to the root of the repository. */
  readonly paths: readonly string[];
  readonly feature: string;
  readonly version: string;
  readonly list: VersionList;
}

export async function planPages(clone: Clone, { commit, paths, ...wanted }: PagesOptions): Promise<PagePlan> {
  const decide = pinning(wanted);
  const pages: PlannedPage[] = [];
  const kept: KeptPage[] = [];
  for (const { path, mode, object } of await candidates(clone, { commit, paths, feature: wanted.feature })) {
    const before = await clone.blob(object);
    // One character a byte: pages come in many encodings, and all that is looked for is ASCII.
    const text = Buffer.from(before).toString('latin1');
    const versions = findPins(text).flatMap((pin) => (pin.feature === wanted.feature ? [pin.version] : []));
    const { after, pins, left } = decide(text);
    if (versions.some((version) => semver.lt(version, wanted.version))) kept.push({ path, why: 'older' });
    else if (after !== text) pages.push({ path, mode, before, after: Buffer.from(after, 'latin1'), pins, left });
    else if (pins.length > 0) kept.push({ path, why: 'there' });
    else if (left.length > 0) kept.push({ path, why: 'loose' });
  }
  return { pages, kept };
}

interface Candidate {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

/** Files that mention the feature's loader; links to files are no pages. */
async function candidates(
  clone: Clone,
  { commit, paths, feature }: Pick<PagesOptions, 'commit' | 'paths'> & { readonly feature: string },
): Promise<Candidate[]> {
  const specs = paths.map((path) => `:(top,glob)${path}`);
  const found = await clone.git.run(
    ['grep', '-l', '-z', '-a', '--full-name', '-F', '-e', `/${feature}/main.js`, commit, '--', ...specs],
    clone.options,
  );
  // 1: nothing was found.
  if (found.exitCode > 1) throw new Error(`git grep ended with ${found.exitCode}: ${found.stderr.trim()}`);
  const names = found.stdout
    .split('\0')
    .filter(Boolean)
    .map((line) => line.slice(commit.length + 1));
  const listed = names.length === 0 ? '' : await clone.ask(['ls-tree', '-z', '--full-tree', commit, '--', ...names]);
  return listed.split('\0').flatMap((line) => {
    const { mode, object, path } = /^(?<mode>\d+) blob (?<object>[0-9a-f]+)\t(?<path>[^]+)$/.exec(line)?.groups ?? {};
    return mode && object && path && mode.startsWith('100') ? [{ mode, object, path }] : [];
  });
}
