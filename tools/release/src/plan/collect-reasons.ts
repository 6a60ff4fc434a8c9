/** Reads the history once and keeps, of each feature, what counts for it: nothing else of a commit stays in memory. */
import type { Feature } from '@pintag/cdn';
import { type Marks, hasMark, trackContainment } from '../git/containment.ts';
import type { HistoryCommit } from '../git/history.ts';
import type { MergeFiles } from '../git/merge-files.ts';
import { type Commit, type LockChange, type Rules, attributor } from './attribute-commits.ts';
import { isConventional, revertedBy, subjectOf } from './commit-bump.ts';
import type { Claims } from './inputs/read-claims.ts';
import { lockFileName } from './lock-file.ts';
import type { Bump, Reason } from './plan.ts';
import type { Project } from './project-graph.ts';

/** A feature that may have a release. */
export interface OpenFeature {
  readonly feature: Feature;
  /** Full hash of the commit of its last version; absent before its first. */
  readonly last?: string;
}

export interface FeatureHistory {
  /** Newest first. */
  readonly reasons: readonly Reason[];
  /** Hashes of the commits that touch its own files, also those that are no Conventional Commits: a revert may name one. */
  readonly own: readonly string[];
  /** Hashes of commits that reach it and release nothing, but that a revert among the reasons takes back. */
  readonly takenBack: readonly string[];
}

export interface CollectedHistory {
  /** By name, of every open feature. */
  readonly features: ReadonlyMap<string, FeatureHistory>;
  /** By hash, of the commits that count for a feature. */
  readonly messages: ReadonlyMap<string, string>;
  /** Neither Conventional nor a merge, which only repeats what its commits say. */
  readonly ignored: readonly { readonly commit: string; readonly subject: string }[];
  /** `false` when a last version does not contain `base`, so that commits may be missing that count. */
  readonly isWhole: boolean;
}

export interface CollectOptions {
  /** Children before parents. */
  readonly history: AsyncIterable<HistoryCommit>;
  /** What the history leaves out, with all that it contains. */
  readonly base?: string;
  /** Where the history has merges without their files: what one brought; asked for those that may count for something. */
  readonly mergeFiles?: MergeFiles['filesOf'];
  readonly open: readonly OpenFeature[];
  readonly features: readonly Feature[];
  readonly rules: Rules;
  readonly bumpOf: (commit: HistoryCommit) => Promise<Bump | undefined>;
  /** Asked of commits that may count. */
  readonly claimsOf: (commit: HistoryCommit) => Promise<Claims | undefined>;
  /** Asked at most once, and only when a commit that releases touches something outside of the features. */
  readonly projects: () => Promise<readonly Project[]>;
  /** By hash, of commits that changed the lock file. */
  readonly lockChanges: (commits: readonly Pick<HistoryCommit, 'hash' | 'parents'>[]) => Promise<ReadonlyMap<string, LockChange>>;
}

/** A reason, and the place of its commit in the history. */
interface Placed {
  readonly place: number;
  readonly reason: Reason;
  /** Which of the commits that touched the entry file, counted from 1, contains it; it is dropped when that is the one that brought it. */
  readonly olderThan?: number;
}

/** A commit that may count by its lock file for features that it does not count for otherwise. */
interface LockCommit {
  readonly place: number;
  readonly commit: Commit;
  readonly parents: readonly string[];
  readonly marks: Marks;
  readonly counted: ReadonlySet<number>;
}

