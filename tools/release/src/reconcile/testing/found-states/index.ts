/** States that no run of ours leaves: how somebody gets there, what is said of it, who heals it, and what a release does meanwhile. */
import { tags } from './tags.ts';
import { notes } from './notes.ts';
import { unfinished } from './unfinished.ts';
import { records } from './records.ts';
import { objects } from './objects.ts';
import { runtimes } from './runtimes.ts';
import { channels } from './channels.ts';
import { lists } from './lists.ts';
import type { FoundState } from './found-state.ts';

export const foundStates: readonly FoundState[] = [
  { what: 'nothing is wrong', damage: async () => {}, says: [] },
  ...tags,
  ...notes,
  ...unfinished,
  ...records,
  ...objects,
  ...runtimes,
  ...channels,
  ...lists,
];
