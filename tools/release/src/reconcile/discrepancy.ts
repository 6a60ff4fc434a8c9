/** What can be wrong between git tags, notes, records, objects and index, and what to do about each: docs/repair.md explains every kind. */
import { noteRef } from '../git/mirror.ts';

/** Who heals it: any `pintag reconcile`, one that was asked to with an option, or a person. */
export type Healing = 'unasked' | 'asked' | 'by-hand';

/** What a remedy may name. */
export interface Facts {
  readonly tag: string;
  readonly key: string;
  /** Of the tag as it should be, or of the version's record. */
  readonly commit: string;
  /** The ref of the tag's note. */
  readonly note: string;
  readonly feature: string;
  readonly version: string;
  readonly channel: string;
}

interface Kind {
  readonly healing: Healing;
  /** Why `pintag reconcile` does not touch it unasked, one sentence. */
  readonly why?: string;
  /** It is nobody's mistake, and does not make the exit code 1. */
  readonly calm?: true;
  readonly remedy: (facts: Facts) => string;
}

const makesNoTag = 'Pintag makes no tag unasked: whose number it is, git decides.';
const movesNoTag = 'Pintag never moves or deletes a tag or a note: hosts may rely on what it names.';
const replacesNothing = 'Nothing that was written once is ever replaced or deleted by Pintag.';
const reconcile = 'Run `pintag reconcile`';
const restore = ({ tag }: Facts): string => `Run \`pintag reconcile --restore ${tag}\``;
const removed = ({ key }: Facts, then: string): string =>
  `Find out who wrote it, and check the bucket policy. Then bring back the first version of the object if the bucket keeps versions, or remove ${key} ` +
  `as the bucket's owner and run \`pintag reconcile\`: it ${then}.`;

