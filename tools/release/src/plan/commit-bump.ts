/** What one commit asks for, by the rules that semantic-release applies (Conventional Commits). */
import { analyzeCommits } from '@semantic-release/commit-analyzer';
import createPreset from 'conventional-changelog-conventionalcommits';
import type { Bump } from './plan.ts';

/** Given to the plugins as they are: by its name they would look the preset up again for every commit, and not from here. */
export const { parser: parserOpts } = createPreset();

const skipped = /\[skip\s+release]|\[release\s+skip]/i;
const silent = { log: () => undefined };

/** The first line of a message that {@link plainMessage} made, as it may stand in a line of a plan. */
export const subjectOf = (message: string): string => headerOf(message).replaceAll('\t', ' ');

const headerOf = (message: string): string => message.split('\n', 1)[0]!;

/** `feat(calendar): …`, and `Revert "…"` as git writes it. */
export const isConventional = (message: string): boolean =>
  parserOpts.headerPattern.test(headerOf(message)) || parserOpts.revertPattern.test(message);

/** `undefined` when the commit alone releases nothing. */
export async function bumpOf(commit: { readonly hash: string; readonly message: string }, cwd: string): Promise<Bump | undefined> {
  if (skipped.test(commit.message)) return undefined;
  const bump = await analyzeCommits({ parserOpts }, { commits: [commit], logger: silent, cwd });
  return bump === 'major' || bump === 'minor' || bump === 'patch' ? bump : undefined;
}
