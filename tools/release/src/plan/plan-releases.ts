/** Makes the plan of a release commit: what each feature's next version would be, and why. Nothing leaves the machine. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { type Feature, gitTag } from '@pintag/cdn/features';
import { ask } from '../git/git.ts';
import { readHistory } from '../git/history.ts';
import { openMergeFiles } from '../git/merge-files.ts';
import type { MirrorRefs } from '../git/mirror.ts';
import { concerns, expandBranches, type NamedSpec } from '../git/release-branches.ts';
import { linkUrl } from '../git/remote-url.ts';
import { untimed } from '../events/stopwatch.ts';
import { analyzeKnown, type FeatureCommits } from './analyse-commits.ts';
import { type CollectedHistory, collectReasons } from './collect-reasons.ts';
import { describeRelease, inherit, unplanned, verdict } from './describe-release.ts';
import { featuresOf } from './features-of.ts';
import { anyOf, defaultIgnoredFiles } from './file-rules.ts';
import { createClaimsReader } from './inputs/read-claims.ts';
import { createBumpReader } from './known-bumps.ts';
import { isPromotion, lastRelease } from './last-release.ts';
import { type Candidate, makeRefs } from './make-refs.ts';
import type { PlannedRelease, UnplannedFeature } from './plan.ts';
import type { Planner, PlannerOptions } from './planner.ts';
import type { Project } from './project-graph.ts';
import { readLocks } from './read-locks.ts';
import { readNeeded } from './read-needed.ts';
import { notesOf } from './release-notes.ts';
import { type BranchTags, readStandings } from './standings.ts';

export function createPlanner(options: PlannerOptions): Planner {
  const { git, log, checkout, mirror, branch, specs, folder, config, stopwatch = untimed } = options;
  const { commit } = checkout;
  const inside = { cwd: mirror.folder, env: mirror.env };
  const isIgnored = anyOf(config.ignoredFiles ?? defaultIgnoredFiles);
  const rules = { dependencyBump: config.dependencyBump ?? 'patch', isIgnored, isShared: anyOf(config.sharedFiles ?? []) } as const;
  // Commits and the checkout do not change between the plans of one run.
  const claims = createClaimsReader({ git, ...inside, isIgnored });
  const { bumpOf, knownBumps } = createBumpReader(mirror.folder);
  const links = linkUrl(checkout.remote.url);
  let features: Promise<Feature[]> | undefined;
  let projects: Promise<readonly Project[]> | undefined;
  let made = 0;
  let planned = new Map<string, { readonly candidate: Candidate; readonly refs: MirrorRefs }>();

  async function readFeatures(): Promise<Feature[]> {
    const files = await ask(git, ['ls-tree', '-r', '-z', '--name-only', commit, '--', 'libs/'], inside);
    return featuresOf(files.split('\0').filter(Boolean), isIgnored);
  }

  const decide = async (
    candidate: Candidate,
    named: readonly NamedSpec[],
    messages: ReadonlyMap<string, string>,
    refs: MirrorRefs,
    tagsOn: BranchTags,
  ) => {
    const { decideVersion } = await import('./decide-version.ts');
    const { feature, tags } = candidate;
    const branches = [];
    for (const spec of named) {
      const head = candidate.heads.get(spec.name);
      const merged = head === undefined ? undefined : await tagsOn(head);
      if (merged) branches.push({ spec, tags: tags.filter(({ tag }) => merged.has(tag)) });
    }
    const known = { bumpOf: (hash: string) => knownBumps.get(hash), messageOf: (hash: string) => messages.get(hash) ?? '' };
    return decideVersion({
      branches,
      branch: branch.name,
      tagFormat: gitTag(feature.name, '${version}'),
      analyze: () => analyzeKnown(candidate, known, mirror.folder),
      isTaken: (tag) => refs.tags.has(tag),
    });
  };

  return {
    features: async () => (await (features ??= readFeatures())).map(({ name }) => name),
    async plan({ only, except, notes = false }) {
      const refs = await mirror.refs();
      const all = await (features ??= readFeatures());
      const names = all.map(({ name }) => name);
      const unknown = [...(only ?? []), ...(except ?? [])].find((name) => !names.includes(name));
      if (unknown !== undefined) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: unknown, known: names });
      const wanted = all.filter(({ name }) => (!only || only.includes(name)) && !except?.includes(name));
      const named = expandBranches(specs, refs.heads.keys());
      const isAlone = named.length === 1;
      const standing = () => readStandings({ git, mirror, refs, features: wanted, commit, branch, isAlone });
      const { standings, tagsOn } = await stopwatch('standings', standing);

      const others: UnplannedFeature[] = [];
      const open = standings.filter((one) => {
        if (!concerns(branch.name, one.feature.name, names)) others.push({ ...unplanned(one), why: 'other-branch' });
        else if (one.supersededBy !== undefined) others.push({ ...unplanned(one), why: 'superseded', by: one.supersededBy });
        else return true;
        return false;
      });

      const reading = claims.open(all);
      const merges = openMergeFiles({ git, ...inside, separator: randomUUID() });
      const history: CollectedHistory = await stopwatch('history', () =>
        readNeeded({
          git,
          inside,
          commit,
          standings: open,
          refs,
          collect: (commits, base) =>
            collectReasons({
              history: commits,
              ...(base !== undefined && { base }),
              mergeFiles: (hash) => merges.filesOf(hash),
              open: open.map(({ feature, last }) => ({ feature, ...(last && { last: last.commit }) })),
              features: all,
              rules,
              bumpOf,
              claimsOf: reading.of,
              projects: () => stopwatch('graph', () => (projects ??= options.graph.read(checkout.root, isIgnored))),
              lockChanges: (commits) => readLocks({ git, ...inside, commits }),
            }),
        }).finally(() => Promise.all([merges.close(), reading.close()])),
      );

      const releases: PlannedRelease[] = [];
      const next: typeof planned = new Map();
      await stopwatch('decide', async () => {
        for (const one of open) {
          const { reasons, own, takenBack } = history.features.get(one.feature.name)!;
          const promotes = !isAlone && one.last !== undefined && isPromotion(one.last, branch);
          if (!promotes && !reasons.some(({ bump }) => bump)) {
            others.push({ ...unplanned(one), why: reasons.length > 0 ? 'not-releasing' : 'unchanged' });
            continue;
          }
          const heads = named
            .filter(({ name }) => concerns(name, one.feature.name, names))
            .map(({ name }) => [name, refs.heads.get(name)!] as const);
          const counting: FeatureCommits = {
            own,
            inherited: reasons.flatMap((reason) => inherit(reason, rules.dependencyBump)),
            takenBack,
          };
          const candidate = { ...one, ...counting, heads: new Map([...heads, [branch.name, commit]]) };
          const decision = await decide(candidate, named, history.messages, refs, tagsOn);
          if ('version' in decision) {
            const release = describeRelease(one, reasons, decision, refs.tags.get(decision.tag)?.commit);
            releases.push(
              notes
                ? { ...release, notes: await notesOf(release, candidate, { messages: history.messages, links, folder: mirror.folder }) }
                : release,
            );
            next.set(decision.tag, { candidate, refs });
          } else others.push({ ...unplanned(one), ...verdict(decision, reasons) });
        }
      });
      planned = next;
      for (const { feature, message } of others)
        if (message !== undefined) log({ level: 'error', step: 'plan', feature, message: `${feature} cannot be planned: ${message}` });
      return {
        schema: 1,
        commit,
        committedAt: checkout.committedAt,
        branch: branch.name,
        releases,
        others: others.sort((a, b) => (a.feature < b.feature ? -1 : 1)),
        ignored: history.ignored,
      };
    },
    async explain(name) {
      // What is to be pushed is of the latest plan that was asked for.
      const latest = planned;
      const plan = await this.plan({ only: [name] });
      planned = latest;
      const all = await features!;
      const feature = all.find((one) => one.name === name)!;
      const refs = await mirror.refs();
      const isAlone = expandBranches(specs, refs.heads.keys()).length === 1;
      const { standings, tagsOn } = await readStandings({ git, mirror, refs, features: [feature], commit, branch, isAlone });
      const { last, tags } = standings[0]!;
      const merged = await tagsOn(commit);
      const before =
        last &&
        lastRelease(
          tags.filter(({ tag }) => merged.has(tag) && tag !== last.tag),
          branch,
        );
      const range = [commit, ...(before && before.commit !== last.commit ? [`^${before.commit}`] : [])];
      const { explainFeature } = await import('./explain/explain-feature.ts');
      const reading = claims.open(all);
      return explainFeature({
        plan,
        feature,
        ...(last && { last }),
        history: readHistory({ git, ...inside, range, separator: randomUUID(), merges: true }),
        workspace: {
          features: all,
          projects: await (projects ??= options.graph.read(checkout.root, isIgnored)),
        },
        rules: { ...rules, ignoredFiles: config.ignoredFiles ?? defaultIgnoredFiles },
        bumpOf: bumpOf,
        claimsOf: reading.of,
        lockChanges: (commits) => readLocks({ git, ...inside, commits }),
      }).finally(reading.close);
    },
    async make(releases) {
      const wanted = releases.map((release) => {
        const known = planned.get(release.tag);
        if (!known) throw new Error(`${release.tag} is not of the latest plan.`);
        return { release, ...known };
      });
      if (wanted.length === 0) return [];
      return makeRefs(wanted, {
        ...options,
        folder: join(folder, `make-${(made += 1)}`),
        objectFormat: checkout.objectFormat,
        objects: join(mirror.folder, 'objects'),
        branch: branch.name,
        refs: wanted[0]!.refs,
        remoteUrl: checkout.remote.url,
      });
    },
  };
}
