/** Why a feature is released, or is not, as a person reads it: the conclusion first, then each commit. */
import type { ExplainedCommit, Explanation } from '@pintag/release';
import { createColors } from 'picocolors';
import { because, headline, standing } from './present-plan.ts';
import { printable } from './printable.ts';

type Silent = Extract<ExplainedCommit, { readonly counts: false }>;

export function presentExplanation(explanation: Explanation, { colour }: { readonly colour: boolean }): string {
  const { bold, dim } = createColors(colour);
  const { feature, last, commits, unrelated, released } = explanation;
  const merges = commits.filter((commit) => !commit.counts && commit.why === 'merge').length;
  const shown = commits.filter((commit) => commit.counts || commit.why !== 'merge');
  const lines = [bold(conclude(explanation)), '', last ? `Since ${last.tag} (${last.commit.slice(0, 8)}), newest first:` : 'Newest first:'];
  if (shown.length === 0) lines.push('  no commit has to do with it');
  for (const commit of shown) {
    if (commit.counts) lines.push(`  counts  ${because(commit, dim)}`);
    else lines.push(`  –       ${commit.commit.slice(0, 8)}         ${commit.subject}  ${dim(why(commit, feature))}`);
  }
  if (merges > 0)
    lines.push(dim(`  and ${count(merges, 'merge')}, which only ${merges === 1 ? 'repeats' : 'repeat'} what the merged commits say`));
  if (unrelated > 0)
    lines.push(dim(`  and ${count(unrelated, 'commit')} that ${unrelated === 1 ? 'has' : 'have'} nothing to do with ${feature}`));
  if (last && released.commits.length > 0) {
    lines.push(
      '',
      `In ${last.version} already:`,
      ...released.commits.map(({ commit, subject }) => dim(`  ${commit.slice(0, 8)}  ${subject}`)),
    );
    if (released.more > 0) lines.push(dim(`  and ${count(released.more, 'older commit')}`));
  }
  return `${lines.join('\n')}\n`;
}

function conclude({ feature, last, conclusion }: Explanation): string {
  if (conclusion.kind === 'release') return headline({ feature, ...conclusion });
  if (conclusion.kind === 'none') return standing({ feature, ...(last && { version: last.version }), ...conclusion });
  const { to, channel } = conclusion;
  return `${feature} ${to} comes to ${channel === null ? 'the default channel' : `the channel ${channel}`}: its branch was merged.`;
}

function why({ why: reason, file, through, glob, by, features, subject }: Silent, feature: string): string {
  const where = file === undefined ? '' : printable(file);
  const via = through ? ` (through ${through.slice(1).join(' → ')})` : '';
  const others = features?.length ? ` of ${features.join(', ')}` : '';
  const type = /^\w+/.exec(subject)?.[0];
  const sentences: Record<Silent['why'], string> = {
    'no-release': `${type ? `the type ${type}` : 'its type'} releases nothing`,
    skipped: 'its message says [skip release]',
    'not-conventional': 'it is no Conventional Commit',
    merge: 'it repeats what its commits say',
    'ignored-files': `only ignored files: ${where}${via}${glob === undefined ? '' : ` matches ${glob}`}`,
    reverted: `reverted by ${by?.slice(0, 8)}`,
    revert: `takes ${by?.slice(0, 8)} back, so that neither counts`,
    'other-packages': `no package that ${feature} needs changed in ${where}`,
    'other-entry': `${where} goes into ${features?.join(', ') || 'another element'} alone`,
    'not-bundled': `no feature of its library is made of ${where}`,
    elsewhere: where
      ? `its scope names ${feature}, but ${where} is not of it${others ? `, but${others}` : ''}`
      : `its scope names ${feature}, but it changes no file of it`,
    'before-feature': `${feature} did not exist yet`,
  };
  return sentences[reason];
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