export const kinds = {
  'tag-without-record': { healing: 'unasked', remedy: () => 'Run `pintag release` or `pintag reconcile`: either publishes it.' },
  'tag-without-receipt': { healing: 'unasked', remedy: () => 'Run `pintag release` or `pintag reconcile`: either finishes it.' },
  'promotion-not-announced': {
    healing: 'unasked',
    remedy: () => 'Run `pintag release` or `pintag reconcile`: either tells it. The version can be loaded, whatever GitHub says of it.',
  },
  'receipt-without-record': {
    healing: 'unasked',
    remedy: () => `${reconcile}: it publishes the version again from its claim. A release alone may not notice.`,
  },
  'foreign-tag': {
    healing: 'asked',
    calm: true,
    why: 'Nothing is published unasked that no release of this repository made.',
    remedy: ({ tag }) =>
      `If it is to be on the CDN, run \`pintag reconcile --adopt ${tag}\`. If it is a mistake, delete it with \`git push origin :refs/tags/${tag}\`. It may also stay: the next release follows it.`,
  },
  'record-without-tag': {
    healing: 'asked',
    why: makesNoTag,
    remedy: (facts) =>
      `${restore(facts)}: it pushes the tag again on the commit of the record. The version stays on the CDN whatever you do.`,
  },
  'claim-without-tag': {
    healing: 'asked',
    why: makesNoTag,
    remedy: (facts) =>
      `${restore(facts)}: it pushes the tag again and finishes the version. Without that, a release that comes to this number gives it up and says so, and the next one takes the next number.`,
  },
  'receipt-without-tag': {
    healing: 'asked',
    why: makesNoTag,
    remedy: (facts) => `${restore(facts)}: it pushes the tag again, and publishes what is missing of the version.`,
  },
  'remnant-unreadable': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: ({ key }) =>
      `Find out who wrote it. Then remove ${key} as the bucket's owner: nothing of the version is on the CDN. Otherwise a release that comes to this number gives it up and says so, and the next one takes the next number.`,
  },
  'note-without-tag': {
    healing: 'asked',
    why: makesNoTag,
    remedy: (facts) =>
      `${restore(facts)}: it pushes the tag again on the commit of the note. If the tag was deleted on purpose, delete its note too: \`git push origin :${facts.note}\`.`,
  },
  'note-missing': {
    healing: 'unasked',
    remedy: () => `${reconcile}: it makes the note again. Until then the branch of this prerelease releases nothing of the feature.`,
  },
  'note-wrong': {
    healing: 'unasked',
    remedy: () => `${reconcile}: it adds what the note has to say. Until then a release of the feature may fail.`,
  },
  'note-unclear': {
    healing: 'by-hand',
    why: 'Which channels the version is on cannot be told from the branches that contain it.',
    remedy: ({ tag, commit, note }) =>
      `Write the note with the channels of ${tag} (\`null\` is the default one): \`git fetch origin +${note}:${note} && git notes --ref=${note} add --force --message='{"channels":[null]}' ${commit} && git push origin ${note}\`.`,
  },
  'record-of-other-commit': {
    healing: 'by-hand',
    why: movesNoTag,
    remedy: ({ tag, commit }) =>
      `Put the tag back: \`git push --force origin ${commit}:refs/tags/${tag}\`. Then release: what the other commit adds gets the next number.`,
  },
  'record-unreadable': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: (facts) =>
      `If a newer Pintag wrote it, update this checkout. Otherwise: ${removed(facts, 'publishes the version again from its claim')}`,
  },
  'object-missing': {
    healing: 'unasked',
    remedy: () =>
      `${reconcile}: it puts the file back from the linked bundle of the version, or from a build of its commit with the same bytes.`,
  },
  'object-differs': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: (facts) => `Hosts with integrity refuse it. ${removed(facts, 'puts the recorded bytes there')}`,
  },
  'bundle-missing': {
    healing: 'unasked',
    remedy: () =>
      `${reconcile}: it makes the bundle again from the files of the version. Hosts do not need it; a repair of the version may.`,
  },
  'bundle-damaged': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: (facts) =>
      `Hosts do not need it; a repair of the version may. ${removed(facts, 'makes it again from the files of the version')}`,
  },
  'runtime-without-record': {
    healing: 'unasked',
    remedy: () =>
      `${reconcile}: it publishes the runtime again, from its staged bundle, its files, or a build of a commit that needs it. Until then a page may lack it.`,
  },
  'runtime-record-unreadable': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: (facts) =>
      `If a newer Pintag wrote it, update this checkout. Otherwise: ${removed(facts, 'writes the record again from the runtime’s files')}`,
  },
  'runtime-file-missing': {
    healing: 'unasked',
    remedy: () =>
      `${reconcile}: it puts the file back from the staged bundle of the runtime, its other files, or a build of a commit that needs it.`,
  },
  'runtime-file-differs': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: (facts) => `Every feature that needs it refuses it. ${removed(facts, 'puts the recorded bytes there')}`,
  },
  'version-list-wrong': { healing: 'unasked', remedy: () => `${reconcile}: it derives the list from the records.` },
  'version-list-unreadable': {
    healing: 'asked',
    why: 'A newer Pintag may have written it.',
    remedy: () =>
      'If a newer Pintag wrote it, update this checkout. Otherwise run `pintag reconcile --rebuild`: it derives the list from the records.',
  },
  'index-row-missing': { healing: 'unasked', remedy: () => `${reconcile}: it derives the row from records and receipts.` },
  'index-row-wrong': { healing: 'unasked', remedy: () => `${reconcile}: it derives the row from records and receipts.` },
  'index-row-unfounded': {
    healing: 'asked',
    why: 'Only a rebuild takes a row away.',
    remedy: () => 'Run `pintag reconcile --rebuild`: it derives the index from records and receipts, and leaves out what has none.',
  },
  'index-unreadable': {
    healing: 'asked',
    why: 'A newer Pintag may have written it.',
    remedy: () =>
      'If a newer Pintag wrote it, update this checkout. Otherwise run `pintag reconcile --rebuild`: it derives the index from records and receipts.',
  },
  'channel-not-projected': {
    healing: 'unasked',
    remedy: () => `${reconcile}: it makes the edge redirect as the file says. Until then pages load what they did before.`,
  },
  'channel-unfounded': {
    healing: 'by-hand',
    why: 'Pages may load it, and nobody wrote down that it is meant.',
    remedy: ({ channel, feature, version }) =>
      `If it is meant, run \`pintag channel set ${channel} ${feature}@${version}\`: that writes it down. Otherwise delete the key ${channel}/${feature} from the key-value store.`,
  },
  'channel-without-version': {
    healing: 'by-hand',
    why: 'Pintag points a channel only where somebody says.',
    remedy: ({ channel, feature }) =>
      `Run \`pintag channel revert ${channel} ${feature}\`, or point the channel to another version. If the check also says that the version's release is not finished, \`pintag reconcile\` finishes it.`,
  },
  'channels-unreadable': {
    healing: 'by-hand',
    why: replacesNothing,
    remedy: () =>
      'If a newer Pintag wrote it, update this checkout. Otherwise find out who wrote it, and bring back the version of the object before: the bucket keeps them all. The edge goes on redirecting as it did.',
  },
  'channels-not-compared': {
    healing: 'by-hand',
    calm: true,
    why: 'Nothing says which key-value store the edge redirects by.',
    remedy: () =>
      'Run `pintag channel repair` where `edge.keyValueStore` is configured (or PINTAG_EDGE_KEY_VALUE_STORE set): it compares and heals them.',
  },
  'channels-out-of-reach': {
    healing: 'by-hand',
    why: 'The key-value store that the edge redirects by cannot be read.',
    remedy: () => 'Check `edge.keyValueStore` in the configuration and the right to its keys, then run `pintag reconcile` again.',
  },
} as const satisfies Record<string, Kind>;

