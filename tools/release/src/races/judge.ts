/** Whether a race was held: what everybody was promised, looked at when all of it is over. */
import { indexKey, parseFeatureIndex, parseVersionList, receiptKey, recordKey, versionsKey } from '@pintag/cdn';
import { type Moment as StoredMoment, findViolations } from '../faults/find-violations.ts';
import { parseTag } from '../plan/last-release.ts';
import { type Releasing, features } from './arena.ts';
import type { Moment } from './moment.ts';
import type { Ran } from './run-contender.ts';
import { chunkFor, sourceChunk, sourceOf } from './source-builder.ts';

/** What is as it should be after this race, though not after others. */
export interface Tolerated {
  /** Runs that must end with 1, by name, with the codes or reasons of their failures. Default: nobody fails. */
  readonly failing?: Readonly<Record<string, RegExp>>;
  /** Kinds of discrepancies that somebody's hand has made. */
  readonly leaves?: readonly string[];
  /** Tags that somebody pushed, moved or deleted by hand. */
  readonly handMade?: readonly string[];
  /** Features whose commits wait until somebody has put right what a hand has done. */
  readonly lost?: readonly string[];
}

/** At most so many contacts with the remote for a release that loses no race. */
const mostContacts = 4;
const mostReplans = 5;

/** Of one run by itself. */
export function judgeRun({ run, does, exitCode, killed, end, trouble }: Ran, { failing = {} }: Tolerated): string[] {
  if (killed) return [];
  if (!end) return [`${run} ended with ${exitCode} and without a word: ${trouble}`];
  const contacts = Object.values(end.contacts).reduce((sum, count) => sum + count, 0);
  const failures = [...(end.stopped === undefined ? [] : [end.stopped]), ...end.features.filter((line) => / failed /.test(line))];
  const expected = failing[run];
  return [
    ...(exitCode === (end.ok ? 0 : 1) ? [] : [`${run} says ok: ${end.ok} and ends with ${exitCode}.`]),
    ...(end.ok && end.open.length > 0 ? [`${run} ended with 0 and left ${end.open.join()} open.`] : []),
    ...(end.ok && failures.length > 0 ? [`${run} ended with 0, and has failures: ${failures.join('; ')}.`] : []),
    ...(!end.ok && failures.length === 0 ? [`${run} ended with 1 and does not say why.`] : []),
    ...(expected === undefined && !end.ok ? [`${run} failed: ${failures.join('; ')}.`] : []),
    ...(expected !== undefined && !failures.some((failure) => expected.test(failure))
      ? [`${run} was to fail with ${expected}; it said: ${failures.join('; ') || 'nothing'}.`]
      : []),
    ...(end.replans > mostReplans ? [`${run} planned again ${end.replans} times.`] : []),
    ...(does === 'release' && end.contacts.push <= 1 && end.replans === 0 && contacts > mostContacts
      ? [`${run} lost no race and had ${contacts} contacts with the remote.`]
      : []),
  ];
}

/** Who made which version: exactly one run each. */
export function judgeWinners(rans: readonly Ran[], { tagged }: Moment, { handMade = [] }: Tolerated): string[] {
  const claimed = rans.flatMap(({ run, end }) =>
    (end?.features ?? []).flatMap((line) => {
      const [feature, version, status] = line.split(' ');
      return status === 'released' ? [{ run, tag: `${feature}-v${version}` }] : [];
    }),
  );
  const byTag = Map.groupBy(claimed, ({ tag }) => tag);
  return [
    ...[...byTag].flatMap(([tag, winners]) =>
      winners.length > 1 ? [`${winners.map(({ run }) => run).join(' and ')} each released ${tag}.`] : [],
    ),
    ...claimed.flatMap(({ run, tag }) =>
      tagged.get(tag)?.run === run || handMade.includes(tag)
        ? []
        : [`${run} says that it released ${tag}, whose note is of ${tagged.get(tag)?.run ?? 'nobody'}.`],
    ),
  ];
}

