/** What a tagged version brought, for whoever finishes another run's release: its notes and commits are derived from the history again. */
import { type ReleaseStory, toldChannel } from '../announce/announcer.ts';
import type { ReleaseTag } from '../git/repository.ts';
import type { Mirror } from '../git/mirror.ts';
import { matchReleaseBranches, type ReleaseBranch } from '../git/release-branches.ts';
import semver from 'semver';
import type { PlannerOptions } from './planner.ts';
import { createPlanner } from './plan-releases.ts';
import type { Project, ProjectGraph } from './project-graph.ts';
import { readChannels } from './standings.ts';

/** @returns a function that plans the tagged commit as it was planned before the tag was made */
export function createStoryteller(options: PlannerOptions): (tag: ReleaseTag) => Promise<ReleaseStory> {
  const { git, mirror, specs } = options;
  const graph = readOnce(options.graph);
  return async (released) => {
    const { feature, version, tag, commit, committedAt } = released;
    const refs = await mirror.refs();
    const channels = (await readChannels(git, mirror, refs, new Set([tag]))).get(tag) ?? [null];
    const channel = toldChannel(channels);
    const on = await mirror.containing('refs/heads', commit);
    const branches = matchReleaseBranches(specs, refs.heads.keys()).filter(({ name }) => on.has(name));
    const branch = branches.find((one) => couldRelease(one, version, channels)) ?? options.branch;
    const planner = createPlanner({
      ...options,
      graph,
      // What cannot be planned again has been said when it was planned.
      log: () => {},
      branch,
      checkout: { ...options.checkout, commit, committedAt },
      mirror: beforeTag(mirror, released, branch),
    });
    if (!(await planner.features()).includes(feature)) return { notes: '', commits: [], channel };
    const { releases } = await planner.plan({ only: [feature], notes: true });
    const again = releases.find((release) => release.tag === tag);
    // Rules that have changed since, or a tag made by hand: then nobody knows what was meant to be in it.
    if (!again) return { notes: '', commits: [], channel };
    return { notes: again.notes ?? '', commits: again.reasons.flatMap((reason) => (reason.bump ? [reason.commit] : [])), channel };
  };
}

function couldRelease({ kind, prerelease, channel }: ReleaseBranch, version: string, channels: readonly (string | null)[]): boolean {
  const identifiers = semver.prerelease(version);
  if (identifiers) return prerelease !== undefined && identifiers.includes(prerelease);
  return kind !== 'prerelease' && channels.includes(channel);
}

/** The mirror as it was before the tag: the branch ends at its commit. */
function beforeTag(mirror: Mirror, { tag, commit }: ReleaseTag, branch: ReleaseBranch): Mirror {
  const without = async (names: Promise<ReadonlySet<string>>) => new Set([...(await names)].filter((name) => name !== tag));
  return {
    ...mirror,
    async refs() {
      const { heads, tags, notes } = await mirror.refs();
      const others = <T>(of: ReadonlyMap<string, T>) => new Map([...of].filter(([name]) => name !== tag));
      return { heads: new Map([...heads, [branch.name, commit]]), tags: others(tags), notes: others(notes) };
    },
    merged: (namespace, at) => without(mirror.merged(namespace, at)),
  };
}

/** Asking Nx takes seconds, and the checkout does not change. */
function readOnce(graph: ProjectGraph): ProjectGraph {
  let known: Promise<readonly Project[]> | undefined;
  return { read: (...asked) => (known ??= graph.read(...asked)) };
}
