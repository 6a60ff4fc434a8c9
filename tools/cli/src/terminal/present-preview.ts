/** What merging a pull request would release, as a person reads it. */
import type { PreviewedRelease, PullRequestPreview } from '@pintag/release';
import { createColors } from 'picocolors';
import { because, counts, headline, silent, standing } from './present-plan.ts';
import { runtimeOf, sizeChange } from './size-change.ts';

export function presentPreview(preview: PullRequestPreview, { colour }: { readonly colour: boolean }): string {
  const { bold, dim } = createColors(colour);
  const { base, merge, commits, releases, others, ignored, head } = preview;
  const how =
    merge.kind === 'squash' ? `squashed as "${merge.title}"` : `with ${commits} ${commits === 1 ? 'commit' : 'commits'} as they are`;
  const lines = [`Merging ${head.slice(0, 8)} into ${base.branch}, ${how}`, ''];
  if (base.ahead > 0) lines.push(`${base.branch} has ${base.ahead} more commits: versions count with them, sizes are without.`, '');
  if (releases.length === 0) lines.push('releases nothing.', '');
  for (const release of releases) lines.push(bold(headline(release)), ...details(release, dim).map((line) => `  ${line}`), '');
  if (others.length) lines.push(...others.map((other) => dim(standing(other))), '');
  if (ignored.length) {
    lines.push(
      'Not Conventional Commits, so they count for nothing:',
      ...ignored.map(({ commit, subject }) => `  ${commit.slice(0, 8)}  ${subject}`),
      '',
    );
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function details(release: PreviewedRelease, dim: (text: string) => string): string[] {
  const { reasons, pullRequest, problem, last, script, build } = release;
  return [
    ...(pullRequest ? [] : [dim('without a part of this pull request: merged before, and not released yet')]),
    ...reasons.filter(counts).map((reason) => `${because(reason, dim)}${reason.pullRequest ? '' : dim('  (merged before)')}`),
    ...silent(reasons).map((line) => dim(line.trimStart())),
    ...(problem ? [`cannot be built: ${problem.message}`] : []),
    ...(build === 'not-needed' ? ['the bytes of this version are on the CDN already, and stay'] : sizes(release)),
    ...(last?.unknown === undefined ? [] : [dim(`the size of ${last.version} is unknown: ${last.unknown}`)]),
    script.tag,
    ...(script.unknown === undefined
      ? []
      : [dim(`its integrity is ${script.integrity.length ? 'not complete' : 'unknown'}: ${script.unknown}`)]),
  ];
}

const sizes = (release: PreviewedRelease): string[] => [
  `initial load  ${sizeChange(release, 'initial', 'raw')}; brotli ${sizeChange(release, 'initial', 'brotli')}`,
  `all scripts   ${sizeChange(release, 'total', 'raw')}; brotli ${sizeChange(release, 'total', 'brotli')}`,
  ...(release.size?.runtime === undefined ? [] : [`on top        ${runtimeOf(release)}`]),
];