/** What is public and what git says, when everything is over. */
export async function judgeEnd(
  end: Moment,
  releasing: readonly Releasing[],
  tolerated: Tolerated,
  earlier: readonly StoredMoment[],
): Promise<string[]> {
  const { handMade = [] } = tolerated;
  const isByHand = (sentence: string) => handMade.some((tag) => sentence.includes(tagPlaces(tag)));
  const broken = [...(await findViolations(end)), ...(await Promise.all(earlier.map((moment) => findViolations(end, moment)))).flat()];
  return [
    ...[...new Set(broken)].filter((sentence) => !isByHand(sentence)),
    ...(await lostCommits(end, releasing, tolerated.lost)),
    ...unfinished(end, handMade),
    ...(await foreignBytes(end, handMade)),
  ];
}

/** How sentences about a tag name its record. */
const tagPlaces = (tag: string): string => {
  const { feature, version } = parseTag(tag)!;
  return recordKey(feature, version);
};

/** Every releasing commit of main is in some version of each feature that it touches. */
async function lostCommits(
  { tagged, contains }: Moment,
  releasing: readonly Releasing[],
  tolerated: readonly string[] = [],
): Promise<string[]> {
  const lost: string[] = [];
  for (const { commit, features: touched } of releasing) {
    for (const feature of touched.filter((name) => !tolerated.includes(name))) {
      const of = [...tagged].filter(([tag]) => parseTag(tag)?.feature === feature);
      const containing = await Promise.all(of.map(([, at]) => contains(at.commit, commit)));
      if (!containing.includes(true)) lost.push(`${commit.slice(0, 8)} changes ${feature} and is in no version of it.`);
    }
  }
  return lost;
}

function unfinished({ tagged, contents }: Moment, handMade: readonly string[]): string[] {
  return [...tagged].flatMap(([tag, { run }]) => {
    const { feature, version } = parseTag(tag)!;
    if (run === undefined || handMade.includes(tag)) return [];
    const missing = [recordKey(feature, version), receiptKey(feature, version)].filter((key) => !contents.has(key));
    const list = contents.get(versionsKey(feature));
    const isListed = list !== undefined && parseVersionList(list, versionsKey(feature)).versions.some((row) => row.version === version);
    return [...missing.map((key) => `${tag} has no ${key}.`), ...(isListed ? [] : [`${versionsKey(feature)} has lost ${version}.`])];
  });
}

/** A version has the source of its tag's commit in it, and of no other. */
async function foreignBytes({ tagged, contents, show }: Moment, handMade: readonly string[]): Promise<string[]> {
  const foreign: string[] = [];
  for (const [tag, { commit }] of tagged) {
    const { feature, version } = parseTag(tag)!;
    const chunk = contents.get(`elements/v${version}/${feature}/${sourceChunk}`);
    if (!chunk || handMade.includes(tag)) continue;
    if (Buffer.from(chunk).toString() !== chunkFor(await show(commit, sourceOf(feature))))
      foreign.push(`${tag} has the bytes of another commit.`);
  }
  return foreign;
}

/** What visitors get of the lists is what is stored; of the index, all that they may rely on. */
export function judgeVisit(visited: ReadonlyMap<string, string>, { contents }: Moment): string[] {
  const textOf = (key: string) => Buffer.from(contents.get(key) ?? []).toString();
  const rows = (text: string) =>
    text &&
    parseFeatureIndex(Buffer.from(text), indexKey).features.map(({ feature, latest, newest, versions }) => ({
      feature,
      latest,
      newest,
      versions,
    }));
  const stale = features.map(versionsKey).filter((key) => contents.has(key) && visited.get(key) !== textOf(key));
  const isIndexStale = contents.has(indexKey) && JSON.stringify(rows(visited.get(indexKey)!)) !== JSON.stringify(rows(textOf(indexKey)));
  return [...stale, ...(isIndexStale ? [indexKey] : [])].map((key) => `The edge serves an old ${key}.`);
}

/** @returns a sentence for everything that a run that had nothing to do has changed. */
export function judgeQuiet(before: Moment, after: Moment): string[] {
  const names = [...new Set([...before.everything.keys(), ...after.everything.keys()])].sort();
  return names
    .filter((name) => before.everything.get(name) !== after.everything.get(name))
    .map((name) => `A run with nothing to do has changed ${name}.`);
}