export type DiscrepancyKind = keyof typeof kinds;

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly healing: Healing;
  /** Absent when all are concerned. */
  readonly feature?: string;
  readonly version?: string;
  /** Name of the shared runtime, when that is concerned: then it is no one feature's. */
  readonly runtime?: string;
  /** Git tag, existing or not; absent when only the store is concerned. */
  readonly tag?: string;
  /** Where in the store; absent when git alone is concerned. */
  readonly key?: string;
  /** `stable`, when a channel is concerned; then the version is the one that it points to. */
  readonly channel?: string;
  /** Full hash of the commit that the tag should name, or names; absent when it is not known or does not matter. */
  readonly commit?: string;
  /** One sentence: what was found. */
  readonly message: string;
  readonly remedy: string;
}

export type About = Omit<Discrepancy, 'kind' | 'healing' | 'remedy'>;

export function discrepancy(kind: DiscrepancyKind, about: About): Discrepancy {
  const { tag = '<tag>', key = '<key>', commit = '<commit>', feature = '<feature>', version = '<version>', channel = '<channel>' } = about;
  const { healing, remedy }: Kind = kinds[kind];
  return { kind, healing, ...about, remedy: remedy({ tag, key, commit, note: noteRef(tag), feature, version, channel }) };
}

export const isCalm = ({ kind }: Pick<Discrepancy, 'kind'>): boolean => 'calm' in kinds[kind];

/** Why a run of `pintag reconcile` leaves it alone; nothing when it heals such a thing. */
export const whyUntouched = (kind: DiscrepancyKind): string | undefined => (kinds[kind] as Kind).why;

export const sameDiscrepancy = (a: Discrepancy, b: Discrepancy): boolean =>
  a.kind === b.kind && a.feature === b.feature && a.version === b.version && a.key === b.key && a.tag === b.tag && a.channel === b.channel;

/** `pintag reconcile --restore` takes it. */
export const isLostTag = (kind: DiscrepancyKind): boolean => kind.endsWith('-without-tag');
