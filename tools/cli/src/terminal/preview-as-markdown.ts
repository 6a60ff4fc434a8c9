/** What merging a pull request would release, as a comment on it. Commits, titles and paths are somebody else's words, and stay words. */
import type { PreviewedRelease, PullRequestPreview } from '@pintag/release';
import { asBlock, asCode } from './escape-markdown.ts';
import { folded, list } from './markdown-parts.ts';
import { counts } from './present-plan.ts';
import { runtimeOf, sizeChange } from './size-change.ts';

/** By which whoever posts the comment finds the one to replace. */
export const marker = '<!-- pintag: what merging would release -->';

/** GitHub refuses comments of more than 65536 characters. */
const longest = 60_000;
/** Of one feature; the rest is counted. */
const shownReasons = 20;

export function previewAsMarkdown(preview: PullRequestPreview): string {
  const whole = [...summary(preview), ...details(preview)].join('\n\n');
  if (whole.length <= longest) return `${whole}\n`;
  const short = [...summary(preview), 'Reasons and script tags would be too long for a comment: `pintag plan --for-pr` prints them.'];
  return `${short.join('\n\n').slice(0, longest)}\n`;
}

function summary({ base, merge, commits, releases }: PullRequestPreview): string[] {
  const number = releases.length === 1 ? '1 feature' : `${releases.length} features`;
  const how =
    merge.kind === 'squash' ? `squashed as ${asCode(merge.title)}` : `with ${commits} ${commits === 1 ? 'commit' : 'commits'} as they are`;
  return [
    `${marker}\n### Merging releases ${releases.length === 0 ? 'nothing' : number}`,
    `Into ${asCode(base.branch)}, ${how}.${base.ahead > 0 ? ` The branch has ${base.ahead} more commits than this checkout: versions count with them, sizes are without.` : ''}`,
    ...(releases.length > 0 ? [table(releases)] : []),
    ...(releases.some(({ size }) => size?.runtime) ? [runtimes(releases)] : []),
  ];
}

/** What comes on top of a feature's own files, and on how many pages it is new. */
function runtimes(releases: readonly PreviewedRelease[]): string {
  const moved = releases.filter(({ size, last }) => size?.runtime && last?.size && last.size.runtime !== size.runtime);
  const news = moved.map((release) => `${release.feature} is on ${asCode(runtimeOf(release))}: its pages load that once more.`);
  return ["Sizes are of what is a feature's own; the runtime that features share comes on top.", ...news].join(' ');
}

const table = (releases: readonly PreviewedRelease[]): string =>
  [
    '| feature | version | | initial load, brotli | all scripts, brotli |',
    '| --- | --- | --- | --- | --- |',
    ...releases.map((release) => {
      const { feature, from, to, bump, channel, build, pullRequest } = release;
      const version = `${from === undefined ? '' : `${from} → `}**${to}**${channel === null ? '' : ` on ${asCode(channel)}`}`;
      const what = build === 'failed' ? '**cannot be built**' : pullRequest ? bump : `${bump}, merged before`;
      const sizes =
        build === 'not-needed'
          ? ['as it is', 'as it is']
          : (['initial', 'total'] as const).map((part) => sizeChange(release, part, 'brotli'));
      return `| ${[feature, version, what, ...sizes].join(' | ')} |`;
    }),
  ].join('\n');

function details({ releases, others, ignored }: PullRequestPreview): string[] {
  const stays = others.filter(({ why }) => why !== 'unchanged');
  return [
    ...releases.map((release) => folded(`Why ${release.feature} ${release.to}, and its script tag`, about(release))),
    ...(ignored.length > 0
      ? [
          folded(
            'Not Conventional Commits: they count for nothing',
            list(ignored.map(({ commit, subject }) => `${commit.slice(0, 8)} ${asCode(subject)}`)),
          ),
        ]
      : []),
    ...(stays.length > 0
      ? [
          folded(
            'Stays as it is',
            list(
              stays.map(
                ({ feature, why, by, message }) =>
                  `${feature}: ${why}${by ? ` by ${asCode(by)}` : ''}${message ? ` ${asCode(message)}` : ''}`,
              ),
            ),
          ),
        ]
      : []),
  ];
}

function about({ reasons, problem, last, script }: PreviewedRelease): string {
  const counted = reasons.filter(counts);
  const lines = counted.slice(0, shownReasons).map(({ commit, bump, subject, through, file, pullRequest }) => {
    const way = through ? `, through ${asCode(through.slice(1).join(' → '))}` : '';
    return `${commit.slice(0, 8)} ${bump ?? ''} ${asCode(subject)}${way}${file ? `, ${asCode(file)}` : ''}${pullRequest ? '' : ' (merged before)'}`;
  });
  const more = counted.length - lines.length;
  const doubts = [
    ...(problem ? [`It cannot be built: ${asCode(problem.message)}`] : []),
    ...(last?.unknown === undefined ? [] : [`The size of ${last.version} is unknown: ${asCode(last.unknown)}`]),
    ...(script.unknown === undefined
      ? []
      : [`The integrity is ${script.integrity.length ? 'not complete' : 'unknown'}: ${asCode(script.unknown)}`]),
  ];
  return [
    list([...lines, ...(more > 0 ? [`and ${more} more`] : [])]),
    ...doubts,
    asBlock(script.tag, 'html'),
    'A prediction: the tag for a page is what `pintag tag` prints after the release.',
  ].join('\n\n');
}
