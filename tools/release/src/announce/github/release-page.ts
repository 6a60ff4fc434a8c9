/** What a GitHub release says about a version. Pure. */
import { type ReleaseRecord, type VersionList, artefactKey, coveredVersions, recordKey, scriptTag } from '@pintag/cdn';
import semver from 'semver';
import type { Sizes } from '../../preview/preview-schema.ts';
import type { ReleaseStory } from '../announcer.ts';
import type { WantedRelease } from './place-release.ts';

export interface ReleasePageFacts {
  readonly tag: string;
  readonly record: ReleaseRecord;
  readonly story: ReleaseStory;
  /** Of the CDN. */
  readonly origin: string;
  /** The feature's, with this version in it. */
  readonly list: VersionList;
  /** Absent: the version has no manifest that can be read. */
  readonly sizes?: Sizes;
}

/** GitHub refuses more. Characters. */
const longestBody = 125_000;

export function releasePage({ tag, record, story, origin, list, sizes }: ReleasePageFacts): WantedRelease {
  const { feature, version, element, entry, commit } = record;
  const isStable = semver.prerelease(version) === null;
  // A version on a channel of its own is for those who ask for it: a prerelease, unless a maintenance branch made it.
  const isMaintenance = story.channel !== null && semver.validRange(story.channel) !== null;
  const prerelease = !isStable || (story.channel !== null && !isMaintenance);
  const isHighest = list.versions.every((row) => semver.prerelease(row.version) !== null || semver.gte(version, row.version));
  const covered = list.versions.some((row) => row.version === version) ? coveredVersions(list, version) : [];
  const script = scriptTag({ origin, feature, version, entry, integrities: covered.map(({ integrity }) => integrity) });
  const before = covered.slice(1).map((row) => row.version);
  const use = [
    '### Use it',
    `\`\`\`html\n${script}\n\n<${element}></${element}>\n\`\`\``,
    ...(before.length > 0
      ? [
          `Its integrity accepts ${before.join(' and ')} as well: rolling back to ${before.length > 1 ? 'them' : 'it'} is editing the version in the URL.`,
        ]
      : []),
    ...(sizes ? [sizeTable(sizes)] : []),
    `[Files and their integrity](${origin}/${recordKey(feature, version)}) · [manifest](${origin}/${artefactKey(feature, version, 'manifest.json')})`,
  ].join('\n\n');
  const notes = fit(story.notes.trim(), longestBody - use.length - 10);
  return {
    tag,
    commit,
    name: `${feature} ${version}`,
    body: `${notes ? `${notes}\n\n---\n\n` : ''}${use}\n`,
    prerelease,
    latest: !prerelease && isHighest,
  };
}

const sizeTable = ({ initial, total, runtime }: Sizes): string =>
  [
    '| | brotli | uncompressed |',
    '| --- | ---: | ---: |',
    `| loaded before it shows anything | ${kilobytes(initial.brotli)} | ${kilobytes(initial.raw)} |`,
    `| all scripts | ${kilobytes(total.brotli)} | ${kilobytes(total.raw)} |`,
    '',
    runtime === undefined
      ? 'It brings its own Angular.'
      : `The runtime that it shares with other features comes on top, once a page: \`${runtime}\`.`,
  ].join('\n');

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

const cut = '\n\n… (the notes are longer than GitHub takes)';
const fit = (text: string, longest: number): string => (text.length <= longest ? text : `${text.slice(0, longest - cut.length)}${cut}`);
