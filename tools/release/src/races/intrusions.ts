/** What others push between the plan of a release and its push: a table. The release waits right before each push until they have. */
import { type Arena, features } from './arena.ts';
import type { Race } from './hold-race.ts';
import type { Tolerated } from './judge.ts';
import type { Ran } from './run-contender.ts';

interface Place {
  readonly arena: Arena;
  /** What both features have their 1.0.0 from. */
  readonly base: string;
  /** What is released: a `feat` of both features. */
  readonly commit: string;
  /** From 1. */
  readonly attempt: number;
}

interface Intrusion {
  readonly what: string;
  /** Before how many pushes it happens. Default 1. */
  readonly times?: number;
  /** @returns other runs that have ended meanwhile */
  readonly meanwhile: (place: Place) => Promise<readonly Ran[] | void>;
  /** What the release says of the features. */
  readonly ends: readonly string[];
  readonly replans: number;
  /** What is left for the next run. Default: nothing. */
  readonly next?: readonly string[];
  readonly tolerates?: Tolerated;
}

const calendar = 'calendar-v1.1.0';
const released = features.map((feature) => `${feature} 1.1.0 released`);
const alreadyThere = features.map((feature) => `${feature} 1.1.0 already-there`);

/** The whole of another run, killed before `until`. */
async function another(arena: Arena, commit: string, until?: string): Promise<readonly Ran[]> {
  const run = await arena.start({ commit, ...(until !== undefined && { hold: until, holds: 1 }) });
  if (until === undefined) return [await run.finish()];
  await run.held();
  await run.kill();
  return [await run.finish()];
}

