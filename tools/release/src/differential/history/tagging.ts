/** Tags as releases leave them, and as people do. */
import semver from 'semver';
import type { DraftTag } from './draft.ts';
import { identifierOf, type LayoutBranch } from './layouts.ts';
import { featuresOf, topic, type World } from './world.ts';

const noteOf = (...channels: readonly (string | null)[]): string => JSON.stringify({ channels });

const versionOf = (tag: string, feature: string): string | undefined => {
  const version = tag.startsWith(`${feature}-v`) ? tag.slice(feature.length + 2) : '';
  return semver.valid(version) === version ? version : undefined;
};

/** Versions of `feature` that `commit` contains, highest first. */
function reachable({ draft }: World, feature: string, commit: number): string[] {
  const inside = draft.ancestors(commit);
  return draft.tags
    .flatMap(({ name, commit: tagged }) => (inside.has(tagged) ? (versionOf(name, feature) ?? []) : []))
    .sort(semver.rcompare);
}

/** What semantic-release might have released next; near enough, because both sides only read what is there. */
function nextVersion(world: World, feature: string, branch: LayoutBranch, bump: 'major' | 'minor' | 'patch'): string {
  const versions = reachable(world, feature, world.draft.branches.get(branch.name)!);
  const stable = versions.find((version) => !semver.prerelease(version));
  if (branch.kind !== 'prerelease') {
    if (stable === undefined) return '1.0.0';
    return semver.inc(stable, branch.kind === 'maintenance' ? 'patch' : bump)!;
  }
  const identifier = identifierOf(branch);
  const latest = versions.find((version) => semver.prerelease(version)?.includes(identifier));
  if (latest !== undefined && (stable === undefined || semver.gt(latest, stable))) return semver.inc(latest, 'prerelease')!;
  return stable === undefined ? `1.0.0-${identifier}.1` : `${semver.inc(stable, bump)}-${identifier}.1`;
}

export function addTag({ draft }: World, tag: Omit<DraftTag, 'isAnnotated'> & { readonly isAnnotated?: boolean }): boolean {
  if (draft.tags.some(({ name }) => name === tag.name)) return false;
  draft.tags.push({ isAnnotated: false, ...tag });
  return true;
}

/** Tags some features at the tip of `branch`; the wrong note, or none, now and then. */
export function release(world: World, branch: LayoutBranch, options: { share?: number; bump?: 'major' | 'minor' | 'patch' } = {}): void {
  const { random, draft } = world;
  const { share = 0.8, bump } = options;
  for (const feature of featuresOf(draft.treeOf(branch.name))) {
    if (!random.chance(share) || (branch.feature !== undefined && branch.feature !== feature)) continue;
    const version = nextVersion(world, feature, branch, bump ?? random.pick(['major', 'minor', 'patch', 'patch'] as const));
    addTag(world, { name: `${feature}-v${version}`, commit: draft.branches.get(branch.name)!, note: noteOf(branch.channel) });
  }
}

type Tagging = (world: World, branch: LayoutBranch) => readonly number[] | undefined;

/** A feature at the tip, the tip, and the version that would come next. */
function spot(world: World, branch: LayoutBranch): { readonly feature: string; readonly commit: number; readonly version: string } {
  const features = featuresOf(world.draft.treeOf(branch.name));
  const feature = branch.feature !== undefined && features.includes(branch.feature) ? branch.feature : world.random.pick(features);
  const version = nextVersion(world, feature, branch, world.random.pick(['minor', 'patch'] as const));
  return { feature, commit: world.draft.branches.get(branch.name)!, version };
}

const done = (isDone: boolean): readonly number[] | undefined => (isDone ? [] : undefined);

export const taggings = {
  'tag without a note': (world, branch) => {
    const { feature, commit, version } = spot(world, branch);
    return done(addTag(world, { name: `${feature}-v${version}`, commit }));
  },
  'annotated tag': (world, branch) => {
    const { feature, commit, version } = spot(world, branch);
    return done(addTag(world, { name: `${feature}-v${version}`, commit, isAnnotated: true, note: noteOf(branch.channel) }));
  },
  'note that is no JSON': (world, branch) => {
    const { feature, commit, version } = spot(world, branch);
    return done(addTag(world, { name: `${feature}-v${version}`, commit, note: 'released by hand' }));
  },
  'note of several channels': (world, branch) => {
    const { feature, commit, version } = spot(world, branch);
    return done(addTag(world, { name: `${feature}-v${version}`, commit, note: noteOf('next', branch.channel, '1.x') }));
  },
  'two versions of one commit': (world, branch) => {
    const { feature, commit, version } = spot(world, branch);
    const [prerelease] = semver.prerelease(version) ? [version] : [`${version}-next.1`];
    const stable = version.replace(/-.*/, '');
    const both = [
      addTag(world, { name: `${feature}-v${prerelease}`, commit, note: noteOf('next') }),
      addTag(world, { name: `${feature}-v${stable}`, commit, note: noteOf(null) }),
    ];
    return done(both.every(Boolean));
  },
  'tag on a side branch': (world, branch) => {
    const { feature, version } = spot(world, branch);
    // Higher than what comes next, so that it would be seen if it counted.
    const higher = world.random.chance(0.5) ? version : semver.inc(version, 'major')!;
    const commit = topic(world, branch.name, 1);
    world.draft.branches.set(`side-${world.number()}`, commit);
    return done(addTag(world, { name: `${feature}-v${higher}`, commit, note: noteOf(null) }));
  },
  "tag that is nobody's": (world, branch) => {
    const { feature, commit } = spot(world, branch);
    const names = ['v1.0.0', 'v9.9.9', 'other-v3.0.0', `release-${feature}-v8.0.0`, `${feature}-vnext`, `${feature}`, `x${feature}-v7.0.0`];
    return done(names.filter((name) => addTag(world, { name, commit, note: noteOf(null) })).length > 0);
  },
  'tag of a higher version further back': (world, branch) => {
    const { feature, version } = spot(world, branch);
    const older = [...world.draft.ancestors(world.draft.branches.get(branch.name)!)].filter((id) =>
      featuresOf(world.draft.get(id).tree).includes(feature),
    );
    return done(addTag(world, { name: `${feature}-v${version}`, commit: world.random.pick(older), note: noteOf(branch.channel) }));
  },
} as const satisfies Readonly<Record<string, Tagging>>;

/** Tags that semantic-release would take for versions, and that are none for us. */
export const ruleTaggings = {
  'tag of no exact version': (world, branch) => {
    const { feature, commit, version } = spot(world, branch);
    const name = world.random.pick([`${feature}-vv${version}`, `${feature}-v=${version}`, `${feature}-v${version}+build.5`]);
    return done(addTag(world, { name, commit, note: noteOf(branch.channel) }));
  },
} as const satisfies Readonly<Record<string, Tagging>>;