export async function collectReasons(options: CollectOptions): Promise<CollectedHistory> {
  const { history, base, mergeFiles, open, features, rules, bumpOf, claimsOf, projects, lockChanges } = options;
  const books = open.map(({ feature, last }) => ({
    feature,
    isNew: last === undefined,
    births: 0,
    placed: [] as Placed[],
    own: [] as string[],
    takenBack: [] as string[],
  }));
  const bookOf = new Map(open.map(({ feature }, mark) => [features.findIndex(({ name }) => name === feature.name), mark]));
  const marked = [...Map.groupBy(open.keys(), (mark) => open[mark]!.last)].filter(([last]) => last !== undefined);
  const containment = trackContainment(new Map(marked as [string, number[]][]));
  const released = books.reduce((all, { isNew }, mark) => (isNew ? all : all | (1n << BigInt(mark))), 0n);
  const hasNew = books.some(({ isNew }) => isNew);
  const births = Map.groupBy(
    books.keys().filter((mark) => books[mark]!.isNew),
    (mark) => books[mark]!.feature.entry,
  );
  const isInFeature = insideAny(features.map(({ root }) => root));
  const isOutside = (file: string) => file === lockFileName || (file.includes('/') && !isInFeature(file));
  const isOpenAt = (marks: Marks) => (feature: number) => {
    const mark = bookOf.get(feature);
    return mark !== undefined && (books[mark]!.isNew || !hasMark(marks, mark));
  };

  let graph: readonly Project[] | undefined;
  let attribute = attributor({ features, projects: [] }, rules);
  const messages = new Map<string, string>();
  const ignored: { commit: string; subject: string }[] = [];
  const locks: LockCommit[] = [];
  // Commits that reverts name; those come first.
  const reverted = new Set<string>();
  const named = new Set<string>();
  let place = 0;

  const note = (feature: number, reason: Reason, marks: Marks, at: number) => {
    const mark = bookOf.get(feature)!;
    const book = books[mark]!;
    // What a feature that was never released depended on before it existed is no news to anybody.
    const isOlder = book.isNew && reason.kind !== 'own' && hasMark(marks, mark);
    book.placed.push({ place: at, reason, ...(isOlder && { olderThan: book.births }) });
  };

  for await (const commit of history) {
    place += 1;
    const { hash, message, parents } = commit;
    const marks = containment.visit(commit);
    const conventional = isConventional(message);
    const isAnyOpen = hasNew || (marks & released) !== released;
    const target = conventional ? revertedBy(message) : undefined;
    if (target !== undefined) named.add(target);
    // Most merges only repeat what their commits say. One can bring a new feature's entry file, though.
    const isWanted = parents.length > 1 && isAnyOpen && (conventional || hasNew || named.has(hash));
    const files = (isWanted && (await mergeFiles?.(hash))) || commit.files;
    const isOpen = isOpenAt(marks);
    // Who a file elsewhere counts for only the graph knows, and it is read for a commit that releases something.
    const isElsewhere = isAnyOpen && files.some((file) => isOutside(file) && !rules.isIgnored(file));
    const mayCount = isAnyOpen && ((isElsewhere && !graph) || attribute.mayCount(files, isOpen));
    const bump = mayCount ? await bumpOf(commit) : undefined;
    if (!conventional && !bump && parents.length < 2) ignored.push({ commit: hash, subject: subjectOf(message) });

    if (mayCount) {
      if (bump && isElsewhere && !graph) {
        graph = await projects();
        attribute = attributor({ features, projects: graph }, rules);
      }
      const claims = await claimsOf({ ...commit, files });
      const whole = { hash, subject: subjectOf(message), files, ...(bump && { bump }), ...(claims && { claims }) };
      const found = attribute.byFiles(whole, isOpen);
      for (const { feature, reason } of found) {
        if (reason.kind === 'own') books[bookOf.get(feature)!]!.own.push(hash);
        if (conventional || bump) note(feature, reason, marks, place);
      }
      if (bump && target !== undefined && found.some(({ reason }) => reason.kind !== 'own')) reverted.add(target);
      const silent = !bump && reverted.has(hash) ? attribute.byFiles({ ...whole, bump: 'patch' }, isOpen) : [];
      for (const { feature, reason } of silent) if (reason.kind !== 'own') books[bookOf.get(feature)!]!.takenBack.push(hash);
      if (found.length > 0 || silent.length > 0) messages.set(hash, message);
      if (bump && files.includes(lockFileName)) {
        const counted = new Set(found.map(({ feature }) => feature));
        locks.push({ place, commit: { hash, subject: whole.subject, files: [], bump }, parents, marks, counted });
        messages.set(hash, message);
      }
    }
    for (const file of births.size > 0 ? files : []) {
      for (const mark of births.get(file) ?? []) {
        books[mark]!.births += 1;
        containment.restart(mark, commit);
      }
    }
  }

  const changes = await lockChanges(locks.map(({ commit, parents }) => ({ hash: commit.hash, parents })));
  for (const { place: at, commit, marks, counted } of locks) {
    const change = changes.get(commit.hash);
    const isOpen = isOpenAt(marks);
    for (const feature of change ? bookOf.keys() : []) {
      if (counted.has(feature) || !isOpen(feature)) continue;
      const reason = attribute.byLock(commit, feature, change!);
      if (reason) note(feature, reason, marks, at);
    }
  }
  return {
    features: new Map(books.map((book) => [book.feature.name, { reasons: reasonsOf(book), own: book.own, takenBack: book.takenBack }])),
    messages,
    ignored,
    isWhole: base === undefined || (containment.reached(base) & released) === released,
  };
}

/** Whether one of the folders `roots` has a file in it, at whatever depth. */
function insideAny(roots: readonly string[]): (file: string) => boolean {
  const folders = new Set(roots);
  return (file) => {
    for (let end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) if (folders.has(file.slice(0, end))) return true;
    return false;
  };
}

const reasonsOf = ({ placed, births }: { readonly placed: readonly Placed[]; readonly births: number }): Reason[] =>
  placed
    .filter(({ olderThan }) => olderThan === undefined || olderThan !== births)
    .sort((a, b) => a.place - b.place)
    .map(({ reason }) => reason);