const table: readonly Intrusion[] = [
  {
    what: 'a commit of no feature',
    meanwhile: async ({ arena }) => void (await arena.commit()),
    ends: released,
    replans: 0,
  },
  {
    what: 'a releasing commit of one of the features',
    meanwhile: async ({ arena }) => void (await arena.commit('calendar')),
    ends: released,
    replans: 0,
    next: ['calendar 1.2.0 released'],
  },
  {
    what: 'a releasing commit, and its release',
    meanwhile: async ({ arena }) => [await arena.run({ commit: await arena.commit('calendar') })],
    // The release of the later commit contains this one's, of the feature that it did not touch as well.
    ends: ['calendar 1.0.0 superseded', 'questionnaire 1.0.0 superseded'],
    replans: 1,
  },
  {
    what: "another run's tags for the same versions",
    meanwhile: ({ arena, commit }) => another(arena, commit),
    ends: alreadyThere,
    replans: 1,
  },
  {
    what: "another run's tags, and its death",
    meanwhile: ({ arena, commit }) => another(arena, commit, '^store\\.read _claims/'),
    ends: alreadyThere,
    replans: 1,
  },
  {
    what: "another run's tag of one of the features",
    meanwhile: async ({ arena, commit }) => [await arena.run({ commit, only: ['calendar'] })],
    ends: ['calendar 1.1.0 already-there', 'questionnaire 1.1.0 released'],
    replans: 1,
  },
  {
    what: 'a tag of the same version, made by hand on the same commit',
    meanwhile: ({ arena, commit }) => arena.hand.tag(calendar, commit),
    // Whoever made it meant the same: it gets the note of this run, and is published by it.
    ends: ['calendar 1.1.0 already-there', 'questionnaire 1.1.0 released'],
    replans: 1,
  },
  {
    what: 'a tag of the same version, made by hand on an earlier commit',
    meanwhile: ({ arena, base }) => arena.hand.tag(calendar, base),
    ends: ['calendar 1.2.0 released', 'questionnaire 1.1.0 released'],
    replans: 1,
    tolerates: { handMade: [calendar], leaves: ['foreign-tag'] },
  },
  {
    what: 'a tag of the same version, made by hand on a later commit',
    meanwhile: async ({ arena }) => arena.hand.tag(calendar, await arena.commit()),
    ends: ['calendar 1.0.0 superseded', 'questionnaire 1.1.0 released'],
    replans: 1,
    tolerates: { handMade: [calendar], leaves: ['foreign-tag'] },
  },
  {
    what: 'a tag of the same version, made by hand on a commit beside main',
    meanwhile: async ({ arena, base }) => arena.hand.tag(calendar, await arena.hand.sideCommit(base)),
    ends: ['questionnaire 1.1.0 released'],
    replans: 1,
    tolerates: {
      handMade: [calendar],
      leaves: ['foreign-tag'],
      failing: { release: /calendar .*does not lead to this one/, closing: /calendar .*does not lead to this one/ },
      lost: ['calendar'],
    },
  },
  {
    what: 'another main, without the commit',
    meanwhile: async ({ arena, commit }) => void (await arena.hand.rewriteMain(commit, 'questionnaire')),
    // Nobody can hold the branch still while tags are pushed. What was released stays; the next number of the new main is taken, and says so.
    ends: released,
    replans: 0,
    tolerates: {
      failing: { closing: /questionnaire .*does not lead to this one/ },
      lost: ['questionnaire'],
    },
  },
  {
    what: 'another main, without the commit, and a tag of the same version',
    meanwhile: async ({ arena, commit, base }) => {
      await arena.hand.rewriteMain(commit, 'questionnaire');
      await arena.hand.tag(calendar, base);
    },
    ends: [],
    replans: 1,
    next: ['questionnaire 1.1.0 released'],
    tolerates: { failing: { release: /PT_HEAD_NOT_PUSHED/ }, handMade: [calendar], leaves: ['foreign-tag'] },
  },
  {
    what: 'the deletion of the last tag',
    meanwhile: ({ arena }) => arena.hand.deleteTag('calendar-v1.0.0'),
    ends: released,
    replans: 0,
    tolerates: { handMade: ['calendar-v1.0.0'], leaves: ['record-without-tag'] },
  },
  {
    what: 'the last tag, moved to this commit',
    meanwhile: ({ arena, commit }) => arena.hand.moveTag('calendar-v1.0.0', commit),
    ends: released,
    replans: 0,
    tolerates: {
      handMade: ['calendar-v1.0.0'],
      leaves: ['record-of-other-commit'],
      failing: { closing: /calendar 1\.0\.0 failed PT_RECORD_FOREIGN/ },
    },
  },
  {
    what: 'four times, a tag of the very version',
    times: 4,
    meanwhile: ({ arena, base, attempt }) => arena.hand.tag(`calendar-v1.${attempt}.0`, base),
    ends: ['calendar 1.5.0 released', 'questionnaire 1.1.0 released'],
    replans: 4,
    tolerates: { handMade: handMade(4), leaves: ['foreign-tag'] },
  },
  {
    what: 'five times, a tag of the very version',
    times: 5,
    meanwhile: ({ arena, base, attempt }) => arena.hand.tag(`calendar-v1.${attempt}.0`, base),
    ends: ['calendar 1.5.0 failed PT_PUSH_RACED', 'questionnaire 1.1.0 released'],
    replans: 4,
    next: ['calendar 1.6.0 released'],
    tolerates: { handMade: handMade(5), leaves: ['foreign-tag'], failing: { release: /calendar .*PT_PUSH_RACED/ } },
  },
];

function handMade(count: number): readonly string[] {
  return Array.from({ length: count }, (_, position) => `calendar-v1.${position + 1}.0`);
}

export const intrusions: readonly Race[] = table.map(({ what, times = 1, meanwhile, ends, replans, next, tolerates }) => ({
  what: `a release, and before its push: ${what}`,
  ends: ends.map((line) => `release: ${line}`),
  ...(next && { next }),
  ...(tolerates && { tolerates }),
  async course(arena, watch) {
    const base = await arena.hand.git('rev-parse', 'HEAD');
    const commit = await arena.commit(...features);
    const release = await arena.start({ name: 'release', commit, hold: '^git\\.push$', holds: times });
    const others: Ran[] = [];
    for (let attempt = 1; attempt <= times && (await release.held()); attempt++) {
      await watch();
      others.push(...((await meanwhile({ arena, base, commit, attempt })) ?? []));
      release.go();
    }
    return [await release.finish(), ...others];
  },
  replans: { release: replans },
}));
