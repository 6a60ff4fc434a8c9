/** What one commit asks for, by the rules that semantic-release applies (Conventional Commits). */
import createPreset from 'conventional-changelog-conventionalcommits';
import type { Bump } from './plan.ts';

/** Given to the plugins as they are: by its name they would look the preset up again for every commit, and not from here. */
export const { parser: parserOpts } = createPreset();

/** No rule asks which issues a commit names, and looking for them takes the parser a time that grows with the square of a line's length. */
export const analysisOpts = { ...parserOpts, issuePrefixes: undefined };

/** As semantic-release's lib/definitions/plugins.js leaves commits out. */
export const isSkipped = (message: string): boolean => /\[skip\s+release]|\[release\s+skip]/i.test(message);

const silent = { log: () => undefined };

/** The first line of a message that {@link plainMessage} made, as it may stand in a line of a plan. */
export const subjectOf = (message: string): string => headerOf(message).replaceAll('\t', ' ');

const headerOf = (message: string): string => message.split('\n', 1)[0]!;

export const isRevert = (message: string): boolean => parserOpts.revertPattern.test(message);

/** Full hash of the commit that a revert names. */
export const revertedBy = (message: string): string | undefined => parserOpts.revertPattern.exec(message)?.[2];

/** `feat(calendar): …`, and `Revert "…"` as git writes it. */
export const isConventional = (message: string): boolean => parserOpts.headerPattern.test(headerOf(message)) || isRevert(message);

/**
 * What decides of a commit that neither breaks nor reverts anything: its type, as far as the analyser's default rules go. `undefined` where there
 * may be more to it, such as a line `-type-`, which the parser takes for a field.
 */
export function plainTypeOf(message: string): string | undefined {
  const header = headerOf(message);
  if (isSkipped(message) || isRevert(message) || /breaking/i.test(message) || header.includes('!: ') || /^-.*-$/m.test(message))
    return undefined;
  return parserOpts.headerPattern.exec(header)?.[1] ?? '';
}

/** `undefined` when the commit alone releases nothing. */
export async function bumpOf(commit: { readonly hash: string; readonly message: string }, cwd: string): Promise<Bump | undefined> {
  if (isSkipped(commit.message)) return undefined;
  const { analyzeCommits } = await import('@semantic-release/commit-analyzer');
  const bump = await analyzeCommits({ parserOpts: analysisOpts }, { commits: [commit], logger: silent, cwd });
  return bump === 'major' || bump === 'minor' || bump === 'patch' ? bump : undefined;
}
