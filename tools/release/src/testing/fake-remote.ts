/** A git remote in memory, and checkouts of it: for tests of everything above git. Versions only ever go up by a minor. */
import { createHash } from 'node:crypto';
import { gitTag } from '@pintag/cdn';
import { toldChannel } from '../announce/announcer.ts';
import type { PushOutcome, ReleaseTag, Repository } from '../git/repository.ts';
import type { Plan, PlannedRelease, UnplannedFeature } from '../plan/plan.ts';

export interface FakeRemote {
  /** Adds a commit that touches `features`. @returns its hash */
  commit(...features: readonly string[]): string;
  /** As pushed by hand: without a note of ours. */
  tagByHand(feature: string, version: string): ReleaseTag;
  readonly tags: ReadonlyMap<string, ReleaseTag>;
  /** A checkout of the newest commit, or of `commit`, on the branch of a channel; `null`, the default, is that of everybody. */
  open(options: { readonly run: string; readonly commit?: string; readonly channel?: string | null }): Repository;
  /** What the notes say, by tag. */
  readonly channels: ReadonlyMap<string, readonly (string | null)[]>;
  /** Called before a push is looked at: another run's chance. */
  beforePush: (releases: readonly PlannedRelease[]) => void | Promise<void>;
  /** Features whose refs a hook refuses. */
  readonly refused: Set<string>;
}

export function createFakeRemote(features: readonly string[]): FakeRemote {
  const commits: { readonly hash: string; readonly features: readonly string[]; readonly at: string }[] = [];
  const tags = new Map<string, ReleaseTag>();
  const channels = new Map<string, readonly (string | null)[]>();

  const remote: FakeRemote = {
    tags,
    channels,
    refused: new Set(),
    beforePush: () => {},
    commit(...touched) {
      const hash = createHash('sha1').update(`${commits.length}`).digest('hex');
      commits.push({ hash, features: touched, at: new Date(Date.UTC(2026, 0, 1 + commits.length)).toISOString() });
      return hash;
    },
    tagByHand(feature, version) {
      const head = commits.at(-1)!;
      const tag = { feature, version, tag: gitTag(feature, version), commit: head.hash, committedAt: head.at, onReleaseBranch: true };
      tags.set(tag.tag, tag);
      return tag;
    },
    open({ run, commit = commits.at(-1)!.hash, channel = null }) {
      let seen = new Map(tags);
      let noted = new Map(channels);
      const head = commits.find(({ hash }) => hash === commit)!;
      const position = (hash: string) => commits.findIndex((candidate) => candidate.hash === hash);

      const planFeature = (feature: string): PlannedRelease | UnplannedFeature => {
        const own = [...seen.values()].filter((tag) => tag.feature === feature).sort((a, b) => position(a.commit) - position(b.commit));
        const last = own.at(-1);
        if (last && position(last.commit) > position(commit)) return { feature, version: last.version, why: 'superseded', by: last.tag };
        const counted = commits
          .slice(last ? position(last.commit) + 1 : 0, position(commit) + 1)
          .filter((made) => made.features.includes(feature));
        const promotes = last !== undefined && counted.length === 0 && noted.get(last.tag)?.includes(channel) === false;
        if (promotes) return promotionOf(feature, last);
        if (counted.length === 0) return { feature, why: 'unchanged', ...(last && { version: last.version }) };
        const to = last ? `1.${own.length}.0` : '1.0.0';
        return {
          feature,
          element: `pt-${feature}`,
          ...(last && { from: last.version }),
          to,
          bump: 'minor',
          channel,
          tag: gitTag(feature, to),
          reasons: counted.map((made) => ({
            kind: 'own',
            commit: made.hash,
            subject: `feat(${feature}): more`,
            file: `libs/${feature}/src/${feature}.ts`,
            bump: 'minor',
          })),
          notes: `## ${to}`,
          urls: { entry: `/elements/v${to}/${feature}/main.js`, record: `/elements/_records/${feature}/${to}.json` },
        };
      };

      const promotionOf = (feature: string, { version: to, tag, commit: promotes }: ReleaseTag): PlannedRelease => ({
        feature,
        element: `pt-${feature}`,
        to,
        bump: 'minor',
        channel,
        tag,
        reasons: [{ kind: 'promotion', commit: promotes, subject: `${tag} comes to another channel` }],
        promotes,
        urls: { entry: `/elements/v${to}/${feature}/main.js`, record: `/elements/_records/${feature}/${to}.json` },
      });

      return {
        root: `/checkouts/${commit}`,
        commit,
        branch: 'main',
        run,
        features: async () => features,
        tags: async () => [...seen.values()],
        channels: async (names) => new Map([...noted].filter(([name]) => names.includes(name))),
        fetch: async () => {
          seen = new Map(tags);
          noted = new Map(channels);
        },
        async plan({ only, except = [] } = {}): Promise<Plan> {
          const planned = features.filter((feature) => (only?.includes(feature) ?? true) && !except.includes(feature)).map(planFeature);
          return {
            schema: 1,
            commit,
            committedAt: head.at,
            branch: 'main',
            releases: planned.filter((one) => 'to' in one),
            others: planned.filter((one) => 'why' in one),
            ignored: [],
          };
        },
        explain: () => Promise.reject(new Error('It has no commits to explain.')),
        story: async ({ version, commit: of, tag }) => ({
          notes: `## ${version}`,
          commits: [of],
          channel: toldChannel(noted.get(tag) ?? [null]),
        }),
        checkPushRight: async () => {},
        async push(releases): Promise<readonly PushOutcome[]> {
          await remote.beforePush(releases);
          const allowed = releases.filter(({ feature }) => !remote.refused.has(feature));
          const raced = allowed.some((one) =>
            one.promotes === undefined ? tags.has(one.tag) : channels.get(one.tag)?.includes(one.channel),
          );
          for (const { feature, to: version, tag, promotes, channel: on } of raced ? [] : allowed) {
            channels.set(tag, [...(channels.get(tag) ?? []), on]);
            if (promotes !== undefined) continue;
            tags.set(tag, { feature, version, tag, commit, committedAt: head.at, run, onReleaseBranch: true });
          }
          return releases.map((release) => {
            if (remote.refused.has(release.feature)) return { release, status: 'refused', why: 'protected tag' };
            return { release, status: raced ? 'raced' : 'pushed' };
          });
        },
        noteProblems: async () => [],
        restore: async (refs) => refs.map((lost) => ({ lost, status: 'failed', why: 'this remote is a fake' })),
        checkout: async (of) => ({ root: `/checkouts/${of}`, dispose: async () => {} }),
        close: async () => {},
      };
    },
  };
  return remote;
}
