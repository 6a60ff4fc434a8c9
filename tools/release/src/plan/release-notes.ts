/** The notes of a planned release, before it is tagged: what semantic-release will write when its tag is made. */
import { gitTag } from '@pintag/cdn/features';
import type { linkUrl } from '../git/remote-url.ts';
import { allOf, type FeatureCommits, writeNotes } from './analyse-commits.ts';
import type { PlannedRelease } from './plan.ts';

export interface NotesContext {
  /** By hash. */
  readonly messages: ReadonlyMap<string, string>;
  /** What links in the notes are made of. */
  readonly links: ReturnType<typeof linkUrl>;
  /** In which the generator looks for its configuration. */
  readonly folder: string;
}

export function notesOf(
  { feature, from, to, tag, promotes }: PlannedRelease,
  counting: FeatureCommits,
  { messages, links: { url: repositoryUrl, hasPages }, folder }: NotesContext,
): Promise<string> {
  const told = promotes === undefined ? allOf(counting) : [];
  const commits = told.map((hash) => asGitGives(hash, messages.get(hash) ?? ''));
  const lastRelease = from === undefined ? {} : { version: from, gitTag: gitTag(feature, from) };
  const context = { commits, lastRelease, nextRelease: { version: to, gitTag: tag }, options: { repositoryUrl }, cwd: folder };
  return writeNotes(counting, context, { hasPages });
}

/** With git's own subject, the first paragraph as one line: it is in the notes where a header is not Conventional. */
const asGitGives = (hash: string, message: string) => ({ hash, message, subject: message.split('\n\n', 1)[0]!.replaceAll('\n', ' ') });
