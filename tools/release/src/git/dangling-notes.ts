/** Notes that were left without their tag, as when somebody deletes a tag by hand: the remote refuses ours beside them, on every run. */
import { type Mirror, type MirrorNote, type MirrorRefs, noteRef } from './mirror.ts';
import type { RefGroup } from './push.ts';

/** @returns for each group that would make a tag whose note is there already: that note */
export async function findDanglingNotes<G extends RefGroup>(groups: readonly G[], mirror: Mirror): Promise<ReadonlyMap<G, MirrorNote>> {
  if (danglingIn(groups, await mirror.refs()).size === 0) return new Map();
  // Another run's tag and note do not show at the very same moment; a second look tells them from a note that stays alone.
  await mirror.fetch();
  return danglingIn(groups, await mirror.refs());
}

function danglingIn<G extends RefGroup>(groups: readonly G[], { tags, notes }: MirrorRefs): Map<G, MirrorNote> {
  return new Map(
    groups.flatMap((group) => {
      const names = new Set(group.refs.map(({ name }) => name));
      const note = [...notes.values()].find(({ tag }) => names.has(`refs/tags/${tag}`) && names.has(noteRef(tag)) && !tags.has(tag));
      return note ? [[group, note] as const] : [];
    }),
  );
}

/** @param remote its name, `origin` */
export const danglingNote = ({ ref, tag }: MirrorNote, remote: string): string =>
  `${remote} has ${ref}, the note of a tag ${tag} that is no longer there; delete it with \`git push ${remote} :${ref}\``;
